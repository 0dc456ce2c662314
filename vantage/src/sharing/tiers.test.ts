import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { type Actor, addDays, clock, newId, type Span, spanText, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { readerOf, type Sharing, toldOf } from './evaluator.ts';
import { insertGrant } from './openings/store.ts';
import type { WorkRole } from './roles.ts';
import * as store from './store.ts';

const agencyCodes = ['social-care', 'police', 'treatment'];
const roleNames = ['practitioner', 'team-manager', 'agency-lead', 'inspector'] as const;
const purposes = ['help', 'oversight', 'inspection'] as const;
const kinds = new Map([
  ['name', 'identity'],
  ['address', 'where'],
  ['residence', 'where'],
  ['cp-plan', 'child-protection'],
  ['police-drugs', 'police'],
  ['said', 'words'],
  ['record', 'records'],
  ['treatment-begun', 'treatment'],
  ['nhs-number', 'nhs-number'],
]);
const types = new Map([
  ['social-care', 'social-care' as const],
  ['police', 'police' as const],
  ['treatment', 'treatment' as const],
]);
const heldBy = new Map([['nhs-number', ['treatment' as const]]]);
const subjects = [...new Set(kinds.values())];
const locating = new Set(['address', 'residence', 'police-drugs']);
const toldByRule = new Map([
  ['cp-plan', 'shared' as const],
  ['police-drugs', 'shared' as const],
  ['treatment-begun', 'never' as const],
]);
const services = ['early-help', 'youth-work'] as const;
/** Around the change of clocks, at night: where a day in London is not the day in UTC. */
const moments = [
  '2026-11-16T12:00:00Z',
  '2026-07-01T23:30:00Z',
  '2026-10-24T23:30:00Z',
  '2027-01-01T00:00:00Z',
].map((text) => new Date(text));

/** Moments before, at and after those at which somebody looks. */
const instants = moments.flatMap((at) => [-86_400_000, -1, 0, 1].map((ms) => new Date(at.getTime() + ms)));
const homes = Array.from({ length: 12 }, newId);
const postcodes = ['AA1 1AA', 'AA1 2BB', 'AA1 3CC', 'AA1 4DD', 'AA1 5EE'];
/** Two homes of each postcode, and two without. */
const postcodeOf = new Map(
  postcodes.flatMap((code, at) => homes.slice(2 * at, 2 * at + 2).map((id) => [id, code])),
);
/** Of the two homes of a postcode one is number 1 and the other number 2. */
const houseOf = new Map(homes.slice(0, 10).map((id, at) => [id, String(1 + (at % 2))]));
const familyIds = Array.from({ length: 6 }, newId);

const day = fc
  .integer({ min: -60, max: 60 })
  .chain((offset) => fc.constantFrom(...moments.map((at) => addDays(at.toISOString().slice(0, 10), offset))));
/** The day of a moment, or the one before or after. */
const close = fc
  .constantFrom(...moments)
  .chain((at) => fc.constantFrom(-1, 0, 1).map((days) => addDays(at.toISOString().slice(0, 10), days)));
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
      fc
        .record({
          workerId: worker,
          personId: person,
          via: person,
          kind: fc.constantFrom('allocated' as const, 'team' as const),
          happened: span,
          restsOn: fc.constantFrom(null, null, ...services),
        })
        // Half of the ties are to the very person whom the allocation names.
        .chain((tie) => fc.boolean().map((own) => (own ? { ...tie, via: tie.personId } : tie))),
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
    heldBy: fc.constant(heldBy),
    typeOf: fc.constant(types),
    consents: fc
      .array(
        fc.record({
          personId: person,
          children: some(persons, 4),
          service: fc.constantFrom(...services),
          answer: fc.constantFrom('given' as const, 'given' as const, 'declined' as const),
          lastDay: fc.option(close, { freq: 2 }),
          recordedAt: fc.constantFrom(...instants),
          withdrawnAt: fc.option(fc.constantFrom(...instants), { freq: 1 }),
        }),
        { minLength: 20, maxLength: 80 },
      )
      .map((all) => all.sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime())),
    caring: fc.uniqueArray(fc.record({ personId: person, otherId: person }), {
      selector: (one) => `${one.personId} ${one.otherId}`,
      minLength: 30,
      maxLength: 60,
    }),
    protections: fc.array(
      fc
        .record({ personId: person, fromIds: some(persons, 2), named: some(workers, 1), happened: span })
        .map((one) => ({ ...one, fromIds: one.fromIds.filter((id) => id !== one.personId) }))
        .filter((one) => one.fromIds.length > 0),
      { minLength: 4, maxLength: 12 },
    ),
    stays: fc.array(fc.record({ personId: person, homeId: fc.constantFrom(...homes), happened: span }), {
      minLength: 60,
      maxLength: 100,
    }),
    postcodeOf: fc.constant(postcodeOf),
    houseOf: fc.constant(houseOf),
    addresses: fc.array(
      fc.record({
        personId: person,
        postcode: fc.constantFrom(...postcodes),
        house: fc.constantFrom('1', '2', '3', null),
        happened: fc.option(span, { freq: 1 }),
        recordedOn: fc.option(day, { freq: 2 }),
      }),
      { minLength: 40, maxLength: 90 },
    ),
    places: fc.uniqueArray(
      fc.record({
        personId: person,
        familyId: fc.constantFrom(...familyIds),
        part: fc.constantFrom('child', 'main-carer', 'kin', 'parent', 'lives-with'),
        happened: span,
      }),
      {
        selector: (one) => `${one.personId} ${one.familyId}`,
        minLength: 20,
        maxLength: 50,
      },
    ),
    locating: fc.constant(locating),
    toldByRule: fc.constant(toldByRule),
    tellings: fc
      .array(
        fc.record({
          personId: person,
          assertionKey: fc.integer({ min: 0, max: 59 }).map((at) => `fact ${at}`),
          state: fc.constantFrom('shared' as const, 'not-yet' as const, 'never' as const),
          fromDay: fc.option(close, { freq: 2 }),
          words: fc.boolean(),
          decidedAt: fc.constantFrom(...instants),
        }),
        { minLength: 60, maxLength: 200 },
      )
      .map((all) =>
        all.map((one) => ({
          ...one,
          fromDay: one.state === 'not-yet' ? one.fromDay : null,
          words: one.words && one.state === 'shared',
        })),
      )
      .map((all) => all.sort((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime())),
  });
}

