import type { Span } from '../platform/index.ts';
import type { FamilyPerson } from './model.ts';

/** A record that bears a reason out. */
export type Says = { agency: string; recordId: string; recordedAt: Date | null };

/** Code-unit order; unknown comes first. */
export function earlier(a: string | null, b: string | null): number {
  const [one, two] = [a ?? '', b ?? ''];
  return one < two ? -1 : one > two ? 1 : 0;
}

/** "Kyle and Leah": given names, oldest first, each person once. */
function listed(persons: ReadonlyMap<string, FamilyPerson>, ids: readonly string[]): string {
  const people = [...new Set(ids)]
    .map((id) => persons.get(id))
    .filter((person) => person !== undefined)
    .sort((a, b) => earlier(a.birthDate, b.birthDate) || earlier(a.personId, b.personId));
  const names = people.map((person) => person.given ?? person.name ?? 'somebody whose name is not recorded');
  const last = names.pop() ?? 'somebody';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** A reason and the persons whom it names. */
export type Said = { words: string; about: string[] };

/** The reason that `words` makes of the persons' names. */
export function said(
  persons: ReadonlyMap<string, FamilyPerson>,
  ids: readonly string[],
  words: (names: string) => string,
): Said {
  return { words: words(listed(persons, ids)), about: [...new Set(ids)].sort() };
}

/** ", says Ashmere Children's Services": who says so. */
export function says(evidence: readonly Says[], agencyNames: ReadonlyMap<string, string>): string {
  const agencies = [...new Set(evidence.map((one) => one.agency))].sort();
  if (agencies.length === 0) return '';
  const names = agencies.map((agency) => agencyNames.get(agency) ?? agency);
  return `, ${names.length === 1 ? 'says' : 'say'} ${names.join(' and ')}`;
}

/** From the earliest beginning to the latest end; open where any is. */
export function unionOf(spans: readonly Span[]): Span {
  const froms = spans.map((span) => span.from);
  const tos = spans.map((span) => span.to);
  return {
    from: froms.includes(null) ? null : ([...froms].sort(earlier)[0] ?? null),
    to: tos.includes(null) ? null : ([...tos].sort(earlier).at(-1) ?? null),
  };
}
