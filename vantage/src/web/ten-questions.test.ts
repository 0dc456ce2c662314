import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { build as buildCosts } from '../costs/index.ts';
import { makeThreeHarts, type ThreeHarts } from '../picture/testing.ts';
import { Answering, Leading, setLead, writeResponsible } from '../plans/index.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { workerNear } from '../sharing/testing.ts';
import { type RunningServer, startServer } from './index.ts';
import { builtAssets, testBrowser } from './testing.ts';

/**
 * Ten questions that the chair of a conference asks. Each is answered from a family's page in two steps at most, a step
 * being a link that is followed or a form that is sent.
 */
vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
afterAll(() => void vi.useRealTimers());

const db = await testDatabase();
const assets = builtAssets();
const browser = testBrowser();
let server: RunningServer;
let harts: ThreeHarts;
let leah = '';

const number = { pers_forename: 'Leah', pers_surname: 'Hart', pers_dob: '2010-06-09' };
const recorded = (day: string) => `${day}T16:00:00Z`;
const more = {
  'ssd.person': [{ pers_person_id: 'S4', ...number }],
  'ssd.mother': [
    { moth_table_id: 'M2', moth_person_id: 'S1', moth_childs_person_id: 'S4', moth_childs_dob: '2010-06-09' },
  ],
  'ssd.address': [
    {
      addr_table_id: 'A9',
      addr_person_id: 'S4',
      addr_address_json: '8 Rope Walk',
      addr_address_postcode: 'AA1 1AA',
      addr_address_start_date: '2020-01-01',
    },
  ],
  'ssd.cin_plans': [
    {
      cinp_cin_plan_id: 'P1',
      cinp_referral_id: 'F1',
      cinp_person_id: 'S4',
      cinp_cin_plan_start_date: '2026-04-01',
    },
  ],
  'ssd.cin_visits': [
    ['V2', '2026-10-20', 'Y'],
    ['V3', '2026-11-10', 'N'],
  ].map(([id, day, alone]) => ({
    cinv_cin_visit_id: id ?? '',
    cinv_person_id: 'S4',
    cinv_cin_visit_date: day ?? '',
    cinv_cin_visit_seen: 'Y',
    cinv_cin_visit_seen_alone: alone ?? '',
  })),
  'ssd.early_help_episodes': [
    {
      earl_episode_id: 'E0',
      earl_person_id: 'S4',
      earl_episode_start_date: '2025-06-01',
      earl_episode_end_date: '2026-01-15',
      earl_episode_reason: 'Parenting support',
    },
  ],
  'care.significant_events': [
    ['G2', '2026-06-15', 'house-move', 'Moved two streets on'],
    ['G3', '2026-07-20', 'debt', 'The van was taken back'],
  ].map(([event_id = '', event_date = '', event_type = '', note = '']) => ({
    event_id,
    person_id: 'S4',
    event_date,
    event_type,
    note,
  })),
  'care.statements': [
    {
      statement_id: 'W9',
      person_id: 'S1',
      said_on: '2026-11-02',
      kind: 'said',
      words: 'One person that I can ring.',
      said_to: 'Nina Okafor',
      audience: 'team',
    },
  ],
  'school.pupils': [
    {
      pupil_id: 'K4',
      urn: '100001',
      surname: 'Hart',
      forename: 'Leah',
      dob: '2010-06-09',
      entrydate: '2021-09-01',
      addressline1: '8 Rope Walk',
      postcode: 'AA1 1AA',
    },
  ],
  'school.exclusions': [
    ['X1', '2026-02-20'],
    ['X2', '2026-03-10'],
  ].map(([exclusion_id = '', startdate = '']) => ({
    exclusion_id,
    pupil_id: 'K4',
    urn: '100001',
    category: 'SUSP',
    startdate,
    sessions: '4',
    recorded_at: recorded(startdate),
  })),
  'health.patients': [
    {
      patient_id: 'H4',
      forename: 'Leah',
      surname: 'Hart',
      date_of_birth: '2010-06-09',
      address: '8 Rope Walk',
      postcode: 'AA1 1AA',
    },
  ],
  'health.contacts': [
    {
      contact_id: 'B1',
      patient_id: 'H4',
      contact_date: '2026-05-01',
      contact_type: 'school-nurse',
      outcome: 'not-brought',
    },
  ],
};

beforeAll(async () => {
  harts = await makeThreeHarts(db, more);
  const worker = await db.asTest(async (tx) => {
    await buildCosts(tx, { asOf: new Date('2026-11-16T06:00:00Z') });
    const places = await tx.sql<{ id: string }>(
      'SELECT DISTINCT person_id AS id FROM membership WHERE undone_at IS NULL',
    );
    const near = places.map(({ id }) => id);
    leah = near.find((id) => ![harts.dawn, harts.kyle, harts.lee].includes(id)) ?? '';
    const found = await workerNear(tx, { role: 'lead-practitioner', near });
    await tx.sql(
      `INSERT INTO review (area, review_id, kind, name, family_id, reason, happened, participants, opened_by, opened_at)
       VALUES ($1, $2, 'learning', 'Autumn review', $3, 'To learn from it.', '[2026-11-01,2026-12-31)', $4, $5, now())`,
      [tx.actor.area, newId(), harts.family, [found.id], found.id],
    );
    return found;
  });
  await db.asActor(worker as Actor, async (tx) => {
    const family = {
      familyId: harts.family,
      people: [harts.dawn, harts.kyle, leah].map((personId) => ({ personId, died: null })),
    };
    const leading = { name: 'Amira Said', job: 'Family help lead, East', telephone: '01632 960114' };
    await setLead(tx, family, Leading.parse(leading));
    const answer = { child: leah, ground: 'mother', since: '2010-06-09', saidBy: 'the birth certificate' };
    await writeResponsible(tx, family, Answering.parse({ ...answer, holder: harts.dawn }));
  });
  server = await startServer({ db, port: 0, assets, as: worker as Actor });
});
afterAll(() => server.close());

