import { describe, expect, test } from 'vitest';
import type { Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { counts, currentLinks, linksOfPerson, personsByIds, resolve } from './index.ts';
import { deliver, type TestRow, withdraw } from './test-records.ts';

const db = await testDatabase();
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));

type Who = NonNullable<TestRow['people'][number]['identity']>;
const care = (id: string, identity: Who): TestRow => ({
  agency: 'social-care',
  kind: 'ssd.person',
  key: id,
  people: [{ role: 'subject', id, identity }],
});
const nominal = (id: string, identity: Who): TestRow => ({
  agency: 'police',
  kind: 'police.nominals',
  key: id,
  people: [{ role: 'subject', id, identity }],
  recordedAt: '2025-05-01T10:00:00Z',
});
const occurrence = (no: string, id: string): TestRow => ({
  agency: 'police',
  kind: 'police.occurrences',
  key: no,
  people: [{ role: 'victim', id }],
});

const marnie: Who = {
  given: 'Marnie',
  surname: 'Hallorby',
  birthDate: '2012-06-09',
  sex: 'female',
  address: '3 Fenwick Road',
  postcode: 'AS7 7QQ',
};
const odette: Who = { ...marnie, given: 'Odette' };
const otto: Who = {
  given: 'Otto',
  surname: 'Lamley',
  birthDate: '1980-02-17',
  sex: 'male',
  address: '9 Pellgar Road',
  postcode: 'AS2 1AB',
};

/** Who is who after a run: agency and number to person. */
async function whoIsWho(tx: Tx): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { agency, localId, personId } of currentLinks(tx))
    found.set(`${agency} ${localId}`, personId);
  return found;
}

/** Everything that stands, without the ids and times of the rows themselves. */
async function standing(tx: Tx) {
  const links = await tx.sql(
    `SELECT record_id, role, l.person_id, l.agency, l.local_id, weight, reasons, decided_by
       FROM link l JOIN joining USING (area, joining_id)
     WHERE undone_at IS NULL ORDER BY record_id, role`,
  );
  const details = await tx.sql(
    `SELECT person_id, kind, value, parts, place, rule, agency, record_id, happened, recorded_at, received_at
     FROM person_detail WHERE superseded_at IS NULL ORDER BY person_id, kind, record_id, value`,
  );
  return { links, details };
}

/** Runs in a transaction that is rolled back, so each test begins with nothing. */
async function scene(work: (tx: Tx) => Promise<void>): Promise<void> {
  const over = new Error('over');
  await db
    .asTest(async (tx) => {
      await work(tx);
      throw over;
    })
    .catch((error: unknown) => {
      if (error !== over) throw error;
    });
}

const first = [
  care('S1', marnie),
  care('S2', otto),
  nominal('N1', marnie),
  occurrence('O1', 'N1'),
  nominal('N9', { given: 'Ivor', surname: 'Corros', birthDate: '1971-11-30' }),
];

