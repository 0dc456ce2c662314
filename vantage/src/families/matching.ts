import type { FamilyDraft } from './model.ts';

/**
 * Gives drafts the numbers of the families they continue (rule same-family); a draft without one is new. No number is
 * given twice, and the answer does not depend on the order of either list.
 */
export function matchFamilies(
  kept: ReadonlyMap<string, ReadonlySet<string>>,
  drafts: readonly FamilyDraft[],
): Map<FamilyDraft, string> {
  const keptOf = new Map<string, string[]>();
  for (const [familyId, members] of kept) {
    for (const personId of members) keptOf.set(personId, [...(keptOf.get(personId) ?? []), familyId]);
  }
  const pairs = drafts.flatMap((draft) => pairsOf(draft, kept, keptOf));
  pairs.sort(
    (a, b) =>
      b.children - a.children ||
      b.people - a.people ||
      (a.familyId < b.familyId ? -1 : a.familyId > b.familyId ? 1 : a.draft.anchor < b.draft.anchor ? -1 : 1),
  );
  const matched = new Map<FamilyDraft, string>();
  const taken = new Set<string>();
  for (const { draft, familyId } of pairs) {
    if (matched.has(draft) || taken.has(familyId)) continue;
    matched.set(draft, familyId);
    taken.add(familyId);
  }
  return matched;
}

type Pair = { draft: FamilyDraft; familyId: string; children: number; people: number };

function pairsOf(
  draft: FamilyDraft,
  kept: ReadonlyMap<string, ReadonlySet<string>>,
  keptOf: ReadonlyMap<string, readonly string[]>,
): Pair[] {
  const shared = new Map<string, { children: number; people: number }>();
  for (const member of draft.members) {
    for (const familyId of keptOf.get(member.personId) ?? []) {
      const pair = shared.get(familyId) ?? { children: 0, people: 0 };
      shared.set(familyId, {
        children: pair.children + (member.part === 'child' ? 1 : 0),
        people: pair.people + 1,
      });
    }
  }
  return [...shared]
    .filter(
      ([familyId, { people }]) => people * 2 >= Math.min(kept.get(familyId)?.size ?? 0, draft.members.length),
    )
    .map(([familyId, { children, people }]) => ({ draft, familyId, children, people }));
}
