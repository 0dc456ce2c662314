import { beforeAll, expect, test, vi } from 'vitest';
import { Writing, writeDown } from '../../casework/index.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { breakGlass, protectPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import { askingOf, makeThreeHarts, type ThreeHarts } from '../testing/three-harts.ts';

const db = await testDatabase();
const ask = askingOf(db);
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let hers: Actor;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db));
  hers = await db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, lee] }));
  return () => vi.useRealTimers();
});

const form = { recipient: 'The family court', reason: 'For the hearing of 3 December.' };
const print = (who: Actor, more: Record<string, string> = {}, query = '', tags = false) =>
  ask(who, `/families/${family}/chronology/print${query}`, { ...form, ...more }, { tags });
/** The lines of a copy; a test that finds none fails. */
const linesOf = (text: string) => {
  const from = text.indexOf('Told by, recorded on');
  expect(from).toBeGreaterThan(0);
  return text.slice(from);
};
const headOf = (text: string) =>
  text
    .slice(0, text.indexOf('<table'))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('a day that stands for no end is told, whatever asks for it', async () => {
  for (const path of ['/chronology', '/chronology/print']) {
    const { status, text } = await ask(hers, `/families/${family}${path}?to=31/12/9999`);
    expect([path, status]).toEqual([path, path === '/chronology' ? 400 : 200]);
    if (path === '/chronology') expect(text).toContain('Write a year from 1800 to 2199');
  }
  const { status } = await ask(hers, `/families/${family}/people/${dawn}/protection`, {
    from: lee,
    reason: 'He followed her home.',
    until: '31/12/9999',
  });
  expect(status).toBe(400);
});

test('what is asked for of a chronology is in the audit, and the days alone are not', async () => {
  await ask(hers, `/families/${family}/chronology?words=treatment&who=${kyle}`);
  await ask(hers, `/families/${family}/chronology?from=1/1/2026`);
  const entries = await db.asTest((tx) =>
    tx.sql<{ action: string; words: string | null }>(
      `SELECT action, words FROM audit_entry WHERE route = '/families/:id/chronology' AND action <> 'denied' ORDER BY at DESC, entry_id DESC LIMIT 2`,
    ),
  );
  expect(entries).toEqual([
    { action: 'read', words: null },
    { action: 'search', words: 'of Kyle, with the words “treatment”' },
  ]);
});

test('whoever is asked for and is nobody here is said to be that, and nothing is shown as theirs', async () => {
  for (const query of ['person=xyz', 'who=xyz', `person=${newId()}`, `who=${newId()}`]) {
    const { status, text } = await ask(
      hers,
      `/families/${family}/chronology?${query}&words=treatment`,
      undefined,
      { tags: true },
    );
    expect([query, status]).toEqual([query, 400]);
    expect(text).toContain('Nobody of whom this address tells is in this family, or you may not see them.');
    expect(text).toContain(`href="/families/${family}/chronology?words=treatment">See it of everybody</a>`);
    expect(text).not.toContain('events and spells');
    expect(text).not.toContain('value="xyz"');
  }
  for (const query of ['who=xyz', 'person=xyz']) {
    const path = `/families/${family}/chronology/print?${query}`;
    for (const form of [undefined, { recipient: 'The court', reason: 'Asked for' }]) {
      const { status, text } = await ask(hers, path, form);
      expect([query, status]).toEqual([query, 400]);
      expect(text).toContain('This address names nobody to print a chronology of.');
    }
  }
  const { status, text } = await ask(hers, `/families/${family}/chronology?person=${kyle}`);
  expect([status, text.includes('See it of everybody')]).toEqual([200, false]);
});

test('the head names nobody who is left out', async () => {
  const { status, text } = await print(hers, { without: lee }, `?who=${lee}&words=Lee`);
  expect(status).toBe(200);
  expect(headOf(text).slice(headOf(text).indexOf('The family court'))).not.toContain('Lee');
  expect((await print(hers, {}, `?who=${lee}`)).text).toContain('of Lee');
});

test('those who opened it in an emergency take no copy of it', async () => {
  const stranger = await db.asTest((tx) => workerNear(tx, { near: [] }));
  await db.asActor(stranger, (tx) =>
    breakGlass(tx, { familyId: family, persons: [dawn, kyle, lee], reason: 'He may come tonight.' }),
  );
  expect((await ask(stranger, `/families/${family}/chronology`)).status).toBe(200);
  expect((await ask(stranger, `/families/${family}/chronology/print`)).status).toBe(403);
  expect((await print(stranger)).status).toBe(403);
});

