/** A file that cannot be read as a whole: not its kind, or broken so that what follows cannot be told apart. */
export class UnreadableFile extends Error {
  readonly file: string;
  /** Of a workbook; null in other files, or when the fault is in none. */
  readonly sheet: string | null;
  /** From 1; null when the fault has no line. */
  readonly line: number | null;
  /** Character in the line, from 1; null when the fault has no place in its line. */
  readonly column: number | null;
  readonly reason: string;
  readonly remedy: string;

  constructor(
    file: string,
    at: { sheet?: string | undefined; line: number; column?: number } | null,
    reason: string,
    remedy: string,
  ) {
    const sheet = at?.sheet === undefined ? '' : `, sheet ${at.sheet}`;
    const column = at?.column === undefined ? '' : `, character ${at.column}`;
    const place = at ? `${sheet}, line ${at.line}${column}` : '';
    super(`${file}${place}: ${reason} ${remedy}`);
    this.name = 'UnreadableFile';
    this.file = file;
    this.sheet = at?.sheet ?? null;
    this.line = at?.line ?? null;
    this.column = at?.column ?? null;
    this.reason = reason;
    this.remedy = remedy;
  }
}