async function put(tx: Tx, sharing: Sharing): Promise<void> {
  await store.putKinds(
    tx,
    [...kinds].map(([kind, subject]) => ({
      kind,
      subject,
      locates: locating.has(kind),
      telling: toldByRule.get(kind) ?? 'not-yet',
      ...(heldBy.has(kind) && { heldBy: heldBy.get(kind) ?? [] }),
    })),
  );
  for (const [agency, type] of types) await store.putAgency(tx, { agency, name: agency, type });
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

type Told = {
  factId: string;
  personId: string;
  agency: string;
  kind: string;
  about: string[];
  assertionKey: string;
};

async function putPersons(tx: Tx, persons: readonly string[]): Promise<void> {
  const at = new Date('2020-01-01T00:00:00Z');
  for (const id of persons) {
    await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, $3)', [
      tx.actor.area,
      id,
      at,
    ]);
  }
}

/** What rests on persons and their homes. */
async function putWhatProtects(tx: Tx, sharing: Sharing): Promise<void> {
  const at = new Date('2020-01-01T00:00:00Z');
  for (const one of sharing.consents) {
    await tx.sql(
      `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, last_day, agency, recorded_by,
         recorded_at, withdrawn_by, withdrawn_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'test', $7, 'social-care', 'test', $8, $9, $10)`,
      [
        tx.actor.area,
        newId(),
        one.personId,
        one.children,
        one.service,
        one.answer,
        one.lastDay,
        one.recordedAt,
        one.withdrawnAt && 'test',
        one.withdrawnAt,
      ],
    );
  }
  for (const { personId, otherId } of sharing.caring) {
    await tx.sql(
      `INSERT INTO relationship (area, relationship_id, person_id, other_id, kind, happened, precision, agency, record_id, received_at)
       VALUES ($1, $2, $3, $4, 'parent', '(,)', 'unknown', 'social-care', $2, $5)`,
      [tx.actor.area, newId(), personId, otherId, at],
    );
  }
  for (const one of sharing.protections) {
    const days = spanText(one.happened.from, one.happened.to);
    await tx.sql(
      `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'test', 'test', $7)`,
      [tx.actor.area, newId(), one.personId, one.fromIds, one.named, days, at],
    );
  }
  for (const { personId, postcode, house, happened, recordedOn } of sharing.addresses) {
    await tx.sql(
      `INSERT INTO person_detail (area, detail_id, person_id, kind, value, parts, place, rule, agency, record_id, received_at,
         happened, recorded_at)
       VALUES ($1, $2, $3, 'address', 'x', jsonb_strip_nulls(jsonb_build_object('postcode', $4::text, 'address', $8::text)), 0, 'test',
         'police', $2, $5, $6, $7)`,
      [
        tx.actor.area,
        newId(),
        personId,
        postcode,
        at,
        happened && spanText(happened.from, happened.to),
        recordedOn && new Date(`${recordedOn}T12:00:00Z`),
        house && `${house}, High St`,
      ],
    );
  }
  for (const id of familyIds) {
    await tx.sql(`INSERT INTO family (area, family_id, name, created_at) VALUES ($1, $2, 'x', $3)`, [
      tx.actor.area,
      id,
      at,
    ]);
  }
  for (const { personId, familyId, part, happened } of sharing.places) {
    await tx.sql(
      `INSERT INTO membership (area, membership_id, family_id, person_id, part, reason, evidence, happened, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $6, 'x', '[]', $7, 'test', $5)`,
      [tx.actor.area, newId(), familyId, personId, at, part, spanText(happened.from, happened.to)],
    );
  }
  for (const id of homes) {
    await tx.sql(
      `INSERT INTO home (area, home_id, address, address_key, postcode) VALUES ($1, $2, 'x', $3, $4)`,
      [
        tx.actor.area,
        id,
        houseOf.has(id) ? `${postcodeOf.get(id)?.replace(' ', '')}|${houseOf.get(id)}` : id,
        postcodeOf.get(id) ?? null,
      ],
    );
  }
  for (const { personId, homeId, happened } of sharing.stays) {
    const days = spanText(happened.from, happened.to);
    await tx.sql(
      `INSERT INTO residence (area, residence_id, person_id, home_id, happened, precision, agency, record_id, received_at)
       VALUES ($1, $2, $3, $4, $5, 'day', 'social-care', $2, $6)`,
      [tx.actor.area, newId(), personId, homeId, days, at],
    );
  }
  for (const one of sharing.tellings) {
    await tx.sql(
      `INSERT INTO telling (area, telling_id, person_id, assertion_key, state, from_day, words, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'test', 'test', $8)`,
      [
        tx.actor.area,
        newId(),
        one.personId,
        one.assertionKey,
        one.state,
        one.fromDay,
        one.words,
        one.decidedAt,
      ],
    );
  }
}

