import { type Held, latest, text } from './book.ts';
import type { CareDesk } from './care.ts';
import { ageOn, type Day, extractDay } from './days.ts';
import { identifier, type Look, look } from './holdings.ts';
import type { Household } from './households.ts';
import { aliveOn, type Person, type Place, type Stay, type World } from './model.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';

/** Decides whom social care knows besides those it has worked with: brothers and sisters, parents, grandparents. */
export function meetRelatives(desk: CareDesk, households: readonly Household[], chance: Random): void {
  for (const { head, partnerships, children, kin } of households) {
    const first = Math.min(
      ...children.map((child) => desk.numbers.held(child)?.since ?? Number.POSITIVE_INFINITY),
    );
    if (first === Number.POSITIVE_INFINITY) continue;
    const meet = (person: Person, probability: number, on: Day) => {
      if (on <= extractDay && aliveOn(person, on) && chance.chance(probability)) desk.numbers.of(person, on);
    };
    meet(head, 0.98, first);
    for (const child of children)
      if (ageOn(child.born, first) < 18)
        meet(child, child.born <= first ? 0.97 : 0.6, Math.max(first, child.born + 20));
    for (const { partner, from, to, together } of partnerships)
      if (to === null || to > first - 1500) meet(partner, together ? 0.76 : 0.45, Math.max(first, from));
    for (const person of kin) meet(person, 0.6, first);
  }
}

/** Homes as an agency holds them from the day it met the person; of those who moved, some are held at an earlier home. */
function heldStays(person: Person, since: Day, noise: Noise, chance: Random): Stay[] {
  const stays = person.stays.filter((stay) => stay.from <= extractDay);
  const last = stays.at(-1);
  if (!last) return [];
  const before = stays.at(-2);
  const kept = stays.filter((stay) => stay.to === null || stay.to > since);
  if (person.written || !before || last.to !== null || !chance.chance(noise.oldAddress)) return kept;
  return [...kept.filter((stay) => stay !== last && stay !== before), { ...before, to: null }];
}

const json = (place: Place): string => {
  const flat = /^(.*), ([^,]+)$/.exec(place.house);
  return JSON.stringify({
    ROOM: '',
    FLOOR: '',
    FLAT: flat?.[1] ?? '',
    BUILDING: '',
    HOUSE: flat?.[2] ?? place.house,
    STREET: place.street,
    TOWN: 'Ashmere',
    UPRN: '',
    EASTING: '',
    NORTHING: '',
  });
};

/** A brother or sister of each child, for numbers that are taken for one another's. */
function siblingsOf(world: World): (person: Person) => Person | undefined {
  const family = new Map(world.members.map(({ person, family: of }) => [person.id, of]));
  const children = Map.groupBy(
    world.people.filter((person) => person.upn !== ''),
    (person) => family.get(person.id) ?? person.id,
  );
  return (person) =>
    children.get(family.get(person.id) ?? person.id)?.find((other) => other !== person && other.given !== '');
}

