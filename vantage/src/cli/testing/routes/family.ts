/** The pages of one family. */
import { expect } from 'vitest';
import { isWritten } from '../../../chronology/index.ts';
import { financialYearOf } from '../../../costs/index.ts';
import type {
  AgencyEye,
  FamilyHome,
  FamilyPersonView,
  Genogram,
  NetworkMap,
  Picture,
  PictureShown,
  SiblingView,
} from '../../../picture/index.ts';
import { newId } from '../../../platform/index.ts';
import { maySeeSpending, type WorkRole } from '../../../sharing/index.ts';
import { expectGenogram, expectPicture, expectSpending, linked } from '../expected.ts';
import type { Sight } from '../sight.ts';
import { textOf, unseenInFamily, unseenWords } from '../words.ts';
import { today } from './scene.ts';
import { type Checks, familiesFor, helping, needsFor, some, sorted, type Visitor } from './visitor.ts';

/** A home of a family is there for whoever sees on the genogram that one of it lives there, with the stays that they may see. */
async function checkHomes({ scene, sight, get, ...visitor }: Visitor, api: '' | '/api') {
  for (const id of familiesFor({ scene, sight, get, ...visitor }, 2)) {
    const all = scene.world.places.filter((place) => place.familyId === id).map((place) => place.personId);
    const members = new Set(sight.membersOf(id).map((one) => one.personId));
    const nobody = await get(`${api}/families/${id}/homes/${newId()}`, { status: 404 });
    if (!sight.open.has(id)) continue;
    const { body } = await get(`/api/families/${id}/genogram`, { families: [id] });
    const { homes } = JSON.parse(body) as Genogram;
    for (const { homeId, address } of homes.slice(0, 2)) {
      const answer = await get(`${api}/families/${id}/homes/${homeId}`, { families: [id] });
      expect(unseenInFamily(scene.world, sight, id)(answer.body)).toEqual([]);
      if (api === '') {
        expect(textOf(answer.body)).toContain(address);
        continue;
      }
      const { stays } = JSON.parse(answer.body) as FamilyHome;
      expect(stays.length).toBeGreaterThan(0);
      for (const { personId } of stays)
        expect([members.has(personId), sight.kept.has(personId)]).toEqual([true, false]);
    }
    // A home at which they see nobody of the family is there no more than one that does not exist.
    const seen = new Set(all.flatMap((one) => (sight.sees(one) ? sight.addressesOf(one) : [])));
    const stays = all.flatMap((personId) => scene.world.residences.get(personId) ?? []);
    const seenHomes = new Set(stays.filter(({ address }) => seen.has(address)).map(({ homeId }) => homeId));
    const hidden = new Set(stays.map(({ homeId }) => homeId)).difference(seenHomes);
    for (const homeId of [...hidden].slice(0, 2))
      expect(await get(`${api}/families/${id}/homes/${homeId}`, { status: 404 })).toEqual(nobody);
  }
}

/** What an agency sees is of what the viewer sees, and an agency that is not named to them is there no more than none. */
async function checkEyes(visitor: Visitor, api: '' | '/api') {
  const { scene, sight, get } = visitor;
  const treatment = scene.world.agencies.find((one) => scene.world.sharing.typeOf.get(one) === 'treatment');
  for (const id of familiesFor(visitor, 1)) {
    const path = `${api}/families/${id}/agencies`;
    if (!sight.open.has(id)) {
      const nobody = await get(`${api}/families/${newId()}/agencies/police`, { status: 404 });
      expect(await get(`${path}/police`, { status: 404 })).toEqual(nobody);
      continue;
    }
    for (const agency of some(scene.world.agencies, 3, visitor.turn)) {
      const names = await get(`/api/families/${id}`, { families: [id] });
      if (agency === treatment) continue;
      const answer = await get(`${path}/${agency}`, { families: [id] });
      expect(unseenInFamily(scene.world, sight, id)(answer.body)).toEqual([]);
      const { happenings } = JSON.parse(names.body) as Picture;
      const seen = new Set(happenings.flatMap((line) => line.people.map(({ factId }) => factId)));
      if (api === '') {
        for (const factId of linked(answer.body, '/facts/')) expect(seen.has(factId)).toBe(true);
        continue;
      }
      const eye = JSON.parse(answer.body) as AgencyEye;
      expect(eye.happenings.length).toBe(happenings.filter(({ kind }) => !isWritten(kind)).length);
      for (const one of eye.happenings) {
        const tellers = one.people.map(
          ({ factId }) => scene.world.facts.find((fact) => fact.factId === factId)?.agency,
        );
        expect(one.standing === 'own').toBe(tellers.includes(agency));
      }
    }
    const nobody = await get(`${path}/nobody`, { status: 404 });
    const isNamed =
      sight.viewer.role === 'information-governance-lead' || sight.viewer.role === 'administrator';
    if (treatment && !isNamed && scene.world.sharing.worksFor.get(sight.viewer.id) !== treatment)
      expect(await get(`${path}/${treatment}`, { status: 404 })).toEqual(nobody);
  }
}

