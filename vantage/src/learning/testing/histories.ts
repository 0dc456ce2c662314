/** For tests: random histories of one family's records and of who might see them. */
import fc from 'fast-check';
import { addDays, newId, type Span, type Tx } from '../../platform/index.ts';
import { agree, type WorkRole } from '../../sharing/index.ts';
import {
  addAgencies,
  addFamily,
  addRecords,
  addReview,
  addWorker,
  type MadeRecord,
  type MadeVersion,
} from './rows.ts';

export const today = '2026-11-22';
const first = '2026-01-01';
export const dayFrom = (offset: number) => addDays(first, offset);
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** Lets a team manager of social care see everything of an agency about people of a review, and nobody else anything. */
export async function letSee(tx: Tx, fromAgency: string): Promise<void> {
  await agree(tx, {
    fromAgency,
    toAgency: 'social-care',
    toRole: 'team-manager',
    purpose: 'help',
    basis: 'public task',
    tier: 4,
    condition: 'named',
    subjects: ['*'],
    happened: { from: '2000-01-01', to: null },
    owner: 'test',
  });
}

export const agencies = ['a', 'b', 'c'] as const;
type Letter = (typeof agencies)[number];
const kinds = ['ssd.contacts', 'care.significant_events'] as const;
const sources = ['1A', '1B', '2A'];
const events = ['debt', 'house-move', 'good-news'];

const offset = fc.integer({ min: 0, max: 300 });
const span: fc.Arbitrary<Span> = fc
  .tuple(fc.integer({ min: -100, max: 200 }), fc.option(fc.integer({ min: 30, max: 300 }), { freq: 2 }))
  .map(([from, days]) => ({ from: dayFrom(from), to: days === null ? null : dayFrom(from + days) }));

type MadeHistory = {
  agency: Letter;
  person: number;
  kind: (typeof kinds)[number];
  /** Each version: days after the one before at which it was received, when it was recorded, what it says. */
  versions: { gap: number; recorded: 'unknown' | 'as before' | number; happened: number; says: number }[];
  withdrawnAfter: number | null;
};
const history: fc.Arbitrary<MadeHistory> = fc.record({
  agency: fc.constantFrom(...agencies),
  person: fc.constantFrom(0, 1),
  kind: fc.constantFrom(...kinds),
  versions: fc.array(
    fc.record({
      gap: fc.integer({ min: 1, max: 90 }),
      recorded: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: -20, max: 120 }) },
        { weight: 1, arbitrary: fc.constant('unknown' as const) },
        { weight: 2, arbitrary: fc.constant('as before' as const) },
      ),
      happened: fc.integer({ min: 0, max: 6 }),
      says: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  withdrawnAfter: fc.option(fc.integer({ min: 1, max: 90 }), { freq: 3 }),
});

