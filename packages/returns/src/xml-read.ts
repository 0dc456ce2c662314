import { SaxesParser } from 'saxes';
import { UnreadableFile } from './unreadable.ts';

/** An element with its own text and what it holds. Text beside child elements is stray, and is in nobody's value. */
export type XmlNode = {
  name: string;
  /** Line of the file on which the element opens, from 1. */
  line: number;
  text: string;
  children: XmlNode[];
};

/** Elements within elements, at most; no return has more than a dozen. */
const DEEPEST = 200;

/**
 * Elements of one name below the root, each whole, as they come; nothing else is held in memory.
 * @throws UnreadableFile when the root has another name, when elements nest too deep, or when the XML is not well formed.
 */
export async function* elementsOf(
  text: AsyncIterable<string>,
  root: string,
  wanted: string,
  file: string,
): AsyncGenerator<XmlNode> {
  const parser = new SaxesParser();
  const open: XmlNode[] = [];
  let done: XmlNode[] = [];
  let rooted = false;
  let depth = 0;
  parser.on('error', (error) => {
    throw new UnreadableFile(
      file,
      { line: parser.line, column: parser.column + 1 },
      `The XML is not well formed (${error.message.replace(/^[\d:]+:? */, '').replace(/\.$/, '')}).`,
      'Nothing of the file is taken. Export it again and send it whole.',
    );
  });
  parser.on('opentagstart', ({ name }) => {
    if (!rooted && name !== root)
      throw new UnreadableFile(
        file,
        { line: parser.line },
        `The file opens with ${name}, not with ${root}.`,
        'Name its kind rightly in the manifest, or send the right file.',
      );
    rooted = true;
    depth += 1;
    if (depth > DEEPEST)
      throw new UnreadableFile(
        file,
        { line: parser.line },
        `More than ${DEEPEST} elements stand within one another here.`,
        'Nothing of the file is taken. Export it again as the return lays down, and send it whole.',
      );
    if (open.length === 0 && name !== wanted) return;
    // Where a line ends right after the name, the parser has already gone on to the next.
    const line = parser.column === 0 ? parser.line - 1 : parser.line;
    const node = { name, line, text: '', children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const take = (part: string) => {
    const node = open.at(-1);
    if (node) node.text += part;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    depth -= 1;
    const node = open.pop();
    if (node && open.length === 0) done.push(node);
  });
  for await (const chunk of text) {
    parser.write(chunk);
    yield* done;
    done = [];
  }
  parser.close();
}

/**
 * Values of the elements in a node that hold no others, by name, through groups but not into those that are records of
 * their own. Values of a repeated element are joined by a space; empty ones are left out.
 */
export function leavesOf(node: XmlNode, records: ReadonlySet<string>): Record<string, string> {
  const values = new Map<string, string>();
  const visit = (child: XmlNode) => {
    if (records.has(child.name)) return;
    if (child.children.length > 0) {
      for (const grandchild of child.children) visit(grandchild);
      return;
    }
    const text = child.text.trim();
    const before = values.get(child.name);
    if (text !== '') values.set(child.name, before === undefined ? text : `${before} ${text}`);
  };
  for (const child of node.children) visit(child);
  return Object.fromEntries(values);
}

/** The first element names of XML text, in opening order; fewer when the text ends or breaks before. */
export function firstElements(text: string, count: number): string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentagstart', ({ name }) => {
    if (names.length < count) names.push(name);
  });
  let sound = true;
  parser.on('error', () => {
    sound = false;
  });
  for (let at = 0; at < text.length && sound && names.length < count; at += 1024)
    parser.write(text.slice(at, at + 1024));
  return names;
}
