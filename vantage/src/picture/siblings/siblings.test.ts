import { readFileSync } from 'node:fs';
import { beforeAll, expect, test, vi } from 'vitest';
import { Writing, writeDown } from '../../casework/index.ts';
import { personNumbered } from '../../families/testing.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { agreements, endAgreement, protectPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import { Drawing, drawTie } from '../../voice/index.ts';
import type { PictureShown } from '../around.tsx';
import { askingOf, makeThreeHarts, type ThreeHarts, unprotect, wordsIn } from '../testing/three-harts.ts';
import { type SiblingView, siblingRules } from './index.ts';

const db = await testDatabase();
const ask = askingOf(db);
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let leah = '';
let near: Actor;
let team: Actor;

const seen = (id: string, who: string, on: string, alone: string) => ({
  cinv_cin_visit_id: id,
  cinv_cin_visit_date: on,
  cinv_person_id: who,
  cinv_cin_visit_seen: 'Y',
  cinv_cin_visit_seen_alone: alone,
});

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db, {
    'ssd.person': [
      { pers_person_id: 'S4', pers_forename: 'Leah', pers_surname: 'Hart', pers_dob: '2016-03-03' },
    ],
    'ssd.mother': [
      {
        moth_table_id: 'M4',
        moth_person_id: 'S1',
        moth_childs_person_id: 'S4',
        moth_childs_dob: '2016-03-03',
      },
    ],
    'ssd.cin_visits': [
      seen('V8', 'S2', '2026-06-01', 'Y'),
      seen('V9', 'S2', '2026-07-01', 'N'),
      seen('V10', 'S4', '2026-07-01', 'N'),
    ],
    'school.pupils': [
      {
        pupil_id: 'P8',
        urn: '100001',
        entrydate: '2024-09-01',
        leavingdate: '2026-07-20',
        surname: 'Hart',
        forename: 'Kyle',
        dob: '2012-04-05',
        addressline1: '8 Rope Walk',
        postcode: 'AA1 1AA',
      },
    ],
  }));
  leah = await db.asTest(async (tx) => (await personNumbered(tx))('S4'));
  [near, team] = await db.asTest((tx) =>
    Promise.all([
      workerNear(tx, { near: [dawn, kyle, lee, leah] }),
      workerNear(tx, { near: [dawn, kyle, lee, leah], kind: 'team' }),
    ]),
  );
  return () => vi.useRealTimers();
});

const here = () => `/families/${family}/siblings`;
async function view(actor: Actor = near) {
  const { status, text } = await ask(actor, `/api${here()}`);
  expect(status).toBe(200);
  return JSON.parse(text) as SiblingView;
}
const of = async (id: string, actor?: Actor) =>
  (await view(actor)).siblings.find((one) => one.personId === id);

test('they stand side by side with who they are to each other, what is known of each and what is not', async () => {
  expect((await view()).siblings.map(({ name }) => name).sort()).toEqual(['Kyle', 'Leah']);
  expect(await of(kyle)).toMatchObject({
    to: [{ personId: leah, between: 'one-parent' }],
    lives: '8 Rope Walk, AA1 1AA',
    livesWith: [dawn],
    schools: [],
    schoolUntil: '2026-07-20',
    seenAlone: { on: '2026-06-01' },
    said: { words: 'I sleep badly.' },
    notKnown: ['a school since 20 July 2026'],
  });
  expect(await of(leah)).toMatchObject({
    lives: null,
    seenAlone: null,
    said: null,
    notKnown: [
      'who their other parent is',
      'where they live',
      'a school',
      'that anybody saw them alone',
      'what they say',
    ],
  });
  // Those were for him and whoever is allocated to him.
  expect((await of(kyle, team))?.said?.words).toBe('I want to swim.');
  const page = wordsIn(await ask(near, here()));
  expect(page).toContain('Seen alone: Kyle on 1 June 2026. Of Leah no record that you may see says so.');
  expect(page).toContain('Early help: Kyle, and not Leah.');
  // That no record tells of a school says nothing of whether they go to one.
  expect(page).toContain('last at Testshire’s schools, until 20 Jul 2026');
  expect(page).toContain(
    'child of Dawn, as Leah is; whether they have the same other parent is not known: Leah’s is not recorded where you may see it',
  );
});

test('a visit that was written down here counts, for whoever may see it', async () => {
  await db.asActor(near, (tx) =>
    writeDown(tx, {
      familyId: family,
      writing: Writing.parse({
        kind: 'visit',
        alone: [leah],
        where: 'home',
        words: 'She drew.',
        audience: 'allocated',
      }),
    }),
  );
  expect((await of(leah))?.seenAlone?.on).toBe('2026-11-22');
  expect((await of(leah, team))?.seenAlone).toBeNull();
  expect((await view()).differences).toContain(
    'Leah was seen alone on 22 November 2026, Kyle last on 1 June 2026.',
  );
});

