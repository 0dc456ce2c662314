import { canonicalJson, type Tx } from '../platform/index.ts';
import { placeHomes } from './homes.ts';
import type { Detail, DetailKind, Statement } from './model.ts';
import { detailsOf } from './rules.ts';
import { personByPerson } from './stated.ts';
import * as store from './store.ts';

/** How many rows a run wrote, ended and left as they were. */
export type Differences = { added: number; undone: number; kept: number };

/** The same of details, and the persons who are called or known by something else than before. */
export type DetailDifferences = Differences & { renamed: ReadonlySet<string> };

/** Kinds of which one is chosen to say in short who somebody is. */
const inShort: ReadonlySet<DetailKind> = new Set(['name', 'birth-date', 'sex', 'death-date']);
/** Kinds by any of which somebody is found. */
const finding: ReadonlySet<DetailKind> = new Set(['name', 'nhs-number', 'upn']);

/** What somebody is called and known by: what is chosen of the first kinds, and what each agency says of the others. */
function calledBy(details: readonly Pick<Detail, 'kind' | 'place' | 'value' | 'parts' | 'agency'>[]): string {
  const said = new Set<string>();
  for (const { kind, place, value, parts, agency } of details) {
    if (place === 0 && inShort.has(kind)) said.add(`${kind} ${value} ${canonicalJson(parts)}`);
    if (finding.has(kind)) said.add(`${kind} ${agency} ${value}`);
  }
  return [...said].sort().join('|');
}

type Stating = Omit<store.PersonDetail, 'chosen' | 'place'>;

/** What the records of each person state. */
export type Stated = Pick<ReadonlyMap<string, readonly Statement[]>, 'keys' | 'get'>;

/** What makes two details the same row: everything but its id and its place among the others. */
function fingerprint({ personId, happened, recordedAt, receivedAt, ...rest }: Stating): string {
  const { kind, value, parts, rule, agency, recordId } = rest;
  const times = [happened?.from, happened?.to, recordedAt?.getTime(), receivedAt.getTime()].join(' ');
  return [personId, kind, recordId, agency, rule, times, canonicalJson(parts), value].join('|');
}

/**
 * Makes the details that stand those that the persons' records state, by the rules, and writes only what differs.
 * `standing` are all details of these persons, and of no others, that stand now, person by person. The addresses are put in
 * their order last, of everybody or, where they are given, `within` these persons and whoever lived with them.
 */
export async function writeDetails(
  tx: Tx,
  statements: Stated,
  standing: AsyncIterable<store.StandingDetail> | Iterable<store.StandingDetail>,
  at: Date,
  within?: readonly string[],
): Promise<DetailDifferences> {
  const done: Differences = { added: 0, undone: 0, kept: 0 };
  const renamed = new Set<string>();
  const gone: string[] = [];
  const moved: { detailId: string; place: number }[] = [];
  const compared = new Set<string>();
  const added: store.PersonDetail[] = [];
  for await (const [personId, stood] of personByPerson(standing)) {
    const left = new Map(stood.map((detail) => [fingerprint(detail), detail]));
    const all = wantedOf(personId, statements);
    if (calledBy(all) !== calledBy(stood)) renamed.add(personId);
    for (const wanted of all) {
      const there = left.get(fingerprint(wanted));
      left.delete(fingerprint(wanted));
      if (there === undefined) added.push(wanted);
      else if (there.place !== wanted.place && wanted.kind !== 'address')
        moved.push({ detailId: there.detailId, place: wanted.place });
    }
    compared.add(personId);
    gone.push(...[...left.values()].map(({ detailId }) => detailId));
    done.kept += stood.length;
  }
  await store.supersedeDetails(tx, gone, at);
  await store.placeDetails(tx, moved);
  done.undone = gone.length;
  done.kept -= gone.length;
  for (const personId of statements.keys()) if (!compared.has(personId)) renamed.add(personId);
  done.added = await store.addDetails(tx, allAdded());
  await placeHomes(tx, at, within);
  return { ...done, renamed };

  /** What is new of those compared, and everything of those of whom nothing stood. */
  function* allAdded(): Generator<store.PersonDetail> {
    yield* added;
    for (const personId of statements.keys())
      if (!compared.has(personId)) yield* wantedOf(personId, statements);
  }
}

const wantedOf = (personId: string, statements: Stated): store.PersonDetail[] =>
  detailsOf(statements.get(personId) ?? []).map((detail) => ({ ...detail, personId }));
