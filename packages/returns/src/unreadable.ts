/** A file that cannot be read as a whole: not its kind, or broken so that what follows cannot be told apart. */
export class UnreadableFile extends Error {
  readonly file: string;
  /** From 1; null when the fault has no line. */
  readonly line: number | null;
  /** Character in the line, from 1; null when the fault has no place in its line. */
  readonly column: number | null;
  readonly reason: string;
  readonly remedy: string;

  constructor(file: string, at: { line: number; column?: number } | null, reason: string, remedy: string) {
    const place = at ? `, line ${at.line}${at.column === undefined ? '' : `, character ${at.column}`}` : '';
    super(`${file}${place}: ${reason} ${remedy}`);
    this.name = 'UnreadableFile';
    this.file = file;
    this.line = at?.line ?? null;
    this.column = at?.column ?? null;
    this.reason = reason;
    this.remedy = remedy;
  }
}