const staff = fc.record({
  agency: fc.constantFrom(...agencies),
  role: fc.constantFrom<WorkRole>('practitioner', 'practitioner', 'team-manager', 'agency-lead', 'inspector'),
  team: fc.constantFrom('', 'East'),
  days: span,
});
/** A family's records, who worked with it, and what was agreed, sealed and opened, all of it random. */
export const world = fc.record({
  histories: fc.array(history, { minLength: 6, maxLength: 14 }),
  staff: fc.array(staff, { minLength: 5, maxLength: 8 }),
  relations: fc.array(
    fc.record({
      worker: fc.nat(7),
      person: fc.constantFrom(0, 1),
      kind: fc.constantFrom('allocated', 'team'),
      days: span,
    }),
    { minLength: 2, maxLength: 8 },
  ),
  agreements: fc.array(
    fc.record({
      from: fc.constantFrom(...agencies),
      to: fc.option(fc.constantFrom(...agencies), { freq: 2 }),
      role: fc.option(fc.constantFrom<WorkRole>('practitioner', 'agency-lead', 'team-manager'), { freq: 2 }),
      purpose: fc.constantFrom('help' as const, 'help' as const, 'oversight' as const, 'inspection' as const),
      tier: fc.constantFrom(2 as const, 2 as const, 3 as const, 4 as const),
      condition: fc.constantFrom(
        'any',
        'any',
        'team',
        'team',
        'allocated',
        'manager',
        'named',
      ) as fc.Arbitrary<'any' | 'team' | 'allocated' | 'manager' | 'named'>,
      subjects: fc.constantFrom<string[]>(['*'], ['*'], ['*'], ['family'], ['nothing of these']),
      days: span,
      endedAfter: fc.option(offset, { freq: 2 }),
    }),
    { minLength: 12, maxLength: 20 },
  ),
  seals: fc.array(
    fc.record({
      person: fc.constantFrom(0, 1),
      named: fc.option(fc.nat(7)),
      from: offset,
      undone: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 2 },
  ),
  grants: fc.array(
    fc.record({
      worker: fc.nat(7),
      person: fc.constantFrom(0, 1),
      from: offset,
      days: fc.integer({ min: 1, max: 20 }),
    }),
    {
      maxLength: 2,
    },
  ),
  days: fc.array(fc.integer({ min: 20, max: 320 }), { minLength: 2, maxLength: 2 }),
});

/** The same as it was put into the tables. */
export type Rows = {
  agencyOf: (letter: Letter) => string;
  persons: string[];
  records: MadeRecord[];
  workers: { id: string; agency: string; role: WorkRole; team: string; days: Span }[];
  relations: { worker: string; person: string; kind: string; days: Span }[];
  agreements: {
    from: string;
    to: string | null;
    role: WorkRole | null;
    purpose: string;
    tier: number;
    condition: string;
    subjects: string[];
    days: Span;
    endedAt: Date | null;
  }[];
  seals: { person: string; named: string[]; from: string; undoneAt: Date }[];
  grants: { worker: string; person: string; from: Date; until: Date }[];
};

function madeRecord(one: MadeHistory, agency: string, personId: string): MadeRecord {
  const recordId = newId();
  let received = first;
  let recordedBefore: Date | null = null;
  const versions = one.versions.map(({ gap, recorded, happened, says }, at): MadeVersion => {
    received = addDays(received, gap);
    const recordedAt: Date | null =
      recorded === 'unknown' ? null : recorded === 'as before' ? recordedBefore : noon(dayFrom(recorded));
    recordedBefore = recordedAt;
    const day = dayFrom(happened);
    const content =
      one.kind === 'ssd.contacts'
        ? {
            cont_contact_id: recordId,
            cont_person_id: personId,
            cont_contact_date: day,
            cont_contact_source_code: sources[says] ?? '',
          }
        : {
            event_id: recordId,
            person_id: personId,
            event_type: events[says] ?? '',
            event_date: day,
            note: 'Pat Worker said so.',
          };
    return {
      version: at + 1,
      recordedAt,
      receivedAt: noon(received),
      supersededAt: null,
      supersededBy: null,
      content: content as Record<string, string>,
    };
  });
  for (const [at, version] of versions.entries()) {
    const next = versions[at + 1];
    if (next) Object.assign(version, { supersededAt: next.receivedAt, supersededBy: 'changed' });
    else if (one.withdrawnAfter !== null)
      Object.assign(version, {
        supersededAt: noon(addDays(received, one.withdrawnAfter)),
        supersededBy: 'withdrawn',
      });
  }
  return { recordId, agency, kind: one.kind, personId, versions };
}

/** Puts one random world into the tables, its agencies its own; the reader takes part in the review of its family. */
export async function put(
  tx: Tx,
  drawn: Drawn,
  reader: string,
): Promise<Rows & { familyId: string; reviewId: string }> {
  const ending = newId().slice(-8);
  const agencyOf = (letter: Letter) => `${letter}-${ending}`;
  await addAgencies(tx, agencies.map(agencyOf));
  for (const letter of agencies) await letSee(tx, agencyOf(letter));
  const { familyId, persons } = await addFamily(tx, 2);
  const personAt = (at: number) => persons[at] ?? '';
  const records = drawn.histories.map((one) => madeRecord(one, agencyOf(one.agency), personAt(one.person)));
  await addRecords(tx, records);
  const workers: Rows['workers'] = [];
  for (const { agency, role, team, days } of drawn.staff)
    workers.push({
      id: await addWorker(tx, agencyOf(agency), role, days, team),
      agency: agencyOf(agency),
      role,
      team,
      days,
    });
  const workerAt = (at: number) => workers[at % workers.length]?.id ?? '';
  const relations = drawn.relations.map(({ worker, person, kind, days }) => ({
    worker: workerAt(worker),
    person: personAt(person),
    kind,
    days,
  }));
  const text = ({ from, to }: Span) => `[${from ?? ''},${to ?? ''})`;
  for (const one of relations)
    await tx.sql(
      `INSERT INTO relation (area, relation_id, worker_id, person_id, kind, via, happened, agency, reason, received_at)
       VALUES ($1, $2, $3, $4, $5, $4, $6, 'social-care', 'Made', now())`,
      [tx.actor.area, newId(), one.worker, one.person, one.kind, text(one.days)],
    );
  const agreements = drawn.agreements.map(({ from, to, endedAfter, ...one }) => ({
    ...one,
    from: agencyOf(from),
    to: to && agencyOf(to),
    endedAt: endedAfter === null ? null : noon(dayFrom(endedAfter)),
  }));
  for (const one of agreements) {
    const id = await agree(tx, {
      fromAgency: one.from,
      toAgency: one.to,
      toRole: one.role,
      purpose: one.purpose,
      basis: 'public task',
      tier: one.tier,
      condition: one.condition,
      subjects: one.subjects,
      happened: one.days,
      owner: 'test',
    });
    if (one.endedAt !== null)
      await tx.sql(
        `UPDATE agreement SET ended_by = 'test', ended_at = $3 WHERE area = $1 AND agreement_id = $2`,
        [tx.actor.area, id, one.endedAt],
      );
  }
  const seals = drawn.seals.map(({ person, named, from, undone }) => ({
    person: personAt(person),
    named: named === null ? [] : [workerAt(named)],
    from: dayFrom(from),
    undoneAt: noon(
      addDays(dayFrom(from), undone) < today ? addDays(dayFrom(from), undone) : addDays(today, -1),
    ),
  }));
  for (const one of seals)
    await tx.sql(
      `INSERT INTO seal (area, seal_id, person_id, named, happened, reason, decided_by, decided_at, undone_by, undone_at)
       VALUES ($1, $2, $3, $4::uuid[], $5, 'They hide.', 'test', now(), 'test', $6)`,
      [tx.actor.area, newId(), one.person, one.named, text({ from: one.from, to: null }), one.undoneAt],
    );
  const grants = drawn.grants.map(({ worker, person, from, days }) => ({
    worker: workerAt(worker),
    person: personAt(person),
    from: noon(dayFrom(from)),
    until: noon(addDays(dayFrom(from), days)),
  }));
  for (const one of grants)
    await tx.sql(
      `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
       VALUES ($1, $2, $3, 'purpose', $4, $5::uuid[], 'A complaint.', $6, $7, 'test')`,
      [tx.actor.area, newId(), one.worker, familyId, [one.person], one.from, one.until],
    );
  const reviewId = await addReview(tx, familyId, [reader], today);
  return { agencyOf, persons, records, workers, relations, agreements, seals, grants, familyId, reviewId };
}
type Drawn = typeof world extends fc.Arbitrary<infer D> ? D : never;
