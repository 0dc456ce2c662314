import { beforeAll, describe, expect, test, vi } from 'vitest';
import { build as buildChronology, chronologyOf } from '../chronology/index.ts';
import { build as buildFamilies, familiesOf } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { linksOfPerson, personsByIds } from '../identity/index.ts';
import { createApp } from '../platform/http/index.ts';
import { silent, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { visits } from '../sharing/index.ts';
import { build as buildVoice } from '../voice/index.ts';
import { familiesCalled, index, openFamilies, search } from './finding.ts';
import { soundsOf } from './names.ts';
import { readableLinks, readRecord } from './open.ts';
import { routes } from './routes.tsx';
import { getPicture } from './service.ts';
import type { Picture } from './shape.ts';

/**
 * Two households. Dawn's: Kyle, on a child in need plan until 2026-06-30; his father Lee lives elsewhere with Rosie, of
 * whom there is a contact only. Rosie's mother is May. So Dawn's family has a reason and May's has none.
 */
const person = (id: string, given: string, surname: string, born: string) => ({
  pers_person_id: id,
  pers_forename: given,
  pers_surname: surname,
  pers_dob: born,
});
const mother = (mum: string, child: string, born: string) => ({
  moth_table_id: `${mum}${child}`,
  moth_person_id: mum,
  moth_childs_person_id: child,
  moth_childs_dob: born,
});
const rows = {
  'ssd.person': [
    person('S1', 'Dawn', 'Hart', '1989-03-02'),
    person('S2', 'Kyle', 'Hart', '2012-04-05'),
    person('S3', 'Lee', 'Marsden', '1987-01-20'),
    person('S4', 'May', 'Pell', '1990-09-09'),
    person('S5', 'Rosie', 'Pell', '2018-07-07'),
  ],
  'ssd.address': [
    {
      addr_table_id: 'A1',
      addr_address_json: '{"HOUSE":"14","STREET":"Loom Lane"}',
      addr_person_id: 'S2',
      addr_address_type: 'Home',
      addr_address_start_date: '2020-01-01',
      addr_address_postcode: 'TW14QZ',
    },
    {
      addr_table_id: 'A2',
      addr_address_json: '{"HOUSE":"2","STREET":"Mill Row"}',
      addr_person_id: 'S1',
      addr_address_type: 'Home',
      addr_address_start_date: '2018-01-01',
      addr_address_end_date: '2019-06-30',
      addr_address_postcode: 'TW1 9ZZ',
    },
  ],
  'ssd.mother': [mother('S1', 'S2', '2012-04-05'), mother('S4', 'S5', '2018-07-07')],
  'care.relationships': [
    { relationship_id: 'R1', person_id: 'S3', other_person_id: 'S2', relationship: 'parent' },
    { relationship_id: 'R2', person_id: 'S3', other_person_id: 'S5', relationship: 'parent' },
  ],
  'ssd.contacts': [{ cont_contact_id: 'C1', cont_person_id: 'S5', cont_contact_date: '2026-05-05' }],
  // Help for Lee himself opens neither family: they are not made for him.
  'ssd.early_help_episodes': [
    { earl_episode_id: 'E1', earl_person_id: 'S3', earl_episode_start_date: '2026-02-01' },
  ],
  'ssd.cin_plans': [
    {
      cinp_cin_plan_id: 'P1',
      cinp_referral_id: 'F1',
      cinp_person_id: 'S2',
      cinp_cin_plan_start_date: '2026-01-10',
      cinp_cin_plan_end_date: '2026-06-30',
    },
  ],
  'care.significant_events': [
    { event_id: 'V1', person_id: 'S2', event_date: 'February 2026', event_type: 'house-move' },
  ],
  'care.statements': [
    {
      statement_id: 'W1',
      person_id: 'S2',
      said_on: '2026-03-01',
      kind: 'said',
      words: 'I like the garage.',
      audience: 'team',
    },
    {
      statement_id: 'W2',
      person_id: 'S2',
      said_on: '2026-03-02',
      kind: 'said',
      words: 'Not for the team.',
      audience: 'speaker-and-lead',
    },
  ],
};

const db = await testDatabase();
const today = '2026-11-22';

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T09:00:00Z`) });
  const asOf = await deliver(db, testActor, '2026-11-16', rows);
  await db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    await buildVoice(tx, { asOf });
    await index(tx);
  });
  return () => vi.useRealTimers();
});

async function familyOf(tx: Tx, localId: string): Promise<string> {
  const number = await personNumbered(tx);
  const places = await familiesOf(tx, [number(localId)]);
  return places.find((place) => place.part === 'child')?.familyId ?? '';
}

const found = (tx: Tx, query: string) => search(tx, { query, page: 1, perPage: 25 });

test('a family with a listed reason is found by any member, in any order, by the beginning of a name and by sound', async () => {
  await db.asTest(async (tx) => {
    const harts = await familyOf(tx, 'S2');
    for (const query of ['kyle hart', 'Hart KYLE', 'dawn kyle', 'ky ha', 'kile', 'marsden', 'S2']) {
      expect(
        (await found(tx, query)).families.map((one) => one.familyId),
        query,
      ).toEqual([harts]);
    }
    expect((await found(tx, 'kyle pell')).total).toBe(0);
    expect((await found(tx, '% _')).total).toBe(0);
    expect((await found(tx, '')).total).toBe(0);
  });
});

test('a search that finds more than it looks at says so', async () => {
  await db.asTest(async (tx) => {
    const most = (n: number) => search(tx, { query: 'kyle', page: 1, perPage: 25 }, n);
    expect(await most(1)).toMatchObject({ total: 1, more: false });
    expect(await most(0)).toMatchObject({ total: 0, more: true, families: [] });
  });
});

test('a birth date, a postcode and a slip of one letter find people, and the list says why', async () => {
  await db.asTest(async (tx) => {
    const harts = await familyOf(tx, 'S2');
    const why = async (query: string) => {
      const { families } = await found(tx, query);
      return families.map((row) => [row.familyId, row.found]);
    };
    const born = 'Kyle Hart: born on 5 April 2012, as a record says';
    for (const query of ['5/4/2012', '2012-04-05', 'hart 5 April 2012'])
      expect(await why(query), query).toEqual([[harts, born]]);
    expect(await why('4/5/2012'), 'the day is before the month').toEqual([]);
    expect(await why('kyle 2 March 1989'), 'words may be of different members').toEqual([
      [harts, 'Dawn Hart: born on 2 March 1989, as a record says'],
    ]);
    expect(await why('tw1 4qz')).toEqual([[harts, 'Kyle Hart: recorded at TW1 4QZ']]);
    expect(await why('tw19zz')).toEqual([[harts, 'Dawn Hart: recorded at TW1 9ZZ before']]);
    expect((await found(tx, '31/02/2012')).hints).toHaveLength(1);
    expect((await found(tx, 'kyle')).hints).toBeUndefined();
    expect(await why('marsdne')).toEqual([[harts, 'a name of Lee Marsden is spelled nearly like “marsdne”']]);
    expect(await why('heart')).toEqual([
      [harts, 'a name of Dawn Hart and Kyle Hart is spelled nearly like “heart”'],
    ]);
    expect(await why('marzden')).toEqual([[harts, 'a name of Lee Marsden is spelled nearly like “marzden”']]);
    expect(await why('mahrsdin'), 'two slips, and it sounds the same').toEqual([
      [harts, 'a name of Lee Marsden sounds like “mahrsdin”'],
    ]);
    expect(await why('kyle hart'), 'a name as it is written says why by itself').toEqual([
      [harts, undefined],
    ]);
  });
});

test('whoever is found is named, though they stand in the row of nobody today', async () => {
  await db.asTest(async (tx) => {
    const [harts, number] = [await familyOf(tx, 'S2'), await personNumbered(tx)];
    for (const key of soundsOf('quixote'))
      await tx.sql(
        `INSERT INTO search_key (area, key, form, person_id, family_id, agency, kind) VALUES ($1, $2, 'sound', $3, $4, 'social-care', 'name')`,
        [tx.actor.area, key, number('S4'), harts],
      );
    const [row] = (await found(tx, 'quixote')).families;
    expect(row?.members.map(({ name }) => name)).not.toContain('May Pell');
    expect([row?.familyId, row?.found]).toEqual([harts, 'a name of May Pell sounds like “quixote”']);
  });
});

test('a family is called by words of its own name, whole and as they are spelled', async () => {
  await db.asTest(async (tx) => {
    const harts = await familyOf(tx, 'S2');
    const called = async (words: string) => (await familiesCalled(tx, words)).map((one) => one.familyId);
    for (const words of ['hart', 'HART', 'kyle hart', 'Hart Marsden'])
      expect(await called(words), words).toEqual([harts]);
    // Lee Marsden is in it, and it is not called after him; "har" and "heart" only begin or sound alike.
    for (const words of ['marsden', 'har', 'heart', 'kyle', 'family', 'the', '', 'hart pell'])
      expect(await called(words), words).toEqual([]);
  });
});

test('no register: a contact opens nothing, and a half-brother’s plan does not open the other family', async () => {
  await db.asTest(async (tx) => {
    const pells = await familyOf(tx, 'S5');
    expect(pells).not.toBe('');
    await expect(getPicture(tx, pells)).rejects.toMatchObject({ code: 'not-found' });
    for (const query of ['rosie', 'pell', 'may pell', 'S5'])
      expect((await found(tx, query)).total, query).toBe(0);
    expect(
      (await openFamilies(tx, { page: 1, perPage: 100 })).families.map((one) => one.familyId),
    ).not.toContain(pells);
    const number = await personNumbered(tx);
    for (const link of await linksOfPerson(tx, number('S5'))) {
      await expect(readRecord(tx, link.recordId), link.record?.kind).rejects.toMatchObject({
        code: 'not-found',
      });
    }
  });
});

test('a family that is not there and one without an open picture are told alike', async () => {
  await db.asTest(async (tx) => {
    const told = (familyId: string) => getPicture(tx, familyId).catch((error: Error) => error.message);
    expect(await told(await familyOf(tx, 'S5'))).toBe(await told('01a20168-88f0-73d1-b612-a04a6bff5dc5'));
  });
});

test('a picture closes when the reason has been over for its months, and can no longer be found', async () => {
  await db.asTest(async (tx) => {
    const harts = await familyOf(tx, 'S2');
    // A child in need plan keeps a picture open for 12 months: 2026-06-30 was its last day.
    expect((await getPicture(tx, harts, '2027-06-30')).familyId).toBe(harts);
    await expect(getPicture(tx, harts, '2027-07-01')).rejects.toMatchObject({ code: 'not-found' });
    expect(await index(tx, { on: '2027-07-01' })).toMatchObject({ added: 0 });
    expect((await found(tx, 'kyle')).total).toBe(0);
    await index(tx, { on: today });
    expect((await found(tx, 'kyle')).total).toBe(1);
  });
});

test('indexing the same families again writes nothing', async () => {
  await db.asTest(async (tx) => {
    expect(await index(tx, { on: today })).toEqual({ added: 0, removed: 0 });
  });
});

test('words kept for the lead are not on the picture, and neither their record nor a link to it exists for the team', async () => {
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const picture = await getPicture(tx, await familyOf(tx, 'S2'));
    expect(picture.statements.map((one) => one.words)).toEqual(['I like the garage.']);
    expect(JSON.stringify(picture)).not.toContain('Not for the team');
    const all = (await linksOfPerson(tx, number('S2'))).filter(
      (link) => link.record?.kind === 'care.statements',
    );
    const recordOf = (key: string) => all.find((link) => link.record?.key === key)?.recordId ?? '';
    expect((await readRecord(tx, recordOf('W1'))).versions.map((version) => version.content.words)).toEqual([
      'I like the garage.',
    ]);
    await expect(readRecord(tx, recordOf('W2'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('a record about two people opens only when both may be seen, and a person’s page links to no other', async () => {
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    // Lee belongs to the Harts, whose picture is open. R2 says that he is the father of Rosie, whose family has none.
    const tie = (await linksOfPerson(tx, number('S3'))).find((link) => link.record?.key === 'R2');
    await expect(readRecord(tx, tie?.recordId ?? '')).rejects.toMatchObject({ code: 'not-found' });
    const own = (await linksOfPerson(tx, number('S3'))).find((link) => link.record?.key === 'R1');
    const opened = await readRecord(tx, own?.recordId ?? '');
    expect(opened.versions).toHaveLength(1);
    expect(opened.persons.sort()).toEqual([number('S2'), number('S3')].sort());
    expect(opened.families).toEqual([await familyOf(tx, 'S2')]);
    const [lee] = await personsByIds(tx, [number('S3')]);
    const shown = lee ? await readableLinks(tx, lee) : [];
    expect(shown.map((link) => link.record?.kind)).toEqual(['ssd.person']);
  });
});

test('what is counted by a search is what may be opened', async () => {
  await db.asTest(async (tx) => {
    vi.setSystemTime(new Date('2027-07-01T09:00:00Z'));
    // The keys are as they were built; the picture has closed since.
    expect(await found(tx, 'kyle')).toMatchObject({ total: 0, families: [] });
    expect((await openFamilies(tx, { page: 1, perPage: 100 })).total).toBe(0);
    vi.setSystemTime(new Date(`${today}T09:00:00Z`));
    expect(await found(tx, 'kyle')).toMatchObject({ total: 1 });
  });
});

test('the picture says who belongs and why, what is open, and whom nobody has asked', async () => {
  await db.asTest(async (tx) => {
    const picture = await getPicture(tx, await familyOf(tx, 'S2'));
    expect(picture.name).toBe('The Hart family');
    expect(picture.people.map((one) => [one.name, one.age])).toEqual([
      ['Dawn Hart', 37],
      ['Kyle Hart', 14],
      ['Lee Marsden', 39],
    ]);
    expect(picture.notAsked.map((one) => one.name)).toEqual(['Dawn Hart']);
    expect(picture.openBecause).toMatchObject([
      {
        reason: 'a child in need plan that ended on 30 June 2026; kept until 30 June 2027',
        closesOn: '2027-07-01',
      },
    ]);
    expect(picture.involvedNow.map((one) => [one.label, one.people.map((person) => person.name)])).toEqual([
      ['Early help', ['Lee Marsden']],
    ]);
    expect(picture.standsOn).toMatchObject({
      agencies: [{ agency: 'social-care', until: '2026-11-15' }],
      silent: ['schools', 'health services', 'police', 'housing', 'youth justice', 'charities'],
    });
  });
});

describe('pages', () => {
  const site = {
    name: 'Vantage',
    nav: [],
    search: { action: '/families', name: 'q', label: 'Find' },
    notice: '',
    footer: [],
    styles: [],
    scripts: [],
    icon: '/icon.svg',
  };
  const app = createApp({ site, assets: { href: (name) => name, find: () => undefined } });
  routes(app, { visit: visits(db, () => testActor) });
  const get = async (path: string) => {
    const answer = await app.request(path, { headers: { host: 'localhost' } });
    return { status: answer.status, text: await answer.text() };
  };

  test('nobody of a family without an open picture is on any page, however it is asked for', async () => {
    const ids = await db.asTest(async (tx) => {
      const number = await personNumbered(tx);
      const [contact] = await chronologyOf(tx, [number('S5')]);
      return {
        harts: await familyOf(tx, 'S2'),
        pells: await familyOf(tx, 'S5'),
        rosie: number('S5'),
        fact: contact?.factId,
      };
    });
    for (const path of [
      `/families/${ids.pells}`,
      `/families/${ids.pells}/chronology`,
      `/families/${ids.pells}/spending`,
      `/families/${ids.pells}/people/${ids.rosie}`,
      `/families/${ids.harts}/people/${ids.rosie}`,
      `/facts/${ids.fact}`,
      `/api/families/${ids.pells}`,
    ]) {
      const { status, text } = await get(path);
      expect(status, path).toBe(404);
      expect(text, path).not.toMatch(/Rosie|Pell|S5/);
    }
    const behind = await get('/behind?began=contact&year=2026-27');
    expect(behind.status).toBe(200);
    expect(behind.text).toContain('Families with an open picture that you may see behind this number.');
    expect(behind.text).toContain('No family with an open picture');
    expect(behind.text).not.toMatch(/Rosie|Pell|Marsden/);
  });

  test('the Harts’ own pages open', async () => {
    const { harts, kyle } = await db.asTest(async (tx) => ({
      harts: await familyOf(tx, 'S2'),
      kyle: (await personNumbered(tx))('S2'),
    }));
    for (const path of ['', '/chronology', '/spending', `/people/${kyle}`]) {
      expect((await get(`/families/${harts}${path}`)).status, path).toBe(200);
    }
    expect((await get(`/families/${harts}/people/${kyle}`)).text).toContain('Child of Dawn Hart');
  });

  test('the API says of a spell the last day that the page says, and of a day that day', async () => {
    const harts = await db.asTest((tx) => familyOf(tx, 'S2'));
    const picture = JSON.parse((await get(`/api/families/${harts}`)).text) as Picture;
    const plan = picture.happenings.find((one) => one.kind === 'cin-plan');
    expect(plan?.happened).toEqual({ from: '2026-01-10', to: '2026-06-30' });
    const words = (await get(`/families/${harts}/chronology`)).text.replace(/<[^>]+>/g, ' ');
    expect(words).toContain('10 Jan 2026 to 30 Jun 2026');
    expect(picture.openBecause.map((one) => one.happened.to)).toContain('2026-06-30');
    const move = picture.happenings.find((one) => one.kind === 'house-move');
    expect(move).toMatchObject({ happened: { from: '2026-02-01', to: '2026-02-28' }, precision: 'month' });
    expect(words).toContain('some time in Feb 2026');
  });

  test('the axis shows all years, or the last ones alone', async () => {
    const harts = await db.asTest((tx) => familyOf(tx, 'S2'));
    expect((await get(`/families/${harts}?years=1`)).status).toBe(200);
    const refused = await get(`/families/${harts}?years=3`);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('it is one of 5, 1')]);
  });

  test('a year that is none, a page past the end and a number that no page shows are told plainly', async () => {
    expect((await get('/behind?began=s47&year=0000-01')).status).toBe(400);
    expect((await get('/behind?began=s47&year=2024-26')).status).toBe(400);
    expect((await get('/behind?began=nothing&year=2024-25')).status).toBe(404);
    expect((await get('/families?q=hart&page=9')).text).toContain('There is 1 page');
  });
});
