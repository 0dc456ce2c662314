import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { type Actor, addDays, clock, newId, type Span, spanText, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { type Sharing, tierOf } from './evaluator.ts';
import { insertGrant } from './openings/store.ts';
import type { WorkRole } from './roles.ts';
import * as store from './store.ts';

const agencyCodes = ['social-care', 'police', 'treatment'];
const roleNames = ['practitioner', 'team-manager', 'agency-lead', 'inspector'] as const;
const purposes = ['help', 'oversight', 'inspection'] as const;
const kinds = new Map([
  ['name', 'identity'],
  ['address', 'where'],
  ['cp-plan', 'child-protection'],
  ['police-drugs', 'police'],
  ['said', 'words'],
  ['record', 'records'],
  ['treatment-begun', 'treatment'],
]);
const subjects = [...new Set(kinds.values())];
/** Around the change of clocks, at night: where a day in London is not the day in UTC. */
const moments = [
  '2026-11-16T12:00:00Z',
  '2026-07-01T23:30:00Z',
  '2026-10-24T23:30:00Z',
  '2027-01-01T00:00:00Z',
].map((text) => new Date(text));

const day = fc
  .integer({ min: -60, max: 60 })
  .chain((offset) => fc.constantFrom(...moments.map((at) => addDays(at.toISOString().slice(0, 10), offset))));
const span: fc.Arbitrary<Span> = fc
  .tuple(fc.option(day, { freq: 4 }), fc.option(fc.integer({ min: 1, max: 200 }), { freq: 2 }))
  .map(([from, days]) => ({ from, to: from === null || days === null ? null : addDays(from, days) }));
const some = <T>(of: readonly T[], most: number) => fc.subarray([...of], { minLength: 0, maxLength: most });

/** A random partnership with its workers' and persons' numbers. */
function worlds(workers: readonly string[], persons: readonly string[]): fc.Arbitrary<Sharing> {
  const worker = fc.constantFrom(...workers);
  const person = fc.constantFrom(...persons);
  return fc.record({
    worksFor: fc
      .array(fc.option(fc.constantFrom(...agencyCodes), { freq: 8 }), {
        minLength: workers.length,
        maxLength: workers.length,
      })
      .map((codes) => new Map(workers.map((id, at) => [id, codes[at] ?? null]))),
    posts: fc.array(
      fc.record({
        workerId: worker,
        role: fc.constantFrom<WorkRole>(...roleNames),
        team: fc.constantFrom('', 'East', 'West'),
        happened: span,
      }),
      { minLength: 14, maxLength: 30 },
    ),
    relations: fc.array(
      fc.record({
        workerId: worker,
        personId: person,
        via: person,
        kind: fc.constantFrom('allocated' as const, 'team' as const),
        happened: span,
      }),
      { minLength: 60, maxLength: 150 },
    ),
    agreements: fc.array(
      fc.record({
        fromAgency: fc.constantFrom(...agencyCodes),
        toAgency: fc.option(fc.constantFrom(...agencyCodes)),
        toRole: fc.option(fc.constantFrom<WorkRole>(...roleNames)),
        purpose: fc.constantFrom(...purposes),
        tier: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
        condition: fc.constantFrom(
          'any' as const,
          'team' as const,
          'allocated' as const,
          'manager' as const,
          'named' as const,
        ),
        subjects: fc.oneof(some(subjects, 3), fc.constant<string[]>(['*'])),
        happened: span,
      }),
      { minLength: 10, maxLength: 40 },
    ),
    seals: fc.array(fc.record({ personId: person, named: some(workers, 2), happened: span }), {
      maxLength: 4,
    }),
    grants: fc.array(
      fc.record({
        workerId: worker,
        persons: some(persons, 10),
        begunAt: fc.constantFrom(...moments).map((at) => new Date(at.getTime() - 30 * 60_000)),
        until: fc.constantFrom(...moments).map((at) => new Date(at.getTime() + 30 * 60_000)),
      }),
      { maxLength: 5 },
    ),
    subjectOf: fc.constant(kinds),
  });
}

async function put(tx: Tx, sharing: Sharing): Promise<void> {
  await store.putKinds(
    tx,
    [...kinds].map(([kind, subject]) => ({ kind, subject })),
  );
  for (const code of agencyCodes) await store.putAgency(tx, { agency: code, name: code, type: 'other' });
  await store.putWorkers(
    tx,
    [...sharing.worksFor].map(([workerId, agency]) => ({
      workerId,
      agency,
      toldBy: 'social-care',
      localId: workerId,
      name: 'Somebody',
      job: '',
    })),
  );
  const at = new Date('2020-01-01T00:00:00Z');
  for (const post of sharing.posts) await store.addPost(tx, post, at);
  for (const tie of sharing.relations) {
    const told = { agency: 'social-care', reason: 'Works with them', recordedAt: null, receivedAt: at };
    await store.addRelation(tx, { ...tie, ...told });
  }
  for (const one of sharing.agreements) {
    const rest = { agreementId: newId(), basis: 'made up', owner: 'nobody' };
    await store.insertAgreement(tx, { ...one, subjects: [...one.subjects], ...rest }, at);
  }
  for (const { personId, named, happened } of sharing.seals) {
    await tx.sql(
      `INSERT INTO seal (area, seal_id, person_id, named, happened, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, 'test', 'test', $6)`,
      [tx.actor.area, newId(), personId, named, spanText(happened.from, happened.to), at],
    );
  }
  for (const one of sharing.grants) {
    if (one.begunAt >= one.until) continue;
    const rest = { grantId: newId(), kind: 'purpose' as const, familyId: newId(), reason: 'test' };
    const unreviewed = { grantedBy: 'test', reviewedBy: null, reviewedAt: null, review: null };
    await insertGrant(tx, { ...one, persons: [...one.persons], ...rest, ...unreviewed });
  }
}

type Told = { factId: string; personId: string; agency: string; kind: string; about: string[] };

async function putFacts(tx: Tx, persons: readonly string[], facts: readonly Told[]): Promise<void> {
  const at = new Date('2020-01-01T00:00:00Z');
  for (const id of persons) {
    await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, $3)', [
      tx.actor.area,
      id,
      at,
    ]);
  }
  for (const { factId, personId, agency, kind, about } of facts) {
    await tx.sql(
      `INSERT INTO fact (area, fact_id, person_id, role, agency, kind, shape, happened, precision, assertion_key, received_at)
       VALUES ($1, $2, $3, 'subject', $4, $5, 'event', '[2026-01-01,2026-01-02)', 'day', $7, $6)`,
      [tx.actor.area, factId, personId, agency, kind, at, factId],
    );
    await tx.sql(
      `INSERT INTO fact_detail (area, fact_id, person_id, agency, kind, about, detail)
       VALUES ($1, $2, $3, $4, $5, $6, '{"parts": []}')`,
      [tx.actor.area, factId, personId, agency, kind, about],
    );
  }
}

