import type { XmlNode } from './xml-read.ts';

/** A record found in an element: not judged yet. */
export type XmlRow = { kind: string; line: number; content: Record<string, string> };

/** How a kind of XML file is cut into records. */
export type XmlShape = {
  root: string;
  /** Element that holds all there is about one child. */
  unit: string;
  kinds: readonly string[];
  rowsOf(unit: XmlNode): XmlRow[];
};