async function putFacts(tx: Tx, facts: readonly Told[]): Promise<void> {
  const at = new Date('2020-01-01T00:00:00Z');
  for (const { factId, personId, agency, kind, about, assertionKey } of facts) {
    await tx.sql(
      `INSERT INTO fact (area, fact_id, person_id, role, agency, kind, shape, happened, precision, assertion_key, received_at)
       VALUES ($1, $2, $3, 'subject', $4, $5, 'event', '[2026-01-01,2026-01-02)', 'day', $7, $6)`,
      [tx.actor.area, factId, personId, agency, kind, at, assertionKey],
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
    `SELECT string_agg('WHEN ' || sight_rule('p', 'a', 'k', t) || ' THEN ' || t, ' ' ORDER BY t DESC) AS text
     FROM generate_series(1, 4) AS t`,
  );
  return text;
}

afterEach(() => vi.restoreAllMocks());

/** Cases to be compared, as the product's promise names them. */
const wanted = 200_000;
/** And different worlds, so that everything on which a tier depends has decided something. */
const worldsWanted = 12;

test(`SQL and the plain evaluator agree on ${wanted} random cases, and rows follow them`, async () => {
  let cases = 0;
  let seen = 0;
  let rows = 0;
  let told = 0;
  const db = await testDatabase({ empty: true });
  const rule = await db.asTest(ruleByTier);
  for (let seed = 1; cases < wanted || seed <= worldsWanted; seed += 1) {
    // In every other world the sets of whoever is near are kept beside the settings, as wide ones are.
    await db.asOwner((client) =>
      client.query(
        `CREATE OR REPLACE FUNCTION is_wide(v_set text) RETURNS boolean LANGUAGE sql IMMUTABLE
         AS $$ SELECT length(v_set) > ${seed % 2 === 0 ? 2000 : 0} $$`,
      ),
    );
    // Each world is an area of its own, beside the others.
    const program: Actor = { ...testActor, area: `testshire-${seed}` };
    const workers = Array.from({ length: 5 }, newId);
    const persons = Array.from({ length: 36 }, newId);
    const [drawn] = fc.sample(worlds(workers, persons), { numRuns: 1, seed });
    const [facts] = fc.sample(
      fc
        .array(
          fc
            .record({
              personId: fc.constantFrom(...persons),
              agency: fc.constantFrom(...agencyCodes),
              kind: fc.constantFrom(...kinds.keys()),
              others: fc.oneof(some(persons, 3), fc.constant<string[]>([])),
            })
            .map(
              ({ others, ...one }): Told => ({
                ...one,
                factId: newId(),
                about: [...new Set([one.personId, ...others])].sort(),
                assertionKey: '',
              }),
            ),
          { minLength: 60, maxLength: 60 },
        )
        .map((all) => all.map((one, at) => ({ ...one, assertionKey: `fact ${at}` }))),
      { numRuns: 1, seed },
    );
    if (drawn === undefined || facts === undefined) throw new Error('nothing was drawn');
    const subject = new Map(facts.map((one) => [one.assertionKey, one.personId]));
    const tellings = drawn.tellings.map((one) => ({
      ...one,
      personId: subject.get(one.assertionKey) ?? one.personId,
    }));
    const sharing = { ...drawn, tellings };
    // On a connection that keeps plans: thousands of rows go in by a dozen statements.
    const worldIn = async (tx: Tx) => {
      await tx.sql(`INSERT INTO area (area, name, marking) VALUES ($1, 'Testshire', 'made-up')`, [
        program.area,
      ]);
      await put(tx, sharing);
      await putPersons(tx, persons);
      await putWhatProtects(tx, sharing);
      await putFacts(tx, facts);
    };
    await db.asActor(program, worldIn, { together: true });
    const viewers: Actor[] = [
      ...workers.flatMap((id, at) =>
        [roleNames[(seed + at) % 4], roleNames[(seed + at + 1) % 4]].map((role) => ({
          ...program,
          id,
          role: role ?? 'practitioner',
          purpose: purposes[(seed + at) % 3] ?? 'help',
        })),
      ),
      ...workers.map((id) => ({ ...program, id, role: 'practitioner', purpose: 'help' })),
      ...[...new Set(facts.map((one) => one.personId))].slice(0, 5).map((id) => ({
        ...program,
        id,
        role: 'family-member',
        purpose: 'own',
      })),
      { ...program, id: persons[0] ?? '', role: 'family-member', purpose: 'help' },
      { ...program, id: newId(), role: 'family-member', purpose: 'own' },
      { ...program, id: 'vantage', role: 'counts' },
      { ...program, id: 'nobody', role: 'practitioner', purpose: 'help' },
      program,
    ];
    for (const now of [moments[seed % 4], moments[(seed + 1) % 4]]) {
      if (now === undefined) continue;
      vi.spyOn(clock, 'now').mockReturnValue(now);
      for (const viewer of viewers) {
        const reader = readerOf(sharing, viewer, now);
        const tier = (personId: string, agency: string, kind: string) =>
          reader.tier({ personId, agency, kind });
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
            places: (
              await tx.sql<{ at: string }>(
                `SELECT person_id || ' ' || home_id AS at FROM residence
                 UNION ALL SELECT person_id || ' ' || (parts ->> 'postcode') FROM person_detail`,
              )
            ).map(({ at }) => at),
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
        const at = (least: number, who: (one: Told) => readonly string[], enough: readonly string[]) =>
          facts
            .filter(
              (one) =>
                who(one).every((id) => tier(id, one.agency, one.kind) >= least) ||
                enough.includes(toldOf(sharing, viewer, one, now)),
            )
            .map((one) => one.factId)
            .sort();
        expect({ where, facts: found.facts.sort() }).toEqual({
          where,
          facts: at(3, (one) => [one.personId], ['happened', 'whole']),
        });
        expect({ where, details: found.details.sort() }).toEqual({
          where,
          details: at(4, (one) => one.about, ['whole']),
        });
        const places = [
          ...sharing.stays
            .filter((one) => reader.seesPlace({ ...one, agency: 'social-care' }))
            .map((one) => `${one.personId} ${one.homeId}`),
          ...sharing.addresses
            .filter((one) => reader.seesPlace({ ...one, agency: 'police' }))
            .map((one) => `${one.personId} ${one.postcode}`),
        ];
        expect({ where, places: found.places.sort() }).toEqual({ where, places: places.sort() });
        rows += 2 * facts.length + sharing.stays.length + sharing.addresses.length;
        if (viewer.role === 'family-member') told += found.facts.length;
      }
    }
  }
  // A test in which nothing, or everything, may be seen would show little.
  expect(seen / cases).toBeGreaterThan(0.05);
  expect(seen / cases).toBeLessThan(0.6);
  expect(rows).toBeGreaterThan(10_000);
  expect(told).toBeGreaterThan(50);
}, 300_000);
