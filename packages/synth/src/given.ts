import { csvLines } from '@vantage/returns';
import { manifest, writeFiles } from './area.ts';
import { openDesk, text } from './book.ts';
import { careDesk } from './care.ts';
import { writeCarePeople } from './care-people.ts';
import { ageOn, birthday, day, extractDay, firstDay, iso, receivedAt, schoolYear } from './days.ts';
import { identifiers } from './identifiers.ts';
import { openLedger } from './ledger.ts';
import { emptyWorld, type Person, type Place, stayOn, type World } from './model.ts';
import { type Holder, habits, noiseTimes } from './noise.ts';
import { writePartnerPeople } from './partner-people.ts';
import { type Random, random } from './random.ts';
import { type Extract, pathOf } from './sheets.ts';
import { peopleOf, truthHeaders, truthOfPeople, truthOfRow } from './truth.ts';
import { agencies } from './unit.ts';

/** Somebody who is given, not made: who they are, with whom they live now, and who brings them up. */
export type GivenPerson = {
  id: string;
  household: string;
  given: string;
  surname: string;
  /** ISO day. */
  born: string;
  sex: 'female' | 'male';
  house: string;
  street: string;
  /** Ids of those who bring the person up, of any household. */
  guardians: readonly string[];
};

/** Shares whom an agency knows: of households with children, of children, of all. Near what Ashmere's come to. */
const known = {
  household: { care: 0.45, housing: 0.3 },
  child: { pupil: 0.97, health: 0.95, pregnancy: 0.75 },
  /** A grown-up of a household whose children are known to social care or early help. */
  grown: { parent: 0.9, other: 0.6 },
  /** Of a pupil's guardians, those whom its school may ring. */
  rung: { home: 0.97, elsewhere: 0.5 },
  anybody: { hospital: 0.25, police: 0.08 },
} as const;

const nobody = { id: '', team: '' } as unknown as Parameters<
  ReturnType<typeof careDesk>['referral']
>[2]['worker'];

type Desks = ReturnType<typeof openDesks>;

function openDesks(chance: Random) {
  const opened = agencies.map(
    ({ key, agency, letter }) =>
      [key, openDesk(agency, letter, habits[key].heldTwice, chance.fork(key), 1)] as const,
  );
  const desks = Object.fromEntries(opened) as Record<Holder, ReturnType<typeof openDesk>>;
  return { ...desks, care: careDesk(desks.care, openLedger()) };
}

/**
 * Lets the agencies of Ashmere tell of people who are given, with the errors of the noise table: OUT/extracts and OUT/truth as of
 * makeArea. Households with somebody under 18 are known to social care or to early help, with school, health, housing, the
 * hospital and the police beside them; others to the latter three alone. A third moved home in the last six years.
 */
export async function makeGiven({
  people,
  seed,
  noise = 1,
  out,
}: {
  people: readonly GivenPerson[];
  seed: string;
  noise?: number;
  out: string;
}): Promise<{ rows: Record<string, number> }> {
  const chance = random(`given/${seed}`);
  const table = noiseTimes(noise);
  const desks = openDesks(chance);
  const { world, homes } = settled(people, chance.fork('people'));
  const guardians = Map.groupBy(world.guardians, ({ child }) => child);
  const guardiansOf = (child: Person) => (guardians.get(child) ?? []).map(({ guardian }) => guardian);
  for (const [id, home] of homes) tellOf(desks, home, guardiansOf, chance.fork(`household ${id}`));
  writeCarePeople(desks.care, world, table, chance.fork('care people'));
  const town = { ...desks, noise: table } as unknown as Parameters<typeof writePartnerPeople>[0];
  writePartnerPeople(town, chance.fork('partners'));

  const extracts: Extract[] = [];
  const rows: Record<string, number> = {};
  const files: { path: string; text: string }[] = [];
  const truth: string[] = [];
  for (const { key, agency } of agencies) {
    const desk = desks[key];
    const personOf = peopleOf(desk);
    for (const [kind, list] of desk.book.rows) {
      const { header, line } = csvLines(kind);
      const path = pathOf(agency, kind);
      extracts.push({ path, agency, kind });
      rows[kind] = list.length;
      files.push({ path: `extracts/${path}`, text: header + list.map(line).join('') });
      for (const row of list) truth.push(truthOfRow(agency, kind, row, personOf));
    }
  }
  const told: Record<string, string> = {
    ...truthOfPeople({ world }),
    'truth/records.csv': truth.join(''),
  };
  for (const [path, lines] of Object.entries(told))
    files.push({ path, text: (truthHeaders[path] ?? '') + lines });
  const about = { marking: 'made-up', seed, as_of: iso(extractDay), rows };
  files.push({ path: 'truth/about.json', text: `${JSON.stringify(about, null, 2)}\n` });
  files.push({
    path: 'extracts/manifest.json',
    text: manifest(extracts, { received: receivedAt, to: extractDay }),
  });
  await writeFiles(out, files);
  return { rows };
}