/** The rule that the policies hold, for every tier from the greatest down. */
async function ruleByTier(tx: Tx): Promise<string> {
  const { text } = await tx.one<{ text: string }>(
    `SELECT string_agg('WHEN ' || sight_rule('p', '(a || ''|'' || k)', t) || ' THEN ' || t, ' ' ORDER BY t DESC) AS text
     FROM generate_series(1, 4) AS t`,
  );
  return text;
}

afterEach(() => vi.restoreAllMocks());

/** Cases to be compared, as the product's promise names them. */
const wanted = 200_000;

test(`SQL and the plain evaluator agree on ${wanted} random cases, and rows follow them`, async () => {
  let cases = 0;
  let seen = 0;
  let rows = 0;
  let rule = '';
  for (let seed = 1; cases < wanted; seed += 1) {
    const db = await testDatabase();
    rule ||= await db.asTest(ruleByTier);
    const workers = Array.from({ length: 5 }, newId);
    const persons = Array.from({ length: 36 }, newId);
    const [sharing] = fc.sample(worlds(workers, persons), { numRuns: 1, seed });
    const [facts] = fc.sample(
      fc.array(
        fc
          .record({
            personId: fc.constantFrom(...persons),
            agency: fc.constantFrom(...agencyCodes),
            kind: fc.constantFrom(...kinds.keys()),
            others: some(persons, 3),
          })
          .map(
            ({ others, ...one }): Told => ({
              ...one,
              factId: newId(),
              about: [...new Set([one.personId, ...others])].sort(),
            }),
          ),
        { minLength: 60, maxLength: 60 },
      ),
      { numRuns: 1, seed },
    );
    if (sharing === undefined || facts === undefined) throw new Error('nothing was drawn');
    await db.asTest(async (tx) => {
      await put(tx, sharing);
      await putFacts(tx, persons, facts);
    });
    const viewers: Actor[] = [
      ...workers.flatMap((id, at) =>
        [roleNames[(seed + at) % 4], roleNames[(seed + at + 1) % 4]].map((role) => ({
          ...testActor,
          id,
          role: role ?? 'practitioner',
          purpose: purposes[(seed + at) % 3] ?? 'help',
        })),
      ),
      ...workers.map((id) => ({ ...testActor, id, role: 'practitioner', purpose: 'help' })),
      { ...testActor, id: 'vantage', role: 'counts' },
      { ...testActor, id: 'nobody', role: 'practitioner', purpose: 'help' },
      testActor,
    ];
    for (const now of [moments[seed % 4], moments[(seed + 1) % 4]]) {
      if (now === undefined) continue;
      vi.spyOn(clock, 'now').mockReturnValue(now);
      for (const viewer of viewers) {
        const tier = (personId: string, agency: string, kind: string) =>
          tierOf(sharing, viewer, { personId, agency, kind }, now);
        const oneCase = [persons[seed % persons.length] ?? '', 'police', 'police-drugs'] as const;
        const found = await db.asActor(
          viewer,
          async (tx) => ({
            tiers: await tx.sql<{ person: string; agency: string; kind: string; tier: number }>(
              `SELECT p AS person, a AS agency, k AS kind, CASE ${rule} ELSE 0 END AS tier
               FROM unnest($1::uuid[]) AS p, unnest($2::text[]) AS a, unnest($3::text[]) AS k`,
              [persons, agencyCodes, [...kinds.keys()]],
            ),
            asked: await tx.one<{ tier: number }>('SELECT tier_here($1, $2, $3) AS tier', [...oneCase]),
            facts: (await tx.sql<{ id: string }>('SELECT fact_id AS id FROM fact')).map(({ id }) => id),
            details: (await tx.sql<{ id: string }>('SELECT fact_id AS id FROM fact_detail')).map(
              ({ id }) => id,
            ),
          }),
          { readOnly: true },
        );
        const where = { seed, now, viewer };
        expect({ where, tier: found.asked.tier }).toEqual({ where, tier: tier(...oneCase) });
        for (const one of found.tiers) {
          const expected = tier(one.person, one.agency, one.kind);
          if (one.tier !== expected)
            expect({ seed, now, viewer, ...one }).toEqual({ seed, now, viewer, ...one, tier: expected });
          cases += 1;
          if (expected > 0) seen += 1;
        }
        const at = (least: number, who: (one: Told) => readonly string[]) =>
          facts
            .filter((one) => who(one).every((id) => tier(id, one.agency, one.kind) >= least))
            .map((one) => one.factId)
            .sort();
        expect({ where, facts: found.facts.sort() }).toEqual({
          where,
          facts: at(3, (one) => [one.personId]),
        });
        expect({ where, details: found.details.sort() }).toEqual({
          where,
          details: at(4, (one) => one.about),
        });
        rows += 2 * facts.length;
      }
    }
  }
  // A test in which nothing, or everything, may be seen would show little.
  expect(seen / cases).toBeGreaterThan(0.05);
  expect(seen / cases).toBeLessThan(0.6);
  expect(rows).toBeGreaterThan(10_000);
}, 300_000);
