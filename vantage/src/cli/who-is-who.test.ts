import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decision, Makeup, Queue } from '../identity/index.ts';
import { type Actor, silent } from '../platform/index.ts';
import { tableSums, testDatabase } from '../platform/testing.ts';
import { workersOn } from '../sharing/index.ts';
import { type RunningServer, startServer } from '../web/index.ts';
import { builtAssets, testBrowser } from '../web/testing.ts';
import { rebuild } from './pipeline.ts';
import { actorOf, asking, buildArea } from './testing/area.ts';
import { areaCode, system } from './testing/world.ts';
import { WhoIsWhoOutput, whoIsWho } from './who-is-who.ts';

const db = await testDatabase({ empty: true });
const data = mkdtempSync(join(tmpdir(), 'vantage-who-is-who-'));
let ask: Awaited<ReturnType<typeof asking>>;
let lead: Actor;
let server: RunningServer;

beforeAll(async () => {
  await buildArea(db, 24, 'who-is-who');
  ask = await asking(db);
  const workers = await db.asActor(system, (tx) => workersOn(tx, new Date().toISOString().slice(0, 10)));
  const found = workers.find((one) => one.role === 'information-governance-lead');
  lead = actorOf(found?.workerId ?? '', 'information-governance-lead');
  server = await startServer({ db, port: 0, assets: builtAssets(), as: lead });
});
afterAll(async () => {
  await server?.close();
  rmSync(data, { recursive: true, force: true });
});

/** What stands in a table, without the ids and times of the rows themselves. */
const tables = {
  link: 'undone_at',
  person_detail: 'superseded_at',
  agency_number: null,
  doubtful_pair: null,
  relationship: 'superseded_at',
  residence: 'superseded_at',
  membership: 'undone_at',
  fact: 'superseded_at',
  opening: 'superseded_at',
  spending: 'superseded_at',
  statement: 'superseded_at',
  relation: 'superseded_at',
  search_key: null,
} as const;

async function standing(): Promise<Record<string, unknown[]>> {
  const ownIds = Object.keys(tables).map((table) => `${table}_id`);
  const left = [...ownIds, 'detail_id', 'about', 'decided_at', 'known_at'];
  return db.asActor(system, async (tx) => {
    const found: Record<string, unknown[]> = {};
    for (const [table, until] of Object.entries(tables)) {
      found[table] = await tx.sql(
        `SELECT (to_jsonb(t) - $1::text[])::text AS row FROM ${table} t ${until === null ? '' : `WHERE ${until} IS NULL`}
         ORDER BY 1`,
        [left],
      );
    }
    return found;
  });
}

const build = () => rebuild(db, areaCode, { progress: silent });
const read = async <T>(path: string): Promise<T> => JSON.parse((await ask(lead, path)).body) as T;

test('a decision takes effect everywhere, once; taken back, everything is as before', async () => {
  const before = await standing();
  const { total, pairs } = await read<Queue>('/api/who-is-who/pairs');
  const alone = await db.asActor(system, (tx) =>
    tx.sql<{ id: string }>(
      'SELECT person_id AS id FROM agency_number GROUP BY person_id HAVING count(*) = 1',
    ),
  );
  // A decision joins numbers: of a person who has others besides, those may say that they are somebody else, as twins' do.
  const pair = pairs.find(
    ({ sides: [one, other] }) =>
      one.personId !== other.personId && alone.some(({ id }) => id === one.personId || id === other.personId),
  );
  if (pair === undefined) throw new Error('no pair of two persons waits, one of whom has one number');
  const form = { pair: pair.pairId, verdict: 'one', reason: 'the same photograph' };
  const answer = await ask(lead, '/who-is-who', form);
  expect(answer.status).toBe(303);
  const next = await ask(lead, answer.to ?? '');
  expect(next.body).toContain('It takes effect with the next build.');
  expect(next.body).not.toContain(pair.pairId);
  expect((await read<Queue>('/api/who-is-who/pairs')).total).toBe(total - 1);
  expect(await standing()).toEqual(before);

  await build();
  const [one, other] = pair.sides;
  const persons = await db.asActor(system, (tx) =>
    tx.sql<{ id: string }>('SELECT DISTINCT person_id AS id FROM agency_number WHERE number = ANY ($1)', [
      [one.number, other.number],
    ]),
  );
  expect(persons).toHaveLength(1);
  const joined = persons[0]?.id ?? '';
  const gone = [one.personId, other.personId].find((id) => id !== joined) ?? '';
  const now = await standing();
  expect(JSON.stringify(now)).not.toContain(gone);
  const sums = await tableSums(db);
  await build();
  expect(await tableSums(db)).toEqual(sums);
  const { history } = await read<Makeup>(`/api/who-is-who/persons/${joined}`);
  expect(history.some(({ personId, endedBy }) => personId === gone && endedBy?.includes('photograph'))).toBe(
    true,
  );

  const { decisions } = await read<{ decisions: Decision[] }>('/api/who-is-who/decisions');
  const id = decisions[0]?.decisionId;
  expect((await ask(lead, `/who-is-who/decisions/${id}/take-back`, {})).status).toBe(303);
  await build();
  expect(await standing()).toEqual(before);
  const written = await db.asActor(system, (tx) =>
    tx.sql<{ reason: string; persons: string[] }>(
      `SELECT reason, persons FROM audit_entry WHERE action = 'change' ORDER BY at`,
    ),
  );
  expect(written.map(({ reason }) => reason)).toEqual([
    'the same photograph',
    'Took back: the same photograph',
  ]);
  expect(written[0]?.persons.toSorted()).toEqual([one.personId, other.personId].toSorted());
});

