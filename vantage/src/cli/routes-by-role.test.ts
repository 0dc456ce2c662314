import { beforeAll, describe, expect, test, vi } from 'vitest';
import { catalogue, type NeedId, needs, needsOn } from '../chronology/index.ts';
import { financialYearOf } from '../costs/index.ts';
import type { FamilyList, Picture, PictureShown } from '../picture/index.ts';
import { keysOf } from '../picture/testing.ts';
import { type Actor, clock, dayOf, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import {
  type Agreement,
  agree,
  agreements,
  breakGlass,
  countsActor,
  decide,
  endAgreement,
  type Grant,
  grants,
  protectPerson,
  recordConsent,
  roles,
  sealPerson,
  seesNumbersOnly,
  type WorkRole,
  workersOn,
} from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { routeWords } from '../web/index.ts';
import { type Answer, type Ask, actorOf, asking, buildArea, type Form } from './testing/area.ts';
import { expectPicture, expectSpending, linked } from './testing/expected.ts';
import { type Sight, sightOf } from './testing/sight.ts';
import { textOf, unseenInFamily, unseenWords } from './testing/words.ts';
import { areaCode, readWorld, system, type World } from './testing/world.ts';

/**
 * Every page and operation, asked by somebody of every role, shows what the plain evaluator of tiers allows, no more and
 * no less; each visit and each refusal is written down. A route that has no check here fails.
 */
const today = new Date('2026-11-22T09:00:00Z');
const db = await testDatabase({ empty: true });
let ask: Ask & { routes: string[] };
let world: World;
let opened: Grant[];
/** Who is sealed from everybody; whose picture is open through a sealed child alone. */
let sealed: { personId: string; familyId: string }[];
/** Rows held back, but for one that holds the number of somebody sealed. */
let heldShown: number;
/** What somebody at social care decided not to share. */
let decision: { familyId: string; persons: string[]; askedFor: string };

/** Who answered when asked whether they want help. */
const consented: { familyId: string; personId: string; consentId: string }[] = [];
/** Who is protected from whom. */
const guarded: {
  familyId: string;
  personId: string;
  fromId: string;
  protectionId: string;
  reason: string;
}[] = [];

type Viewer = { title: string; actor: Actor };
const viewers: Viewer[] = [];

/** What a viewer is expected to have left in the audit, in the order in which it was asked. */
type Left = { route: string; denied: boolean; families?: readonly string[] };

type Visitor = {
  sight: Sight;
  /** Differs from viewer to viewer, so that together they ask for everything. */
  turn: number;
  /** Asks once, and checks what every answer must keep to. */
  get(
    path: string,
    expected?: { status?: number; families?: readonly string[]; excused?: string },
  ): Promise<Answer>;
  send(path: string, form: Form, expected: { status: number }): Promise<Answer>;
};

type Check = (visitor: Visitor) => Promise<void>;

/** First words of addresses at which the treatment service's own worker was told its name. */
const namingItself = new Set<string>();

const some = <T>(of: readonly T[], most: number, turn: number): T[] => {
  const step = Math.max(1, Math.floor(of.length / most));
  return of.filter((_, at) => at % step === turn % step).slice(0, most);
};
const sorted = (of: Iterable<string>) => [...of].sort();

/** Families that the viewer may open, and others. */
function familiesFor({ sight, turn }: Visitor, most: number): string[] {
  const all = sorted(new Set(world.places.map((place) => place.familyId)));
  const closed = all.filter((id) => !sight.open.has(id));
  const hidden = sorted(new Set(sealed.map((one) => one.familyId))).filter((id) => !sight.open.has(id));
  return [...some(sorted(sight.open), most, turn), ...some(closed, 1, turn), ...some(hidden, 1, turn)];
}

const namesOf = (personId: string) =>
  (world.details.get(personId) ?? []).filter((one) => one.kind === 'name').map((one) => one.value);

/** Words to search by: names that the viewer may see, names that it may not, and numbers of agencies. */
function wordsFor({ sight, turn }: Visitor): string[] {
  const persons = sorted(world.details.keys());
  const others = persons.filter((id) => !sight.sees(id));
  const own = persons.filter((id) => sight.sees(id));
  const hidden = sealed.map((one) => one.personId);
  const name = (id: string) =>
    namesOf(id)[0]
      ?.split(' ')
      .at(turn % 2 === 0 ? -1 : 0) ?? 'Hart';
  const numbers = (id: string) => world.numbers.get(id)?.[0]?.localId ?? [];
  const number = some([own, others, hidden][turn % 3] ?? [], 1, turn).flatMap(numbers);
  return [
    ...[...some(own, 1, turn), ...some(others, 1, turn), ...some(hidden, 1, turn)].map(name),
    ...number,
  ];
}

function foundBy(sight: Sight, word: string): string[] {
  const asked = keysOf([word], [word]);
  const [text] = asked;
  return sorted(
    sight.findable((keys) =>
      keys.some(
        (one) =>
          (one.form === 'word' && text !== undefined && one.key.startsWith(text.key)) ||
          (one.form !== 'word' && asked.some((other) => other.form === one.form && other.key === one.key)),
      ),
    ),
  );
}

/** A page or operation that is the same for everybody and about nobody. */
const standing =
  (path: string): Check =>
  async ({ get }) => {
    await get(path);
  };

async function checkSwitching({ send, sight: { viewer } }: Visitor, path: string, status: number) {
  const form = { duty: 'identifier', from: '2099-01-01', reason: 'As the regulations say.' };
  await send(path, form, { status: viewer.role === 'information-governance-lead' ? status : 403 });
}

/** Not there for anybody but these. */
const onlyFor =
  (path: string, allowed: readonly WorkRole[], status: number): Check =>
  async ({ get, sight }) => {
    const may = allowed.includes(sight.viewer.role as WorkRole);
    await get(path, may ? { excused: searched.join('\n') } : { status });
  };

/** Whether the viewer mends rows and makes mappings. */
const mends = ({ viewer }: Sight): boolean =>
  ['administrator', 'information-governance-lead'].includes(viewer.role);

/** The page on which somebody is chosen asks as nobody; the others name a treatment service to those who look after information or files. */
const namesAll = ({ actor, path }: { actor: Actor; path: string }) =>
  /^\/(as|costs)$/.test(path) || ['administrator', 'information-governance-lead'].includes(actor.role);

const knownInTreatment = ({ details }: World, personId: string) =>
  (details.get(personId) ?? []).some((one) => one.agency === 'recovery');

/** Words that viewers have searched by: the audit tells them to whoever may read it. */
const searched: string[] = [];

const reviewing: readonly WorkRole[] = ['information-governance-lead', 'agency-lead'];
/** Every number and pair that a build leaves to be reviewed, the most informative pair first. */
let numbers: ReadonlyMap<string, Numbered>;
let doubtful: { pairId: string; number: string; other: string; open: boolean }[];

const exporting = ['team-manager', 'agency-lead', 'inspector'];
const overseeing: readonly WorkRole[] = ['director', 'agency-lead', 'inspector'];
const helping = (Object.keys(roles) as WorkRole[]).filter((role) => roles[role].purpose === 'help');

function expectRows(list: FamilyList, sight: Sight, families: readonly string[]): void {
  expect(sorted(list.families.map((row) => row.familyId))).toEqual(families);
  expect(list.total).toBe(families.length);
  for (const row of list.families) {
    const names = sight.membersOf(row.familyId).map((member) => sight.name(member.personId));
    expect(sorted(row.members.map((one) => one.name))).toEqual(sorted(names));
  }
}

const checks: Record<string, { audited: boolean; check: Check }> = {
  'GET /': { audited: false, check: standing('/') },
  'GET /about': { audited: false, check: standing('/about') },
  'GET /accessibility': { audited: false, check: standing('/accessibility') },
  'GET /matching': { audited: false, check: standing('/matching') },
  'GET /keys': { audited: false, check: standing('/keys') },
  'GET /api/openapi.json': { audited: false, check: standing('/api/openapi.json') },
  'GET /assets/:file': {
    audited: false,
    check: async ({ get }) => {
      await get('/assets/nothing.css', { status: 404 });
    },
  },
  'GET /as': {
    audited: false,
    check: async ({ get, turn }) => {
      await get('/as');
      const anybody = sightOf(world, countsActor(areaCode, 'test'), today);
      for (const { personId } of [...some(sealed, 1, turn), ...some(world.places, 1, turn)]) {
        const name = namesOf(personId)[0] ?? '';
        const near = new Set(
          foundBy(anybody, name.split(' ')[0] ?? '')
            .filter((id) => foundBy(anybody, name.split(' ').at(-1) ?? '').includes(id))
            .flatMap((id) => anybody.membersOf(id))
            .map((member) => member.personId),
        );
        // Nobody in particular asks here: members are offered so that each may look for themselves.
        const members = [...near].map((id) => anybody.name(id));
        const { body } = await get(`/as?family=${encodeURIComponent(name)}`, {
          excused: [name, ...members].join('\n'),
        });
        const ties = world.sharing.relations.filter((tie) => near.has(tie.personId) && anybody.sees(tie.via));
        const offered = [...body.matchAll(/value="([0-9a-f-]{36})\.(?!family-member)[a-z-]+"/g)].map(
          ([, id]) => id ?? '',
        );
        const themselves = [...body.matchAll(/value="([0-9a-f-]{36})\.family-member"/g)].map(
          ([, id]) => id ?? '',
        );
        expect([...near]).toEqual(expect.arrayContaining(themselves));
        expect(ties.map((tie) => tie.workerId)).toEqual(expect.arrayContaining(offered));
      }
    },
  },
  'POST /as': {
    audited: false,
    check: async ({ send, sight }) => {
      const answer = await send(
        '/as',
        { who: `${sight.viewer.id}.${sight.viewer.role}`, to: '/area' },
        { status: 303 },
      );
      expect(answer.to).toBe('/area');
    },
  },
  'GET /families': {
    audited: true,
    check: async (visitor) => {
      for (const word of wordsFor(visitor)) {
        searched.push(word);
        const families = foundBy(visitor.sight, word);
        const { body } = await visitor.get(`/families?q=${encodeURIComponent(word)}`, {
          families,
          excused: word,
        });
        expect(linked(body, '/families/')).toEqual(families);
      }
    },
  },
  'GET /api/families': {
    audited: true,
    check: async (visitor) => {
      for (const word of wordsFor(visitor)) {
        searched.push(word);
        const families = foundBy(visitor.sight, word);
        const { body } = await visitor.get(`/api/families?q=${encodeURIComponent(word)}`, { families });
        expectRows(JSON.parse(body), visitor.sight, families);
      }
    },
  },
  'GET /api/export/families': {
    audited: true,
    check: async ({ get, sight }) => {
      const path = '/api/export/families?reason=For+the+yearly+count.';
      const may = exporting.includes(sight.viewer.role);
      if (!may) return void (await get(path, { status: 403 }));
      const families = sorted(sight.open);
      const { body } = await get(path, { families });
      expectRows(JSON.parse(body), sight, families);
    },
  },
  'GET /behind': {
    audited: true,
    check: async ({ get, sight, turn }) => {
      const day = dayOf(today);
      const asked: [string, ReadonlySet<string>][] = [['open=all', sight.personsOpen()]];
      for (const kind of some([...new Set(world.facts.map((fact) => fact.kind))].sort(), 2, turn)) {
        const open = sight.personsWith(
          (fact) =>
            fact.kind === kind &&
            catalogue.get(kind)?.shape === 'involvement' &&
            (fact.happened.from ?? '') <= day &&
            (fact.happened.to === null || day < fact.happened.to),
        );
        asked.push([`now=${kind}`, open]);
        for (const year of [turn % 2 === 0 ? '2024-25' : '2019-20']) {
          const began = sight.personsWith(
            (fact) => fact.kind === kind && financialYearOf(fact.happened.from ?? '') === year,
          );
          asked.push([`began=${kind}&year=${year}`, began]);
        }
      }
      for (const unitCost of some([...new Set(world.charges.map((one) => one.unitCost))].sort(), 1, turn)) {
        const spent = sight.personsSpent(
          (one) => one.unitCost === unitCost && financialYearOf(one.happened.from ?? '') === '2024-25',
        );
        asked.push([`spent=${unitCost}&year=2024-25`, spent]);
      }
      for (const need of some(Object.keys(needs) as NeedId[], 1, turn)) {
        const families = [...sight.open].filter((id) => needsFor(sight, id).some((one) => one.need === need));
        const { body } = await get(`/behind?need=${need}`, { families: sorted(families) });
        expect(linked(body, '/families/')).toEqual(sorted(families));
      }
      for (const [query, persons] of asked) {
        const families = sight.behind(persons);
        const { body } = await get(`/behind?${query}`, { families: sorted(families) });
        expect(linked(body, '/families/')).toEqual(sorted(families));
      }
    },
  },
  'GET /families/:id': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}`, { status: 404 });
      for (const id of familiesFor(visitor, 4)) {
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(`/families/${id}`, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(unseenInFamily(world, visitor.sight, id)(answer.body)).toEqual([]);
      }
    },
  },
  'GET /api/families/:id': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/api/families/${newId()}`, { status: 404 });
      for (const id of familiesFor(visitor, 4)) {
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(
          `/api/families/${id}`,
          isOpen ? { families: [id] } : { status: 404 },
        );
        if (!isOpen) expect(answer).toEqual(nobody);
        else {
          expect(unseenInFamily(world, visitor.sight, id)(answer.body)).toEqual([]);
          const picture = JSON.parse(answer.body) as PictureShown;
          expectPicture(picture, visitor.sight, id, today);
          const ids = visitor.sight.membersOf(id).map((member) => member.personId);
          expect(picture.keptBack).toEqual(sorted(new Set(ids.filter((one) => visitor.sight.kept.has(one)))));
          expect(sorted(picture.ask.map((one) => one.agency))).toEqual(
            sorted(visitor.sight.agenciesAt(id, 2).map((code) => world.agencyNames.get(code) ?? code)),
          );
          expect(picture.knownTo).toEqual([]);
        }
      }
    },
  },
  'GET /families/:id/chronology': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/chronology`, { status: 404 });
      for (const id of familiesFor(visitor, 1)) {
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(
          `/families/${id}/chronology`,
          isOpen ? { families: [id] } : { status: 404 },
        );
        if (!isOpen) expect(answer).toEqual(nobody);
        else {
          expect(unseenInFamily(world, visitor.sight, id)(answer.body)).toEqual([]);
          const { body } = await visitor.get(`/api/families/${id}`, { families: [id] });
          const { happenings } = JSON.parse(body) as Picture;
          expect(linked(answer.body, '/facts/')).toEqual(
            sorted(
              new Set(happenings.flatMap((line) => [line.factId, ...line.tellers.map((one) => one.factId)])),
            ),
          );
        }
      }
    },
  },
  'GET /families/:id/spending': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/spending`, { status: 404 });
      for (const id of familiesFor(visitor, 1)) {
        const path = `/families/${id}/spending`;
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) {
          expect(answer).toEqual(nobody);
          continue;
        }
        expectSpending(answer.body, visitor.sight, id);
        const year = visitor.sight.chargesOf(id).map((one) => financialYearOf(one.happened.from ?? ''))[0];
        if (year === undefined) continue;
        const { body } = await visitor.get(`${path}?year=${year}`, { families: [id] });
        expectSpending(body, visitor.sight, id, year);
      }
    },
  },
  'GET /families/:id/needs': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/needs`, { status: 404 });
      for (const id of familiesFor(visitor, 2)) {
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(
          `/families/${id}/needs`,
          isOpen ? { families: [id] } : { status: 404 },
        );
        if (!isOpen) {
          expect(answer).toEqual(nobody);
          continue;
        }
        expect(unseenInFamily(world, visitor.sight, id)(answer.body)).toEqual([]);
        expect(linked(answer.body, '/facts/')).toEqual(sorted(evidenceFor(visitor.sight, id)));
        expect(answer.body.includes('Write it down')).toBe(
          evidenceFor(visitor.sight, id).size > 0 && helping.includes(visitor.sight.viewer.role as WorkRole),
        );
      }
    },
  },
  'POST /families/:id/needs/:need': {
    audited: true,
    check: async (visitor) => {
      const { sight, send } = visitor;
      const may = helping.includes(sight.viewer.role as WorkRole);
      for (const id of familiesFor(visitor, 2)) {
        const [need] = needsFor(sight, id);
        const path = `/families/${id}/needs/${need?.need ?? 'money'}`;
        const words = `It is not so, says ${sight.viewer.id}.`;
        const status = !sight.open.has(id) ? 404 : !may ? 403 : need === undefined ? 404 : 303;
        await send(path, { who: '', words }, { status });
        if (status !== 303) continue;
        const { body } = await visitor.get(`/families/${id}/needs`, { families: [id] });
        expect(textOf(body)).toContain(words);
        const [, own] = /name="disagreement" value="([0-9a-f-]{36})"/.exec(body) ?? [];
        await send(`${path}/undo`, { disagreement: own ?? '' }, { status: 303 });
        const { body: after } = await visitor.get(`/families/${id}/needs`, { families: [id] });
        expect(textOf(after)).not.toContain(words);
      }
    },
  },
  'POST /families/:id/needs/:need/undo': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const may = helping.includes(visitor.sight.viewer.role as WorkRole);
        const status = visitor.sight.open.has(id) && !may ? 403 : 404;
        await visitor.send(`/families/${id}/needs/money/undo`, { disagreement: newId() }, { status });
      }
    },
  },
  'GET /families/:id/people/:person': {
    audited: true,
    check: async (visitor) => {
      const { sight, turn, get } = visitor;
      for (const id of familiesFor(visitor, 1)) {
        const members = world.places.filter((place) => place.familyId === id).map((place) => place.personId);
        for (const personId of [...some(members, 2, turn), newId()]) {
          const may = sight.open.has(id) && sight.sees(personId) && members.includes(personId);
          const { body } = await get(
            `/families/${id}/people/${personId}`,
            may ? { families: [id] } : { status: 404 },
          );
          if (!may) continue;
          for (const detail of sight.detailsOf(personId)) {
            if (['name', 'address', 'nhs-number', 'upn'].includes(detail.kind))
              expect(textOf(body)).toContain(detail.value);
          }
          for (const recordId of linked(body, '/records/')) expect(sight.readsRecord(recordId)).toBe(true);
        }
      }
    },
  },
  'GET /families/:id/decisions': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/decisions`, { status: 404 });
      for (const id of new Set([...familiesFor(visitor, 1), decision.familyId])) {
        const path = `/families/${id}/decisions`;
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(answer.body.includes(decision.askedFor)).toBe(seesDecision(visitor.sight, id));
        if (!isOpen) continue;
        const family = await visitor.get(`/families/${id}`, { families: [id] });
        expect(family.body.includes(decision.askedFor)).toBe(seesDecision(visitor.sight, id));
      }
    },
  },
  'GET /api/families/:id/decisions': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/api/families/${newId()}/decisions`, { status: 404 });
      for (const id of new Set([...familiesFor(visitor, 1), decision.familyId])) {
        const path = `/api/families/${id}/decisions`;
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(answer.body.includes(decision.askedFor)).toBe(seesDecision(visitor.sight, id));
      }
    },
  },
  'POST /families/:id/decisions': {
    audited: true,
    check: (visitor) => checkDeciding(visitor, (id) => `/families/${id}/decisions`, 303),
  },
  'POST /api/families/:id/decisions': {
    audited: true,
    check: (visitor) => checkDeciding(visitor, (id) => `/api/families/${id}/decisions`, 201),
  },
  'GET /facts/:id': {
    audited: true,
    check: async ({ get, sight, turn }) => {
      const nobody = await get(`/facts/${newId()}`, { status: 404 });
      const shown = world.facts.filter((fact) => sight.factShown(fact) && catalogue.has(fact.kind));
      const several = shown.filter((fact) => fact.about.length > 1);
      const others = world.facts.filter((fact) => !sight.factShown(fact));
      for (const fact of [...some(shown, 2, turn), ...some(several, 3, turn), ...some(others, 2, turn)]) {
        const may = sight.factShown(fact);
        const isTold = sight.isTold(fact);
        const said = isTold ? JSON.stringify(fact.detail) : '';
        const answer = await get(`/facts/${fact.factId}`, may ? { excused: said } : { status: 404 });
        if (!may) expect(answer).toEqual(nobody);
        else {
          const text = textOf(answer.body);
          expect(text.includes('shares with you that this happened')).toBe(!isTold);
          if (isTold) for (const part of fact.detail.parts) expect(text).toContain(part.value);
          for (const recordId of linked(answer.body, '/records/'))
            expect(sight.readsRecord(recordId)).toBe(true);
        }
      }
    },
  },
  'GET /records/:id': { audited: true, check: (visitor) => checkRecords(visitor, '/records/') },
  'GET /api/records/:id': { audited: true, check: (visitor) => checkRecords(visitor, '/api/records/') },
  'GET /costs': { audited: false, check: standing('/costs') },
  'GET /area': { audited: true, check: standing('/area') },
  'GET /api/area': { audited: true, check: standing('/api/area') },
  'GET /extracts': { audited: true, check: standing('/extracts') },
  'GET /api/extracts': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/api/extracts', { status: seesNumbersOnly.has(sight.viewer.role) ? 403 : 200 });
    },
  },
  'GET /extracts/held': { audited: true, check: standing('/extracts/held') },
  'GET /extracts/:id': {
    audited: true,
    check: async ({ get, sight }) => {
      if (seesNumbersOnly.has(sight.viewer.role))
        return void (await get(`/extracts/${newId()}`, { status: 403 }));
      const { body } = await get('/api/extracts');
      const { extracts } = JSON.parse(body) as { extracts: { extractId: string }[] };
      await get(`/extracts/${extracts[0]?.extractId}`);
      await get(`/extracts/${newId()}`, { status: 404 });
    },
  },
  'GET /extracts/held/:id': {
    audited: true,
    check: async ({ get, sight }) => {
      await get(`/extracts/held/${newId()}`, { status: mends(sight) ? 404 : 403 });
      if (!mends(sight)) return;
      const { held } = JSON.parse((await get('/api/held')).body) as { held: { heldId: string }[] };
      await get(`/extracts/held/${held[0]?.heldId}`);
    },
  },
  'POST /extracts/held/:id': {
    audited: true,
    check: async ({ send, sight }) => {
      await send(`/extracts/held/${newId()}`, {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'POST /api/held/:id': {
    audited: true,
    check: async ({ send, sight }) => {
      await send(`/api/held/${newId()}`, {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'GET /extracts/mappings': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/extracts/mappings', { status: mends(sight) ? 200 : 403 });
    },
  },
  'GET /api/mappings': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/api/mappings', { status: mends(sight) ? 200 : 403 });
    },
  },
  'POST /api/mappings/:name': {
    audited: true,
    check: async ({ send, sight }) => {
      const unusable = { title: 'None', into: 'none', columns: [{ to: 'none', from: 'none' }] };
      await send('/api/mappings/none', unusable, { status: mends(sight) ? 400 : 403 });
    },
  },
  'GET /extracts/mappings/:name': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/extracts/mappings/lantern', { status: mends(sight) ? 200 : 403 });
    },
  },
  'POST /extracts/mappings/:name': {
    audited: true,
    check: async ({ send, sight }) => {
      await send('/extracts/mappings/none', {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'GET /extracts/waiting/:id': {
    audited: true,
    check: async ({ get, sight }) => {
      await get(`/extracts/waiting/${newId()}`, { status: mends(sight) ? 404 : 403 });
    },
  },
  'POST /extracts/waiting/:id': {
    audited: true,
    check: async ({ send, sight }) => {
      await send(`/extracts/waiting/${newId()}`, {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'GET /api/held': {
    audited: true,
    check: async ({ get, sight }) => {
      const { body } = await get('/api/held');
      expect((JSON.parse(body) as { total: number }).total).toBe(mends(sight) ? heldShown : 0);
      expect(body).not.toContain('A row about somebody sealed');
    },
  },
  'GET /families/:id/consents': { audited: true, check: (visitor) => checkConsents(visitor, '/families/') },
  'GET /api/families/:id/consents': {
    audited: true,
    check: (visitor) => checkConsents(visitor, '/api/families/'),
  },
  'POST /families/:id/consents': {
    audited: true,
    check: async ({ send, sight, turn }) => {
      const form = { service: 'youth-work', answer: 'declined', words: 'A youth worker once a week.' };
      for (const familyId of [...some(sorted(sight.open), 1, turn), newId()]) {
        await send(`/families/${familyId}/consents`, { ...form, person: newId() }, { status: 404 });
        const adult = sight
          .membersOf(familyId)
          .map((member) => member.personId)
          .find((id) => (sight.chosen(id, 'birth-date') ?? '9') < '2000' && !sight.chosen(id, 'death-date'));
        if (adult === undefined || sight.worksWith(adult)) continue;
        await send(`/families/${familyId}/consents`, { ...form, person: adult }, { status: 403 });
      }
    },
  },
  'POST /families/:id/consents/:consent/withdraw': {
    audited: true,
    check: async ({ send, sight, turn }) => {
      for (const familyId of [...some(sorted(sight.open), 1, turn), newId()])
        await send(`/families/${familyId}/consents/${newId()}/withdraw`, {}, { status: 404 });
      for (const { familyId, consentId, personId } of consented) {
        if (sight.worksWith(personId)) continue;
        await send(`/families/${familyId}/consents/${consentId}/withdraw`, {}, { status: 404 });
      }
    },
  },
  'GET /families/:id/people/:person/protection': {
    audited: true,
    check: (visitor) => checkProtections(visitor, '/families/'),
  },
  'GET /api/families/:id/people/:person/protection': {
    audited: true,
    check: (visitor) => checkProtections(visitor, '/api/families/'),
  },
  'POST /families/:id/people/:person/protection': {
    audited: true,
    check: async ({ send, sight }) => {
      const form = { reason: 'They were followed.', from: newId() };
      for (const { familyId, personId, fromId } of guarded) {
        const path = `/families/${familyId}/people/${personId}/protection`;
        await send(path, form, { status: 404 });
        if (sight.mayProtect(personId, [fromId])) continue;
        const mayOther = sight.open.has(familyId) && sight.mayProtect(personId, []);
        await send(path, { ...form, from: fromId }, { status: mayOther ? 403 : 404 });
      }
    },
  },
  'POST /families/:id/people/:person/protection/:protection/end': {
    audited: true,
    check: async ({ send, sight }) => {
      for (const { familyId, personId, fromId, protectionId } of guarded) {
        const path = `/families/${familyId}/people/${personId}/protection`;
        await send(`${path}/${newId()}/end`, {}, { status: 404 });
        if (!sight.mayProtect(personId, [fromId]))
          await send(`${path}/${protectionId}/end`, {}, { status: 404 });
      }
    },
  },
  'POST /facts/:id/telling': {
    audited: true,
    check: async ({ send, sight, turn }) => {
      const form = { state: 'never', reason: 'Nobody should know.' };
      await send(`/facts/${newId()}/telling`, form, { status: 404 });
      const shown = world.facts.filter((fact) => sight.factShown(fact) && !sight.isAllocated(fact.personId));
      for (const fact of some(shown, 1, turn))
        await send(`/facts/${fact.factId}/telling`, form, { status: 403 });
    },
  },
  'GET /me': { audited: true, check: onlyFor('/me', [], 404) },
  'GET /api/me': { audited: true, check: onlyFor('/api/me', [], 404) },
  'POST /me/consents/:consent/withdraw': {
    audited: true,
    check: async ({ send }) => {
      for (const { consentId } of consented)
        await send(`/me/consents/${consentId}/withdraw`, {}, { status: 404 });
    },
  },
  'GET /duties': { audited: true, check: standing('/duties') },
  'GET /api/duties': { audited: true, check: standing('/api/duties') },
  'POST /duties': { audited: true, check: (visitor) => checkSwitching(visitor, '/duties', 303) },
  'POST /api/duties': { audited: true, check: (visitor) => checkSwitching(visitor, '/api/duties', 200) },
  'GET /desks': { audited: true, check: standing('/desks') },
  'GET /api/desks': { audited: true, check: standing('/api/desks') },
  'POST /desks': {
    audited: true,
    check: async ({ send, sight: { viewer } }) => {
      const form = { name: 'Duty desk', telephone: '01632 960001', hours: 'weekdays 9 to 5' };
      await send('/desks', form, { status: viewer.role === 'agency-lead' ? 303 : 403 });
    },
  },
  'GET /agreements': { audited: true, check: standing('/agreements') },
  'GET /openings': {
    audited: true,
    check: async ({ get, sight: { viewer } }) => {
      const text = textOf((await get('/openings')).body);
      for (const one of opened) {
        const may = viewer.role === 'information-governance-lead' || one.workerId === viewer.id;
        expect(text.includes(one.reason)).toBe(may);
      }
    },
  },
  'POST /openings/:id': {
    audited: true,
    check: async ({ send, sight: { viewer } }) => {
      const may = viewer.role === 'information-governance-lead';
      const path = `/openings/${opened[0]?.grantId}`;
      const form = { review: 'It was needed.', tell: 'yes', teller: 'Their social worker' };
      await send(path, form, { status: may ? 303 : 403 });
    },
  },
  'POST /openings/:id/told': {
    audited: true,
    check: async ({ send, sight: { viewer } }) => {
      const may = viewer.role === 'information-governance-lead';
      await send(`/openings/${opened[0]?.grantId}/told`, { told: 'yes' }, { status: may ? 303 : 403 });
    },
  },
  'GET /break-glass': { audited: true, check: onlyFor('/break-glass', helping, 403) },
  'POST /break-glass': {
    audited: true,
    check: async ({ send, sight: { viewer }, turn }) => {
      const status = helping.includes(viewer.role as WorkRole) ? 404 : 403;
      const form = {
        name: 'Nobody Ofthisname',
        born: '2012-04-05',
        reason: 'They may come to harm tonight.',
      };
      const nobody = await send('/break-glass', form, { status });
      for (const { personId } of some(sealed, 1, turn)) {
        const born = world.details.get(personId)?.find((one) => one.kind === 'birth-date')?.value ?? '';
        const name = namesOf(personId)[0] ?? '';
        searched.push(name);
        const answer = await send('/break-glass', { ...form, name, born }, { status });
        expect(answer).toEqual(nobody);
      }
    },
  },
  'GET /purpose': { audited: true, check: onlyFor('/purpose', overseeing, 403) },
  'POST /purpose': { audited: true, check: (visitor) => checkPurpose(visitor, '/purpose') },
  'POST /api/purpose': { audited: true, check: (visitor) => checkPurpose(visitor, '/api/purpose') },
  'GET /who-is-who': {
    audited: true,
    check: async ({ get, sight }) => {
      const { status, excused, pairs } = reviewOf(sight);
      const { body } = await get('/who-is-who', { status, excused });
      if (status === 200) expect(body.includes('No pair waits')).toBe(pairs.length === 0);
      for (const { pairId } of some(doubtful, 3, 1)) {
        const may = pairs.includes(pairId);
        await get(`/who-is-who?pair=${pairId}`, may ? { excused } : { status: 404 });
      }
    },
  },
  'GET /api/who-is-who/pairs': {
    audited: true,
    check: async ({ get, sight }) => {
      const { status, excused, pairs } = reviewOf(sight);
      const { body } = await get('/api/who-is-who/pairs', { status, excused });
      if (status !== 200) return;
      const found = JSON.parse(body) as { total: number; pairs: { pairId: string }[] };
      expect(found.total).toBe(pairs.length);
      expect(found.pairs.map((one) => one.pairId)).toEqual(pairs.slice(0, 25));
    },
  },
  'POST /who-is-who': { audited: true, check: refusingPairs('/who-is-who') },
  'POST /api/who-is-who/decisions': { audited: true, check: refusingPairs('/api/who-is-who/decisions') },
  'GET /who-is-who/decisions': { audited: true, check: onlyFor('/who-is-who/decisions', reviewing, 404) },
  'GET /api/who-is-who/decisions': {
    audited: true,
    check: onlyFor('/api/who-is-who/decisions', reviewing, 404),
  },
  'POST /who-is-who/decisions/:id/take-back': {
    audited: true,
    check: async ({ send }) => {
      await send(`/who-is-who/decisions/${newId()}/take-back`, {}, { status: 404 });
    },
  },
  'POST /api/who-is-who/decisions/:id/take-back': {
    audited: true,
    check: async ({ send }) => {
      await send(`/api/who-is-who/decisions/${newId()}/take-back`, {}, { status: 404 });
    },
  },
  'GET /who-is-who/persons/:id': { audited: true, check: makeups('/who-is-who/persons/') },
  'GET /api/who-is-who/persons/:id': { audited: true, check: makeups('/api/who-is-who/persons/') },
  'POST /who-is-who/persons/:id': {
    audited: true,
    check: async ({ send, sight }) => {
      const { seen } = reviewOf(sight);
      const hidden = [...numbers.values()].find((one) => !seen.has(one.number));
      const form = { number: hidden?.number ?? '', reason: 'They are cousins.' };
      await send(`/who-is-who/persons/${hidden?.personId}`, form, { status: 404 });
    },
  },
  'GET /audit': { audited: true, check: onlyFor('/audit', ['information-governance-lead'], 404) },
  'GET /audit/unusual': {
    audited: true,
    check: onlyFor('/audit/unusual', ['information-governance-lead'], 404),
  },
};

async function checkConsents({ get, sight, turn }: Visitor, path: string): Promise<void> {
  const nobody = await get(`${path}${newId()}/consents`, { status: 404 });
  for (const id of [...some(sorted(sight.open), 1, turn), ...consented.map((one) => one.familyId)]) {
    const isOpen = sight.open.has(id);
    const answer = await get(`${path}${id}/consents`, isOpen ? { families: [id] } : { status: 404 });
    if (!isOpen) expect(answer).toEqual(nobody);
    else if (path.startsWith('/api/')) {
      const { consents } = JSON.parse(answer.body) as { consents: { consentId: string }[] };
      expect(sorted(consents.map((one) => one.consentId))).toEqual(sorted(sight.consentsOf(id)));
    } else expect(unseenInFamily(world, sight, id)(answer.body)).toEqual([]);
  }
}

async function checkProtections({ get, sight }: Visitor, path: string): Promise<void> {
  await get(`${path}${newId()}/people/${newId()}/protection`, { status: 404 });
  for (const { familyId, personId, fromId, reason } of guarded) {
    const may = sight.open.has(familyId) && sight.sees(personId) && sight.mayProtect(personId, []);
    const { body } = await get(
      `${path}${familyId}/people/${personId}/protection`,
      may ? { families: [familyId] } : { status: 404 },
    );
    expect(body.includes(reason)).toBe(may && sight.mayProtect(personId, [fromId]));
  }
}

type Numbered = {
  number: string;
  personId: string;
  agency: string;
  open: boolean;
  said: Record<string, string>;
};

/** What a viewer reviews: the numbers whose both person and agency let them, and the pairs of two such. */
function reviewOf(sight: Sight) {
  const reviews = reviewing.includes(sight.viewer.role as WorkRole);
  const mine = [...numbers.values()].filter(
    (one) => reviews && one.open && sight.tier(one.personId, one.agency, 'match') === 4,
  );
  const seen = new Set(mine.map((one) => one.number));
  const pairs = doubtful.filter((pair) => pair.open && seen.has(pair.number) && seen.has(pair.other));
  return {
    status: reviews ? 200 : 404,
    seen,
    persons: new Set(mine.map((one) => one.personId)),
    pairs: pairs.map((pair) => pair.pairId),
    excused: mine
      .map(({ said }) => `${said['given name']} ${said.surname}\n${said.address}, ${said.postcode}`)
      .join('\n'),
  };
}

/** A pair that is not there, and one that the viewer may not see, are the same. */
function refusingPairs(path: string): Check {
  return async ({ send, sight, turn }) => {
    const { pairs } = reviewOf(sight);
    const hidden = doubtful.filter((one) => !pairs.includes(one.pairId));
    const form = { verdict: 'two', reason: 'They are twins.' };
    const nobody = await send(path, { ...form, pair: newId() }, { status: 404 });
    for (const { pairId } of some(hidden, 1, turn))
      expect(await send(path, { ...form, pair: pairId }, { status: 404 })).toEqual(nobody);
  };
}

function makeups(path: string): Check {
  return async ({ get, sight, turn }) => {
    const { persons, excused } = reviewOf(sight);
    const all = sorted(new Set([...numbers.values()].map((one) => one.personId)));
    const others = all.filter((id) => !persons.has(id));
    const hidden = sealed.map((one) => one.personId);
    for (const id of [...some(sorted(persons), 2, turn), ...some(others, 1, turn), ...some(hidden, 1, turn)])
      await get(`${path}${id}`, persons.has(id) ? { excused } : { status: 404 });
  };
}
/** The needs of a family by what the viewer may see, worked out apart from the product's own sight. */
function needsFor(sight: Sight, familyId: string) {
  const facts = sight
    .factsOf(familyId)
    .map((fact) => (sight.isTold(fact) ? fact : { ...fact, detail: { parts: [] } }));
  return needsOn(facts, dayOf(today), (id) => sight.chosen(id, 'birth-date'));
}

const evidenceFor = (sight: Sight, familyId: string) =>
  new Set(
    needsFor(sight, familyId).flatMap(({ found }) =>
      found.flatMap(({ evidence }) => evidence.map((one) => one.factId)),
    ),
  );

/**
 * Whether the viewer may see the decision at a family: records are shared within an agency alone, so whoever may see
 * those of social care about everybody works there with all of them, or leads it.
 */
const seesDecision = ({ viewer, tier }: Sight, familyId: string): boolean =>
  familyId === decision.familyId &&
  (viewer.role === 'information-governance-lead' ||
    (world.sharing.worksFor.get(viewer.id) === 'social-care' &&
      decision.persons.every((id) => tier(id, 'social-care', 'record') >= 3)));

/** Decides about a person whom the viewer sees, in a family that the viewer may open and in one that nobody may. */
async function checkDeciding(
  { sight, send }: Visitor,
  path: (familyId: string) => string,
  status: number,
): Promise<void> {
  const form = { askedBy: 'A school', askedFor: 'The plan', decision: 'share', reason: 'They teach him.' };
  await send(path(newId()), { ...form, persons: [newId()] }, { status: 404 });
  const [familyId] = sorted(sight.open);
  const [member] = familyId === undefined ? [] : sight.membersOf(familyId);
  if (familyId === undefined || member === undefined) return;
  await send(path(familyId), { ...form, persons: [newId()] }, { status: 400 });
  const home = world.sharing.worksFor.get(sight.viewer.id) ?? '';
  const isNear = sight.tier(member.personId, home, 'record') >= 3;
  const may = isNear && [...helping, 'agency-lead'].includes(sight.viewer.role as WorkRole);
  await send(path(familyId), { ...form, persons: [member.personId] }, { status: may ? status : 403 });
}

async function checkRecords({ get, sight, turn }: Visitor, path: string): Promise<void> {
  const nobody = await get(`${path}${newId()}`, { status: 404 });
  const all = [...world.records.values()].filter((record) => record.personIds.length > 0);
  const readable = all.filter((record) => sight.readsRecord(record.recordId));
  const several = all.filter((record) => record.personIds.length > 1);
  const statements = all.filter((record) => record.kind === 'care.statements');
  const chosen = [
    ...some(readable, 2, turn),
    ...some(several, 1, turn),
    ...some(statements, 2, turn),
    ...some(all, 1, turn),
  ];
  for (const record of chosen) {
    const may = sight.readsRecord(record.recordId);
    const answer = await get(`${path}${record.recordId}`, may ? { excused: record.text } : { status: 404 });
    if (!may) expect(answer).toEqual(nobody);
  }
}

async function peopleAtWork(): Promise<void> {
  const day = dayOf(today);
  const listed = await db.asActor(system, (tx) => workersOn(tx, day));
  for (const role of Object.keys(roles) as WorkRole[]) {
    const [busiest] = listed.filter((one) => one.role === role).sort((a, b) => b.persons - a.persons);
    if (busiest === undefined) throw new Error(`nobody is ${role}`);
    viewers.push({ title: role, actor: actorOf(busiest.workerId, role) });
  }
  const police = listed.find((one) => one.role === 'agency-lead' && one.agency === 'police');
  viewers.push({ title: 'agency-lead of the police', actor: actorOf(police?.workerId ?? '', 'agency-lead') });
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: today });
  await buildArea(db, 80, 'routes');
  await peopleAtWork();
  const before = await readWorld(db);
  const all = sightOf(before, system, today);
  const families = sorted(all.open).map((id) => ({
    id,
    members: all.membersOf(id),
    persons: all.membersOf(id).map((member) => member.personId),
  }));
  const family = (at: number) => {
    const found = families[at];
    if (found === undefined) throw new Error(`there are not ${at + 1} open families`);
    return found;
  };
  const near = (title: string, options: Parameters<typeof workerNear>[1]) =>
    db.asActor(system, async (tx) => viewers.push({ title, actor: await workerNear(tx, options) }));
  await near('somebody of the team', { near: family(0).persons, kind: 'team' });
  await near('a police officer of the team', { near: family(1).persons, kind: 'team', agency: 'police' });
  await near('a police officer allocated', {
    near: [...family(0).persons, ...family(2).persons],
    agency: 'police',
  });
  await near('somebody allocated to some of a family', { near: family(3).persons.slice(0, 2) });
  const [decider] = viewers.slice(-1);
  decision = {
    familyId: family(3).id,
    persons: family(3).persons.slice(0, 2),
    askedFor: 'Where they live now',
  };
  if (decider === undefined) throw new Error('nobody decides');
  await db.asActor(decider.actor, (tx) =>
    decide(tx, decision.familyId, {
      ...decision,
      askedBy: 'A grandfather',
      decision: 'not-share',
      reason: 'He would tell their father.',
    }),
  );
  await near('somebody allocated through a child who is sealed', { near: family(4).persons });
  const treated = family(families.findIndex((one) => one.persons.some((id) => knownInTreatment(before, id))));
  await near('a worker of the treatment service', { near: treated.persons, agency: 'recovery' });
  await near('a social worker of somebody in treatment', { near: treated.persons });
  await near('somebody without relations', {});
  const helped = family(6);
  await near('a youth worker whom one of the family turned away', {
    near: helped.persons,
    restsOn: 'youth-work',
  });
  await near('somebody who must ask first', { near: family(7).persons, kind: 'team' });
  await agreeAndProtect([family(0), family(1), family(3)], helped);
  await near('somebody in an emergency', {});
  const [emergency] = viewers.slice(-1);
  if (emergency === undefined) throw new Error('nobody is in an emergency');
  await db.asActor(emergency.actor, (tx) =>
    breakGlass(tx, {
      familyId: family(2).id,
      persons: family(2).persons,
      reason: 'A neighbour rang: a child is alone and crying.',
    }),
  );
  for (const role of ['director', 'inspector'] as const) {
    const viewer = viewers.find((one) => one.title === role);
    await db.asActor(system, (tx) =>
      tx.sql(
        `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
         VALUES ($1, $2, $3, 'purpose', $4, $5, $6, $7, $8, 'test')`,
        [
          areaCode,
          newId(),
          viewer?.actor.id,
          family(1).id,
          family(1).persons,
          `What the ${role} asked to look into.`,
          today,
          new Date(today.getTime() + 3_600_000),
        ],
      ),
    );
  }
  // One child of a family; everybody of another; and of a third all those because of whom its picture is open.
  const opensIt = new Set(all.openingsOf(family(4).id).map((one) => one.personId));
  sealed = [
    {
      personId: family(0).members.find((member) => member.part === 'child')?.personId ?? '',
      familyId: family(0).id,
    },
    ...family(5).persons.map((personId) => ({ personId, familyId: family(5).id })),
    ...[...opensIt].map((personId) => ({ personId, familyId: family(4).id })),
  ];
  const named = viewers
    .filter((one) => one.title === 'a police officer allocated')
    .map((one) => one.actor.id);
  await db.asActor(system, async (tx) => {
    for (const { personId, familyId } of sealed) {
      await sealPerson(tx, {
        personId,
        named: familyId === family(0).id ? named : [],
        from: '2026-11-01',
        reason: 'Somebody looks for them.',
      });
    }
  });
  await db.asActor(system, (tx) =>
    tx.sql(
      `INSERT INTO held_row (area, held_id, extract_id, agency, kind, line, column_name, value, reason, remedy, content, received_at)
       SELECT area, $1, extract_id, agency, kind, 2, 'pers_sex', 'Q', 'It is no sex.', 'Write F or M.', '{}', received_at
       FROM extract WHERE kind = 'ssd.person' LIMIT 1`,
      [newId()],
    ),
  );
  heldShown = await db.asActor(system, async (tx) => {
    const { n } = await tx.one<{ n: number }>('SELECT count(*) AS n FROM held_row WHERE mended_at IS NULL');
    const [number] = before.numbers.get(sealed.at(-1)?.personId ?? '') ?? [];
    await tx.sql(
      `INSERT INTO held_row (area, held_id, extract_id, agency, kind, line, reason, remedy, content, received_at)
       SELECT area, $1, extract_id, $2, kind, 3, 'A row about somebody sealed.', 'None.', jsonb_build_object('id', $3::text), received_at
       FROM extract LIMIT 1`,
      [newId(), number?.agency, number?.localId],
    );
    return n;
  });
  await db.filled();
  world = await readWorld(db);
  await db.asActor(system, async (tx) => {
    const all = await tx.sql<Numbered>(
      'SELECT number, person_id AS "personId", agency, open, said FROM agency_number',
    );
    numbers = new Map(all.map((one) => [one.number, one]));
    doubtful = await tx.sql(
      'SELECT pair_id AS "pairId", number, other, open FROM doubtful_pair ORDER BY informs DESC, pair_id',
    );
  });
  opened = await db.asActor(system, (tx) => grants(tx));
  ask = await asking(db);
}, 120_000);

/** Nobody else may ask, and of whoever may nobody is told of somebody sealed from them. */
async function checkPurpose({ send, sight: { viewer }, turn }: Parameters<Check>[0], path: string) {
  const status = overseeing.includes(viewer.role as WorkRole) ? 404 : 403;
  const form = {
    name: 'Nobody Ofthisname',
    born: '2012-04-05',
    purpose: 'A complaint that is being answered.',
    until: dayOf(today),
  };
  const nobody = await send(path, form, { status });
  for (const { personId } of some(sealed, 1, turn)) {
    const born = world.details.get(personId)?.find((one) => one.kind === 'birth-date')?.value ?? '';
    const name = namesOf(personId)[0] ?? '';
    searched.push(name);
    expect(await send(path, { ...form, name, born }, { status })).toEqual(nobody);
  }
}

type Members = { id: string; members: { personId: string; part: string }[]; persons: string[] };

/** Protects somebody in some families; one of another family turns help away; housing answers only when asked. */
async function agreeAndProtect(families: readonly Members[], helped: Members): Promise<void> {
  await db.asActor(system, async (tx) => {
    for (const { id, members } of families) {
      const [harmed, other] = [...members].sort(
        (a, b) => Number(b.part === 'main-carer') - Number(a.part === 'main-carer'),
      );
      if (harmed === undefined || other === undefined) throw new Error('there is nobody to protect');
      const reason = `Followed home in family ${guarded.length}.`;
      const happened = { from: '2026-01-01', to: null };
      const one = {
        personId: harmed.personId,
        fromIds: [other.personId],
        fromWords: '',
        named: [],
        happened,
        reason,
      };
      const protectionId = await protectPerson(tx, one);
      guarded.push({ familyId: id, personId: harmed.personId, fromId: other.personId, protectionId, reason });
    }
    const [declining, ...others] = helped.persons;
    for (const [at, personId] of [declining, others[0]].entries()) {
      if (personId === undefined) throw new Error('nobody turns help away');
      const consentId = await recordConsent(tx, {
        personId,
        children: [],
        service: 'youth-work',
        answer: at === 0 ? 'declined' : 'given',
        words: 'A youth worker once a week.',
        lastDay: null,
        agency: 'social-care',
      });
      consented.push({ familyId: helped.id, personId, consentId });
    }
    const housing = (await agreements(tx)).filter((one) => one.fromAgency === 'housing' && !one.toAgency);
    expect(housing.length).toBeGreaterThan(0);
    for (const one of housing) await endAgreement(tx, one.agreementId);
    const { agreementId: _, ...first } = housing[0] as Agreement;
    await agree(tx, { ...first, toRole: null, purpose: 'help', tier: 2, condition: 'team', subjects: ['*'] });
  });
}

test('each person sees of themselves what they are told, and nothing that is for people at work', async () => {
  const told = world.facts.filter(
    (fact) =>
      fact.about.length === 1 &&
      world.sharing.toldByRule.get(fact.kind) === 'shared' &&
      catalogue.has(fact.kind),
  );
  const persons = new Set([
    ...some([...new Set(told.map((fact) => fact.personId))].sort(), 4, 0),
    ...some(sorted(world.details.keys()), 2, 0),
    ...guarded.flatMap((one) => [one.personId, one.fromId]),
    ...consented.map((one) => one.personId),
  ]);
  let facts = 0;
  for (const id of persons) {
    const viewer: Actor = { area: areaCode, id, role: 'family-member', purpose: 'own' };
    const sight = sightOf(world, viewer, today);
    const isSealed = sealed.some((one) => one.personId === id);
    const answer = await ask(viewer, '/api/me');
    expect(answer.status).toBe(isSealed ? 403 : 200);
    if (isSealed) continue;
    const me = JSON.parse(answer.body) as {
      names: string[];
      words: { words: string }[];
      facts: { label: string; said: unknown[] }[];
    };
    const own = world.facts.filter((fact) => sight.told(fact) !== 'nothing' && catalogue.has(fact.kind));
    expect(sorted(me.facts.map((fact) => fact.label))).toEqual(
      sorted(own.map((fact) => catalogue.get(fact.kind)?.label ?? '')),
    );
    if (guarded.some((one) => one.fromId === id)) expect(me.facts.flatMap((fact) => fact.said)).toEqual([]);
    facts += own.length;
    expect(sorted(me.names)).toEqual(sorted(new Set(namesOf(id))));
    expect(sorted(me.words.map((one) => one.words))).toEqual(
      sorted(
        world.statements.filter((one) => one.personId === id && one.kind === 'said').map((one) => one.words),
      ),
    );
    const page = await ask(viewer, '/me');
    expect([page.status, unseenWords(world, sight)(page.body)]).toEqual([200, []]);
    for (const [route, { audited }] of Object.entries(checks)) {
      const [method, path = ''] = route.split(' ');
      if (!audited || path === '/me' || path === '/api/me') continue;
      const place = world.places.find((one) => one.personId === id);
      const asked = path
        .replace(':id', path.includes('/families/') ? (place?.familyId ?? newId()) : newId())
        .replace(':person', id)
        .replace(/:[a-z]+/g, newId());
      const refused = await ask(viewer, asked, method === 'POST' ? {} : undefined);
      expect([route, refused.status >= 400]).toEqual([route, true]);
    }
  }
  expect(facts).toBeGreaterThan(3);
});

test('every route has a check, and every check a route; and the audit has words for each', () => {
  expect(sorted(ask.routes)).toEqual(sorted(Object.keys(checks)));
  for (const [route, { audited }] of Object.entries(checks))
    if (audited)
      expect([route, routeWords(route.split(' ')[1] ?? '')?.seen]).toEqual([route, expect.any(String)]);
});

describe('what each viewer is shown', () => {
  test('is compared for viewers of every role, of whom some see much and some nothing', () => {
    const seen = viewers.map(({ actor }) => sightOf(world, actor, today).open.size);
    expect(new Set(viewers.map(({ actor }) => actor.role))).toEqual(new Set(Object.keys(roles)));
    expect(seen.filter((count) => count > 0).length).toBeGreaterThan(8);
    expect(seen.filter((count) => count === 0).length).toBeGreaterThan(4);
  });

  test('is what agreements allow, and is written down', async () => {
    const waiting = [...viewers.entries()];
    const atATime = Array.from({ length: 4 }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await checkViewer(next[1], next[0]);
    });
    await Promise.all(atATime);
    expect([...namingItself]).toEqual(expect.arrayContaining(['families']));
  }, 300_000);
});

test('nobody is shown anything in a role that they do not hold', async () => {
  const [practitioner] = viewers;
  if (practitioner === undefined) throw new Error('there is nobody');
  for (const role of ['information-governance-lead', 'agency-lead', 'administrator'] as const) {
    const forged = actorOf(practitioner.actor.id, role);
    for (const path of ['/audit', '/openings', '/families?q=ha', '/api/held', `/families/${newId()}`]) {
      const { status } = await ask(forged, path);
      expect([path, status < 400]).toEqual([path, false]);
    }
  }
  const written = await db.asActor(system, (tx) =>
    tx.sql<{ action: string }>('SELECT action FROM audit_entry WHERE actor = $1 AND role <> $2', [
      practitioner.actor.id,
      practitioner.actor.role,
    ]),
  );
  expect(written.map((one) => one.action)).toEqual(Array(15).fill('denied'));
});

test('a list is taken out for a reason that the audit keeps, with everybody in it', async () => {
  const seen = (one: Viewer) => sightOf(world, one.actor, today).open.size;
  const [reader] = viewers
    .filter((one) => exporting.includes(one.actor.role))
    .sort((a, b) => seen(b) - seen(a));
  if (reader === undefined) throw new Error('nobody may');
  for (const query of ['', '?reason=', '?reason=short']) {
    expect((await ask(reader.actor, `/api/export/families${query}`)).status).toBe(400);
  }
  const { body } = await ask(reader.actor, '/api/export/families?reason=Asked+for+by+the+board.');
  const { families } = JSON.parse(body) as FamilyList;
  const [written] = await db.asActor(system, (tx) =>
    tx.sql<{ action: string; reason: string; persons: string[] }>(
      `SELECT action, reason, persons FROM audit_entry WHERE actor = $1 ORDER BY at DESC LIMIT 1`,
      [reader.actor.id],
    ),
  );
  expect(written).toMatchObject({ action: 'export', reason: 'Asked for by the board.' });
  expect(new Set(written?.persons)).toEqual(
    new Set(families.flatMap((family) => family.members.map((member) => member.personId))),
  );
  expect(written?.persons.length).toBeGreaterThan(1);
});

async function checkViewer({ title, actor }: Viewer, turn: number): Promise<void> {
  const sight = sightOf(world, actor, clock.now());
  const unseen = unseenWords(world, sight);
  const left: Left[] = [];
  for (const [route, { audited, check }] of Object.entries(checks)) {
    const note = (asked: string, status: number, families?: readonly string[]) => {
      const pattern = patternOf(asked, route);
      if (checks[pattern]?.audited ?? audited)
        left.push({
          route: pattern.split(' ')[1] ?? '',
          denied: status >= 400,
          ...(families && { families }),
        });
    };
    const visitor: Visitor = {
      sight,
      turn,
      get: async (path, { status = 200, families, excused } = {}) => {
        const answer = await ask(actor, path);
        const where = `${title}: ${path}`;
        expect(answer.status, where).toBe(status);
        expect(unseen(answer.body, excused), where).toEqual([]);
        if (!namesAll({ actor, path })) {
          const named =
            /Ashmere Recovery Service|"recovery"|\bof recovery\b|recovery\/|Treatment for drink|treatment-year|treatment\.journeys/.test(
              answer.body,
            );
          if (!title.includes('of the treatment service')) expect(named, where).toBe(false);
          else if (named) namingItself.add(path.split('/')[1] ?? '');
        }
        note(`GET ${path}`, status, families);
        return answer;
      },
      send: async (path, form, { status }) => {
        const answer = await ask(actor, path, form);
        expect(answer.status, `${title}: ${path}`).toBe(status);
        note(`POST ${path}`, status);
        // A form that is shown again, with what is wrong, is read.
        if (answer.body.includes('govuk-error-summary')) note(`POST ${path}`, 200);
        return answer;
      },
    };
    await check(visitor);
  }
  const written = await db.asActor(system, (tx) =>
    tx.sql<{ route: string; action: string; families: string[] }>(
      'SELECT route, action, families FROM audit_entry WHERE actor = $1 AND role = $2 ORDER BY at, entry_id',
      [actor.id, actor.role],
    ),
  );
  expect(written.map((one) => `${one.route} ${one.action === 'denied'}`)).toEqual(
    left.map((one) => `${one.route} ${one.denied}`),
  );
  for (const [at, { families }] of left.entries()) {
    if (families) expect(sorted(written[at]?.families ?? [])).toEqual(sorted(families));
  }
}

/** The route that is asked, as method and path: the one being checked, or another that its check asks beside. */
function patternOf(asked: string, checked: string): string {
  const plain = asked.split('?')[0] ?? '';
  const fits = (route: string) => new RegExp(`^${route.replace(/:[a-z]+/g, '[^/]+')}$`).test(plain);
  if (fits(checked)) return checked;
  return Object.keys(checks).find(fits) ?? checked;
}
