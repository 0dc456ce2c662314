import type { FamilyList } from '../picture/index.ts';

/** Families found by words, or all that have a picture where there are none: a line each, with the id. */
export function familiesInText({ total, families, more, hints = [] }: FamilyList, query: string): string {
  if (total === 0 && query === '') return 'No family has an open picture.';
  if (total === 0)
    return [
      `No family that is being helped is found by "${query}".`,
      ...(hints.length > 0 ? hints : ["Try fewer letters or another member's name."]),
    ].join(' ');
  const which = query === '' ? 'have an open picture' : `are found by "${query}"`;
  return [
    `${total} families ${which}${total > families.length ? `; the first ${families.length}` : ''}:`,
    ...families.map(
      (one) =>
        `  ${one.familyId}  ${one.name}: ${one.members.map((member) => member.name).join(', ')} (${one.reason})${one.found ? `; found because ${one.found}` : ''}`,
    ),
    ...(more ? ['Still more are found: write more of a name, or another name of the family.'] : []),
  ].join('\n');
}