test('a number is parted from a person on the person’s page, and put back', async () => {
  const before = await standing();
  const [person] = await db.asActor(system, (tx) =>
    tx.sql<{ id: string; number: string }>(
      `SELECT person_id AS id, min(number) AS number FROM agency_number WHERE open
       GROUP BY person_id HAVING count(*) > 3 ORDER BY 1 LIMIT 1`,
    ),
  );
  const path = `/who-is-who/persons/${person?.id}`;
  const form = { number: person?.number ?? '', reason: 'a cousin of one name' };
  expect((await ask(lead, path, form)).status).toBe(303);
  expect((await ask(lead, path)).body).toContain('waits for the next build');
  await build();
  const { numbers } = await read<Makeup>(`/api${path}`);
  expect(numbers.map(({ number }) => number)).not.toContain(form.number);
  const sums = await tableSums(db);
  await build();
  expect(await tableSums(db)).toEqual(sums);
  const { decisions } = await read<{ decisions: Decision[] }>('/api/who-is-who/decisions');
  const answer = await ask(lead, `/api/who-is-who/decisions/${decisions[0]?.decisionId}/take-back`, {});
  expect(answer.status).toBe(200);
  await build();
  expect(await standing()).toEqual(before);
});

test('the command does the same, on behalf of somebody who reviews', async () => {
  const run = async (args: string[], values: Record<string, string> = { as: lead.id }) => {
    const { output, text } = await whoIsWho.run({
      args,
      values,
      data,
      json: false,
      progress: silent,
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });
    return { output: WhoIsWhoOutput.parse(output), text };
  };
  const { output } = await run(['queue']);
  const { total, pairs } = await read<Queue>('/api/who-is-who/pairs');
  expect(output.queue).toEqual({ total, pairs });
  const pairId = pairs[0]?.pairId ?? '';
  const made = await run(['decide', pairId, 'two'], { as: lead.id, reason: 'twins' });
  expect(made.output.decision).toMatchObject({ verdict: 'two', decidedBy: lead.id, inEffectAt: null });
  const { applied } = (await run(['apply'], {})).output;
  expect(applied?.persons).toBeGreaterThan(100);
  const listed = (await run(['decisions'])).output.decisions ?? [];
  expect(listed[0]).toMatchObject({ verdict: 'two', reason: 'twins' });
  expect(listed[0]?.inEffectAt).not.toBeNull();
  const person = await run(['person', pairs[0]?.sides[0].personId ?? '']);
  expect(person.text).toContain('since');
  const back = await run(['take-back', listed[0]?.decisionId ?? '']);
  expect(back.output.decision?.undoneBy).toBe(lead.id);
  for (const [args, values] of [
    [['queue'], {}],
    [['queue'], { as: system.id }],
    [['decide', pairId, 'perhaps'], { as: lead.id, reason: 'twins' }],
    [['decide', pairId, 'two'], { as: lead.id }],
    [['decide'], { as: lead.id, reason: 'twins' }],
    [['gather'], { as: lead.id }],
  ] as [string[], Record<string, string>][])
    await expect(run(args, values)).rejects.toMatchObject({ code: 'bad-input' });
});

const browser = testBrowser();
test.skipIf(!browser.present)(
  'its pages are in order',
  async () => {
    const { pairs } = await read<Queue>('/api/who-is-who/pairs');
    const personId = pairs[0]?.sides[0].personId;
    for (const path of ['/who-is-who', '/who-is-who/decisions', `/who-is-who/persons/${personId}`])
      expect([path, await browser.check(new URL(path, server.url).href)]).toEqual([path, []]);
  },
  120_000,
);

test.skipIf(!browser.present)(
  'a pair is decided by keyboard alone, without scripts, and the next is shown',
  async () => {
    const { pairs } = await read<Queue>('/api/who-is-who/pairs');
    const page = await browser.open(new URL('/who-is-who', server.url).href, { scripts: false });
    await page.locator('#verdict').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('two brothers');
    await page.keyboard.press('Enter');
    await page.waitForURL(/after=/);
    const [decision] = (await read<{ decisions: Decision[] }>('/api/who-is-who/decisions')).decisions;
    expect(decision).toMatchObject({
      verdict: 'two',
      reason: 'two brothers',
      numbers: [pairs[0]?.sides[0].number],
      others: [pairs[0]?.sides[1].number],
    });
    expect(await page.locator('input[name=pair]').getAttribute('value')).toBe(pairs[1]?.pairId);
    await page.close();
  },
);