describe('resolving', () => {
  test('numbers of one person are joined, with reasons that sum to the weight', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), first);
      const done = await resolve(tx, { asOf: day(1) });
      expect(done).toMatchObject({
        persons: 3,
        personsAdded: 3,
        numbers: 4,
        joined: 1,
        links: { added: 5, undone: 0, kept: 0 },
      });
      const who = await whoIsWho(tx);
      expect(who.get('social-care S1')).toBe(who.get('police N1'));
      expect(new Set(who.values()).size).toBe(3);
      expect(await counts(tx)).toEqual({ persons: 3, joined: 1, numbers: 4, links: 5 });

      const links = await linksOfPerson(tx, who.get('police N1') ?? '');
      expect(links.map(({ agency, role, record }) => `${agency} ${record?.kind} ${role}`).sort()).toEqual([
        'police police.nominals subject',
        'police police.occurrences victim',
        'social-care ssd.person subject',
      ]);
      for (const { weight, reasons, decidedBy, decidedAt } of links) {
        expect(weight).toBeGreaterThan(10);
        expect(
          Math.abs(reasons.reduce((sum, reason) => sum + reason.weight, 0) - (weight ?? 0)),
        ).toBeLessThan(1e-9);
        expect(decidedBy).toBe('engine');
        expect(decidedAt).toEqual(day(1));
      }
      expect(links[0]?.reasons[0]?.words).toBe('Joined to number S1 of social-care');
      expect(links[0]?.reasons.map(({ words }) => words)).toContain('Same sex');
    }));

  test('a number without others says so', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), first);
      await resolve(tx, { asOf: day(1) });
      const [link] = await linksOfPerson(tx, (await whoIsWho(tx)).get('police N9') ?? '');
      expect(link?.weight).toBeNull();
      expect(link?.reasons.map(({ words }) => words)).toEqual(['Only this agency’s number so far']);
    }));

  test('a person shows what is chosen, and where each thing comes from', () =>
    scene(async (tx) => {
      const bob = { ...otto, given: 'Robert' };
      await deliver(tx, day(1), [
        { ...care('S1', bob), recordedAt: '2024-05-01T10:00:00Z' },
        nominal('N1', { ...bob, given: 'Bob', address: '1 Nesros Lane', postcode: 'AS9 9ZZ' }),
      ]);
      await resolve(tx, { asOf: day(1) });
      const id = (await whoIsWho(tx)).get('police N1') ?? '';
      const [person] = await personsByIds(tx, [id, '00000000-0000-7000-8000-000000000000']);
      expect(person).toMatchObject({
        personId: id,
        name: 'Robert Lamley',
        given: 'Robert',
        surname: 'Lamley',
        birthDate: '1980-02-17',
        sex: 'male',
        deathDate: null,
      });
      const names = person?.details
        .filter(({ kind }) => kind === 'name')
        .map(({ value, chosen, agency, rule }) => [value, chosen, agency, rule]);
      expect(names).toEqual([
        ['Robert Lamley', true, 'social-care', 'legal-name-recorded-last'],
        ['Bob Lamley', false, 'police', 'legal-name-recorded-last'],
      ]);
      const address = person?.details.find(({ kind, chosen }) => kind === 'address' && chosen);
      expect(address).toMatchObject({
        value: '1 Nesros Lane, AS9 9ZZ',
        parts: { address: '1 Nesros Lane', postcode: 'AS9 9ZZ' },
        agency: 'police',
      });
    }));

  test('twins stay two', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), [
        care('S1', marnie),
        care('S2', odette),
        nominal('N1', marnie),
        nominal('N2', odette),
      ]);
      const { persons } = await resolve(tx, { asOf: day(1) });
      const who = await whoIsWho(tx);
      expect(persons).toBe(2);
      expect(who.get('social-care S1')).toBe(who.get('police N1'));
      expect(who.get('social-care S2')).toBe(who.get('police N2'));
    }));

  test('newborn twins without a name yet stay two, and nobody is everybody', () =>
    scene(async (tx) => {
      const baby: Who = { ...marnie, given: 'Baby', surname: 'Trewhella', birthDate: '2025-03-03' };
      const nobody: Who = {
        given: 'Unknown',
        surname: 'Unknown',
        birthDate: '1900-01-01',
        sex: 'male',
        address: 'No fixed abode',
        nhsNumber: '9999999999',
      };
      await deliver(tx, day(1), [
        care('S1', baby),
        care('S2', baby),
        nominal('N1', baby),
        care('S3', nobody),
        nominal('N2', nobody),
        nominal('N3', nobody),
      ]);
      expect(await resolve(tx, { asOf: day(1) })).toMatchObject({ persons: 6, joined: 0 });
    }));

  test('another second name, another sex, or an uncertain birth date elsewhere keeps two apart', () =>
    scene(async (tx) => {
      const elsewhere = { address: '9 Pellgar Road', postcode: 'AS2 1AB' };
      await deliver(tx, day(1), [
        care('S1', { ...marnie, given: 'Mohammed Ali', sex: 'male' }),
        nominal('N1', { ...marnie, given: 'Mohammed Amin', sex: 'male' }),
        care('S2', { ...marnie, surname: 'Lamley', given: 'Alexander', sex: 'male' }),
        nominal('N2', { ...marnie, surname: 'Lamley', given: 'Alex' }),
        care('S3', { ...otto, birthDate: '1980-02-07' }),
        nominal('N3', { ...otto, birthDate: '1980-07-02', address: '3 Fenwick Road', postcode: 'AS7 7QQ' }),
        care('S4', { ...odette, surname: 'Corros' }),
        nominal('N4', { ...odette, surname: 'Corros', birthDate: '2012-06-19', ...elsewhere }),
      ]);
      expect(await resolve(tx, { asOf: day(1) })).toMatchObject({ persons: 8, joined: 0 });
    }));
});

