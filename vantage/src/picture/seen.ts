import type { FamilyList, Picture } from './shape.ts';

/**
 * Whom a picture tells of, for the audit: everybody in it. Who somebody is sealed from then reads nothing of it there,
 * neither by name nor by why it was seen.
 */
export function pictureSeen(picture: Picture): { because: string; families: string[]; persons: string[] } {
  return {
    because: picture.seenBecause,
    families: [picture.familyId],
    persons: picture.people.map((person) => person.personId),
  };
}

/** Whom a list of families tells of, for the audit: everybody in it. */
export function listSeen({ families }: FamilyList): { families: string[]; persons: string[] } {
  return {
    families: families.map((family) => family.familyId),
    persons: [...new Set(families.flatMap((family) => family.members.map((member) => member.personId)))],
  };
}