/** What agencies record of one household, from a day in the last two years on. */
function tellOf(
  desks: Desks,
  people: readonly Person[],
  guardiansOf: (child: Person) => Person[],
  chance: Random,
): void {
  const { care, eh, school, health, ae, housing, police } = desks;
  const from = extractDay - chance.int(60, 700);
  for (const person of people.filter(({ born }) => born < from)) {
    if (chance.chance(known.anybody.hospital)) ae.numbers.of(person, chance.int(from, extractDay));
    if (chance.chance(known.anybody.police) && ageOn(person.born, from) >= 10)
      police.numbers.of(person, chance.int(from, extractDay));
  }
  const grown = people.filter(({ born }) => ageOn(born, extractDay) >= 18);
  if (chance.chance(known.household.housing))
    for (const person of grown.slice(0, 2)) housing.numbers.of(person, chance.int(from, extractDay));
  const children = people.filter(({ born }) => born < extractDay && ageOn(born, extractDay) < 18);
  if (children.length === 0) return;
  const parents = new Set(children.flatMap(guardiansOf));
  const others = [...new Set([...grown, ...parents])].filter((person) =>
    chance.chance(parents.has(person) ? known.grown.parent : known.grown.other),
  );
  if (chance.chance(known.household.care)) {
    for (const child of children) {
      const told = { need: 'N5', source: '1A', nfa: false, close: 'RC8', worker: nobody } as const;
      care.referral(child, { from: Math.max(from, child.born), to: null }, told);
    }
    for (const person of others) care.numbers.of(person, from);
  } else {
    const id = eh.book.number('EHC');
    for (const person of [...children, ...others.filter((each) => grown.includes(each))]) {
      const opened = Math.max(from, person.born);
      eh.book.add('eh.cases', opened, {
        case_id: id,
        member_id: eh.numbers.of(person, opened),
        role: children.includes(person) ? 'child' : parents.has(person) ? 'parent' : 'other',
        opened_on: iso(opened),
        closed_on: '',
        reason: 'Parenting support',
        outcome: '',
      });
    }
  }
  for (const child of children) {
    const raising = guardiansOf(child);
    const start = day(`${schoolYear(child.born) + 5}-09-03`);
    if (start < extractDay && ageOn(child.born, extractDay) < 17 && chance.chance(known.child.pupil)) {
      const number = school.numbers.of(child, Math.max(from, start));
      school.book.add('school.pupils', start, {
        pupil_id: number,
        urn: ageOn(child.born, extractDay) < 11 ? '990001' : '980001',
        entrydate: text(start),
        leavingdate: '',
        senprovision: 'N',
        fsmeligible: 'N',
      });
      for (const guardian of raising) {
        const together = stayOn(guardian, extractDay)?.place === stayOn(child, extractDay)?.place;
        if (!chance.chance(together ? known.rung.home : known.rung.elsewhere)) continue;
        const carer = { carer_id: school.numbers.of(guardian, from), pupil_id: number };
        school.book.add('school.carers', from, { ...carer, relationship: 'parent', responsibility: 'Y' });
      }
    }
    if (chance.chance(known.child.health)) health.numbers.of(child, Math.max(from, child.born));
    const mother = raising.find(({ sex }) => sex === 'female');
    if (mother && child.born > firstDay + 280 && chance.chance(known.child.pregnancy))
      health.book.add('health.pregnancies', child.born, {
        pregnancy_id: health.book.number('PRG'),
        mother_id: health.numbers.of(mother, child.born - 200),
        child_id: health.numbers.of(child, child.born - 200),
        booked_on: text(child.born - 200),
        due_on: text(child.born),
        outcome: 'birth',
        ended_on: text(child.born),
      });
  }
}

