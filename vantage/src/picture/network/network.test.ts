import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { protectPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import { askingOf, makeThreeHarts, type ThreeHarts, unprotect, wordsIn } from '../testing/three-harts.ts';
import { networkRules } from './model.ts';
import { standingToday } from './service.ts';
import type { NetworkMap } from './shape.ts';

const db = await testDatabase();
const ask = askingOf(db);
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let near: Actor;
let team: Actor;
let stranger: Actor;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db, {
    'school.pupils': [
      {
        pupil_id: 'P8',
        urn: '100001',
        entrydate: '2024-09-01',
        surname: 'Hart',
        forename: 'Kyle',
        dob: '2012-04-05',
        addressline1: '8 Rope Walk',
        postcode: 'AA1 1AA',
      },
    ],
  }));
  [near, team, stranger] = await db.asTest((tx) =>
    Promise.all([
      workerNear(tx, { near: [dawn, kyle, lee] }),
      workerNear(tx, { near: [dawn, kyle, lee], kind: 'team' }),
      workerNear(tx, {}),
    ]),
  );
  return () => vi.useRealTimers();
});

const here = () => `/families/${family}/network`;
const map = async (actor: Actor = near) => {
  const { status, text } = await ask(actor, `/api${here()}`);
  expect(status).toBe(200);
  return JSON.parse(text) as NetworkMap;
};
const page = async (actor: Actor = near, query = '') => wordsIn(await ask(actor, here() + query));
const tom = () => ({
  speaker: kyle,
  audience: 'team',
  whose: kyle,
  kind: 'friend',
  name: 'Tom',
  strength: 'strong',
});
const draw = (over: Record<string, string> = {}, actor: Actor = near) =>
  ask(actor, here(), { ...tom(), ...over });
const found = async (name: string, actor: Actor = near) =>
  (await map(actor)).around.find((one) => one.name === name);

test('by records the family is in the middle, relatives elsewhere, agencies and school around it; nobody has said how', async () => {
  const { middle, around, sentences } = await map();
  expect(middle).toEqual([dawn, kyle]);
  expect(around.map(({ kind, told, whose, ties }) => [kind, told, whose, ties])).toEqual([
    ['kin', ['Parent of Kyle Hart'], [], []],
    ['school', [], [kyle], []],
    ['service', ['Early help'], [kyle], []],
  ]);
  expect(around[0]?.of).toBe(`person:${lee}`);
  expect(sentences).toEqual([
    'Nothing drawn with the family is here where you may see it. What stands around them is what records tell, and does not say that there is nobody else.',
    'By records one service and one school are there for them now.',
  ]);
  const shown = await page();
  expect(shown).toContain('Friend none here yet');
  expect(shown).toContain('Draw a tie with them');
});

