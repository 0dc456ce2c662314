import type { Sentence } from '../summary.ts';

/** Each sentence on a line of its own, with what it opens to. */
export function Sentences({ sentences }: { sentences: readonly Sentence[] }) {
  // Words that lead to several places say to those who hear them of which sentence they are.
  const places = new Map<string, Set<string>>();
  for (const { text, href } of sentences.flatMap(({ parts }) => parts))
    if (href !== null) places.set(text, (places.get(text) ?? new Set()).add(href));
  return (
    <ul className="v-list">
      {sentences.map(({ parts }) => (
        <li key={parts.map(({ text }) => text).join('')}>
          {parts.map(({ text, href }, at) =>
            href === null ? (
              text
            ) : (
              <a key={`${text} ${href}`} href={href}>
                {text}
                {places.get(text)?.size !== 1 && (
                  <span className="govuk-visually-hidden"> ({whichOf(parts, at)})</span>
                )}
              </a>
            ),
          )}
        </li>
      ))}
    </ul>
  );
}

/** Which of several sentences a link is of: what the sentence leads to before it, or else its first words. */
function whichOf(parts: Sentence['parts'], at: number): string {
  const before = parts.slice(0, at).findLast(({ href }) => href !== null);
  const sentence = parts.map(({ text }) => text).join('');
  return before?.text ?? sentence.split(' ').slice(0, 4).join(' ');
}