/** A reader at the family's page, with the steps that they have taken. */
async function reading(): Promise<{
  page: Page;
  follow(name: string | RegExp): Promise<void>;
  steps(): number;
}> {
  const page = await browser.open(new URL(`/families/${harts.family}`, server.url).href);
  let taken = 0;
  return {
    page,
    async follow(name) {
      taken += 1;
      await page.getByRole('link', { name }).first().click();
      await page.waitForLoadState();
    },
    steps: () => taken,
  };
}
type Reader = Awaited<ReturnType<typeof reading>>;

const inShort = ({ page }: Reader) =>
  page.locator('section', { has: page.locator('#summary') }).textContent();
const under = ({ page }: Reader, id: string) =>
  page.locator('section', { has: page.locator(`#${id}`) }).textContent();

/** Each question, and how it is answered. */
const questions: Record<string, (reader: Reader) => Promise<void>> = {
  'Who lives with the child now?': async (reader) => {
    expect(await inShort(reader)).toContain('Dawn, Leah and Kyle live together at 8 Rope Walk, AA1 1AA.');
  },
  'When was she last seen alone, and by whom?': async (reader) => {
    expect(await inShort(reader)).toContain('last alone on 20 Oct 2026 by Testshire Children’s Services');
    await reader.follow('20 Oct 2026');
    expect(await reader.page.locator('main').textContent()).toMatch(/Seen alone\s*yes/);
  },
  'Which services left in the last year?': async (reader) => {
    expect(await under(reader, 'left')).toMatch(/1 Jun 2025 to 15 Jan 2026\s*Early help[\s\S]*Leah/);
  },
  'What has the mother said that she wants?': async (reader) => {
    expect(await under(reader, 'words')).toMatch(/“One person that I can ring.”[\s\S]*Dawn Hart, 2 Nov 2026/);
  },
  'Who holds parental responsibility?': async (reader) => {
    expect(await inShort(reader)).toContain('Dawn holds parental responsibility for Leah');
    expect(await inShort(reader)).toMatch(
      /Nobody has written down here who holds parental responsibility for Kyle/,
    );
    expect(await under(reader, 'people')).toContain(
      'Leah: Dawn, as the mother, since 9 June 2010; says the birth certificate.',
    );
  },
  'What changed after the move?': async (reader) => {
    await reader.follow('what came after it');
    const told = (await reader.page.locator('main table').allTextContents()).join(' ');
    expect(told).toContain('The van was taken back');
    expect(told).not.toContain('Suspended from school');
  },
  'Who leads, and what is their number?': async (reader) => {
    expect(await inShort(reader)).toContain(
      'Amira Said leads (Family help lead, East), since 22 Nov 2026: ring 01632 960114.',
    );
    const [number] = await reader.page.getByRole('link', { name: '01632 960114' }).all();
    expect(await number?.getAttribute('href')).toBe('tel:01632960114');
  },
  'What was missed?': async (reader) => {
    expect(await inShort(reader)).toContain('1 appointment is recorded as missed in the last 12 months');
    await reader.follow(/not brought to a health appointment, 1/);
    expect(await reader.page.locator('main').textContent()).toMatch(/1 May 2026\s*Not brought/);
  },
  'What did services spend last year?': async (reader) => {
    await reader.follow('What services spent around this family');
    await reader.follow('2025-26');
    expect(await reader.page.locator('h1').textContent()).toContain('in 2025-26');
    expect(await reader.page.locator('main').textContent()).toMatch(
      /About £[\d,]+ on working with the family/,
    );
  },
  'What did the school know on 3 March?': async (reader) => {
    await reader.follow(/Open as it was known/);
    const { page } = reader;
    await page.getByLabel('As known on').fill('3/3/2026');
    await page.getByLabel('By', { exact: true }).selectOption({ label: 'Testshire’s schools' });
    await Promise.all([page.waitForURL(/known\?/), page.locator('main form button').first().click()]);
    expect(await page.locator('h1').textContent()).toBe(
      'What Testshire’s schools knew or could see on 3 March 2026',
    );
    const told = (await page.locator('main table').allTextContents()).join(' ');
    expect(told).toMatch(/20 Feb(ruary)? 2026/);
    expect(told).not.toMatch(/10 Mar(ch)? 2026/);
  },
};

describe.skipIf(!browser.present)('from a family’s page, in two steps at most', () => {
  test('there are ten', () => expect(Object.keys(questions)).toHaveLength(10));

  test.each(Object.entries(questions))('%s', async (_question, answer) => {
    const reader = await reading();
    await answer(reader);
    expect(reader.steps()).toBeLessThanOrEqual(2);
    await reader.page.close();
  });
});