describe('drawn with the family', () => {
  test('a tie stands around it as it was said, and the next begins with who said it', async () => {
    const answer = await draw({ turnsTo: 'yes', words: 'He does not laugh at me.' });
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(`${here()}?speaker=${kyle}&audience=team&whose=${kyle}#drawing`);
    expect(await found('Tom')).toMatchObject({
      kind: 'friend',
      whose: [kyle],
      ties: [{ strength: 'strong', way: 'both', turnsTo: true, speaker: kyle, saidOn: '2026-11-22' }],
    });
    const shown = await page();
    expect(shown).toContain('Strong; Kyle turns there. “He does not laugh at me.”');
    // Tom, Lee, the school and early help.
    expect(shown).toContain(
      'Drawn with the family, last on 22 November 2026: ties with one of the 4 around them.',
    );
    // Rule few-ties, and of whom nobody has said.
    expect(shown).toContain(
      'Few ties: beyond services and school only Tom was drawn as a tie that is not strained.',
    );
    expect(shown).toContain('Kyle turns to Tom.');
    expect(shown).not.toContain('whom Kyle turns to');
  });

  test('what two name alike is one, with a line for each that differs', async () => {
    await draw({ name: '  tom ', speaker: dawn, whose: dawn, strength: 'strained' });
    const one = (await map()).around.filter(({ kind }) => kind === 'friend');
    expect(one.map(({ whose, ties }) => [whose, ties.map(({ strength }) => strength)])).toEqual([
      [
        [dawn, kyle],
        ['strained', 'strong'],
      ],
    ]);
    const { text } = await raw(here());
    // Two lines to one box, one row of the table and one of those whom the sentence counts.
    expect((await map()).sentences[0]).toContain('ties with one of the 4 around them');
    expect(text.match(/id="around-\d+"/g)?.length).toBe(4);
    // One line of each in either drawing: for a wide screen, and for one that is held upright.
    expect(text.match(/data-tie="strong"/g)?.length).toBe(2 + samples(text, 'strong'));
    expect(text.match(/data-tie="strained"/g)?.length).toBe(2 + samples(text, 'strained'));
  });

  test('with two ties that are not strained nothing is said of few', async () => {
    await draw({ name: 'Boxing club', kind: 'club', strength: 'weak', way: 'to-them' });
    const { sentences } = await map();
    expect(sentences.join(' ')).not.toContain('Few ties');
    expect(sentences).toContain('Where the family gives and gets nothing back: Boxing club.');
    expect(sentences).toContain('Strained: Tom.');
  });

  test('of a relative and a service that records tell of, it is said how the tie is', async () => {
    expect(await page(near, `?of=person:${lee}&kind=kin`)).toContain(
      'The tie with Lee, of which records tell.',
    );
    await draw({ name: '', of: `person:${lee}`, kind: 'kin', strength: 'strained', way: 'from-them' });
    const service = (await map()).around.find(({ kind }) => kind === 'service')?.of ?? '';
    await draw({ name: '', of: service, kind: 'service', strength: 'weak' });
    expect((await found('Lee'))?.ties.map(({ strength, way }) => [strength, way])).toEqual([
      ['strained', 'from-them'],
    ]);
    const { around } = await map();
    expect(around.filter(({ of }) => of === service).map(({ ties }) => ties.length)).toEqual([1]);
  });

  test('what is not on the map, not of the family or not said is refused beside its field', async () => {
    for (const [over, words] of [
      [{ name: '', of: `person:${newId()}`, kind: 'kin' }, 'This is not on the map.'],
      [{ speaker: newId() }, 'A tie is said by somebody of this family.'],
      [{ whose: newId() }, 'A tie is of people of this family.'],
      [{ name: '' }, 'Write what the family calls them.'],
      [{ strength: '' }, 'Choose how strong the tie is.'],
    ] as const)
      expect(wordsIn(await draw(over))).toContain(words);
  });

  test('it is drawn anew and taken back on a page of its own, and stays to be read', async () => {
    const tie = (await found('Boxing club'))?.ties[0]?.tieId ?? '';
    const own = `${here()}/${tie}`;
    expect(wordsIn(await ask(near, own))).toContain('The tie with Boxing club');
    expect(wordsIn(await ask(near, own, { ...tom(), name: 'Boxing club', kind: 'club' }))).toContain(
      'Write why it changes.',
    );
    const anew = { ...tom(), name: 'Boxing club', kind: 'club', reason: 'He goes twice a week now.' };
    expect((await ask(near, own, anew)).status).toBe(303);
    expect((await found('Boxing club'))?.ties[0]).toMatchObject({
      version: 2,
      strength: 'strong',
      way: 'both',
    });
    expect(wordsIn(await ask(near, `${own}/end`, { words: '' }))).toContain('Write why it is taken back.');
    expect((await ask(near, `${own}/end`, { words: 'It has closed.' })).status).toBe(303);
    expect(await found('Boxing club')).toBeUndefined();
    expect(await page()).toMatch(
      /What was drawn before: 2 .*Taken back on 22 Nov 2026 by .*: It has closed\./,
    );
    expect((await ask(near, own)).status).toBe(404);
  });
});

