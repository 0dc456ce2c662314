import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AreaCounts, areaCounts, refresh, type Shown, snapshot } from '../area/index.ts';
import { attacked, writtenDown } from '../area/testing.ts';
import type { BandId, NeedId } from '../chronology/index.ts';
import { unitCosts, uprated } from '../costs/index.ts';
import { addDays, clock, dayOf, silent, type Tx } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { countsActor, sealPerson, systemActor, unsealPerson } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { area } from './area.ts';
import { buildFolder } from './pipeline.ts';
import { asking } from './testing/area.ts';

const db = await testDatabase({ empty: true });
const folder = mkdtempSync(join(tmpdir(), 'vantage-area-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await makeArea({ out: folder, size: 'small', seed: 'area', families: 60 });
  await buildFolder(db, join(folder, 'extracts'), { progress: silent });
});

const today = dayOf(clock.now());
const system = systemActor('ashmere', 'test');
const asSystem = <T>(work: (tx: Tx) => Promise<T>) => db.asActor(system, work);
const exactly =
  (on = today) =>
  (tx: Tx) =>
    areaCounts(tx, { on, exact: true });
const asReader = <T>(work: (tx: Tx) => Promise<T>) =>
  db.asActor(countsActor('ashmere', 'test'), work, { snapshot: true });
const snapshots = () =>
  asSystem((tx) =>
    tx.sql<{ id: string; build: string; ofBuild: boolean; day: string }>(
      'SELECT snapshot_id AS id, build_id AS build, of_build AS "ofBuild", day FROM area_snapshot ORDER BY made_at',
    ),
  );

/** Somebody with an open reason and facts of their own, and what would be missing without them. */
async function somebody() {
  return db.asOwner(async (client) => {
    const { rows } = await client.query<{ id: string; facts: string }>(
      `SELECT person_id AS id, count(*) AS facts FROM fact JOIN opening USING (area, person_id)
       WHERE fact.superseded_at IS NULL AND opening.superseded_at IS NULL AND upper_inf(opening.happened)
       GROUP BY person_id ORDER BY 2 DESC, 1 LIMIT 1`,
    );
    return rows[0]?.id ?? '';
  });
}

/** Persons and facts of a kind begun in a year, counted as plainly as can be, without somebody. */
async function plainly(without: string, kind: string, year: string) {
  return db.asOwner(async (client) => {
    const { rows } = await client.query<{ persons: number; facts: number }>(
      `SELECT (SELECT count(DISTINCT person_id)::integer FROM link WHERE undone_at IS NULL AND person_id <> $1) AS persons,
              (SELECT count(*)::integer FROM fact WHERE superseded_at IS NULL AND kind = $2 AND person_id <> $1
               AND lower(happened) >= $3 AND lower(happened) < $4) AS facts`,
      [without, kind, `${year.slice(0, 4)}-04-01`, `${Number(year.slice(0, 4)) + 1}-04-01`],
    );
    return rows[0];
  });
}

const begun = (counts: AreaCounts, kind: string, year: string) =>
  counts.byYear.find((row) => row.kind === kind)?.counts[counts.years.indexOf(year)];
const year = (counts: AreaCounts) => counts.years.at(-2) ?? '';
/** Numbers alone: what a seal must change and nothing else. */
const numbersIn = ({ standsOn: _, ...counts }: AreaCounts) => counts;

