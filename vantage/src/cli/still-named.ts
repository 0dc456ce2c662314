/** What a seal does not hide: the name of the sealed person in what others of the family said, or what was written of them. */
import { outlineOf } from '../chronology/index.ts';
import { familiesOf, membersOfFamilies } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import { planNow } from '../plans/index.ts';
import type { Tx } from '../platform/index.ts';
import { namesChosen, voiceOf } from '../voice/index.ts';

/** By what names somebody may stand in others' words, and whose words those may be, each with their family. */
export type Sought = { names: string[]; others: ReadonlyMap<string, string> };

/** Where a name still stands: on whose page, and in what of it. */
export type StillNamed = { personId: string; in: 'words' | 'fact' | 'plan'; address: string };

/** Asked before the seal, by somebody who sees everybody. */
export async function sought(tx: Tx, personId: string): Promise<Sought> {
  const [person] = await personsByIds(tx, [personId]);
  const stated = [
    person?.given ?? '',
    // The surname is the family's.
    ...(person?.details ?? []).flatMap(({ kind, value }) =>
      kind === 'name' ? value.split(' ').slice(0, -1).join(' ') : [],
    ),
    ...(await namesChosen(tx, [personId])).map(({ words }) => words),
  ];
  const families = (await familiesOf(tx, [personId])).map(({ familyId }) => familyId);
  const members = await membersOfFamilies(tx, [...new Set(families)]);
  return {
    // A name of one or two letters would be found in every text.
    names: [...new Set(stated.flatMap((name) => name.split(/[\s-]+/)))].filter((name) => name.length > 2),
    others: new Map(
      members.filter((one) => one.personId !== personId).map((one) => [one.personId, one.familyId] as const),
    ),
  };
}

/**
 * Asked after the seal, by somebody from whom every sealed person is hidden: what others can still read with one of the
 * names in it, as a word of its own, whatever its case.
 */
export async function stillNamed(tx: Tx, { names, others }: Sought): Promise<StillNamed[]> {
  if (names.length === 0 || others.size === 0) return [];
  const ids = [...others.keys()];
  const escaped = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const named = new RegExp(`(?<![\\p{L}\\p{M}])(?:${escaped.join('|')})(?![\\p{L}\\p{M}])`, 'iu');
  const { said } = await voiceOf(tx, ids);
  const facts = await outlineOf(tx, ids);
  const { lead, help, steps, responsible } = await planNow(tx, ids);
  const page = (personId: string) => `/families/${others.get(personId)}`;
  return [
    ...said.flatMap(({ personId, words, done, saidTo }) =>
      named.test(`${words}\n${done ?? ''}\n${saidTo}`)
        ? { personId, in: 'words' as const, address: page(personId) }
        : [],
    ),
    ...facts.flatMap(({ personId, factId, detail }) =>
      detail.parts.some(({ value }) => named.test(value))
        ? { personId, in: 'fact' as const, address: `/facts/${factId}` }
        : [],
    ),
    ...[lead, help, ...steps, ...responsible].flatMap((entry) =>
      entry && named.test(Object.values(entry.content).join('\n'))
        ? {
            personId: entry.about[0] ?? '',
            in: 'plan' as const,
            address: `${page(entry.about[0] ?? '')}/plan`,
          }
        : [],
    ),
  ];
}