/** Writes social care's rows about people themselves: who they are, where they live, whose child and whose family. */
export function writeCarePeople(desk: CareDesk, world: World, noise: Noise, chance: Random): void {
  const { book, numbers } = desk;
  const held = new Map<string, Held & { looks: Look[] }>();
  const siblings = siblingsOf(world);
  const mothers = new Set(
    world.ties
      .filter((tie) => tie.kind === 'parent' && tie.person.sex === 'female')
      .map((tie) => tie.person.id),
  );
  for (const each of numbers.all()) {
    const { person, since } = each;
    const own = chance.fork(`person ${person.id}`);
    const seen = { since, until: extractDay };
    const looks = each.numbers.map(() => look(person, 'care', seen, noise, own));
    held.set(person.id, { ...each, looks });
    const child = ageOn(person.born, since) < 18;
    const schooled = ageOn(person.born, extractDay) >= 5;
    const sibling = siblings(person);
    each.numbers.forEach((number, i) => {
      const { given, surname, born } = looks[i] ?? look(person, 'care', seen, noise, own);
      const died = person.died !== null && (person.written || own.chance(0.85)) ? person.died : null;
      book.add('ssd.person', latest(since, died), {
        pers_person_id: number,
        pers_sex: person.sex === 'female' ? 'F' : 'M',
        pers_gender: person.sex === 'female' ? '02' : '01',
        pers_ethnicity: own.chance(child ? 0.06 : 0.3) ? 'NOBT' : person.ethnicity,
        pers_dob: text(born),
        pers_common_child_id: child ? identifier(person.nhsNumber, sibling?.nhsNumber, noise, own) : '',
        pers_send_flag: child ? sendFlag(person, own) : '',
        pers_death_date: text(died),
        pers_is_mother: person.sex === 'female' ? (mothers.has(person.id) ? 'Y' : 'N') : '',
        pers_forename: given,
        pers_surname: surname,
        pers_upn: child && schooled ? identifier(person.upn, sibling?.upn, noise, own) : '',
      });
    });
    for (const stay of heldStays(person, since, noise, own))
      book.add('ssd.address', latest(since, stay.from, stay.to), {
        addr_table_id: book.number('ADR'),
        addr_address_json: stay.place ? json(stay.place) : '',
        addr_person_id: numbers.of(person, since),
        addr_address_type: stay.place ? 'Home' : 'No fixed abode',
        addr_address_start_date: text(stay.from),
        addr_address_end_date: text(stay.to),
        addr_address_postcode: stay.place?.postcode.replace(' ', '') ?? '',
      });
  }
  writeTies(desk, world, held, chance);
}

const sendFlag = ({ schooling }: Person, chance: Random): string =>
  schooling ? (schooling.need === 'none' ? 'N' : 'Y') : chance.chance(0.25) ? 'Y' : 'N';

/** How likely a member whom social care knows is to be in its family group; groups have no dates, so some stay who have gone. */
const familyKnown = { there: 0.94, gone: 0.25 } as const;

/** How likely social care is to have written down a relationship of which it knows both people. */
const tieKnown = {
  parent: 0.9,
  partner: 0.75,
  'former partner': 0.5,
  sibling: 0.4,
  grandparent: 0.85,
  carer: 0.95,
  'other kin': 0.6,
} as const;

function writeTies(
  { book, numbers }: CareDesk,
  world: World,
  held: ReadonlyMap<string, Held & { looks: Look[] }>,
  chance: Random,
): void {
  for (const { person, other, kind, from, to } of world.ties) {
    const [one, two] = [held.get(person.id), held.get(other.id)];
    if (!one || !two || from > extractDay) continue;
    const known = latest(one.since, two.since);
    const written = person.written || other.written;
    const until = to !== null && to <= extractDay ? to : null;
    if (kind === 'parent' && person.sex === 'female' && (written || chance.chance(0.95)))
      book.add('ssd.mother', latest(known, from), {
        moth_table_id: book.number('MOT'),
        moth_person_id: one.numbers[0] ?? '',
        moth_childs_person_id: two.numbers[0] ?? '',
        moth_childs_dob: text(two.looks[0]?.born ?? null),
      });
    if (!written && !chance.chance(tieKnown[kind])) continue;
    book.add('care.relationships', latest(known, from, until), {
      relationship_id: book.number('REL'),
      person_id: numbers.of(person, one.since),
      other_person_id: numbers.of(other, two.since),
      relationship: kind,
      start_date: text(from),
      end_date: text(until),
    });
  }
  writeGroups(book, world, held, chance);
}

function writeGroups(
  book: CareDesk['book'],
  world: World,
  held: ReadonlyMap<string, Held & { looks: Look[] }>,
  chance: Random,
): void {
  const groups = new Map<string, string>();
  const written = new Set<string>();
  for (const { person, family, to } of world.members) {
    const one = held.get(person.id);
    const gone = to !== null && to <= extractDay;
    if (!one || !(person.written ? !gone : chance.chance(gone ? familyKnown.gone : familyKnown.there)))
      continue;
    const group = groups.get(family) ?? book.number('FAM');
    groups.set(family, group);
    const row = {
      fami_table_id: book.number('FAR'),
      fami_family_id: group,
      fami_person_id: one.numbers[0] ?? '',
    };
    if (written.has(`${group} ${row.fami_person_id}`)) continue;
    written.add(`${group} ${row.fami_person_id}`);
    book.add('ssd.family', one.since, row);
  }
}