describe('running again', () => {
  test('on the same records nothing is written', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), first);
      await resolve(tx, { asOf: day(1) });
      const rows = () =>
        tx.one(
          'SELECT (SELECT count(*) FROM link) AS links, (SELECT count(*) FROM person_detail) AS details, (SELECT count(*) FROM person) AS persons',
        );
      const before = [await standing(tx), await rows()];
      const again = await resolve(tx, { asOf: day(2) });
      expect(again).toMatchObject({
        personsAdded: 0,
        links: { added: 0, undone: 0, kept: 5 },
        details: { added: 0, undone: 0 },
      });
      expect([await standing(tx), await rows()]).toEqual(before);
    }));

  test('added, changed and withdrawn records are taken up and ids stay', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), first);
      await resolve(tx, { asOf: day(1) });
      const before = await whoIsWho(tx);
      const moved = { ...otto, address: '77 Kirmor Lane', postcode: 'AS5 5AA' };
      await deliver(tx, day(2), [occurrence('O2', 'N1'), care('S2', moved)]);
      await withdraw(tx, day(2), 'police', 'N9');
      const done = await resolve(tx, { asOf: day(2) });
      expect(done).toMatchObject({ persons: 2, personsAdded: 0, links: { added: 1, undone: 1, kept: 4 } });
      const after = await whoIsWho(tx);
      expect(after.get('police N1')).toBe(before.get('police N1'));
      expect(after.get('social-care S2')).toBe(before.get('social-care S2'));
      expect(after.has('police N9')).toBe(false);
      const gone = await tx.one(`SELECT undone_by, undone_at FROM link WHERE local_id = 'N9'`);
      expect(gone).toEqual({ undone_by: 'engine', undone_at: day(2) });
      const [person] = await personsByIds(tx, [after.get('social-care S2') ?? '']);
      expect(person?.details.filter(({ kind }) => kind === 'address').map(({ value }) => value)).toEqual([
        '77 Kirmor Lane, AS5 5AA',
      ]);
      const old = await tx.sql(`SELECT superseded_at FROM person_detail WHERE value LIKE '9 Pellgar%'`);
      expect(old).toEqual([{ superseded_at: day(2) }]);

      await deliver(tx, day(3), [first[4] ?? occurrence('O3', 'N9')]);
      await resolve(tx, { asOf: day(3) });
      expect((await whoIsWho(tx)).get('police N9')).toBe(before.get('police N9'));
    }));

  test('a merge keeps the person with most links, a split leaves the id with the larger part', () =>
    scene(async (tx) => {
      const unclear = { surname: 'Hallorby', postcode: 'AS7 7QQ' };
      await deliver(tx, day(1), [
        care('S1', marnie),
        nominal('N1', unclear),
        occurrence('O1', 'N1'),
        occurrence('O2', 'N1'),
      ]);
      await resolve(tx, { asOf: day(1) });
      const apart = await whoIsWho(tx);
      expect(apart.get('police N1')).not.toBe(apart.get('social-care S1'));

      await deliver(tx, day(2), [nominal('N1', marnie)]);
      await resolve(tx, { asOf: day(2) });
      const joined = await whoIsWho(tx);
      expect(joined.get('social-care S1')).toBe(apart.get('police N1'));
      expect(joined.get('police N1')).toBe(apart.get('police N1'));

      await deliver(tx, day(3), [nominal('N1', { ...otto, surname: 'Wexcor' })]);
      await resolve(tx, { asOf: day(3) });
      const split = await whoIsWho(tx);
      expect(split.get('police N1')).toBe(apart.get('police N1'));
      expect(split.get('social-care S1')).toBe(apart.get('social-care S1'));
      const reasons = await linksOfPerson(tx, split.get('police N1') ?? '');
      expect(reasons.map(({ weight }) => weight)).toEqual([null, null, null]);
    }));
});

test('no link crosses areas', async () => {
  const elsewhere = { ...testActor, area: 'othershire' };
  await db.asActor(elsewhere, async (tx) => {
    await tx.sql(`INSERT INTO area (area, name, marking) VALUES ('othershire', 'Othershire', 'made-up')`);
    await tx.sql(
      `INSERT INTO agency (area, agency, name, type) VALUES ('othershire', 'police', 'Othershire Police', 'police')`,
    );
    await deliver(tx, day(1), [nominal('N1', marnie)]);
    await resolve(tx, { asOf: day(1) });
  });
  await db.asTest(async (tx) => {
    await deliver(tx, day(1), [care('S1', marnie)]);
    expect(await resolve(tx, { asOf: day(1) })).toMatchObject({ persons: 1, personsAdded: 1, joined: 0 });
    const there = await db.asActor(elsewhere, whoIsWho);
    expect([...(await whoIsWho(tx)).keys()]).toEqual(['social-care S1']);
    expect(await personsByIds(tx, [there.get('police N1') ?? ''])).toEqual([]);
  });
});
