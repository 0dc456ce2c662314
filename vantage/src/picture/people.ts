import type { Family } from '../families/index.ts';
import type { Person } from '../identity/index.ts';
import { ageOn, daysBetween } from '../platform/index.ts';
import { nameOf } from './open.ts';
import type { Stay } from './placed.ts';
import type { PicturePerson } from './shape.ts';
import { type Between, betweenOf } from './siblings/model.ts';

type Opens = (recordId: string) => string | null;

/** The members of a family on a day: how old they are, where they live by their newest stay that goes on, and to whom they are what. */
export function peopleOf(
  {
    family,
    persons,
    stays,
  }: { family: Family; persons: ReadonlyMap<string, Person>; stays: readonly Stay[] },
  on: string,
  opens: Opens,
): PicturePerson[] {
  const known = (personId: string) => nameOf(persons.get(personId));
  const died = (personId: string) => persons.get(personId)?.deathDate ?? null;
  return family.members.map((member) => {
    const person = persons.get(member.personId);
    const home = stays
      .filter((one) => one.personId === member.personId && (one.happened.to === null || one.happened.to > on))
      .sort((a, b) => ((a.happened.from ?? '') < (b.happened.from ?? '') ? 1 : -1))[0];
    return {
      personId: member.personId,
      name: nameOf(person),
      given: person?.given ?? '',
      born: person?.birthDate ?? null,
      died: person?.deathDate ?? null,
      age: person?.birthDate ? ageOn(person.birthDate, person.deathDate ?? on) : null,
      belongs: member.withheld ? { from: null, to: null } : member.happened,
      because: member.reason,
      relations: relationsOf(family, member.personId, { known, died, opens }),
      home: home
        ? {
            homeId: home.homeId,
            words: [home.address, home.postcode].filter(Boolean).join(', '),
            since: home.happened.from,
            recordId: home.recordId === null ? null : opens(home.recordId),
            factId: home.factId,
          }
        : null,
    };
  });
}

const relationWords: Readonly<Record<string, [string, string]>> = {
  parent: ['Parent of', 'Child of'],
  partner: ['Partner of', 'Partner of'],
  'former-partner': ['Former partner of', 'Former partner of'],
  sibling: ['Brother or sister of', 'Brother or sister of'],
  grandparent: ['Grandparent of', 'Grandchild of'],
  carer: ['Carer of', 'Cared for by'],
  'other-kin': ['Kin of', 'Kin of'],
};

/** What two are to each other of whom an agency states that they are brothers or sisters, where their parents tell more. */
const siblingWords: Partial<Record<Exclude<Between, null>, string>> = {
  half: 'Half-brother or half-sister of',
  step: 'Step-brother or step-sister of',
};

/** Stated relationships of a member to other members, from either side, each told once. */
export function relationsOf(
  family: Pick<Family, 'relationships'>,
  personId: string,
  {
    known,
    died,
    opens,
  }: { known: (personId: string) => string; died: (personId: string) => string | null; opens: Opens },
): PicturePerson['relations'] {
  const told = new Map<string, PicturePerson['relations'][number]>();
  for (const one of family.relationships) {
    if (one.personId !== personId && one.otherId !== personId) continue;
    const between =
      one.kind === 'sibling' ? betweenOf(one.personId, one.otherId, family.relationships) : null;
    const alike = between === null ? undefined : siblingWords[between];
    const [from, to] = alike ? [alike, alike] : (relationWords[one.kind] ?? [one.kind, one.kind]);
    const words =
      one.personId === personId ? `${from} ${known(one.otherId)}` : `${to} ${known(one.personId)}`;
    const happened = lastsFor(one, died);
    const key = `${words} ${happened.from} ${happened.to}`;
    if (!told.has(key)) told.set(key, { words, happened, recordId: opens(one.recordId) });
  }
  return [...told.values()];
}

const partnerships: ReadonlySet<string> = new Set(['partner', 'former-partner']);

/** The days of a relation: kin are kin still when one of them has died, whenever a record of it ends. */
function lastsFor(
  { kind, personId, otherId, happened }: Family['relationships'][number],
  died: (personId: string) => string | null,
): Family['relationships'][number]['happened'] {
  if (partnerships.has(kind) || happened.to === null) return happened;
  const to = happened.to;
  const endedByDeath = [personId, otherId].some((id) => {
    const day = died(id);
    return day !== null && Math.abs(daysBetween(day, to)) <= 1;
  });
  return endedByDeath ? { ...happened, to: null } : happened;
}