/** Families helped on the last day of March before last, by help, and those of whom a child came into care in the year after: counted as plainly as can be. */
async function helpedPlainly(on: string) {
  return db.asOwner(async (client) => {
    const { rows } = await client.query<{ help: string; families: number; care: number }>(
      `WITH born AS (
         SELECT person_id, min(value)::date AS day FROM person_detail
         WHERE kind = 'birth-date' AND superseded_at IS NULL GROUP BY person_id),
       helped AS (
         SELECT m.family_id, min(CASE o.reason WHEN 'in-care' THEN 1 WHEN 'child-in-need-plan' THEN 3
           WHEN 'help-agreed' THEN 4 WHEN 'youth-justice' THEN 4 ELSE 2 END) AS help
         FROM membership m JOIN opening o USING (area, person_id)
         WHERE m.undone_at IS NULL AND o.superseded_at IS NULL AND m.part IN ('child', 'main-carer')
           AND m.happened @> $1::date AND o.happened @> $1::date GROUP BY m.family_id)
       SELECT help, count(*)::integer AS families, (count(*) FILTER (WHERE EXISTS (
           SELECT FROM membership m JOIN fact f USING (area, person_id)
           WHERE m.family_id = helped.family_id AND m.undone_at IS NULL AND f.superseded_at IS NULL
             AND f.kind = 'in-care' AND lower(f.happened) > $1::date AND lower(f.happened) <= ($1::date + interval '1 year')
             AND m.happened && daterange($1::date, ($1::date + interval '1 year')::date, '(]'))))::integer AS care
       FROM helped WHERE EXISTS (
         SELECT FROM membership m JOIN born USING (person_id) WHERE m.family_id = helped.family_id
           AND m.undone_at IS NULL AND m.happened @> $1::date AND born.day <= $1::date
           AND born.day > $1::date - interval '18 years')
       GROUP BY help ORDER BY help`,
      [on],
    );
    return rows;
  });
}