describe('who may see it', () => {
  test('words for the speaker and the lead are on nobody else’s map, and no sentence tells of them', async () => {
    const before = await map(team);
    await draw({ name: 'Nan Iris', kind: 'kin', audience: 'speaker-and-lead', turnsTo: 'yes' });
    expect((await map(near)).sentences).toContain('Kyle turns to Nan Iris and Tom.');
    expect(await map(team)).toEqual(before);
    expect(await page(team)).not.toContain('Iris');
  });

  test('a stranger has no map, and draws none', async () => {
    const nobody = await ask(stranger, `/families/${newId()}/network`);
    expect([nobody.status, await ask(stranger, here())]).toEqual([404, nobody]);
    expect((await draw({}, stranger)).status).toBe(404);
  });

  test('where somebody is kept back, what tells who is around them is kept back too', async () => {
    await db.asTest((tx) =>
      protectPerson(tx, {
        personId: dawn,
        fromIds: [lee],
        fromWords: '',
        fromBorn: null,
        named: [near.id],
        happened: { from: '2026-01-01', to: null },
        reason: 'He threatened her.',
      }),
    );
    await draw({ name: 'Mrs Bell, next door', kind: 'neighbour', speaker: dawn, whose: dawn });
    expect(await found('Mrs Bell, next door')).toBeDefined();
    expect(await found('Mrs Bell, next door', team)).toBeUndefined();
    expect(await page(team)).not.toContain('Bell');
    // Kyle lives with her: his school would tell where.
    expect((await map(near)).around.some(({ kind }) => kind === 'school')).toBe(true);
    expect((await map(team)).around.some(({ kind }) => kind === 'school')).toBe(false);
    await unprotect(db);
    expect(await found('Mrs Bell, next door', team)).toBeDefined();
  });
});

test('whoever said who is around them sees it on their own page and takes it back, and nobody else’s', async () => {
  const self = (id: string): Actor => ({ area: near.area, id, role: 'family-member', purpose: 'own' });
  await draw({ name: 'Aunt Joy', kind: 'kin', speaker: dawn, whose: kyle });
  await draw({ name: 'Uncle Ray', kind: 'kin', speaker: kyle, whose: dawn });
  type Own = { ties: { tieId: string; name: string | null }[] };
  const ties = async (id: string) => (JSON.parse((await ask(self(id), '/api/me')).text) as Own).ties;
  const named = async (id: string) => (await ties(id)).map(({ name }) => name);
  expect(await named(dawn)).toContain('Aunt Joy');
  expect(await named(dawn)).not.toContain('Uncle Ray');
  expect(await named(kyle)).toContain('Uncle Ray');
  expect(wordsIn(await ask(self(dawn), '/me'))).toContain('Aunt Joy (family elsewhere). Strong');
  const [joy] = (await ties(dawn)).filter(({ name }) => name === 'Aunt Joy');
  const back = (who: Actor) => ask(who, `/me/ties/${joy?.tieId}/take-back`, {});
  expect((await back(self(kyle))).status).toBe(404);
  expect((await back(near)).status).toBe(404);
  expect(await found('Aunt Joy')).toBeDefined();
  expect((await back(self(dawn))).status).toBe(303);
  expect(await named(dawn)).not.toContain('Aunt Joy');
  expect(await found('Aunt Joy')).toBeUndefined();
  expect((await back(self(dawn))).status).toBe(404);
  expect(await page()).toContain('by whoever said so');
  const [ray] = (await ties(kyle)).filter(({ name }) => name === 'Uncle Ray');
  expect((await ask(self(kyle), `/api/me/ties/${ray?.tieId}/take-back`, {})).status).toBe(204);
});

test('somebody is a partner or a former one, and never both', () => {
  const tie = (words: string, from: string | null, to: string | null) => ({
    words,
    happened: { from, to },
    recordId: null,
  });
  const lee = [
    tie('Parent of Kyle Hart', null, null),
    tie('Partner of Dawn Hart', '2011-02-01', '2012-11-30'),
    tie('Former partner of Dawn Hart', '2012-11-30', null),
  ];
  expect(standingToday(lee, '2026-11-22')).toEqual(['Parent of Kyle Hart', 'Former partner of Dawn Hart']);
  // Who came back together is a partner.
  expect(standingToday([...lee, tie('Partner of Dawn Hart', '2026-01-01', null)], '2026-11-22')).toEqual([
    'Parent of Kyle Hart',
    'Partner of Dawn Hart',
  ]);
});

test('docs/rules.md states every rule in the words of the code', () => {
  const rules = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(networkRules)) expect(rules).toContain(`| \`${id}\` | ${words} |`);
});

/** The page as it is sent, with its tags. */
async function raw(path: string): Promise<{ text: string }> {
  return { text: (await ask(near, path, undefined, { tags: true })).text };
}
/** How often a line of the drawing stands in its legend and its form too. */
const samples = (text: string, strength: string) =>
  [...text.matchAll(/<svg width="64".*?<\/svg>/gs)].filter(([svg]) => svg.includes(`data-tie="${strength}"`))
    .length;
