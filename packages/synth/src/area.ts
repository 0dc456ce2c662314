import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCsv } from '@vantage/returns';
import { nameWhoIsAllocated } from './allocations.ts';
import type { Book, Row } from './book.ts';
import { type CareDesk, careDesk } from './care.ts';
import { type Day, extractDay, firstDay, iso, receivedAt } from './days.ts';
import { meetRelatives, writeCarePeople, writeNominals } from './holdings.ts';
import { addPerson, during, type Household, type Making, makeHousehold } from './households.ts';
import { live } from './lives.ts';
import { emptyWorld, type Person, type World } from './model.ts';
import { anyCulture, culture } from './names.ts';
import { makeStreets, somePlace } from './places.ts';
import { type PoliceDesk, policeDesk } from './police.ts';
import { random } from './random.ts';
import { harts } from './stories/harts.ts';
import { okafors } from './stories/okafors.ts';
import { pells } from './stories/pells.ts';
import { tell } from './story.ts';
import { truthFiles } from './truth.ts';
import { makeWorkforce, writeProfessionals } from './workers.ts';

/** Sizes of Ashmere and their numbers of families, the three written ones included. */
export const sizes = { small: 303 } as const;
export type Size = keyof typeof sizes;

export type AreaOptions = {
  size: Size;
  /** The same seed gives the same bytes. */
  seed: number | string;
  /** Families in all, instead of the size's number. The three written families are always there. */
  families?: number;
};

/** Everything true about Ashmere and everything its agencies recorded, before it is written to files. */
export type Area = { world: World; households: Household[]; care: CareDesk; police: PoliceDesk };

const written = [harts, okafors, pells];

/** Lives Ashmere's eighteen years. */
export function simulate({ size, seed, families }: AreaOptions): Area {
  const chance = random(`ashmere/${seed}`);
  const world = emptyWorld();
  const streets = makeStreets(
    random('ashmere/streets'),
    written.flatMap((story) => story.homes.map(([, , , place]) => place.split('|')[1]?.trim() ?? '')),
  );
  const workforce = makeWorkforce(chance.fork('workforce'));
  const care = careDesk(chance.fork('care'));
  const police = policeDesk(chance.fork('police'));
  const stories: Making = { world, streets, chance: chance.fork('stories') };
  for (const story of written) tell(story, { making: stories, care, police, workforce });

  const count = Math.max(0, (families ?? sizes[size]) - written.length);
  const households: Household[] = [];
  for (let i = 0; i < count; i++) {
    const own = chance.fork(`family ${i}`);
    const making: Making = { world, streets, chance: own };
    const household = makeHousehold(making, `F${String(i + 1).padStart(4, '0')}`, {
      twins: i % 40 === 5,
      cousin: i % 50 === 9 ? cousinOf(households.at(-1)) : null,
    });
    if (i % 50 === 9) joinCousins(world, households.at(-1), household);
    households.push(household);
    const stranger = (on: Day): Person => {
      const key = anyCulture(own);
      const stock = culture(key);
      const sex = own.chance(0.5) ? 'female' : 'male';
      const person = addPerson(making, {
        sex,
        given: own.pick(sex === 'female' ? stock.female : stock.male),
        surname: own.pick(stock.surnames),
        born: on - own.int(16 * 365, 75 * 365),
        culture: key,
      });
      person.stays = [{ from: person.born, to: null, place: somePlace(own, streets) }];
      return person;
    };
    live({ care, police, workforce, streets, chance: own, stranger }, household);
  }
  endWithDeath(world);
  nameWhoIsAllocated(care);
  meetRelatives(care, households, chance.fork('relatives'));
  writeCarePeople(care, world, chance.fork('care people'));
  writeNominals(police, chance.fork('nominals'));
  writeProfessionals(care.book, workforce);
  return { world, households, care, police };
}

/** A father and a child of his in the family made just before, for cousins who share a name. */
function cousinOf(household: Household | undefined): { father: Person; child: Person } | null {
  const father = household?.partnerships[0]?.partner;
  const child = household?.children[0];
  return father && child && father.sex === 'male' ? { father, child } : null;
}