test('where somebody is protected the copy tells no place, unless everybody who reads it may know', async () => {
  const before = (await print(hers)).text;
  expect(before).toContain('Visit');
  expect(before).not.toContain('may tell where somebody is');
  await db.asTest((tx) =>
    protectPerson(tx, {
      personId: dawn,
      fromIds: [lee],
      fromWords: '',
      fromBorn: null,
      named: [],
      happened: { from: '2026-11-01', to: null },
      reason: 'He followed her home.',
    }),
  );
  expect((await ask(hers, `/families/${family}/chronology/print`)).text).toContain('is kept back for safety');
  const kept = (await print(hers)).text;
  const table = linesOf(kept);
  expect(table).not.toContain('Visit');
  expect(headOf(kept)).toMatch(/lines? that may tell where somebody is/);
  // Who made it would tell which worker and agency is near her.
  const { name } = await db.asTest((tx) =>
    tx.one<{ name: string }>('SELECT name FROM worker WHERE worker_id = $1', [hers.id]),
  );
  const madeBy = (text: string) => headOf(text).match(/Made.*?from what they may see/)?.[0];
  expect(madeBy(kept)).toMatch(/, by a worker of those around the family ?, from what they may see/);
  expect(madeBy(kept)).not.toContain(name);
  expect(madeBy(before)).toContain(name);
  const withPlaces = (await print(hers, { whereabouts: 'with' })).text;
  expect(withPlaces).toContain('Visit');
  expect(madeBy(withPlaces)).toContain(name);
  expect((await ask(hers, `/families/${newId()}/chronology/print`)).status).toBe(404);
});

test('an open hypothesis is never printed; a note for few only where that is asked for, and marked', async () => {
  await db.asTest((tx) =>
    tx.sql(`UPDATE protection SET ended_at = now(), ended_by = 'test' WHERE ended_at IS NULL`),
  );
  const write = (over: Record<string, unknown>) =>
    db.asActor(hers, (tx) =>
      writeDown(tx, {
        familyId: family,
        writing: Writing.parse({ kind: 'note', persons: [kyle], words: 'x', ...over }),
      }),
    );
  await write({ kind: 'hypothesis', words: 'She may be hiding him.', due: '20/12/2026', audience: 'team' });
  await write({ words: 'For few of us.', audience: 'allocated' });
  await write({ words: 'For all of us.', audience: 'team' });
  const plain = (await print(hers)).text;
  expect(plain).toContain('For all of us.');
  expect(plain).not.toContain('hiding him');
  expect(plain).not.toContain('For few of us');
  expect(plain).toContain('2 lines of what was written for fewer than the team.');
  const more = (await print(hers, { forFew: 'with' })).text;
  expect(more).toContain('For few of us.');
  expect(more).toContain('Not for the whole team.');
  expect(more).not.toContain('hiding him');
});

test('before a copy without somebody is made, lines that may tell of them are listed, each to be left out', async () => {
  const write = (words: string) =>
    db.asActor(hers, (tx) =>
      writeDown(tx, {
        familyId: family,
        writing: Writing.parse({ kind: 'note', persons: [kyle], words, audience: 'team' }),
      }),
    );
  await write('His mother was asleep.');
  await write('Dawn was out.');
  await write('He has a cold.');
  const first = await print(hers, { without: dawn }, '', true);
  expect(first.status).toBe(200);
  expect(first.text).not.toContain('Told by, recorded on');
  expect(first.text).toContain('“mother”');
  expect(first.text).not.toContain('He has a cold.');
  const exports = async () =>
    (
      await db.asTest((tx) =>
        tx.one<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'export'`),
      )
    ).n;
  const before = await exports();
  const read = /name="read" value="([^"]*)"/.exec(first.text)?.[1] ?? '';
  const boxes = first.text.match(/<input[^>]*name="leave"[^>]*>/g) ?? [];
  expect(boxes.every((box) => box.includes('checked=""'))).toBe(true);
  expect(boxes).toHaveLength(1);
  const leave = /value="([^"]*)"/.exec(boxes[0] ?? '')?.[1] ?? '';
  const without = (await print(hers, { without: dawn, read, leave })).text;
  expect(linesOf(without)).not.toContain('His mother was asleep.');
  expect(linesOf(without)).not.toContain('Dawn was out.');
  expect(linesOf(without)).toContain('He has a cold.');
  expect(headOf(without)).toMatch(/\d lines? whose words may tell of somebody left out\./);
  expect(linesOf((await print(hers, { without: dawn, read })).text)).toContain('His mother was asleep.');
  expect(await exports()).toBe(before + 2);
  // What was read for one copy is not read for another.
  const another = await print(hers, { without: dawn, read, forFew: 'with' });
  expect([another.status, another.text.includes('Told by, recorded on')]).toEqual([200, false]);
});