describe('the snapshot', () => {
  test('is made by the build, and reading adds none', async () => {
    const made = await snapshots();
    expect(made).toEqual([expect.objectContaining({ ofBuild: true, day: today })]);
    await asReader(exactly());
    await asReader((tx) => areaCounts(tx, { on: today, year: '2019-20' }));
    expect(await snapshots()).toEqual(made);
  });

  test('leaves a sealed person out from the transaction that seals them on, and has them again afterwards', async () => {
    const person = await somebody();
    const before = await asReader(exactly());
    const sealId = await asSystem(async (tx) => {
      const id = await sealPerson(tx, { personId: person, named: [], from: today, reason: 'a test' });
      await refresh(tx);
      return id;
    });
    const kept = await snapshots();
    const during = await asReader(exactly());
    expect(await snapshots()).toEqual(kept);
    const [kind = ''] = before.now.map((one) => one.kind);
    for (const one of [kind, 'contact', 'cin-visit']) {
      const plain = await plainly(person, one, year(during));
      expect(during.persons).toBe(plain?.persons);
      expect(begun(during, one, year(during)) ?? 0).toBe(plain?.facts);
    }
    expect(during.persons).toBe(Number(before.persons) - 1);
    expect(during.personsOpen).toBe(Number(before.personsOpen) - 1);
    expect(during.families).toBeLessThanOrEqual(Number(before.families));
    await asSystem((tx) => unsealPerson(tx, sealId));
    expect(numbersIn(await asReader(exactly()))).toEqual(numbersIn(before));
  });

  test('told whose seal it is, takes away what they add, and puts it back, as counting everything would', async () => {
    const person = await somebody();
    const seal = (tx: Tx) => sealPerson(tx, { personId: person, named: [], from: today, reason: 'a test' });
    const lasting = async (tx: Tx) =>
      tx.one<{ made: object; without: boolean }>(
        `SELECT jsonb_build_array(lasting, daily, (SELECT jsonb_agg(l ORDER BY family_id) FROM area_like l)) AS made,
           NOT of_build AS without FROM area_snapshot ORDER BY made_at DESC LIMIT 1`,
      );
    await asSystem((tx) => tx.sql('DELETE FROM area_snapshot WHERE NOT of_build'));
    const before = await asSystem(lasting);
    /** Everything counted with the seal, in a transaction that is undone. */
    let everything: object = {};
    await asSystem(async (tx) => {
      await seal(tx);
      await tx.sql('DELETE FROM area_snapshot');
      await snapshot(tx);
      everything = (await lasting(tx)).made;
      throw new Error('undone');
    }).catch(() => undefined);
    const sealId = await asSystem(async (tx) => {
      const id = await seal(tx);
      await refresh(tx, person);
      return id;
    });
    const during = await asSystem(lasting);
    expect(during.made).not.toEqual(before.made);
    expect(during.made).toEqual(everything);
    expect(during.without).toBe(true);
    // The snapshot with them is gone: it can only come of the one without.
    await db.asOwner((client) => client.query(`UPDATE area_snapshot SET seals = 'others' WHERE of_build`));
    await asSystem(async (tx) => {
      await unsealPerson(tx, sealId);
      await refresh(tx, person);
    });
    expect((await asSystem(lasting)).made).toEqual(before.made);
  });

  test('of other seals is never read: a reader counts afresh', async () => {
    const person = await somebody();
    const before = await asReader(exactly());
    const sealId = await asSystem((tx) =>
      sealPerson(tx, { personId: person, named: [], from: addDays(today, -1), reason: 'a test' }),
    );
    expect((await asReader(exactly())).persons).toBe(Number(before.persons) - 1);
    await asSystem((tx) => unsealPerson(tx, sealId));
    expect((await asReader(exactly())).persons).toBe(before.persons);
  });

  test('of another day is made by its first reader, once for all who come at the same time', async () => {
    const later = addDays(today, 400);
    const before = await snapshots();
    const read = await Promise.all(Array.from({ length: 4 }, () => asReader(exactly(later))));
    expect(new Set(read.map((one) => JSON.stringify(numbersIn(one)))).size).toBe(1);
    const after = await snapshots();
    expect(after.filter((one) => one.day === later)).toHaveLength(1);
    expect(after).toHaveLength(before.length + 1);
    // Early help is told for twelve months after it ended, so fewer are open by then.
    const now = await asReader(exactly());
    expect(read[0]?.personsOpen).toBeLessThanOrEqual(Number(now.personsOpen));
  });

  test('of another build is never read, however late a reader of the old one keeps it', async () => {
    const before = await asReader(exactly());
    await asSystem(async (tx) => {
      const fact = await tx.one<{ id: string }>(
        `SELECT fact_id AS id FROM fact WHERE superseded_at IS NULL AND kind = 'contact' AND lower(happened) >= $1 LIMIT 1`,
        [`${year(before).slice(0, 4)}-04-01`],
      );
      await tx.sql('UPDATE fact SET superseded_at = now() WHERE fact_id = $1', [fact.id]);
      await snapshot(tx);
    });
    const [old, ...more] = await snapshots();
    expect(more).toEqual([]);
    const after = await asReader(exactly());
    const contacts = (counts: AreaCounts) =>
      counts.byYear
        .find((row) => row.kind === 'contact')
        ?.counts.reduce<number>((sum, one) => sum + Number(one), 0);
    expect(contacts(after)).toBe((contacts(before) ?? 0) - 1);
    await asSystem((tx) =>
      tx.sql(
        `INSERT INTO area_snapshot SELECT area, gen_random_uuid(), gen_random_uuid(), false, day, seals,
           now() + interval '1 hour', jsonb_set(lasting, '{persons}', '9'), daily FROM area_snapshot WHERE snapshot_id = $1`,
        [old?.id],
      ),
    );
    expect((await asReader(exactly())).persons).toBe(after.persons);
    // A build that writes nothing leaves what stands.
    await asSystem(snapshot);
    expect((await snapshots()).map((one) => one.id)).toContain(old?.id);
  });
});

/** Every count in an answer, in its order. */
const numbersOf = (one: AreaCounts) => [
  one.persons,
  one.personsOpen,
  one.families,
  one.familiesOpen,
  ...one.now.map(({ persons }) => persons),
  ...one.byYear.flatMap((row) => row.counts),
  ...one.spendingByService.map(({ persons }) => persons),
  ...one.needs.map(({ families }) => families),
  ...one.bands.map(({ families }) => families),
];