test('where one of them is kept back is said, and nowhere told', async () => {
  await db.asTest((tx) =>
    protectPerson(tx, {
      personId: kyle,
      fromIds: [lee],
      fromWords: '',
      fromBorn: null,
      named: [],
      happened: { from: '2026-01-01', to: null },
      reason: 'He threatened him.',
    }),
  );
  expect(await of(kyle, team)).toMatchObject({
    lives: null,
    keptBack: true,
    livesWith: [],
    schools: [],
    schoolUntil: null,
  });
  const page = wordsIn(await ask(team, here()));
  expect(page).toContain('kept back for safety');
  expect(page).not.toContain('Rope Walk');
  await unprotect(db);
});

test('a stranger is answered as of no family', async () => {
  const stranger = await db.asTest((tx) => workerNear(tx, {}));
  const nobody = await ask(stranger, `/families/${newId()}/siblings`);
  expect([nobody.status, await ask(stranger, here())]).toEqual([404, nobody]);
});

test('in short, a child whom no school’s record names is told so; where no school shares who they are, that', async () => {
  const named = async (actor: Actor) => {
    const { summary } = JSON.parse((await ask(actor, `/api/families/${family}`)).text) as PictureShown;
    return summary
      .filter(({ rule }) => rule === 'no-school-named')
      .map(({ parts }) => parts.map(({ text }) => text).join(''));
  };
  // Kyle was named by one until July.
  expect(await named(near)).toEqual(['No record that you may see names a school for Leah.']);
  await db.asTest(async (tx) => {
    for (const { agreementId, fromAgency, toAgency } of await agreements(tx))
      if (fromAgency === 'schools' && toAgency !== 'schools') await endAgreement(tx, agreementId);
  });
  expect(await named(near)).toEqual([
    'No school’s records of Kyle and Leah are shared with you: which school, and whether any, is not known here.',
  ]);
});

test('docs/rules.md states every rule in the words of the code', () => {
  const rules = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(siblingRules)) expect(rules).toContain(`| \`${id}\` | ${words} |`);
});

test('whom a child looks up to and their friends of one age stand as they say it, and with how strong a tie', async () => {
  expect(await of(kyle)).toMatchObject({ looksUpTo: [], friends: [] });
  const draw = (over: Record<string, unknown>) =>
    db.asActor(near, (tx) =>
      drawTie(
        tx,
        Drawing.parse({
          speaker: kyle,
          whose: [kyle],
          audience: 'team',
          kind: 'friend',
          strength: 'strong',
          ...over,
        }),
      ),
    );
  await draw({ name: 'Jay', ofAge: 'yes', strength: 'strained' });
  await draw({ name: 'Tom', ofAge: 'yes' });
  await draw({ name: 'Ray', kind: 'club', looksUp: 'yes' });
  await draw({ name: 'Mr Ilić', kind: 'school' });
  await draw({ of: `person:${lee}`, kind: 'kin', looksUp: 'yes', audience: 'speaker-and-lead' });
  expect(await of(kyle)).toMatchObject({
    looksUpTo: [
      { name: 'Lee', tie: 'strong' },
      { name: 'Ray', tie: 'strong' },
    ],
    friends: [
      { name: 'Tom', tie: 'strong' },
      { name: 'Jay', tie: 'strained' },
    ],
  });
  expect(await of(leah)).toMatchObject({ looksUpTo: [], friends: [] });
  // What is for his lead alone is there for no one else of the team.
  expect((await of(kyle, team))?.looksUpTo).toEqual([{ name: 'Ray', tie: 'strong' }]);
  const page = wordsIn(await ask(near, here()));
  expect(page).toContain('Looks up to Lee; Ray');
  expect(page).toContain('Friends of their age Tom; Jay (strained)');
  expect(page).toContain('Looks up to nobody has said');
});

test('the stylesheet has a line for each heading, so that no two stand upon one another', async () => {
  const { text } = await ask(near, here(), undefined, { tags: true });
  const [, one = ''] = text.split('v-siblings__one');
  const headings = one.split('<dt').length - 1;
  const styles = new URL('../../platform/parts/styles/5-drawing.css', import.meta.url);
  const wide = /@media \(min-width: 48em\) \{\s*\.v-siblings__one.*?\n\}/s.exec(
    readFileSync(styles, 'utf8'),
  )?.[0];
  expect([...(wide ?? '').matchAll(/grid-row: span (\d+)/g)].map(([, n]) => Number(n))).toEqual([
    headings + 1,
    headings,
  ]);
});
