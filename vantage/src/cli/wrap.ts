/** Columns of the terminal; without end where nobody looks, so that what goes to a file keeps its lines. */
export const terminalWidth = (): number => process.stdout.columns ?? Number.POSITIVE_INFINITY;

/**
 * Text for a terminal: lines of a paragraph are set anew to its width, and a line that begins with spaces (an example, an
 * option) stays one, which goes on beneath its last column of words where it is too long. At least 40 columns are used.
 */
export function wrapped(text: string, width: number): string {
  if (!Number.isFinite(width)) return text;
  const room = Math.max(width, 40);
  const lines: string[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) lines.push(...broken(paragraph.join(' '), room, ''));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith(' ')) {
      flush();
      lines.push(...(line.length <= room ? [line] : broken(line, room, hangOf(line, room))));
    } else paragraph.push(line);
  }
  flush();
  return lines.join('\n');
}

/** Spaces up to the second column of a line that has two, where that leaves room; else two more than it begins with. */
function hangOf(line: string, room: number): string {
  const columns = /^ +\S.*? {2,}(?=\S)/.exec(line)?.[0].length;
  const begins = /^ */.exec(line)?.[0].length ?? 0;
  return ' '.repeat(columns !== undefined && columns < room / 2 ? columns : begins + 2);
}

function broken(text: string, room: number, hang: string): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > room) {
    const least = /^ */.exec(rest)?.[0].length ?? 0;
    const at = rest.lastIndexOf(' ', room);
    const cut = at > least ? at : rest.indexOf(' ', room);
    if (cut < 0) break;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = hang + rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
