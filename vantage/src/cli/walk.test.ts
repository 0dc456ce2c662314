import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { chronologyOf, openingsOf } from '../chronology/index.ts';
import { spendingOf } from '../costs/index.ts';
import { familiesOf, getFamily } from '../families/index.ts';
import { currentLinks, linksOfPerson } from '../identity/index.ts';
import { getPicture, search } from '../picture/index.ts';
import { silent } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { systemActor } from '../sharing/index.ts';
import { recordsOf } from '../sources/index.ts';
import { startServer } from '../web/index.ts';
import { buildFolder } from './pipeline.ts';

/**
 * One value followed from file and line through every room to the page and back, as docs/walk.md tells it: the day of
 * a first child protection conference, line 7200 of a made-up census that nobody on this project wrote.
 */
const census = new URL('../../../../shared/data/cin/fake_CIN_data.xml', import.meta.url);
const child = 'RND000404939452';
const conference = { element: 'DateOfInitialCPC', day: '2022-07-13', line: 7200 };
const details = { line: 7196, referral: '2022-06-02' };

const text = await readFile(census, 'utf8').catch(() => null);
if (text === null)
  console.warn('Skipped: the walk needs ../shared/data/cin/fake_CIN_data.xml, which is not here.');

const folder = await mkdtemp(join(tmpdir(), 'vantage-walk-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test.skipIf(text === null)(
  'a day on line 7200 of the census reaches the page, and the page leads back to it',
  async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
    const db = await testDatabase({ empty: true });

    // The file itself, read without any of our code.
    const lines = (text ?? '').split('\n');
    expect(lines[conference.line - 1]?.trim()).toBe(
      `<${conference.element}>${conference.day}</${conference.element}>`,
    );
    expect(lines[details.line - 1]?.trim()).toBe('<CINdetails>');

    const delivery = join(folder, 'social-care');
    await mkdir(delivery);
    await copyFile(census, join(delivery, 'fake_CIN_data.xml'));
    const built = await buildFolder(db, delivery, { progress: silent, marking: 'made-up' });
    expect(built.totals.records).toBe(332 + 402);

    const actor = systemActor(built.area.code, 'walk');
    const walked = await db.asActor(actor, async (tx) => {
      // sources: the row, as it came, with its line.
      const records = await Array.fromAsync(recordsOf(tx, { kinds: ['cin.referral'] }));
      const record = records.find((one) => one.key === `${child}|${details.referral}`);
      expect(record?.line).toBe(details.line);
      expect(record?.content[conference.element]).toBe(conference.day);
      const recordId = record?.recordId ?? '';
      // identity: the person it is about, by the authority's own number.
      const links = await Array.fromAsync(currentLinks(tx));
      const link = links.find((one) => one.recordId === recordId);
      expect(link?.localId).toBe(child);
      const personId = link?.personId ?? '';
      expect((await linksOfPerson(tx, personId)).map((one) => one.record?.path)).toContain(
        'fake_CIN_data.xml',
      );
      // families: nobody else is stated, so a family of one, with its reason.
      const [place, ...others] = await familiesOf(tx, [personId]);
      expect(others).toEqual([]);
      const family = await getFamily(tx, place?.familyId ?? '');
      expect(family.members.map((member) => member.personId)).toEqual([personId]);
      expect(family.members[0]?.reason).not.toBe('');
      // chronology: the conference, on its day, told by that record; and the reason for which a picture opens.
      const facts = await chronologyOf(tx, [personId]);
      const fact = facts.find((one) => one.kind === 'cp-conference' && one.happened.from === conference.day);
      expect(fact?.sources).toMatchObject([{ recordId, path: 'fake_CIN_data.xml', line: details.line }]);
      expect(fact?.recordedAt).toBeNull();
      expect((await openingsOf(tx, [personId])).map((one) => one.factId)).toContain(fact?.factId);
      // costs: the conference and the referral cost once each.
      const spent = await spendingOf(tx, [personId]);
      expect(spent.filter((one) => one.factId === fact?.factId).map((one) => one.unitCost)).toEqual([
        'protection-conference',
      ]);
      expect(spent.filter((one) => one.unitCost === 'contact-and-referral').length).toBe(
        facts.filter((one) => one.kind === 'referral').length,
      );
      // picture: found by the authority's number, and open.
      const found = await search(tx, { query: child, page: 1, perPage: 5 });
      expect(found.families.map((one) => one.familyId)).toEqual([family.familyId]);
      const picture = await getPicture(tx, family.familyId);
      expect(picture.openBecause.map((one) => one.factId)).toContain(fact?.factId);
      return { recordId, familyId: family.familyId, factId: fact?.factId ?? '' };
    });

    // The page, and from it back to the line.
    const server = await startServer({ db, port: 0, as: actor });
    const page = async (path: string) => {
      const answer = await fetch(new URL(path, server.url));
      expect(answer.status).toBe(200);
      return answer.text();
    };
    try {
      expect(await page(`/families?q=${child}`)).toContain(`/families/${walked.familyId}`);
      const picture = await page(`/families/${walked.familyId}`);
      expect(picture).toContain(`href="/facts/${walked.factId}"`);
      expect(picture).toContain('13 July 2022');
      const fact = await page(`/facts/${walked.factId}`);
      expect(fact).toContain(`href="/records/${walked.recordId}"`);
      expect(fact).toContain('line 7,196');
      const record = await page(`/records/${walked.recordId}`);
      expect(record).toContain('fake_CIN_data.xml');
      expect(record).toContain('DateOfInitialCPC');
      expect(record).toContain('2022-07-13');
    } finally {
      await server.close();
      vi.useRealTimers();
    }
  },
);
