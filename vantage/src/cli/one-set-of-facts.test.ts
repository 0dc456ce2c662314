import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chronologyOf, outlineOf } from '../chronology/index.ts';
import type {
  FamilyHome,
  FamilyPersonView,
  Genogram,
  NetworkMap,
  PictureShown,
  SiblingView,
} from '../picture/index.ts';
import { type Actor, addMonths, dayOf } from '../platform/index.ts';
import { type TestDatabase, testDatabase } from '../platform/testing.ts';
import { maySeeSpending } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { type Ask, actorOf, asking, buildArea } from './testing/area.ts';
import { sightOf } from './testing/sight.ts';
import { textOf } from './testing/words.ts';
import { type KeptFact, readWorld, system, type World } from './testing/world.ts';

/**
 * A family's page, its chronology and its spending say one thing: of random families, seen by somebody of several roles,
 * every sentence, count, caption and row agrees with every other. What they must be is worked out here from the facts as
 * the API tells them and from the tables, not by the program's own rules.
 */
const now = new Date('2026-11-22T09:00:00Z');
const today = dayOf(now);
const yearAgo = addMonths(today, -12);
vi.useFakeTimers({ toFake: ['Date'], now });
afterAll(() => void vi.useRealTimers());

const seeds = ['one-truth-1', 'one-truth-2'];

const words = (html: string) =>
  textOf(`<i>${html}`)
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:)])/g, '$1');
/** What is seen: without the words that tell those who hear a link of which sentence it is. */
const seen = (html: string) => html.replace(/<span class="govuk-visually-hidden">.*?<\/span>/g, '');
/** What stands between the heading of an id and the next heading of its rank. */
const part = (html: string, id: string) => {
  const from = html.indexOf(`id="${id}"`);
  expect(from, id).toBeGreaterThan(0);
  return html.slice(from, html.indexOf('</section>', from));
};
const rowsIn = (html: string) =>
  [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)]
    .map(([, row = '']) =>
      [...row.matchAll(/<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/g)].map(([, cell = '']) => words(cell).trim()),
    )
    .slice(1);
