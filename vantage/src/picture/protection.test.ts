import { beforeAll, describe, expect, test, vi } from 'vitest';
import { chronologyOf } from '../chronology/index.ts';
import { newId, spanText } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { followNumbers, foreseeProtection, keptBack, sealPerson } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { askingOf, makeThreeHarts, type ThreeHarts, unprotect } from './testing/three-harts.ts';

const db = await testDatabase();
const ask = askingOf(db);
const worker = (options: Parameters<typeof workerNear>[1]) => db.asTest((tx) => workerNear(tx, options));
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db));
  return () => vi.useRealTimers();
});

describe('protecting a harmed person', () => {
  test('keeps back where she is, and the home that her son shares, from all but those allocated to her or named', async () => {
    const direct = await worker({ near: [dawn, kyle, lee], role: 'lead-practitioner' });
    const ofKyle = await worker({ near: [dawn, kyle, lee], via: kyle, role: 'lead-practitioner' });
    const ofLee = await worker({ near: [dawn, kyle, lee], via: lee, role: 'lead-practitioner' });
    await db.asTest((tx) =>
      tx.sql(
        `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, agency, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, 'youth-work', 'given', 'The garage project for Kyle on Fridays', 'social-care', 'test', now())`,
        [tx.actor.area, newId(), lee, [kyle]],
      ),
    );
    const [visited] = await db.asTest(async (tx) =>
      (await chronologyOf(tx, [kyle])).filter((fact) => fact.kind === 'cin-visit'),
    );
    for (const one of [direct, ofKyle, ofLee]) {
      expect((await ask(one, `/families/${family}`)).text).toContain('8 Rope Walk');
      expect((await ask(one, `/families/${family}/people/${lee}`)).text).toContain('8 Rope Walk');
      expect((await ask(one, `/families/${family}/consents`)).text).toContain('garage project');
      expect((await ask(one, `/families/${family}`)).text).toMatch(
        /to Nina Okafor[\s\S]*a second day at the pool/,
      );
      expect((await ask(one, `/facts/${visited?.factId}`)).status).toBe(200);
      expect((await ask(one, '/families?q=aa1+1aa')).text).toContain('recorded at AA1 1AA');
    }
    const path = `/families/${family}/people/${dawn}/protection`;
    const form = { from: lee, reason: 'He followed her home.', sure: 'yes' };
    // Only somebody allocated to her herself records it, and for days to come.
    for (const one of [ofLee, ofKyle]) expect((await ask(one, path, form)).status).toBe(404);
    expect((await ask(direct, path, { ...form, until: '2020-01-01' })).status).toBe(400);
    const herself = await ask(direct, path, { ...form, from: dawn });
    expect([herself.status, herself.text]).toEqual([
      400,
      expect.stringContaining('Nobody is protected from themselves.'),
    ]);
    // Before it is sent the page says who will lose sight of what, and nothing is kept back yet.
    const { sure: _, ...first } = form;
    const foreseen = await ask(direct, path, first);
    expect(foreseen.status).toBe(200);
    expect(foreseen.text).toContain('Where Dawn and Kyle are or will be');
    expect(foreseen.text).toMatch(/Not kept back: where Lee\s+is/);
    const listed = foreseen.text.match(/East, Testshire/g) ?? [];
    expect(foreseen.text).toContain(`Who will no longer know: ${listed.length} workers`);
    const nameOf = (id: string) =>
      db.asTest((tx) => tx.one<{ name: string }>('SELECT name FROM worker WHERE worker_id = $1', [id]));
    expect(foreseen.text).toContain((await nameOf(ofKyle.id)).name);
    expect(foreseen.text).toContain('allocated social worker of Kyle');
    expect(foreseen.text).toContain((await nameOf(ofLee.id)).name);
    expect(foreseen.text).toContain('works with whom they are protected from');
    expect(foreseen.text).not.toMatch(new RegExp(`${(await nameOf(direct.id)).name}[^;]*of Dawn`));
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    for (const [who, kept] of [
      [direct, 2],
      [ofKyle, 0],
      [ofLee, 0],
    ] as const) {
      const seen = await db.asActor(who, (tx) => foreseeProtection(tx, dawn, [lee]), { readOnly: true });
      expect([seen.kept.length, seen.losing.length > 0]).toEqual([kept, kept > 0]);
    }
    expect((await ask(direct, path, form)).status).toBe(303);

    const own = await ask(direct, `/families/${family}`);
    expect(own.text).toContain('8 Rope Walk');
    expect((await ask(direct, '/families?q=aa11aa')).text).toContain('recorded at AA1 1AA');
    for (const one of [ofKyle, ofLee]) {
      const pages = [
        '',
        '/chronology',
        '/spending',
        '/consents',
        ...[dawn, kyle, lee].map((id) => `/people/${id}`),
      ];
      expect((await ask(one, '/families?q=aa1+1aa')).text).toContain('You work with no family that is found');
      for (const page of pages) {
        const { status, text } = await ask(one, `/families/${family}${page}`);
        expect([page, status]).toEqual([page, 200]);
        expect(text).not.toMatch(/Rope Walk|AA1 1AA|garage project/);
        expect(text).not.toContain('Visit under a child in need plan');
      }
      // What he said is not kept back; to whom, and what was done about it, may tell where he is.
      for (const page of [`/families/${family}`, `/api/families/${family}`]) {
        const { text } = await ask(one, page);
        expect(text).toContain('I want to swim.');
        expect(text).not.toMatch(/Nina|second day/);
      }
      const { text } = await ask(one, `/families/${family}`);
      expect(text).toContain('To whom they said it and what was done about it is kept back for safety.');
      expect(text).toContain('kept back for safety');
      expect(text).toContain('3 Mill Lane');
      expect((await ask(one, `/facts/${visited?.factId}`)).status).toBe(404);
      const raw = await db.asActor(
        one,
        (tx) =>
          tx.sql(
            `SELECT FROM person_detail WHERE value LIKE '%Rope%' UNION ALL SELECT FROM home WHERE address LIKE '%Rope%'
             UNION ALL SELECT FROM residence WHERE person_id = ANY ($1::uuid[])
             UNION ALL SELECT FROM record WHERE content::text LIKE '%Rope%' UNION ALL SELECT FROM fact_detail WHERE person_id = ANY ($1::uuid[])`,
            [[dawn, kyle]],
          ),
        { readOnly: true },
      );
      expect(raw).toEqual([]);
    }
    expect((await ask(direct, path)).text).toContain('He followed her home.');
    for (const one of [ofKyle, ofLee])
      expect((await ask(one, path)).text).not.toContain('He followed her home.');

    // Whoever is named sees it.
    const { protections } = JSON.parse((await ask(direct, `/api${path}`)).text) as {
      protections: { protectionId: string }[];
    };
    const [only] = protections;
    for (const one of [ofKyle, ofLee])
      expect(
        (await ask(one, `${path}/${only?.protectionId}/end`, { reason: 'He is in prison.' })).status,
      ).toBe(404);
    // Who may know stands beside it and is changed there.
    const one = `${path}/${only?.protectionId}`;
    expect((await ask(ofKyle, one)).status).toBe(404);
    const changed = await ask(direct, `${one}/named`, { named: ofKyle.id });
    expect(changed.status).toBe(303);
    expect((await ask(direct, changed.location)).text).toMatch(
      new RegExp(`Whoever is allocated to Dawn\\s*, and ${(await nameOf(ofKyle.id)).name}`),
    );
    const forKyle = (await ask(ofKyle, `/families/${family}`)).text;
    expect(forKyle).toContain('8 Rope Walk');
    expect(forKyle).not.toContain('Something is kept back');
    const forLee = (await ask(ofLee, `/families/${family}`)).text.replace(/\s+/g, ' ');
    expect(forLee).toMatch(
      /kept back for safety ?: where somebody in this family is, and who works with them/,
    );
    expect(forLee).toContain('The information governance lead can say whom to ask');
    expect((await ask(direct, `${changed.location}/named`, { named: newId() })).status).toBe(404);
    const unnamed = await ask(direct, `${changed.location}/named`, {});
    expect((await ask(ofKyle, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    // Why she sees the family may name any of them: so all of them are in the entry, and whose page it was comes first.
    const entries = await db.asTest((tx) =>
      tx.sql<{ persons: string[] }>(
        `SELECT persons FROM audit_entry WHERE actor = $1 AND route LIKE '%/protection%' AND because IS NOT NULL`,
        [direct.id],
      ),
    );
    expect(entries.length).toBeGreaterThan(2);
    for (const { persons } of entries) {
      expect(persons[0]).toBe(dawn);
      expect(new Set(persons)).toEqual(new Set([dawn, kyle, lee]));
    }
    // It is ended for a reason, which the audit keeps.
    const ending = await ask(direct, `${unnamed.location}/end`, {});
    expect([ending.status, ending.text]).toEqual([
      400,
      expect.stringContaining('Write why it is no longer needed'),
    ]);
    expect((await ask(direct, `${unnamed.location}/end`, { reason: 'He is in prison.' })).status).toBe(303);
    expect((await ask(direct, path)).text).toContain('He is in prison.');
    expect(
      await db.asTest((tx) =>
        tx.sql(`SELECT FROM audit_entry WHERE reason = 'He is in prison.' AND action = 'change'`),
      ),
    ).toHaveLength(1);
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    const named = { ...form, named: ofKyle.id };
    expect((await ask(direct, path, named)).status).toBe(303);
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    expect((await ask(ofLee, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    // The last day is the last on which it holds.
    const standing = JSON.parse((await ask(direct, `/api${path}`)).text) as {
      protections: { protectionId: string; endedOn: string | null }[];
    };
    for (const { protectionId, endedOn } of standing.protections)
      if (endedOn === null) await ask(direct, `${path}/${protectionId}/end`, { reason: 'To try another.' });
    expect((await ask(direct, path, { ...form, until: '22/11/2026' })).status).toBe(303);
    const { protections: all } = JSON.parse((await ask(direct, `/api${path}`)).text) as {
      protections: { happened: object; endedOn: string | null }[];
    };
    expect(all.find((one) => one.endedOn === null)?.happened).toEqual({
      from: '2026-11-22',
      to: '2026-11-22',
    });
    expect((await ask(ofKyle, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    vi.setSystemTime(new Date('2026-11-23T09:00:00Z'));
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    vi.setSystemTime(new Date('2026-11-22T09:00:00Z'));
    await unprotect(db);
  });

  test('may be from somebody whom no record tells of, but not from nobody', async () => {
    const direct = await worker({ near: [dawn, kyle, lee] });
    const ofKyle = await worker({ near: [dawn, kyle, lee], via: kyle });
    const path = `/families/${family}/people/${dawn}/protection`;
    const form = { reason: 'He threatened her at work.', sure: 'yes' };
    expect((await ask(direct, path, form)).status).toBe(400);
    expect((await ask(direct, path, { ...form, somebody: 'Lee’s brother, not known to us' })).status).toBe(
      303,
    );
    expect((await ask(direct, path)).text).toContain('Lee’s brother, not known to us');
    expect((await ask(ofKyle, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    await unprotect(db);
  });

  test('that went to somebody who was parted is ended by whoever may end what it was copied from', async () => {
    const direct = await worker({ near: [dawn, kyle, lee] });
    const ofKyle = await worker({ near: [dawn, kyle, lee], via: kyle });
    const path = `/families/${family}/people/${dawn}/protection`;
    await ask(direct, path, { from: lee, reason: 'He waited at the gate.', sure: 'yes' });
    const parted = newId();
    await db.asTest(async (tx) => {
      await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, now())', [
        tx.actor.area,
        parted,
      ]);
      await followNumbers(tx, [{ agency: 'social-care', was: dawn, is: parted }]);
    });
    const standing = (id: string) =>
      db.asTest((tx) =>
        tx.sql<{ protectionId: string }>(
          `SELECT protection_id AS "protectionId" FROM protection
           WHERE person_id = $1 AND reason = 'He waited at the gate.' AND ended_at IS NULL`,
          [id],
        ),
      );
    const [copy] = await standing(parted);
    const end = (who: typeof direct) =>
      ask(who, `${path}/${copy?.protectionId}/end`, { reason: 'It was somebody else.' });
    expect((await end(ofKyle)).status).toBe(404);
    expect((await ask(direct, path)).text).toContain('Ending it for them');
    expect((await ask(direct, `${path}/${copy?.protectionId}/end`, {})).status).toBe(400);
    // Where somebody is allocated to whoever was parted, it is for them to say.
    const theirs = await worker({ near: [parted] });
    expect((await end(direct)).status).toBe(404);
    await db.asTest((tx) =>
      tx.sql(`UPDATE relation SET superseded_at = now() WHERE worker_id = $1`, [theirs.id]),
    );
    expect((await end(direct)).status).toBe(303);
    expect([(await standing(parted)).length, (await standing(dawn)).length]).toEqual([0, 1]);
    expect((await ask(direct, path)).text).not.toContain('Ending it for them');
    await unprotect(db);
  });

  test('says from whom only of those who exist for the reader', async () => {
    const direct = await worker({ near: [dawn, kyle, lee] });
    const path = `/families/${family}/people/${dawn}/protection`;
    const form = { from: lee, somebody: 'his brother', reason: 'He followed her home.', sure: 'yes' };
    expect((await ask(direct, path, form)).status).toBe(303);
    const from = async () =>
      (JSON.parse((await ask(direct, `/api${path}`)).text) as { protections: { fromIds: string[] }[] })
        .protections[0]?.fromIds;
    expect(await from()).toEqual([lee]);
    await db.asTest((tx) => sealPerson(tx, { personId: lee, named: [], from: '2026-01-01', reason: 'test' }));
    expect(await from()).toEqual([]);
    expect((await ask(direct, path)).text).not.toMatch(/outside the family/);
    await db.asOwner((client) => client.query('DELETE FROM seal'));
    await unprotect(db);
  });
});

/** Where people are, before somebody protects Dawn from Lee on 1 November 2026; and who is kept back with her. */
const places: {
  name: string;
  stays: [who: string, home: string, from: string | null, to: string | null][];
  kept: string[];
}[] = [
  {
    name: 'she fled, and an old stay with him was never ended',
    stays: [
      ['Dawn', 'his', '2020-01-01', null],
      ['Lee', 'his', '2018-01-01', null],
      ['Dawn', 'refuge', '2026-10-01', null],
      ['Kyle', 'refuge', '2026-10-01', null],
      ['Stranger', 'refuge', '2026-09-01', null],
      ['Nan', 'his', '2015-01-01', null],
    ],
    kept: ['Dawn', 'Kyle', 'Stranger'],
  },
  {
    name: 'she fled after the protection began, to a place of which no day is known',
    stays: [
      ['Dawn', 'his', '2020-01-01', '2026-11-10'],
      ['Lee', 'his', '2018-01-01', null],
      ['Dawn', 'refuge', null, null],
      ['Kyle', 'refuge', '2026-11-10', null],
    ],
    kept: ['Dawn', 'Kyle'],
  },
  {
    name: 'he left the home that they shared',
    stays: [
      ['Dawn', 'theirs', '2020-01-01', null],
      ['Kyle', 'theirs', '2020-01-01', null],
      ['Lee', 'theirs', '2018-01-01', '2026-11-05'],
      ['Lee', 'his', '2026-11-05', null],
    ],
    kept: ['Dawn', 'Kyle'],
  },
  {
    name: 'they live together still',
    stays: [
      ['Dawn', 'theirs', '2020-01-01', null],
      ['Lee', 'theirs', '2018-01-01', null],
    ],
    kept: ['Dawn', 'Lee'],
  },
  {
    name: 'she left before the protection began, nobody knows when for where',
    stays: [
      ['Dawn', 'hostel', '2020-01-01', '2026-09-01'],
      ['Stranger', 'hostel', '2015-01-01', null],
      ['Dawn', 'refuge', null, null],
    ],
    kept: ['Dawn'],
  },
  {
    name: 'she once lived at her mother’s, and the stay was never ended',
    stays: [
      ['Dawn', 'nan', '2010-01-01', null],
      ['Nan', 'nan', '1990-01-01', null],
      ['Dawn', 'refuge', '2026-10-01', null],
    ],
    kept: ['Dawn'],
  },
  {
    name: 'she lives at her mother’s now, as far as anybody knows',
    stays: [
      ['Dawn', 'nan', null, null],
      ['Nan', 'nan', '1990-01-01', null],
      ['Lee', 'his', null, null],
    ],
    kept: ['Dawn', 'Nan'],
  },
];

test.each(places)('with her are kept back those who live where she does: $name', async ({ stays, kept }) => {
  const people = new Map(['Dawn', 'Lee', 'Kyle', 'Nan', 'Stranger'].map((name) => [name, newId()]));
  const homes = new Map([...new Set(stays.map((one) => one[1]))].map((name) => [name, newId()]));
  const at = new Date('2026-11-01T00:00:00Z');
  const id = (name: string) => people.get(name) ?? '';
  for (const asPostcodes of [false, true]) {
    const found = await db
      .asTest(async (tx) => {
        const { area } = tx.actor;
        const familyId = newId();
        for (const one of people.values())
          await tx.sql(
            'INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
            [area, one, at],
          );
        await tx.sql(`INSERT INTO family (area, family_id, name, created_at) VALUES ($1, $2, 'x', $3)`, [
          area,
          familyId,
          at,
        ]);
        for (const one of people.values())
          await tx.sql(
            `INSERT INTO membership (area, membership_id, family_id, person_id, part, reason, evidence, happened, decided_by, decided_at)
           VALUES ($1, $2, $3, $4, 'kin', 'x', '[]', '(,)', 'test', $5)`,
            [area, newId(), familyId, one, at],
          );
        for (const home of homes.values())
          await tx.sql(
            `INSERT INTO home (area, home_id, address, address_key) VALUES ($1, $2, 'x', $3) ON CONFLICT DO NOTHING`,
            [area, home, home],
          );
        for (const [who, home, from, to] of stays) {
          const rest = [area, newId(), id(who), asPostcodes ? home : homes.get(home), spanText(from, to), at];
          await tx.sql(
            asPostcodes
              ? `INSERT INTO person_detail (area, detail_id, person_id, kind, value, parts, place, rule, agency, record_id, received_at, happened)
               VALUES ($1, $2, $3, 'address', 'x', jsonb_build_object('postcode', $4::text), 0, 'test', 'police', $2, $6, $5)`
              : `INSERT INTO residence (area, residence_id, person_id, home_id, happened, precision, agency, record_id, received_at)
               VALUES ($1, $2, $3, $4, $5, 'day', 'social-care', $2, $6)`,
            rest,
          );
        }
        await tx.sql(
          `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, '{}', '[2026-11-01,)', 'test', 'test', $5)`,
          [area, newId(), id('Dawn'), [id('Lee')], at],
        );
        return workerNear(tx, {});
      })
      .then((stranger) =>
        db.asActor(stranger, (tx) => keptBack(tx, [...people.values()]), { readOnly: true }),
      );
    const names = [...people]
      .filter(([, one]) => found.has(one))
      .map(([name]) => name)
      .sort();
    expect({ asPostcodes, names }).toEqual({ asPostcodes, names: kept });
    await db.asTest(async (tx) => {
      for (const table of ['residence', 'person_detail'])
        await tx.sql(`UPDATE ${table} SET superseded_at = now() WHERE person_id = ANY ($1::uuid[])`, [
          [...people.values()],
        ]);
    });
    await unprotect(db);
  }
});