describe('who reads', () => {
  test('sees the same numbers as everybody, and afterwards nothing but what they may', async () => {
    const actor = await asSystem((tx) => workerNear(tx, { role: 'lead-member' }));
    const counts = await asReader((tx) => areaCounts(tx, { on: today }));
    await db.asActor(actor, async (tx) => {
      const facts = () => tx.one('SELECT count(*) AS facts FROM fact');
      const kept = () => tx.one('SELECT count(*) AS kept FROM area_snapshot');
      expect([await facts(), await kept()]).toEqual([{ facts: 0 }, { kept: 0 }]);
      const told = await areaCounts(tx, { on: today });
      // A service that is not named to them is left out, and there is one of treatment alone.
      const isNamed = (row: { kind: string } | { unitCost: string }) =>
        !('kind' in row ? row.kind : row.unitCost).startsWith('treatment');
      const named = {
        ...counts,
        now: counts.now.filter(isNamed),
        byYear: counts.byYear.filter(isNamed),
        spendingByService: counts.spendingByService.filter(isNamed),
      };
      expect(numbersOf(told)).toEqual(numbersOf(named));
      expect(told.byYear.length).toBeLessThan(counts.byYear.length);
      expect([await facts(), await kept()]).toEqual([{ facts: 0 }, { kept: 0 }]);
    });
  });

  test('learns no count of 1 to 5 by solving all that the page, the API and the command show of every year', async () => {
    const years = (await asReader((tx) => areaCounts(tx, { on: today }))).years;
    const everyYear = async (exact: boolean) => {
      const counts: AreaCounts[] = [];
      for (const year of years)
        counts.push(await asReader((tx) => areaCounts(tx, { on: today, year, exact })));
      const [one] = counts;
      if (one === undefined) throw new Error('there is no year');
      const services = counts.flatMap(({ spendingByService, spendingYear: year }) =>
        spendingByService.map((service) => ({ ...service, year })),
      );
      return { ...one, services };
    };
    const [shown, exact] = [await everyYear(false), await everyYear(true)];
    const truth = {
      persons: Number(exact.persons),
      personsOpen: Number(exact.personsOpen),
      families: Number(exact.families),
      familiesOpen: Number(exact.familiesOpen),
      needs: exact.needs.map((one) => ({ need: one.need as NeedId, families: Number(one.families) })),
      bands: exact.bands.map((one) => ({ band: one.band as BandId, families: Number(one.families) })),
      now: exact.now.map(({ kind, persons }) => ({ kind, persons: Number(persons) })),
      began: exact.byYear.flatMap(({ kind, counts }) =>
        counts.map((count, at) => ({
          kind,
          year: years[at] ?? '',
          facts: Number(count),
          persons: Number(count),
        })),
      ),
      spent: exact.services.flatMap(({ year, unitCost, bearer, persons, amount }) =>
        amount ? [{ year, unitCost, bearer, persons: Number(persons), ...amount }] : [],
      ),
    };
    const eventsOf = ({ unitCost, pence }: { unitCost: string; pence: number }) => {
      const cost = unitCosts.find((one) => one.key === unitCost);
      return cost ? Math.round(pence / uprated(cost.pence, cost.priceYear)) : 1;
    };
    const found = attacked(writtenDown(shown, truth, eventsOf));
    expect(found.revealed).toEqual([]);
    expect(found.few).toBeGreaterThan(30);
    // Were all counts of more than 5 shown, some of 1 to 5 would be had.
    const careless = (value: Shown, own: number): Shown => (value === 'not shown' && own > 5 ? own : value);
    const open = {
      ...shown,
      persons: careless(shown.persons, truth.persons),
      personsOpen: careless(shown.personsOpen, truth.personsOpen),
      families: careless(shown.families, truth.families),
      bands: shown.bands.map((one, at) => ({
        ...one,
        families: careless(one.families, truth.bands[at]?.families ?? 0),
      })),
      now: shown.now.map((one, at) => ({
        ...one,
        persons: careless(one.persons, truth.now[at]?.persons ?? 0),
      })),
    };
    expect(attacked(writtenDown(open, truth, eventsOf)).revealed).not.toEqual([]);

    // The page shows no count that is not among these; nor does the command (below).
    const actor = await asSystem((tx) => workerNear(tx, { role: 'lead-member' }));
    const ask = await asking(db);
    for (const year of years) {
      const counts = JSON.parse((await ask(actor, `/api/area?year=${year}`)).body) as AreaCounts;
      const told = new Set(numbersOf(counts).map((one) => Number(one).toLocaleString('en-GB')));
      const cells = [...(await ask(actor, `/area?year=${year}`)).body.matchAll(/<td[^>]*>(.*?)<\/td>/gs)]
        .map(([, cell = '']) => cell.replace(/<[^>]*>/g, '').trim())
        .filter((cell) => /^[\d,]+$/.test(cell));
      expect(cells.length).toBeGreaterThan(20);
      expect(cells.filter((cell) => !told.has(cell))).toEqual([]);
    }
  });

  test('finds no count of 1 to 5 anywhere in the answer', async () => {
    const exact = await asReader(exactly());
    const counts = await asReader((tx) => areaCounts(tx, { on: today }));
    const small = (value: unknown) => typeof value === 'number' && value >= 1 && value <= 5;
    expect(numbersOf(exact).filter(small).length).toBeGreaterThan(20);
    expect(numbersOf(counts).filter(small)).toEqual([]);
    expect(numbersOf(counts)).toContain('1 to 5');
  });
});

