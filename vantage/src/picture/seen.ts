import type { FamilyList, Picture } from './shape.ts';

type Seen = { because: string; families: string[]; persons: string[] };

/**
 * Whom a picture tells of, for the audit: everybody in it. Who somebody is sealed from then reads nothing of it there,
 * neither by name nor by why it was seen. `whose`: whose page it is, who stands first.
 */
export function pictureSeen(picture: Picture, whose?: string): Seen {
  const persons = [...picture.people, ...picture.before].map((person) => person.personId);
  return {
    because: picture.seenBecause,
    families: [picture.familyId],
    persons: whose === undefined ? persons : [...new Set([whose, ...persons])],
  };
}

/** Whom a list of families tells of, for the audit: everybody in it. */
export function listSeen({ families }: FamilyList): { families: string[]; persons: string[] } {
  return {
    families: families.map((family) => family.familyId),
    persons: [...new Set(families.flatMap((family) => family.members.map((member) => member.personId)))],
  };
}