/** Streets of a place have a postcode each, which their name decides. */
function postcodeOf(street: string): string {
  const chance = random(`postcode of ${street}`);
  const letter = () => 'ABDEFGHJLNPQRSTUWXYZ'.charAt(chance.int(0, 19));
  return `AM${chance.int(1, 40)} ${chance.int(1, 9)}${letter()}${letter()}`;
}

/** People who share the numbers that one small area gives. */
const numbered = 900;

/** The people with homes and numbers, by household; who brings up whom; and households with somebody under 18 as families. */
function settled(
  people: readonly GivenPerson[],
  chance: Random,
): { world: World; homes: Map<string, Person[]> } {
  const world = emptyWorld();
  const areas = Math.ceil(people.length / numbered);
  const numbers = Array.from({ length: areas }, (_, area) => identifiers(area + 1, areas));
  const persons = new Map<string, Person>();
  const homes = new Map<string, Person[]>();
  for (const [family, members] of Map.groupBy(people, ({ household }) => household)) {
    const of = (house: string, street: string): Place => ({
      house,
      street,
      ward: '',
      postcode: postcodeOf(street),
      area: 1,
    });
    const [{ house, street }] = members as [GivenPerson, ...GivenPerson[]];
    const place = of(house, street);
    const before = of(String(chance.int(1, 180)), chance.pick(people).street);
    const moved = chance.chance(1 / 3) ? extractDay - chance.int(30, 2190) : null;
    for (const { id, given, surname, born: birth, sex } of members) {
      const born = day(birth);
      const young = ageOn(born, extractDay) < 18;
      const own = numbers[Math.floor(world.people.length / numbered)];
      const came = moved !== null && moved > born ? moved : born;
      const person: Person = {
        id,
        sex,
        given,
        surnames: [{ from: born, surname }],
        born,
        died: null,
        culture: '',
        ethnicity: 'NOBT',
        nhsNumber: (young && own?.nhs()) || '',
        upn: (young && own?.upn(born)) || '',
        stays: [
          ...(came > born ? [{ from: born, to: came, place: before }] : []),
          { from: came, to: null, place },
        ],
      };
      persons.set(id, person);
      world.people.push(person);
      homes.set(family, [...(homes.get(family) ?? []), person]);
    }
    const home = homes.get(family) ?? [];
    if (home.some(({ born }) => born < extractDay && ageOn(born, extractDay) < 18))
      for (const person of home)
        world.members.push({ person, family, from: person.stays.at(-1)?.from ?? person.born, to: null });
  }
  for (const { id, guardians } of people)
    for (const other of guardians) {
      const [child, guardian] = [persons.get(id), persons.get(other)];
      if (!child || !guardian) continue;
      world.guardians.push({ child, guardian, from: child.born, to: birthday(child.born, 18) });
      // Somebody 45 years older is more likely a grandparent who brings the child up.
      const kind = child.born - guardian.born > 45 * 365 ? 'carer' : 'parent';
      world.ties.push({ person: guardian, other: child, kind, from: child.born, to: null });
    }
  return { world, homes };
}