function joinCousins(world: World, one: Household | undefined, two: Household): void {
  const [father, uncle] = [one?.partnerships[0]?.partner, two.partnerships[0]?.partner];
  const [first, second] = [one?.children[0], two.children[0]];
  if (!father || !uncle || !first || !second || first.given !== second.given) return;
  second.surnames = [{ from: second.born, surname: first.surnames[0]?.surname ?? '' }];
  world.cousins.push([first, second]);
  world.ties.push({ person: father, other: uncle, kind: 'sibling', from: uncle.born, to: null });
}

/** Homes, ties, care and belonging end with a life. */
function endWithDeath(world: World): void {
  const { people, ties, guardians, members } = world;
  for (const person of people)
    if (person.died !== null) person.stays = during(person.stays, person.born, person.died);
  const first = (to: Day | null, died: Day | null): Day | null =>
    died === null ? to : to === null ? died : Math.min(to, died);
  for (const tie of ties) tie.to = first(first(tie.to, tie.person.died), tie.other.died);
  world.ties = ties.filter((tie) => tie.to === null || tie.from <= tie.to);
  for (const each of guardians) each.to = first(first(each.to, each.guardian.died), each.child.died);
  for (const each of members) each.to = first(each.to, each.person.died);
}

/** A file to be written: its path below the chosen folder, and its text. */
export type File = { path: string; text: string };

const sorted = (rows: Row[], column: string): Row[] =>
  rows.toSorted((a, b) => ((a[column] ?? '') < (b[column] ?? '') ? -1 : 1));

const agencies = [
  { agency: 'social-care', name: 'Ashmere Children’s Services', type: 'social-care' },
  { agency: 'police', name: 'Ashmere Police', type: 'police' },
] as const;

/** The manifest of a folder of extracts that cover everything up to a day. */
export function manifest(
  files: readonly { path: string; agency: string; kind: string }[],
  { received, to }: { received: string; to: Day },
): string {
  return `${JSON.stringify(
    {
      area: { code: 'ashmere', name: 'Ashmere', marking: 'made-up' },
      agencies,
      extracts: files.map(({ path, agency, kind }) => ({
        path,
        agency,
        kind,
        mapping: `${kind}@1`,
        received_at: received,
        coverage: 'full',
        from: iso(firstDay),
        to: iso(to),
      })),
    },
    null,
    2,
  )}\n`;
}

/** Extracts of one agency: `ssd.cp_plans` becomes `social-care/cp_plans.csv`. */
function extractsOf(agency: string, book: Book): (File & { agency: string; kind: string })[] {
  return [...book.rows].map(([kind, rows]) => {
    const ordered =
      kind === 'ssd.person'
        ? sorted(rows, 'pers_person_id')
        : kind === 'police.nominals'
          ? sorted(rows, 'nominal_id')
          : rows;
    const path = `${agency}/${kind.slice(kind.indexOf('.') + 1)}.csv`;
    return { path, agency, kind, text: writeCsv(kind, ordered) };
  });
}

/**
 * Makes Ashmere: `OUT/extracts` with its manifest, as the agencies would send it, and apart from it `OUT/truth`.
 * Everything is made up. Returns how many rows each file holds.
 */
export async function makeArea(
  options: AreaOptions & { out: string },
): Promise<{ families: number; people: number; rows: Record<string, number> }> {
  const area = simulate(options);
  const extracts = [...extractsOf('social-care', area.care.book), ...extractsOf('police', area.police.book)];
  const files: File[] = [
    { path: 'extracts/manifest.json', text: manifest(extracts, { received: receivedAt, to: extractDay }) },
    ...extracts.map(({ path, text }) => ({ path: `extracts/${path}`, text })),
    ...truthFiles(area, String(options.seed)).map(({ path, text }) => ({ path: `truth/${path}`, text })),
  ];
  await writeFiles(options.out, files);
  const rows: Record<string, number> = {};
  for (const { book } of [area.care, area.police])
    for (const [kind, list] of book.rows) rows[kind] = list.length;
  return { families: area.households.length + written.length, people: area.world.people.length, rows };
}

/** Writes files below a folder, making folders as needed. */
export async function writeFiles(out: string, files: readonly File[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => join(out, path, '..'))))
    await mkdir(folder, { recursive: true });
  for (const { path, text } of files) await writeFile(join(out, path), text);
}