export const family: Checks = {
  'GET /families/:id': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}`, { status: 404 });
      for (const id of familiesFor(visitor, 4)) {
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(`/families/${id}`, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
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
          expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
          const picture = JSON.parse(answer.body) as PictureShown;
          expectPicture(picture, visitor.sight, id, today);
          const ids = visitor.sight.membersOf(id).map((member) => member.personId);
          expect(picture.keptBack).toEqual(sorted(new Set(ids.filter((one) => visitor.sight.kept.has(one)))));
          expect(sorted(picture.ask.map((one) => one.agency))).toEqual(
            sorted(
              visitor.sight
                .agenciesAt(id, 2)
                .map((code) => visitor.scene.world.agencyNames.get(code) ?? code),
            ),
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
          expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
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
  'GET /api/families/:id/chronology': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const isOpen = visitor.sight.open.has(id);
        const path = `/api/families/${id}/chronology`;
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) continue;
        expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
        const { body } = await visitor.get(`/api/families/${id}`, { families: [id] });
        const { happenings } = JSON.parse(body) as Picture;
        expect(JSON.parse(answer.body)).toEqual({ of: happenings.length, happenings });
        const crises = await visitor.get(`${path}?tone=crisis`, { families: [id] });
        expect(JSON.parse(crises.body).happenings).toEqual(happenings.filter((one) => one.tone === 'crisis'));
      }
    },
  },
  'GET /families/:id/chronology/print': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/chronology/print`, { status: 404 });
      for (const id of familiesFor(visitor, 1)) {
        const status = statusOfPrint(visitor, id);
        const path = `/families/${id}/chronology/print`;
        const answer = await visitor.get(path, status === 200 ? { families: [id] } : { status });
        if (status === 404) expect(answer).toEqual(nobody);
        if (status === 200)
          expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
      }
    },
  },
  'POST /families/:id/chronology/print': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const status = statusOfPrint(visitor, id);
        const answer = await visitor.send(
          `/families/${id}/chronology/print`,
          { recipient: 'A conference', reason: 'For the conference of 3 December.', whereabouts: 'with' },
          { status },
        );
        if (status !== 200) continue;
        expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
        const { body } = await visitor.get(`/api/families/${id}`, { families: [id] });
        const { happenings } = JSON.parse(body) as Picture;
        const lines = answer.body.match(/<table[^>]*v-printed[\s\S]*?<\/table>/)?.[0] ?? '';
        expect(lines.match(/<tr/g)?.length ?? 1).toBe(happenings.length + 1);
      }
    },
  },
  'GET /families/:id/genogram': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/genogram`, { status: 404 });
      for (const id of familiesFor(visitor, 2)) {
        const isOpen = visitor.sight.open.has(id);
        const path = `/families/${id}/genogram`;
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) {
          expect(answer).toEqual(nobody);
          continue;
        }
        expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
        const members = visitor.sight
          .membersOf(id)
          .map((one) => one.personId)
          .filter((one) => !visitor.sight.before(one));
        expect(linked(answer.body, `/families/${id}/people/`)).toEqual(sorted(new Set(members)));
      }
    },
  },
  'GET /api/families/:id/genogram': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/api/families/${newId()}/genogram`, { status: 404 });
      for (const id of familiesFor(visitor, 2)) {
        const isOpen = visitor.sight.open.has(id);
        for (const asked of ['', '?on=2022-06-01']) {
          const path = `/api/families/${id}/genogram${asked}`;
          const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
          if (!isOpen) {
            expect(answer).toEqual(nobody);
            continue;
          }
          expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
          expectGenogram(JSON.parse(answer.body) as Genogram, visitor.sight, id);
        }
      }
    },
  },
  'GET /families/:id/network': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/network`, { status: 404 });
      for (const id of familiesFor(visitor, 2)) {
        const isOpen = visitor.sight.open.has(id);
        const path = `/families/${id}/network`;
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) {
          expect(answer).toEqual(nobody);
          continue;
        }
        expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
        expect(answer.body.includes('Put it on the map')).toBe(
          helping.includes(visitor.sight.viewer.role as WorkRole),
        );
      }
    },
  },
  'GET /api/families/:id/network': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/api/families/${newId()}/network`, { status: 404 });
      for (const id of familiesFor(visitor, 2)) {
        const isOpen = visitor.sight.open.has(id);
        const path = `/api/families/${id}/network`;
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else {
          expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
          const { middle, around } = JSON.parse(answer.body) as NetworkMap;
          const members = new Set(visitor.sight.membersOf(id).map((one) => one.personId));
          const kin = around.flatMap((one) => (one.kind === 'kin' ? [one.of.replace('person:', '')] : []));
          for (const personId of [...middle, ...kin]) expect(members.has(personId)).toBe(true);
          expect(new Set([...middle, ...kin]).size).toBe(middle.length + kin.length);
          const { body } = await visitor.get(`/api/families/${id}`, { families: [id] });
          const { involvedNow } = JSON.parse(body) as Picture;
          const told = around.filter((one) => one.told.length > 0 && one.kind !== 'kin');
          expect(sorted(told.map(({ name }) => name))).toEqual(
            sorted(
              new Map(
                involvedNow.map(({ agency, worker, workerRole }) => [
                  JSON.stringify(workerRole === null ? [agency] : [agency, workerRole, worker]),
                  workerRole ?? agency,
                ]),
              ).values(),
            ),
          );
        }
      }
    },
  },
  'GET /families/:id/siblings': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/siblings`, { status: 404 });
      for (const id of familiesFor(visitor, 2)) {
        const isOpen = visitor.sight.open.has(id);
        const path = `/families/${id}/siblings`;
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
      }
    },
  },
  'GET /api/families/:id/siblings': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/api/families/${newId()}/siblings`, { status: 404 });
      for (const id of familiesFor(visitor, 2)) {
        const isOpen = visitor.sight.open.has(id);
        const path = `/api/families/${id}/siblings`;
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) {
          expect(answer).toEqual(nobody);
          continue;
        }
        expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
        const { siblings } = JSON.parse(answer.body) as SiblingView;
        const members = visitor.sight.membersOf(id);
        const children = members.filter(({ part }) => part === 'child').map(({ personId }) => personId);
        expect(sorted(siblings.flatMap((one) => (one.isChild ? [one.personId] : [])))).toEqual(
          sorted(new Set(children)),
        );
        const { body } = await visitor.get(`/api/families/${id}`, { families: [id] });
        const { people, keptBack, statements } = JSON.parse(body) as PictureShown;
        for (const one of siblings) {
          const person = people.find(({ personId }) => personId === one.personId);
          expect([one.lives, one.keptBack]).toEqual([
            person?.died ? null : (person?.home?.words ?? null),
            keptBack.includes(one.personId),
          ]);
          const words = statements.find(({ speaker }) => speaker.personId === one.personId);
          expect(one.said?.words).toBe(words?.words);
        }
      }
    },
  },
  'GET /families/:id/agencies': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/agencies`, { status: 404 });
      for (const id of familiesFor(visitor, 1)) {
        const isOpen = visitor.sight.open.has(id);
        const path = `/families/${id}/agencies`;
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
      }
    },
  },
  'GET /families/:id/agencies/:agency': { audited: true, check: (visitor) => checkEyes(visitor, '') },
  'GET /api/families/:id/agencies/:agency': { audited: true, check: (visitor) => checkEyes(visitor, '/api') },
  'GET /families/:id/homes/:home': { audited: true, check: (visitor) => checkHomes(visitor, '') },
  'GET /api/families/:id/homes/:home': { audited: true, check: (visitor) => checkHomes(visitor, '/api') },
  'GET /families/:id/spending': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/spending`, { status: 404 });
      for (const id of familiesFor(visitor, 1)) {
        const path = `/families/${id}/spending`;
        const isOpen = visitor.sight.open.has(id);
        const mayLook = maySeeSpending(visitor.sight.viewer.role);
        if (isOpen && !mayLook) {
          await visitor.get(path, { status: 403 });
          continue;
        }
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
        expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(answer.body)).toEqual([]);
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
        const status = !sight.open.has(id) ? 404 : !may ? 403 : need === undefined ? 409 : 303;
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
        const status = !visitor.sight.open.has(id) ? 404 : may ? 409 : 403;
        await visitor.send(`/families/${id}/needs/money/undo`, { disagreement: newId() }, { status });
      }
    },
  },
  'GET /families/:id/people/:person': {
    audited: true,
    check: async (visitor) => {
      const { sight, turn, get } = visitor;
      for (const id of familiesFor(visitor, 1)) {
        const members = visitor.scene.world.places
          .filter((place) => place.familyId === id)
          .map((place) => place.personId);
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
          expect(unseenWords(visitor.scene.world, sight)(body)).toEqual([]);
        }
      }
    },
  },
  'GET /api/families/:id/people/:person': {
    audited: true,
    check: async (visitor) => {
      const { sight, turn, get } = visitor;
      for (const id of familiesFor(visitor, 1)) {
        const members = visitor.scene.world.places
          .filter((place) => place.familyId === id)
          .map((place) => place.personId);
        for (const personId of some(members, 2, turn)) {
          const may = sight.open.has(id) && sight.sees(personId);
          const { body } = await get(
            `/api/families/${id}/people/${personId}`,
            may ? { families: [id] } : { status: 404 },
          );
          if (!may) continue;
          expect(unseenWords(visitor.scene.world, sight)(body)).toEqual([]);
          const view = JSON.parse(body) as FamilyPersonView;
          expect(sorted(view.details.map((one) => `${one.kind} ${one.value}`))).toEqual(
            sorted(sight.detailsOf(personId).map((one) => `${one.kind} ${one.value}`)),
          );
          expect(
            view.stays.map(({ address }) => address).every((one) => !sight.kept.has(personId) || one === ''),
          ).toBe(true);
          for (const { familyId } of view.families) expect(sight.open.has(familyId)).toBe(true);
          for (const one of view.elsewhere) {
            expect([members.includes(one.personId), sight.sees(one.personId)]).toEqual([false, true]);
            for (const { familyId } of one.families) expect(sight.open.has(familyId)).toBe(true);
          }
        }
      }
    },
  },
  'GET /families/:id/decisions': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/families/${newId()}/decisions`, { status: 404 });
      for (const id of new Set([...familiesFor(visitor, 1), visitor.scene.decision.familyId])) {
        const path = `/families/${id}/decisions`;
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(answer.body.includes(visitor.scene.decision.askedFor)).toBe(seesDecision(visitor, id));
        if (!isOpen) continue;
        const family = await visitor.get(`/families/${id}`, { families: [id] });
        expect(family.body.includes(visitor.scene.decision.askedFor)).toBe(seesDecision(visitor, id));
      }
    },
  },
  'GET /api/families/:id/decisions': {
    audited: true,
    check: async (visitor) => {
      const nobody = await visitor.get(`/api/families/${newId()}/decisions`, { status: 404 });
      for (const id of new Set([...familiesFor(visitor, 1), visitor.scene.decision.familyId])) {
        const path = `/api/families/${id}/decisions`;
        const isOpen = visitor.sight.open.has(id);
        const answer = await visitor.get(path, isOpen ? { families: [id] } : { status: 404 });
        if (!isOpen) expect(answer).toEqual(nobody);
        else expect(answer.body.includes(visitor.scene.decision.askedFor)).toBe(seesDecision(visitor, id));
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
};

const evidenceFor = (sight: Sight, familyId: string) =>
  new Set(
    needsFor(sight, familyId).flatMap(({ found }) =>
      found.flatMap(({ evidence }) => evidence.map((one) => one.factId)),
    ),
  );

/**
 * Whether the viewer may see the decision at a family: records are shared within an agency alone, so whoever may see
 * those of social care about everybody works there with all of them, or leads it; and nobody from whom it is kept where
 * one of them is.
 */
const seesDecision = (
  { scene: { world, decision }, sight: { viewer, tier, kept } }: Visitor,
  familyId: string,
): boolean =>
  familyId === decision.familyId &&
  !decision.persons.some((id) => kept.has(id)) &&
  (viewer.role === 'information-governance-lead' ||
    (world.sharing.worksFor.get(viewer.id) === 'social-care' &&
      decision.persons.every((id) => tier(id, 'social-care', 'record') >= 3)));

/** Decides about a person whom the viewer sees, in a family that the viewer may open and in one that nobody may. */
async function checkDeciding(
  { scene: { world }, sight, send }: Visitor,
  path: (familyId: string) => string,
  status: number,
): Promise<void> {
  const form = { askedBy: 'A school', askedFor: 'The plan', decision: 'share', reason: 'They teach him.' };
  await send(path(newId()), { ...form, persons: [newId()] }, { status: 404 });
  const [familyId] = sorted(sight.open);
  const [member] =
    familyId === undefined ? [] : sight.membersOf(familyId).filter((one) => !sight.before(one.personId));
  if (familyId === undefined || member === undefined) return;
  await send(path(familyId), { ...form, persons: [newId()] }, { status: 400 });
  const home = world.sharing.worksFor.get(sight.viewer.id) ?? '';
  const isNear = sight.tier(member.personId, home, 'record') >= 3;
  const isKept = sight.kept.has(member.personId);
  const may = isNear && !isKept && [...helping, 'agency-lead'].includes(sight.viewer.role as WorkRole);
  await send(path(familyId), { ...form, persons: [member.personId] }, { status: may ? status : 403 });
}

/** A chronology is taken out by those who work with the family, managers and leads; for others it opens, and no more. */
function statusOfPrint({ sight }: Visitor, id: string): number {
  if (!sight.open.has(id)) return 404;
  const takes = ['team-manager', 'agency-lead'].includes(sight.viewer.role);
  return takes || sight.membersOf(id).some((one) => sight.isInTeam(one.personId)) ? 200 : 403;
}
