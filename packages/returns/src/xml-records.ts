import { definitionOfKind } from './definitions.ts';
import { judgeOf, onceEach } from './judge.ts';
import type { Sink } from './model.ts';
import { UnreadableFile } from './unreadable.ts';
import { elementsOf } from './xml-read.ts';
import type { XmlShape } from './xml-shape.ts';

/**
 * Reads XML text into a sink, child by child; a child's rows come in the order in which their elements open.
 * @throws UnreadableFile when the file is of another kind, holds no child, or is not well formed; rows of earlier children have gone to
 * the sink by then, so whoever takes them must take the file as one transaction.
 */
export async function readXml(
  shape: XmlShape,
  text: AsyncIterable<string>,
  sink: Sink,
  options: { file: string },
): Promise<void> {
  const judges = new Map(shape.kinds.map((kind) => [kind, judgeOf(definitionOfKind(kind))]));
  const once = onceEach(sink);
  let units = 0;
  for await (const unit of elementsOf(text, shape.root, shape.unit, options.file)) {
    units += 1;
    for (const { kind, line, content } of shape.rowsOf(unit)) {
      const judged = judges.get(kind)?.(content, line);
      if (judged) await ('good' in judged ? once.keep(judged.good) : once.hold(judged.bad));
    }
  }
  if (units === 0)
    throw new UnreadableFile(
      options.file,
      null,
      `The file holds no ${shape.unit} element.`,
      'Name its kind rightly in the manifest, or send the whole file.',
    );
}
