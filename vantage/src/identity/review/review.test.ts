import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Actor, clock, type Tx } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import {
  consentsOf,
  protectionsOf,
  protectPerson,
  recordConsent,
  sealPerson,
  seals,
  unsealPerson,
  withdrawConsent,
} from '../../sharing/index.ts';
import { agreeAsReady, workerNear } from '../../sharing/testing.ts';
import { openToReview, resolve } from '../index.ts';
import { deliver } from '../test-records.ts';
import { DecisionsPage } from './pages.tsx';
import { decide, decisions, getPair, makeupOf, queue, split, takeBack } from './service.ts';
import { care, marnie, records } from './testing.ts';

const db = await testDatabase();
const asOf = new Date('2026-01-01T06:00:00Z');
let governance: Actor;
let policeLead: Actor;
let careLead: Actor;
let practitioner: Actor;

/** A run, after which everybody's picture is open. */
async function build(): Promise<void> {
  await db.asTest(async (tx) => {
    await resolve(tx, { asOf });
    const persons = await tx.sql<{ id: string }>('SELECT DISTINCT person_id AS id FROM agency_number');
    await openToReview(
      tx,
      persons.map(({ id }) => id),
    );
  });
}

/** All that stands in identity's tables, without the ids and times of the rows themselves. */
const standing = () =>
  db.asTest(async (tx) => ({
    links: await tx.sql(
      `SELECT record_id, role, l.person_id, l.agency, l.local_id, weight, reasons, decided_by
       FROM link l JOIN joining USING (area, joining_id)
       WHERE undone_at IS NULL ORDER BY record_id, role`,
    ),
    details: await tx.sql(
      `SELECT person_id, kind, value, parts, place, rule, agency, record_id, happened, recorded_at, received_at
       FROM person_detail WHERE superseded_at IS NULL ORDER BY person_id, kind, record_id, value`,
    ),
    numbers: await tx.sql('SELECT * FROM agency_number ORDER BY number'),
    pairs: await tx.sql('SELECT * FROM doubtful_pair ORDER BY pair_id'),
    makeup: await tx.sql(
      'SELECT number, person_id, reasons FROM makeup WHERE ended_at IS NULL ORDER BY number',
    ),
  }));

const everything = () =>
  db.asTest(async (tx) => {
    const tables = [
      'person',
      'link',
      'joining',
      'person_detail',
      'agency_number',
      'makeup',
      'doubtful_pair',
      'decision',
      'seal',
    ];
    return Promise.all(tables.map((table) => tx.sql(`SELECT * FROM ${table} AS t ORDER BY t::text`)));
  });

const personOf = async (number: string) =>
  db.asTest(
    async (tx) =>
      (await tx.one<{ id: string }>('SELECT person_id AS id FROM agency_number WHERE number = $1', [number]))
        .id,
  );
const personsOf = (...numbers: string[]) => Promise.all(numbers.map(personOf));
const peopleEver = () => db.asTest(async (tx) => (await tx.sql('SELECT person_id FROM person')).length);

const numbersIn = ({ pairs }: Awaited<ReturnType<typeof queue>>) =>
  pairs.map(({ sides }) => sides.map(({ number }) => number).join(' + '));
const waiting = async (actor: Actor) => numbersIn(await db.asActor(actor, (tx) => queue(tx)));
const pairWith = async (number: string) => {
  const { pairs } = await db.asActor(governance, (tx) => queue(tx));
  const pair = pairs.find(({ sides }) => sides.some((side) => side.number === number));
  if (pair === undefined) throw new Error(`no pair with ${number} waits`);
  return pair;
};
const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>) => db.asActor(actor, work);

beforeAll(async () => {
  await db.asTest(async (tx) => {
    await deliver(tx, asOf, records);
    await agreeAsReady(tx);
    governance = await workerNear(tx, { role: 'information-governance-lead' });
    policeLead = await workerNear(tx, { role: 'agency-lead', agency: 'police' });
    careLead = await workerNear(tx, { role: 'agency-lead', agency: 'social-care' });
    practitioner = await workerNear(tx, { agency: 'police' });
  });
  await build();
});

