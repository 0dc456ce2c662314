/** Pages that are the same for everybody, choosing who looks, and lists of families. */
import { expect } from 'vitest';
import { catalogue, type NeedId, needs } from '../../../chronology/index.ts';
import { financialYearOf } from '../../../costs/index.ts';
import { openingParts } from '../../../families/index.ts';
import type { FamilyList, Home } from '../../../picture/index.ts';
import { keysOf } from '../../../picture/testing.ts';
import { dayOf, holds, newId } from '../../../platform/index.ts';
import { countsActor, type WorkRole } from '../../../sharing/index.ts';
import { linked } from '../expected.ts';
import type { Sight } from '../sight.ts';
import { areaCode, type World } from '../world.ts';
import { today } from './scene.ts';
import { type Checks, helping, namesOf, needsFor, some, sorted, standing, type Visitor } from './visitor.ts';

export const exporting = ['team-manager', 'agency-lead', 'inspector'];

export const finding: Checks = {
  'GET /': {
    audited: true,
    check: async (visitor) => {
      const families = ownFamilies(visitor);
      const { body } = await visitor.get('/', { families });
      expect(linked(body, '/families/').filter((id) => !id.includes('/'))).toEqual(families);
    },
  },
  'GET /api/home': {
    audited: true,
    check: async (visitor) => {
      const families = ownFamilies(visitor);
      const { body } = await visitor.get('/api/home', { families });
      const home = JSON.parse(body) as Home;
      expect(sorted(home.mine.map((one) => one.familyId))).toEqual(families);
      expectRows(
        { total: home.mine.length, page: 1, families: home.mine } as FamilyList,
        visitor.sight,
        families,
      );
      for (const { family } of home.attention) expect([...families, undefined]).toContain(family?.familyId);
    },
  },
  'GET /attention': { audited: false, check: standing('/attention') },
  'POST /attention/not-useful': {
    audited: true,
    check: async ({ send }) => {
      await send('/attention/not-useful', { line: 'step-due nothing' }, { status: 404 });
    },
  },
  'POST /attention/undo': {
    audited: true,
    check: async ({ send }) => void (await send('/attention/undo', { answer: newId() }, { status: 404 })),
  },
  'POST /api/attention/not-useful': {
    audited: true,
    check: async ({ send }) => {
      const line = { rule: 'step-due', about: 'nothing' };
      await send('/api/attention/not-useful', line, { status: 404 });
    },
  },
  'POST /api/attention/undo': {
    audited: true,
    check: async ({ send }) =>
      void (await send('/api/attention/undo', { answerId: newId() }, { status: 404 })),
  },
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
    check: async ({ scene, get, turn }) => {
      const { world, sealed } = scene;
      await get('/as');
      const anybody = scene.sightOf(countsActor(areaCode, 'test'));
      for (const { personId } of [...some(sealed, 1, turn), ...some(world.places, 1, turn)]) {
        const name = namesOf(world, personId)[0] ?? '';
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
        visitor.scene.searched.push(word);
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
        visitor.scene.searched.push(word);
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
    check: async ({ scene: { world }, get, sight, turn }) => {
      const day = dayOf(today);
      // What a service does whose name would say what somebody came for is not there for whom it is not named to.
      const unnamed = [...catalogue.values()].filter((entry) => !isNamed(world, sight, entry.service));
      const asksOfUnnamed = (query: string) =>
        unnamed.some(
          ({ code, costs = [] }) =>
            new RegExp(`^(now|began)=${code}(&|$)`).test(query) ||
            costs.some((cost) => query.startsWith(`spent=${cost}&`)),
        );
      const unnamedQueries = [
        'now=treatment',
        'began=treatment&year=2024-25',
        'spent=treatment-year&year=2024-25',
      ];
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
        if (asksOfUnnamed(query)) {
          await get(`/behind?${query}`, { status: 404 });
          continue;
        }
        const families = sight.behind(persons);
        const { body } = await get(`/behind?${query}`, { families: sorted(families) });
        expect(linked(body, '/families/')).toEqual(sorted(families));
      }
      const nothing = await get('/behind?now=no-such-kind', { status: 404 });
      for (const query of unnamedQueries)
        expect(await get(`/behind?${query}`, { status: asksOfUnnamed(query) ? 404 : 200 }), query).toEqual(
          asksOfUnnamed(query) ? nothing : expect.anything(),
        );
    },
  },
};

/** Whether the reader is told that there is a service of a type whose name would say what somebody came for. */
export function isNamed({ sharing }: World, { viewer }: Sight, service: string): boolean {
  if (!['treatment', 'sexual-health', 'abuse-services'].includes(service)) return true;
  if (['administrator', 'information-governance-lead'].includes(viewer.role)) return true;
  return sharing.typeOf.get(sharing.worksFor.get(viewer.id) ?? '') === service;
}

/** Open families of which somebody is a child or main carer because of whom the viewer, or somebody of their team, works with them. */
function ownFamilies({ scene: { world }, sight }: Visitor): string[] {
  if (!helping.includes(sight.viewer.role as WorkRole)) return [];
  const vias = new Set(
    world.sharing.relations
      .filter(({ happened, via }) => holds(happened, dayOf(today)) && sight.sees(via))
      .filter(
        ({ workerId, personId, kind }) =>
          (workerId === sight.viewer.id && sight.isInTeam(personId)) ||
          (kind === 'allocated' && sight.manages(personId)),
      )
      .map(({ via }) => via),
  );
  return sorted(sight.open).filter((id) =>
    sight.membersOf(id).some(({ personId, part }) => openingParts.has(part) && vias.has(personId)),
  );
}

function expectRows(list: FamilyList, sight: Sight, families: readonly string[]): void {
  expect(sorted(list.families.map((row) => row.familyId))).toEqual(families);
  expect(list.total).toBe(families.length);
  for (const row of list.families) {
    const ids = sight.membersOf(row.familyId).map((member) => member.personId);
    const names = ids.filter((id) => !sight.before(id)).map(sight.name);
    expect(sorted(row.members.map((one) => one.name))).toEqual(sorted(names));
  }
}

/** Words to search by: names that the viewer may see, names that it may not, and numbers of agencies. */
function wordsFor({ scene: { world, sealed }, sight, turn }: Visitor): string[] {
  const persons = sorted(world.details.keys());
  const others = persons.filter((id) => !sight.sees(id));
  const own = persons.filter((id) => sight.sees(id));
  const hidden = sealed.map((one) => one.personId);
  const name = (id: string) =>
    namesOf(world, id)[0]
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
