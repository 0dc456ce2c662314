import type { FamilyDraft, Part } from './model.ts';

/** The families that are kept: by number, everybody who belongs with the part they have. */
type KeptFamilies = ReadonlyMap<string, ReadonlyMap<string, Part>>;

/**
 * Gives drafts the numbers of the families they continue (rule same-family); a draft without one is new. No number is
 * given twice, and the answer does not depend on the order of either list.
 *
 * Two families may hold the very same people: a young mother is the child of one and the main carer of the other. No
 * two drafts share a child, so counting only those who are children on both sides gives each its own number again.
 */
export function matchFamilies(kept: KeptFamilies, drafts: readonly FamilyDraft[]): Map<FamilyDraft, string> {
  const keptOf = new Map<string, string[]>();
  for (const [familyId, members] of kept) {
    for (const personId of members.keys()) keptOf.set(personId, [...(keptOf.get(personId) ?? []), familyId]);
  }
  const pairs = drafts.flatMap((draft) => pairsOf(draft, kept, keptOf));
  pairs.sort(
    (a, b) =>
      b.children - a.children ||
      b.carer - a.carer ||
      b.people - a.people ||
      b.parts - a.parts ||
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

/** A draft and a kept family that hold some of the same people. */
type Pair = {
  draft: FamilyDraft;
  familyId: string;
  /** Those who are children in both. */
  children: number;
  /** 1 when the main carer is the same. */
  carer: number;
  people: number;
  /** Those who have the same part in both. */
  parts: number;
};

function pairsOf(
  draft: FamilyDraft,
  kept: KeptFamilies,
  keptOf: ReadonlyMap<string, readonly string[]>,
): Pair[] {
  const sharing = new Set(draft.members.flatMap(({ personId }) => keptOf.get(personId) ?? []));
  return [...sharing].flatMap((familyId) => {
    const before = kept.get(familyId) ?? new Map<string, Part>();
    const people = draft.members.filter(({ personId }) => before.has(personId));
    if (people.length * 2 < Math.min(before.size, draft.members.length)) return [];
    const same = people.filter(({ personId, part }) => before.get(personId) === part);
    const having = (part: Part) => same.filter((member) => member.part === part).length;
    return {
      draft,
      familyId,
      children: having('child'),
      carer: having('main-carer'),
      people: people.length,
      parts: same.length,
    };
  });
}