describe('the queue', () => {
  test('holds what comparing leaves in doubt, the least certain first, one pair of two persons', async () => {
    const { total, pairs } = await as(governance, (tx) => queue(tx));
    expect(total).toBe(3);
    expect(numbersIn({ total, pairs })).toEqual([
      'police N1 + police N2',
      'police N4 + police N5',
      'police N6 + police N7',
    ]);
    const [twins] = pairs;
    expect(twins?.keptApart).toContain('twins');
    expect(twins?.sides.map(({ said, agencyName }) => [said['given name'], agencyName])).toEqual([
      ['Marnie', 'Testshire Police'],
      ['Odette', 'Testshire Police'],
    ]);
    expect(twins?.levels.map(({ words }) => words)).toContain('Different given name');
    const sum = twins?.levels.reduce((total, { weight }) => total + weight, 0) ?? 0;
    expect(Math.abs(sum - (twins?.weight ?? 0))).toBeLessThan(1e-9);
    expect(JSON.stringify(twins)).not.toContain('held by');
  });

  test('is the police lead’s within the police, nobody’s else, and empty for who may not see a side', async () => {
    expect(await waiting(policeLead)).toEqual(await waiting(governance));
    expect(await waiting(careLead)).toEqual([]);
    await expect(waiting(practitioner)).rejects.toMatchObject({ code: 'not-found' });
    const forged = { ...practitioner, role: 'information-governance-lead', purpose: 'governance' };
    expect(await waiting(forged)).toEqual([]);
    const pair = await pairWith('police N2');
    for (const actor of [careLead, practitioner])
      await expect(as(actor, (tx) => getPair(tx, pair.pairId))).rejects.toMatchObject({ code: 'not-found' });
    const verdict = { pairId: pair.pairId, verdict: 'two', reason: 'twins' } as const;
    await expect(as(careLead, (tx) => decide(tx, verdict))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('holds nobody whose picture is closed, unless they may be one with somebody whose is open', async () => {
    const [wilma, otto] = await personsOf('police N6', 'police N4');
    await db.asTest((tx) => openToReview(tx, [wilma ?? '']));
    expect(await waiting(governance)).toEqual(['police N6 + police N7']);
    await expect(as(governance, (tx) => makeupOf(tx, otto ?? ''))).rejects.toMatchObject({
      code: 'not-found',
    });
    await build();
  });

  test('holds no sealed person, on either side, but for those named', async () => {
    const [odette] = await personsOf('police N2');
    const seal = { personId: odette ?? '', from: '2026-01-01', reason: 'She hides.' };
    const pair = await pairWith('police N2');
    const sealId = await db.asTest((tx) => sealPerson(tx, { ...seal, named: [policeLead.id] }));
    expect(await waiting(governance)).toEqual(['police N4 + police N5', 'police N6 + police N7']);
    expect((await as(governance, (tx) => queue(tx))).total).toBe(2);
    const asks: ((tx: Tx) => Promise<unknown>)[] = [
      (tx: Tx) => getPair(tx, pair.pairId),
      (tx: Tx) => makeupOf(tx, odette ?? ''),
      (tx: Tx) => decide(tx, { pairId: pair.pairId, verdict: 'two', reason: 'twins' }),
    ];
    for (const ask of asks) await expect(as(governance, ask)).rejects.toMatchObject({ code: 'not-found' });
    expect(await waiting(policeLead)).toHaveLength(3);
    await db.asTest((tx) => unsealPerson(tx, sealId));
    expect(await waiting(governance)).toHaveLength(3);
  });

  test('does not ask again whoever cannot tell, and goes on asking others', async () => {
    const pair = await pairWith('police N2');
    const { decisionId } = await as(governance, (tx) =>
      decide(tx, { pairId: pair.pairId, verdict: 'unsure', reason: 'no more is known' }),
    );
    expect(await waiting(governance)).toHaveLength(2);
    expect(await waiting(policeLead)).toHaveLength(3);
    await as(governance, (tx) => takeBack(tx, decisionId));
    expect(await waiting(governance)).toHaveLength(3);
  });
});

describe('a decision', () => {
  test('for one person joins two with the next build, holds in later ones, and taken back leaves no trace', async () => {
    const before = await standing();
    const people = await peopleEver();
    const [otto, other] = await personsOf('police N4', 'police N5');
    const pair = await pairWith('police N5');
    const { decisionId } = await as(policeLead, (tx) =>
      decide(tx, { pairId: pair.pairId, verdict: 'one', reason: 'the same photograph' }),
    );
    expect(await waiting(governance)).toHaveLength(2);
    expect(await standing()).toEqual(before);

    await build();
    expect(await personsOf('social-care S2', 'police N4', 'police N5')).toEqual([otto, otto, otto]);
    const joined = await standing();
    await build();
    expect(await standing()).toEqual(joined);
    const { numbers, history } = await as(governance, (tx) => makeupOf(tx, otto ?? ''));
    expect(numbers.map(({ number }) => number)).toEqual(['police N4', 'police N5', 'social-care S2']);
    const spells = history.filter(({ number }) => number === 'police N5');
    expect(spells.map(({ personId, endedAt }) => [personId, endedAt === null])).toEqual([
      [other, false],
      [otto, true],
    ]);
    expect(spells[1]?.begunBy).toMatch(/^Worker .*: the same photograph$/);
    expect(spells[1]?.reasons).toEqual([
      'Somebody decided that this is the same person as number N4 of police',
    ]);

    await as(governance, (tx) => takeBack(tx, decisionId));
    expect(await standing()).toEqual(joined);
    await build();
    expect(await standing()).toEqual(before);
    expect(await peopleEver()).toBe(people);
    const [last] = await as(governance, (tx) => decisions(tx));
    expect(last).toMatchObject({ decidedBy: policeLead.id, undoneBy: governance.id });
    expect([last?.inEffectAt, last?.outOfEffectAt]).not.toContain(null);
  });

  test('is explained to nobody by a number that they may not see', async () => {
    const [girl] = await personsOf('police N1');
    const reasonsFor = async (actor: Actor) =>
      (await as(actor, (tx) => makeupOf(tx, girl ?? ''))).history.flatMap(({ reasons }) => reasons);
    expect((await reasonsFor(governance)).join()).toMatch(/Joined to number N\d of police/);
    const told = await reasonsFor(policeLead);
    expect(told.join()).toContain('Same birth date');
    expect(told.join()).not.toMatch(/social-care|S1|held by/);
    expect((await reasonsFor(careLead)).join()).toBe('');
  });

  test('for two parts a number for good, and taken back puts everything as it was, ids too', async () => {
    const before = await standing();
    const [girl] = await personsOf('police N1');
    const { decisionId } = await as(governance, (tx) =>
      split(tx, { personId: girl ?? '', numbers: ['police N1'], reason: 'a cousin of one name' }),
    );
    await build();
    const [parted, ...rest] = await personsOf('police N1', 'police N3', 'social-care S1');
    expect(rest).toEqual([girl, girl]);
    expect(parted).not.toBe(girl);
    await db.asTest((tx) => deliver(tx, new Date('2026-01-02T06:00:00Z'), [care('S9', marnie)]));
    await build();
    const [again, third] = await personsOf('police N1', 'police N3');
    expect([again, third]).toEqual([parted, girl]);
    const still = await everything();
    await build();
    expect(await everything()).toEqual(still);
    await db.asTest((tx) =>
      tx.sql(`UPDATE record SET superseded_at = '2026-01-03', superseded_by = 'withdrawn' WHERE key = 'S9'`),
    );

    await as(governance, (tx) => takeBack(tx, decisionId));
    await build();
    expect(await standing()).toEqual(before);
    const { numbers, history } = await as(governance, (tx) => makeupOf(tx, parted ?? ''));
    expect(numbers).toEqual([]);
    expect(history.filter(({ number }) => number === 'police N1').map(({ personId }) => personId)).toEqual([
      girl,
      parted,
      girl,
    ]);
  });

  test('about several numbers parts each of them from each of the others', async () => {
    const before = await standing();
    const [girl] = await personsOf('police N1');
    const { decisionId } = await as(governance, (tx) =>
      split(tx, { personId: girl ?? '', numbers: ['police N1', 'police N3'], reason: 'a cousin' }),
    );
    await build();
    const [one, other, rest] = await personsOf('police N1', 'police N3', 'social-care S1');
    expect(one).toBe(other);
    expect(new Set([one, rest])).toContain(girl);
    expect(one).not.toBe(rest);
    await as(governance, (tx) => takeBack(tx, decisionId));
    await build();
    expect(await standing()).toEqual(before);
  });

  test('is a person’s, sees both sides, has a reason and does not contradict another', async () => {
    const pair = await pairWith('police N2');
    const [girl] = await personsOf('police N1');
    const one = { pairId: pair.pairId, verdict: 'one', reason: 'one' } as const;
    await expect(db.asTest((tx) => decide(tx, one))).rejects.toMatchObject({ code: 'refused' });
    await expect(
      as(careLead, (tx) => split(tx, { personId: girl ?? '', numbers: ['police N1'], reason: 'why' })),
    ).rejects.toMatchObject({ code: 'bad-input' });
    for (const numbers of [[], ['police N1', 'police N3', 'social-care S1'], ['police N1', 'police N2']])
      await expect(
        as(governance, (tx) => split(tx, { personId: girl ?? '', numbers, reason: 'why' })),
      ).rejects.toMatchObject({ code: 'bad-input' });
    const { decisionId } = await as(policeLead, (tx) => decide(tx, { ...one, verdict: 'two' }));
    await expect(as(governance, (tx) => decide(tx, one))).rejects.toMatchObject({ code: 'conflict' });
    await expect(as(careLead, (tx) => takeBack(tx, decisionId))).rejects.toMatchObject({ code: 'not-found' });
    await as(policeLead, (tx) => takeBack(tx, decisionId));
    await expect(as(policeLead, (tx) => takeBack(tx, decisionId))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('cannot be written in another’s name, nor as if in effect, by any question to the database', async () => {
    const insert = (actor: Actor, by: string, inEffect: Date | null) =>
      as(actor, (tx) =>
        tx.sql(
          `INSERT INTO decision (area, decision_id, verdict, numbers, others, reason, decided_by, decided_at, in_effect_at)
           VALUES ('testshire', gen_random_uuid(), 'two', '{police N1}', '{police N3}', 'x', $1, now(), $2)`,
          [by, inEffect],
        ),
      );
    await expect(insert(governance, policeLead.id, null)).rejects.toThrow();
    await expect(insert(governance, governance.id, asOf)).rejects.toThrow();
    await expect(insert(practitioner, practitioner.id, null)).rejects.toThrow();
    await expect(insert(careLead, careLead.id, null)).rejects.toThrow();
    await expect(
      as(governance, (tx) => tx.sql(`UPDATE makeup SET ended_at = now() RETURNING 1`)),
    ).resolves.toEqual([]);
  });
});

describe('seals go with the numbers', () => {
  const hide = (personId: string) =>
    db.asTest((tx) =>
      sealPerson(tx, { personId, named: [policeLead.id], from: '2026-01-01', reason: 'She hides.' }),
    );
  const hidden = () => db.asTest(async (tx) => (await seals(tx, '2026-11-22')).map((one) => one.personId));

  test('whoever is parted from a sealed person is sealed; a join keeps the id that hides', async () => {
    const [girl, small] = await personsOf('police N1', 'police N5');
    await hide(girl ?? '');
    await as(policeLead, (tx) =>
      split(tx, { personId: girl ?? '', numbers: ['police N1'], reason: 'a cousin' }),
    );
    await build();
    const parted = await personsOf('police N1', 'police N3');
    expect(new Set([...parted, girl]).size).toBe(2);
    expect(await hidden()).toEqual(expect.arrayContaining(parted));
    for (const id of parted)
      await expect(as(governance, (tx) => makeupOf(tx, id))).rejects.toMatchObject({ code: 'not-found' });

    const pair = await pairWith('police N5');
    await as(policeLead, (tx) => decide(tx, { pairId: pair.pairId, verdict: 'one', reason: 'a photograph' }));
    await hide(small ?? '');
    await build();
    expect(await personsOf('social-care S2', 'police N4', 'police N5')).toEqual([small, small, small]);
    await expect(as(governance, (tx) => makeupOf(tx, small ?? ''))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('what people decided goes with the numbers that meant somebody', () => {
  /** All of three tables, without what is new in each copy. */
  const kept = () =>
    db.asTest((tx) =>
      tx.sql<{ rows: number }>(
        'SELECT count(*) AS rows FROM protection UNION ALL SELECT count(*) FROM consent UNION ALL SELECT count(*) FROM telling',
      ),
    );

  test('protections on either side, answers about help, and what is not told', async () => {
    const [six, seven, otto] = (await personsOf('police N6', 'police N7', 'police N4')) as [
      string,
      string,
      string,
    ];
    const happened = { from: '2026-01-01', to: null };
    const given = {
      service: 'early-help',
      answer: 'given',
      words: 'A parenting group',
      lastDay: null,
    } as const;
    await db.asTest(async (tx) => {
      for (const [personId, reason] of [
        [six, 'He waited outside.'],
        [seven, 'He followed her home.'],
      ] as const)
        await protectPerson(tx, {
          personId,
          fromIds: [otto],
          fromWords: '',
          fromBorn: null,
          named: [governance.id],
          happened,
          reason,
        });
      for (const from of [six, seven])
        await protectPerson(tx, {
          personId: otto,
          fromIds: [from],
          fromWords: '',
          fromBorn: null,
          named: [],
          happened,
          reason: 'Threats by letter',
        });
      // Within one moment: what tells two answers apart is what they say.
      const moment = vi.spyOn(clock, 'now').mockReturnValue(clock.now());
      for (const personId of [six, seven])
        await recordConsent(tx, {
          ...given,
          personId,
          children: [],
          agency: 'police',
          words: `As ${personId}`,
        });
      moment.mockRestore();
      await recordConsent(tx, { ...given, personId: otto, children: [six, seven], agency: 'police' });
      await tx.sql(
        `INSERT INTO sharing_decision (area, decision_id, family_id, persons, asked_by, asked_for, decision, reason, agency,
           decided_by, decided_at)
         SELECT $1, gen_random_uuid(), gen_random_uuid(), $2, 'a solicitor', 'where they live', 'not-share', 'no', 'police', $3, now()`,
        [tx.actor.area, [six, seven], policeLead.id],
      );
      for (const [personId, state] of [
        [six, 'never'],
        [seven, 'never'],
        [six, 'shared'],
        [seven, 'shared'],
      ] as const)
        await tx.sql(
          `INSERT INTO telling (area, telling_id, person_id, assertion_key, state, reason, decided_by, decided_at)
           VALUES ($1, gen_random_uuid(), $2::uuid, $2::text || '|' || $3, $3, 'a reason', 'x', now())`,
          [tx.actor.area, personId, state === 'never' ? `never` : `shared`],
        );
    });
    const pair = await pairWith('police N7');
    await as(governance, (tx) => decide(tx, { pairId: pair.pairId, verdict: 'one', reason: 'her passport' }));
    await build();
    const [one, other] = await personsOf('police N6', 'police N7');
    expect(one).toBe(other);
    const gone = one === six ? seven : six;
    expect([six, seven]).toContain(one);
    await db.asTest(async (tx) => {
      const protections = await protectionsOf(tx, [one ?? '']);
      expect(protections.map(({ reason }) => reason).sort()).toEqual([
        'He followed her home.',
        'He waited outside.',
      ]);
      expect(protections.every(({ named, fromIds }) => named.length === 1 && fromIds[0] === otto)).toBe(true);
      const from = await protectionsOf(tx, [otto]);
      expect(from.filter(({ fromIds }) => fromIds.includes(one ?? '')).length).toBeGreaterThan(0);
      expect((await consentsOf(tx, [one ?? ''])).map(({ words }) => words).sort()).toEqual(
        [`As ${six}`, `As ${seven}`].sort(),
      );
      const told = await tx.sql<{ key: string; state: string }>(
        'SELECT assertion_key AS key, state FROM telling WHERE person_id = $1 ORDER BY 1',
        [one],
      );
      expect(told).toEqual([
        { key: `${one}|never`, state: 'never' },
        { key: `${one}|shared`, state: 'shared' },
      ]);
      expect(await tx.sql('SELECT persons FROM sharing_decision')).toEqual([{ persons: [one] }]);
    });
    // Sealed now: what was written of whoever they were held to be before is of nobody, in the audit too.
    const seal = { personId: one ?? '', named: [], from: '2026-01-01', reason: 'She hides.' };
    const audited = () =>
      as(governance, (tx) => tx.sql('SELECT FROM audit_entry WHERE $1::uuid = ANY (persons)', [gone]));
    await db.asTest((tx) =>
      tx.sql(
        `INSERT INTO audit_entry (entry_id, action, persons) VALUES (gen_random_uuid(), 'share', ARRAY[$1::uuid])`,
        [gone],
      ),
    );
    expect(await audited()).toHaveLength(1);
    const sealId = await db.asTest((tx) => sealPerson(tx, seal));
    expect(await audited()).toEqual([]);
    expect(await as(policeLead, (tx) => tx.sql('SELECT FROM sharing_decision'))).toEqual([]);
    await db.asTest((tx) => unsealPerson(tx, sealId));
    expect(await audited()).toHaveLength(1);
    const before = await kept();
    await build();
    expect(await kept()).toEqual(before);
  });

  test('somebody who is parted takes with them what was decided, and an answer is withdrawn wherever it went', async () => {
    const [otto] = (await personsOf('police N4')) as [string];
    const made = await as(governance, (tx) => decisions(tx));
    const joined = made.find(({ reason }) => reason === 'her passport');
    await as(governance, (tx) => takeBack(tx, joined?.decisionId ?? ''));
    await build();
    const [one, other] = (await personsOf('police N6', 'police N7')) as [string, string];
    expect(one).not.toBe(other);
    await db.asTest(async (tx) => {
      for (const personId of [one, other]) {
        const reasons = (await protectionsOf(tx, [personId])).map(({ reason }) => reason);
        expect(new Set(reasons)).toEqual(new Set(['He followed her home.', 'He waited outside.']));
      }
      const [answer] = await consentsOf(tx, [otto]);
      expect(answer?.children).toEqual(expect.arrayContaining([one, other]));
      await withdrawConsent(tx, answer?.consentId ?? '');
      const standing = await tx.sql('SELECT FROM consent WHERE person_id = $1 AND withdrawn_at IS NULL', [
        otto,
      ]);
      expect(standing).toEqual([]);
    });
  });
});

test('a list of no decisions says of whom none are listed, whether or not there are any', () => {
  const page = renderToStaticMarkup(DecisionsPage({ decisions: [], page: 1 }));
  expect(page).toContain('Nobody has decided anything that you may see.');
  expect(page).toContain('Decisions about anybody who is not shown to you');
});