const factsLinked = (html: string) =>
  [...html.matchAll(/href="\/facts\/([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '');
const differs = ({ detail }: KeptFact) => (detail.contradictions ?? []).length > 0;
const decoded = (href: string) => href.replaceAll('&amp;', '&');

describe.each(seeds)('families of %s', (seed) => {
  let db: TestDatabase;
  let ask: Ask;
  let world: World;
  let viewers: [string, Actor][];

  beforeAll(async () => {
    db = await testDatabase({ empty: true });
    await buildArea(db, 60, seed);
    world = await readWorld(db);
    const near = [...new Set(world.places.map((place) => place.personId))].sort();
    viewers = await db.asActor(system, async (tx) => [
      ['allocated in social care', await workerNear(tx, { near, role: 'lead-practitioner' })],
      ['in the team, police', await workerNear(tx, { near, kind: 'team', agency: 'police' })],
      ['in the team, schools', await workerNear(tx, { near, kind: 'team', agency: 'schools' })],
      [
        'allocated to every other person',
        await workerNear(tx, {
          near: near.filter((_, n) => n % 2 === 0),
          agency: 'early-help',
          role: 'lead-practitioner',
        }),
      ],
      [
        'lead of housing',
        actorOf((await workerNear(tx, { role: 'agency-lead', agency: 'housing' })).id, 'agency-lead'),
      ],
    ]);
    await db.filled();
    world = await readWorld(db);
    ask = await asking(db);
  }, 240_000);

  test('the outline of everybody’s facts is their chronology without its records, in the same order', async () => {
    const near = [...new Set(world.places.map((place) => place.personId))].sort();
    // Each of them thrice: what one has read is in memory when the next asks, who may see less of it or more; and who asks
    // a third time is given the list of the second.
    const given = new Map<string, unknown[]>();
    for (const [title, viewer] of [...viewers, ...[...viewers].reverse(), ...viewers]) {
      const [outline, whole] = await db.asActor(viewer, async (tx) => [
        await outlineOf(tx, near),
        await chronologyOf(tx, near),
      ]);
      const told = whole.map(({ recordedAt: _, receivedAt: __, sources: ___, ...fact }) => fact);
      expect(told.length, title).toBeGreaterThan(100);
      expect(outline, title).toEqual(told);
      given.set(title, [...(given.get(title) ?? []), outline]);
    }
    for (const [title, [, second, third]] of given) expect(third === second, title).toBe(true);
    expect(await db.asActor(system, (tx) => outlineOf(tx, []))).toEqual([]);
  });

  test('each page agrees with every other', { timeout: 300_000 }, async () => {
    let [families, sentences, counts] = [0, 0, 0];
    for (const [title, viewer] of viewers) {
      const sight = sightOf(world, viewer, now);
      for (const familyId of [...sight.open].sort().slice(0, 8)) {
        const get = async (path: string) => {
          const { status, body } = await ask(viewer, path);
          expect(status, `${title} ${path}`).toBe(200);
          return body;
        };
        const where = `${title} ${familyId}`;
        const picture = JSON.parse(await get(`/api/families/${familyId}`)) as PictureShown;
        const html = await get(`/families/${familyId}`);
        const all = words(html);
        const happenings = picture.happenings;
        const factIds = new Set(happenings.flatMap((line) => line.people.map((one) => one.factId)));
        const chosenBy = async (href: string) =>
          JSON.parse(await get(`/api${decoded(href)}`)) as { of: number; happenings: typeof happenings };
        families += 1;

        const living = picture.people.filter(
          (one) => one.died === null && one.born !== null && one.born <= today,
        );
        // What goes on now stands under its heading, and what of it is in short there too, in the same words.
        for (const one of picture.alsoNow) {
          expect(words(part(html, 'weighing')), where).toContain(one.parts.map(({ text }) => text).join(''));
          if (one.rule !== 'not-alone') expect(picture.summary, where).toContainEqual(one);
        }
        expect(words(part(html, 'needs')).includes('What is also known now may tell of more.'), where).toBe(
          picture.alsoNow.some(({ rule }) => rule !== 'not-alone'),
        );
        const assessed = happenings.filter(
          (line) =>
            line.kind === 'assessment' &&
            (line.happened.from ?? '') <= today &&
            (line.happened.to === null || line.happened.to >= today),
        );
        expect([where, picture.alsoNow.filter(({ rule }) => rule === 'assessed-now').length]).toEqual([
          where,
          assessed.length,
        ]);
        const drawn = JSON.parse(await get(`/api/families/${familyId}/genogram`)) as Genogram;
        const due = drawn.expected.filter((one) => living.some(({ personId }) => personId === one.personId));
        const unborn = picture.people.filter(({ born }) => born !== null && born > today);
        expect([where, picture.alsoNow.filter(({ rule }) => rule === 'expected-now').length]).toEqual([
          where,
          due.length + unborn.length,
        ]);
        for (const { rule, parts } of [...picture.summary, ...picture.alsoNow]) {
          sentences += 1;
          const said = parts.map(({ text }) => text).join('');
          if (rule !== 'not-alone') expect(words(seen(part(html, 'summary'))), where).toContain(said);
          for (const { href } of parts) {
            const id = href?.startsWith('/facts/') ? href.slice(7) : undefined;
            if (id !== undefined) expect([rule, id, factIds.has(id)], where).toEqual([rule, id, true]);
            if (href?.startsWith('#') || href?.includes('#'))
              expect(html).toContain(`id="${href.split('#')[1]}"`);
          }
        }
        const saying = (rule: string) =>
          picture.summary
            .filter((one) => one.rule === rule)
            .map(({ parts }) => parts.map(({ text }) => text).join(''));

        // Who lives together: by the rows of the table of people.
        const rows = new Map(rowsIn(part(html, 'people')).map(([name = '', , lives = '']) => [name, lives]));
        for (const person of living) {
          const lives =
            person.home?.words ??
            (picture.keptBack.includes(person.personId) ? 'kept back for safety' : 'not known');
          expect([where, rows.get(person.name)]).toEqual([where, lives]);
        }
        for (const sentence of saying('lives-together').filter((one) => / at /.test(one))) {
          const address = sentence.replace(/^.*? (?:lives|live together) at /, '').replace(/\.$/, '');
          expect(
            picture.people.map((one) => one.home?.words),
            where,
          ).toContain(address);
        }

        // Children at a home without a grown person: by the same rows, and the home's own page says it too.
        const atHomes = Map.groupBy(
          living.filter(
            ({ home, belongs }) =>
              home !== null && home.factId === null && (belongs.to === null || belongs.to >= today),
          ),
          ({ home }) => home?.homeId ?? '',
        );
        const grownAt = new Set(
          [...living, ...picture.before]
            .filter(({ age, died }) => died === null && (age === null || age >= 18))
            .map(({ home }) => home?.homeId),
        );
        const without = [...atHomes].filter(([homeId]) => !grownAt.has(homeId));
        expect([where, saying('children-alone').length]).toEqual([where, without.length]);
        for (const [homeId, own] of without) {
          const none =
            /By the newest record of each, no grown person of the family [^.]*, in what you may see\./;
          const address = own[0]?.home?.words ?? '';
          const sentence = saying('children-alone').find((one) => one.includes(address)) ?? '';
          const [told] = none.exec(sentence) ?? [''];
          expect([where, told !== '']).toEqual([where, true]);
          expect(words(await get(`/families/${familyId}/homes/${homeId}`)), where).toContain(told);
          const theirs = words(await get(`/families/${familyId}/people/${own[0]?.personId}`));
          expect(theirs, where).toContain(told);
          expect(theirs, where).not.toContain('Lives with');
        }

        // Plans that go on: each in the table of who is involved, and each of those in a sentence.
        const involvedHtml = part(html, 'involved');
        for (const { label, workerRole, worker, worksFor } of picture.involvedNow)
          for (const said of [workerRole ?? label, worker ?? '', worksFor ?? ''])
            expect(words(involvedHtml), where).toContain(said);
        expect(factsLinked(involvedHtml).length, where).toBe(picture.involvedNow.length);
        const planLabels: Record<string, string> = {
          'in care': 'In care',
          'on a child protection plan': 'Child protection plan',
          'on a child in need plan': 'Child in need plan',
          'helped early': 'Early help',
          'with youth justice': 'Work with youth justice',
        };
        const toldPlans = new Set(
          picture.summary
            .filter((one) => one.rule === 'plans-now')
            .flatMap(({ parts }) => planLabels[parts[1]?.text ?? ''] ?? []),
        );
        const involved = new Set(
          picture.involvedNow
            .filter((one) => Object.values(planLabels).includes(one.label))
            .map((one) => one.label),
        );
        expect([where, [...toldPlans].sort()]).toEqual([where, [...involved].sort()]);

        // Who was last seen: by the facts that the viewer may read.
        for (const one of picture.seen) {
          const visits = sight
            .factsOf(familyId)
            .filter(
              (fact) =>
                fact.personId === one.person.personId &&
                ['cp-visit', 'cin-visit'].includes(fact.kind) &&
                sight.isTold(fact),
            );
          const newest = (name: string) =>
            visits
              .filter((fact) => fact.detail.parts.some((said) => said.name === name && said.value === 'yes'))
              .map((fact) => fact.happened.from ?? '')
              .filter((day) => day <= today)
              .sort()
              .at(-1) ?? null;
          expect([where, one.alone?.on ?? null]).toEqual([where, newest('alone')]);
          expect([where, one.last?.on ?? null]).toEqual([
            where,
            [newest('seen'), newest('alone')]
              .filter((day) => day !== null)
              .sort()
              .at(-1) ?? null,
          ]);
        }

        // Counts of the last 12 months: what each opens to holds as many.
        for (const { rule, parts } of picture.summary) {
          for (const { text, href } of parts) {
            if (!href?.includes('/chronology?') || rule === 'last-move') continue;
            const count = Number(/(\d+)(?= cris|$)/.exec(text)?.[1]);
            const { of, happenings: lines } = await chosenBy(href);
            expect([where, rule, text, lines.length, of]).toEqual([
              where,
              rule,
              text,
              count,
              happenings.length,
            ]);
            const page = words(await get(decoded(href)));
            if (count < of)
              expect(page, where).toContain(
                `${count === 1 ? '1 event or spell' : `${count} events and spells`} of ${of}`,
              );
            counts += 1;
          }
        }
        const missed = happenings.filter(
          (line) =>
            ['not-brought', 'mental-health-missed'].includes(line.kind) &&
            (line.happened.from ?? '') >= yearAgo &&
            (line.happened.from ?? '') <= today,
        ).length;
        expect(saying('missed')[0], where).toContain(
          missed === 0 ? 'No appointment' : missed === 1 ? '1 appointment is' : `${missed} appointments are`,
        );

        // Who came and left: as many rows as the sentence says, each over by today and in the chronology.
        const left = part(html, 'left');
        const gone = happenings.filter(
          (line) =>
            line.shape === 'involvement' &&
            !['worker', 'treatment-worker', 'sexual-health-worker', 'abuse-worker'].includes(line.kind) &&
            line.happened.to !== null &&
            line.happened.to >= yearAgo &&
            line.happened.to < today,
        );
        expect([where, rowsIn(left).length]).toEqual([where, gone.length]);
        expect(saying('came-and-left')[0], where).toContain(
          `${gone.length === 0 ? 'none' : gone.length} ended`,
        );
        for (const id of factsLinked(left)) expect(factIds.has(id), where).toBe(true);
        const workersGone = happenings.filter(
          (line) =>
            ['worker', 'treatment-worker', 'sexual-health-worker', 'abuse-worker'].includes(line.kind) &&
            line.happened.to !== null &&
            line.happened.to >= yearAgo &&
            line.happened.to < today,
        );
        expect([where, (left.match(/<li/g) ?? []).length]).toEqual([where, workersGone.length]);
        expect(saying('came-and-left')[0], where).toMatch(
          new RegExp(`began and ${workersGone.length === 0 ? 'none' : workersGone.length} ended\\.$`),
        );
        const came = part(html, 'came');
        const begun = happenings.filter(
          (line) =>
            line.shape === 'involvement' &&
            line.happened.from !== null &&
            line.happened.from >= yearAgo &&
            line.happened.from <= today,
        );
        const isWorker = ({ kind }: { kind: string }) => /(^|-)worker$/.test(kind);
        const workersCame = begun.filter(isWorker);
        expect([where, rowsIn(came).length]).toEqual([where, begun.length - workersCame.length]);
        expect([where, (came.match(/<li/g) ?? []).length]).toEqual([where, workersCame.length]);
        const cameWords = { 0: 'no allocation of a worker began', 1: '1 allocation of a worker began' };
        expect(saying('came-and-left')[0], where).toContain(
          cameWords[workersCame.length as 0 | 1] ?? `${workersCame.length} allocations of workers began`,
        );
        for (const { factId } of begun) expect(came, where).toContain(`/facts/${factId}`);

        // Without a school: as the page of brothers and sisters says it of the same children.
        const { siblings } = JSON.parse(await get(`/api/families/${familyId}/siblings`)) as {
          siblings: { name: string; age: number | null; notKnown: string[]; schoolUntil: string | null }[];
        };
        const lacking = siblings.filter(
          ({ notKnown, schoolUntil }) =>
            schoolUntil !== null && notKnown.some((words) => /school/.test(words)),
        );
        for (const { name } of lacking)
          expect(
            saying('no-school-now').some((words) => words.startsWith(`${name} is at no school`)),
            `${where} ${name}`,
          ).toBe(true);
        for (const { name, age, notKnown, schoolUntil } of siblings) {
          const isUnnamed = schoolUntil === null && notKnown.some((words) => words.startsWith('a school'));
          if (age === null || !picture.people.some((one) => one.age === age && living.includes(one)))
            continue;
          const isTold = saying('no-school-named').some((words) => words.includes(name));
          const isToldBySchool = happenings.some(
            ({ tellers, people }) =>
              tellers.some(({ agency }) => /schools$/.test(agency)) &&
              people.some(({ name: whole }) => whole === name || whole.startsWith(`${name} `)),
          );
          expect([where, name, isTold]).toEqual([
            where,
            name,
            isUnnamed && !isToldBySchool && age >= 5 && age <= 16,
          ]);
        }
        for (const line of workersGone) {
          expect(left, where).toContain(`/facts/${line.factId}`);
          // A line is of one worker, in one part: never of two who happened to begin on one day.
          const said = sight
            .factsOf(familyId)
            .filter(({ factId }) => line.people.some((one) => one.factId === factId))
            .map(({ detail }) => detail.parts.find(({ name }) => name === 'worker')?.value);
          expect([where, new Set(said).size]).toEqual([where, 1]);
        }

        // Under "weighing": as many of the kind as the chronology has.
        for (const { line, count } of picture.weighing) {
          const same = happenings.filter(
            (one) =>
              one.kind === line.kind &&
              (one.happened.from ?? '9999') <= today &&
              (one.happened.to === null || one.happened.to >= yearAgo),
          );
          expect([where, line.kind, count]).toEqual([where, line.kind, same.length]);
          if (count > 1) expect(words(part(html, 'weighing')), where).toContain(`${count} in all`);
        }
        const weighed = picture.weighing.reduce((sum, { count }) => sum + count, 0);
        expect(saying('crises')[0], where).toContain(
          weighed === 0 ? 'No crisis' : weighed === 1 ? '1 crisis ' : `${weighed} crises `,
        );

        // The axis, the list and the chronology.
        if (picture.workers > 0 && picture.visits.length > 0)
          expect(all, where).toContain(`${picture.workers} workers named in all`);
        // The latest: a row for each kind and day, which with the others that it counts is all that began since.
        const list = html.slice(html.indexOf('The latest'), html.indexOf('id="sharing"'));
        const latest = rowsIn(list);
        const begunBy = happenings.filter(({ happened: { from } }) => from !== null && from <= today);
        const daysAndKinds = [...new Set(begunBy.map((line) => `${line.happened.from} ${line.kind}`))];
        const lastTwelve = new Set(daysAndKinds.slice(-12));
        expect([where, latest.length]).toEqual([where, lastTwelve.size]);
        const counted = latest.reduce(
          (sum, [, what = '']) => sum + 1 + Number(/(\d+) more (?:that day|then)/.exec(what)?.[1] ?? 0),
          0,
        );
        expect([where, counted]).toEqual([
          where,
          begunBy.filter((line) => lastTwelve.has(`${line.happened.from} ${line.kind}`)).length,
        ]);
        const chronology = await get(`/families/${familyId}/chronology`);
        expect(words(chronology), where).toContain(
          `${happenings.length === 0 ? 'no' : happenings.length.toLocaleString('en-GB')} ${happenings.length === 1 ? 'event or spell' : 'events and spells'} of`,
        );
        expect(new Set(factsLinked(chronology)).size, where).toBe(
          new Set(happenings.flatMap((line) => [line.factId, ...line.tellers.map((one) => one.factId)])).size,
        );

        // Needs, on their own page and here.
        const needs = words(await get(`/families/${familyId}/needs`));
        for (const { label } of picture.needs) {
          expect(words(part(html, 'needs')), where).toContain(label);
          expect(needs, where).toContain(label);
        }

        // Spending: of nothing that the chronology does not tell, each year's crises as it has them.
        if (!maySeeSpending(viewer.role)) continue;
        const spending = await get(`/families/${familyId}/spending`);
        const byYear = rowsIn(spending).filter(([first = '']) => /^\d{4}-\d{2}$/.test(first));
        // A row of needs: what stands in the year that goes on is what the family's page says today.
        const [newest] = byYear.filter((row) => row.length === 4);
        if (newest?.[0] === '2026-27') {
          const standing = picture.needs.map((one) => one.label).join('; ') || 'none that you may see';
          expect([where, newest[1]]).toEqual([where, standing]);
        }
        for (const [year = '', , , , crises] of byYear.filter((row) => row.length > 4)) {
          const [from, last] = [`${year.slice(0, 4)}-04-01`, `${Number(year.slice(0, 4)) + 1}-03-31`];
          const within = happenings.filter(
            (line) =>
              line.tone === 'crisis' &&
              (line.happened.from ?? '') >= from &&
              (line.happened.from ?? '') <= last,
          );
          expect([where, year, crises]).toEqual([where, year, String(within.length)]);
          const ofYear = await get(`/families/${familyId}/spending?year=${year}`);
          for (const id of factsLinked(ofYear)) expect([where, factIds.has(id)]).toEqual([where, true]);
        }
      }
    }
    expect(families).toBeGreaterThan(12);
    expect(sentences).toBeGreaterThan(100);
    expect(counts).toBeGreaterThan(12);
  });

  test('the network, kin, a past day and records that differ are told alike wherever they stand', {
    timeout: 300_000,
  }, async () => {
    let [boxes, kinTold, stays, placed, differing] = [0, 0, 0, 0, 0];
    const recorded = new Map(
      (
        await db.asActor(system, (tx) =>
          tx.sql<{ recordId: string; recordedAt: Date | null; receivedAt: Date }>(
            `SELECT DISTINCT ON (record_id) record_id AS "recordId", recorded_at AS "recordedAt", received_at AS "receivedAt"
             FROM record WHERE area = $1 ORDER BY record_id, received_at DESC`,
            [tx.actor.area],
          ),
        )
      ).map((one) => [one.recordId, one]),
    );
    for (const [title, viewer] of viewers) {
      const sight = sightOf(world, viewer, now);
      const ofRecords = [...sight.open].sort().filter((familyId) => sight.factsOf(familyId).some(differs));
      for (const familyId of new Set([...[...sight.open].sort().slice(0, 6), ...ofRecords.slice(0, 4)])) {
        const get = async (path: string) => {
          const { status, body } = await ask(viewer, path);
          expect(status, `${title} ${path}`).toBe(200);
          return body;
        };
        const where = `${title} ${familyId}`;
        const here = `/families/${familyId}`;
        const picture = JSON.parse(await get(`/api${here}`)) as PictureShown;
        const names = new Map([...picture.people, ...picture.before].map((one) => [one.personId, one]));

        // The network: the sentence, the drawing and the table count the same.
        const network = JSON.parse(await get(`/api${here}/network`)) as NetworkMap;
        const networkPage = await get(`${here}/network`);
        const rows = rowsIn(part(networkPage, 'around'));
        const drawing = networkPage.slice(
          networkPage.indexOf('id="network-title"'),
          networkPage.indexOf('</svg>', networkPage.indexOf('id="network-title"')),
        );
        const drawn = [...drawing.matchAll(/<a [^>]*data-walk=""[^>]*>/g)].filter(
          ([tag]) => !/data-kind=/.test(tag),
        );
        expect([where, rows.length, drawn.length]).toEqual([
          where,
          network.around.length,
          network.around.length,
        ]);
        expect([where, [...drawing.matchAll(/data-tie=/g)].length]).toEqual([where, network.around.length]);
        const [, byRecords = ''] = network.sentences;
        const counted = (what: string) => {
          const [, n] =
            new RegExp(`(one|\\d+) ${what}s?\\b`).exec(byRecords.replace(/^No records.*/, '')) ?? [];
          return n === undefined ? 0 : n === 'one' ? 1 : Number(n);
        };
        const inTable = (kind: string) => rows.filter(([first = '']) => first.endsWith(` ${kind}`)).length;
        const works = new Set(
          picture.involvedNow
            .filter(({ workerRole }) => workerRole !== null)
            .map(({ agency, worker, workerRole }) => [agency, worker, workerRole].join('|')),
        ).size;
        expect([where, byRecords, counted('worker')]).toEqual([where, byRecords, works]);
        expect([where, counted('service') + counted('school') + counted('worker')]).toEqual([
          where,
          inTable('Service') + inTable('School or nursery'),
        ]);
        boxes += drawn.length;

        // Kin: what a row of the network, the reason to belong and the genogram say of two is one thing.
        const genogram = JSON.parse(await get(`/api${here}/genogram`)) as Genogram;
        const genogramPage = words(await get(`${here}/genogram`));
        const related = (kind: string, personId: string, whom: string) =>
          genogram.relations.some(
            (one) =>
              one.kind === kind &&
              one.personId === personId &&
              [names.get(one.otherId)?.name, names.get(one.otherId)?.given].includes(whom),
          );
        const each = (list: string) => list.split(/, | and /);
        for (const { of, told } of network.around.filter(({ kind }) => kind === 'kin'))
          for (const said of told) {
            const [, what = '', list = ''] = /^(Parent|Grandparent|Carer|Kin) of (.+)$/.exec(said) ?? [];
            const kind = { Parent: 'parent', Grandparent: 'grandparent', Carer: 'carer', Kin: 'other-kin' }[
              what
            ];
            if (kind === undefined || kind === 'other-kin') continue;
            for (const whom of each(list)) {
              expect([where, said, whom, related(kind, of.slice(7), whom)]).toEqual([
                where,
                said,
                whom,
                true,
              ]);
              kinTold += 1;
            }
          }
        for (const { personId, because } of picture.people) {
          const [, what = '', list = ''] =
            /^(Mother|Father|Parent|Grandmother|Grandfather|Grandparent) of ([^,]+(?:, [^,]+ and [^,]+)?), says?/.exec(
              because,
            ) ?? [];
          if (what === '') continue;
          const kind = /^Grand/.test(what) ? 'grandparent' : 'parent';
          for (const whom of each(list).filter((one) =>
            [...names.values()].some(({ given }) => given === one),
          )) {
            expect([where, because, whom, related(kind, personId, whom)]).toEqual([
              where,
              because,
              whom,
              true,
            ]);
            kinTold += 1;
          }
        }
        const { siblings } = JSON.parse(await get(`/api${here}/siblings`)) as SiblingView;
        const rowOf = new Map(
          rowsIn(part(await get(`${here}/genogram`), 'people')).map(([name = '', , said = '']) => [
            name,
            said,
          ]),
        );
        for (const { personId, to } of siblings)
          for (const other of to) {
            const [one, two] = [names.get(personId), names.get(other.personId)];
            const mothers = genogram.relations.filter(
              (tie) =>
                tie.kind === 'parent' &&
                tie.otherId === personId &&
                genogram.people.find((who) => who.personId === tie.personId)?.sex !== 'male' &&
                genogram.relations.some(
                  (their) =>
                    their.kind === 'parent' &&
                    their.personId === tie.personId &&
                    their.otherId === other.personId,
                ),
            );
            const isTwin = one?.born != null && one.born === two?.born && mothers.length > 0;
            expect([where, other.twin]).toEqual([where, isTwin]);
            expect([where, /[Tt]win of /.test(rowOf.get(one?.name ?? '') ?? '')]).toEqual([
              where,
              to.some(({ twin }) => twin),
            ]);
          }

        // The genogram of a past day: who is drawn in a home then has a stay there that holds the day.
        const away = picture.happenings.find(({ kind }) => kind === 'placement-foster');
        const days = [
          genogram.changes[0],
          genogram.changes[Math.floor(genogram.changes.length / 2)],
          away?.happened.from ?? undefined,
        ];
        for (const on of days) {
          if (on === undefined) continue;
          const then = JSON.parse(await get(`/api${here}/genogram?on=${on}`)) as Genogram;
          const thenPage = words(await get(`${here}/genogram?on=${on}`));
          expect([where, then.relations, then.people.length]).toEqual([
            where,
            genogram.relations,
            genogram.people.length,
          ]);
          for (const { homeId, factId, address, people, letter } of then.homes) {
            expect(thenPage, where).toContain(address);
            const told =
              factId === null
                ? (JSON.parse(await get(`/api${here}/homes/${homeId}`)) as FamilyHome).stays
                : [];
            for (const { personId } of people) {
              const who = names.get(personId);
              expect([where, on, (who?.died ?? '9999') >= on]).toEqual([where, on, true]);
              expect(thenPage, `${where} ${on}`).toContain(`home ${letter}`);
              if (factId !== null) {
                // A placement stands among where they lived on their own page too.
                const own = JSON.parse(await get(`/api${here}/people/${personId}`)) as FamilyPersonView;
                expect([where, own.stays.map((stay) => stay.factId)]).toEqual([
                  where,
                  expect.arrayContaining([factId]),
                ]);
                placed += 1;
                continue;
              }
              const holds = told.some(
                (stay) =>
                  stay.personId === personId &&
                  (stay.happened.from ?? '') <= on &&
                  (stay.happened.to === null || stay.happened.to >= on),
              );
              expect([where, on, address, personId, holds]).toEqual([where, on, address, personId, true]);
              stays += 1;
            }
          }
        }
        expect(genogramPage, where).toContain('Everybody, in words');

        // Records that differ: as the facts that the viewer may read have it, whose and when.
        const chronology = words(await get(`${here}/chronology`));
        for (const line of picture.happenings) {
          const against = sight
            .factsOf(familyId)
            .filter((fact) => line.people.some((one) => one.factId === fact.factId) && sight.isTold(fact))
            .flatMap(({ agency, detail }) =>
              (detail.contradictions ?? []).map((one) => ({ ...one, agency })),
            );
          const keyOf = ({ label, said, agency }: { label: string; said: string | null; agency: string }) =>
            `${label} ${said} ${agency}`;
          const told = line.differing.map(keyOf);
          const expected = against.map((one) =>
            keyOf({ ...one, agency: world.agencyNames.get(one.agency) ?? '' }),
          );
          expect([where, new Set(told)]).toEqual([where, new Set(expected)]);
          for (const one of line.differing) {
            const days = against
              .filter((other) => other.label === one.label && other.said === one.said)
              .map(({ recordId }) => recorded.get(recordId));
            if (one.received !== null)
              expect(
                days.some(
                  (record) =>
                    record !== undefined &&
                    dayOf(record.receivedAt) === one.received &&
                    (record.recordedAt && dayOf(record.recordedAt)) === one.recorded,
                ),
                where,
              ).toBe(true);
            expect(chronology, where).toContain(`another, of ${one.agency}, `);
            if (one.said !== null && !/^\d{4}-/.test(one.said))
              expect(chronology, where).toContain(`says of ${one.label.toLowerCase()}: ${one.said}`);
            differing += 1;
          }
        }
      }
    }
    expect(boxes).toBeGreaterThan(20);
    expect(kinTold).toBeGreaterThan(20);
    expect(stays).toBeGreaterThan(20);
    expect(placed).toBeGreaterThan(0);
    // In the other area no two records differ.
    if (seed === seeds[0]) expect(differing).toBeGreaterThan(0);
  });
});