describe('vantage area', () => {
  const run = (values: Record<string, boolean> = {}) =>
    area.run({
      args: [],
      values,
      data: folder,
      json: false,
      progress: silent,
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });

  test('says that small counts are not shown, and shows them only when asked to be exact, labelled so', async () => {
    const { output, text } = await run();
    expect(output.exact).toBe(false);
    expect(text).toContain('Counts of 1 to 5 are not shown, nor numbers that would reveal one.');
    expect(text).toContain('1 to 5\n');
    const told = new Set(numbersOf(output).map((one) => Number(one).toLocaleString('en-GB')));
    const printed = (text ?? '')
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .flatMap((line) => line.trim().split(/\s{2,}/))
      .filter((word) => /^[\d,]+$/.test(word));
    expect(printed.length).toBeGreaterThan(50);
    expect(printed.filter((word) => !told.has(word))).toEqual([]);
    const exact = await run({ exact: true });
    expect(exact.output.exact).toBe(true);
    expect(exact.text).toContain('EXACT: for whoever runs this machine.');
    expect(exact.text).not.toMatch(/ 1 to 5$/m);
  });
});

type KeptLike = { on: string; groups: Record<string, { families: number; followed: { care?: number } }> };

test('families like one another are each counted once, by help, and in what followed, in every year', async () => {
  let all = 0;
  for (let year = 2012; year <= Number(today.slice(0, 4)); year += 1) {
    const day = `${year}-06-01`;
    await asReader(exactly(day));
    const [kept] = await asSystem((tx) =>
      tx.sql<{ like: KeptLike }>(`SELECT lasting->'like' AS like FROM area_snapshot WHERE day = $1`, [day]),
    );
    expect(kept?.like.on).toBe(`${year - 1}-03-31`);
    const groups = Object.entries(kept?.like.groups ?? {});
    const counted = ['care', 'protection', 'in-need', 'early'].map((help) => {
      const own = groups.filter(([group]) => group.startsWith(`${help}.`)).map(([, one]) => one);
      const sum = (of: (one: (typeof own)[number]) => number) => own.reduce((sum, one) => sum + of(one), 0);
      return [sum((one) => one.families), sum((one) => one.followed.care ?? 0)];
    });
    const plain = await helpedPlainly(`${year - 1}-03-31`);
    const expected = [1, 2, 3, 4].map((help) => plain.find((one) => Number(one.help) === help));
    expect([year, counted]).toEqual([year, expected.map((one) => [one?.families ?? 0, one?.care ?? 0])]);
    all += counted.flat().reduce((sum, one) => sum + one, 0);
  }
  expect(all).toBeGreaterThan(20);
});
