/** What a family's pages and operations must say to a viewer, and nothing beside. */
import { expect } from 'vitest';
import { catalogue, manyEventsAtOnce, needsOn, visitsPerWeek } from '../../chronology/index.ts';
import { financialYearOf, readyPrices } from '../../costs/index.ts';
import { openingParts } from '../../families/index.ts';
import type { Genogram, Picture } from '../../picture/index.ts';
import { ageOn, dayOf, withLastDays } from '../../platform/index.ts';
import { poundsInWords } from '../../platform/parts/index.ts';
import type { Sight } from './sight.ts';
import { textOf } from './words.ts';
import type { KeptFact } from './world.ts';

const sorted = (of: Iterable<string>) => [...of].sort();
const distinct = (of: Iterable<string>) => sorted(new Set(of));

/** Ids that links of a page lead to, such as those of `/facts/`. */
export function linked(body: string, before: string): string[] {
  return distinct(
    [...body.matchAll(new RegExp(`href="${before}([0-9a-f-]{36})"`, 'g'))].map(([, id]) => id ?? ''),
  );
}

const noted = new Set(['category', 'need', 'placement', 'outcome', 'worker']);

/** What stands beside a fact in a list. */
function noteOf({ detail }: KeptFact): string | null {
  const value = (name: string) => detail.parts.find((part) => part.name === name)?.value;
  const said = value('note');
  if (said) return said;
  if (value('worker-role') !== undefined)
    return [value('worker-role'), value('worker')].filter((one) => one !== undefined).join(': ');
  const shown = detail.parts.filter((part) => noted.has(part.name));
  return shown.length > 0 ? shown.map((part) => `${part.label}: ${part.value}`).join('; ') : null;
}

/** A picture is what the viewer may see of its family on a day: no fact, name, word or number more or less. */
export function expectPicture(picture: Picture, sight: Sight, familyId: string, now: Date): void {
  const today = dayOf(now);
  const members = sight.membersOf(familyId);
  const ids = members.map((member) => member.personId);
  const idsOf = (people: Picture['people']) => distinct(people.map((one) => one.personId));
  expect(idsOf(picture.people)).toEqual(distinct(ids.filter((id) => !sight.before(id))));
  expect(idsOf(picture.before)).toEqual(distinct(ids.filter(sight.before)));
  expect(picture.before.filter(({ home }) => home !== null)).toEqual([]);
  for (const person of [...picture.people, ...picture.before]) {
    const place = members.find((member) => member.personId === person.personId);
    const shown = { name: person.name, born: person.born, died: person.died };
    const may = {
      name: sight.name(person.personId),
      born: sight.chosen(person.personId, 'birth-date'),
      died: sight.chosen(person.personId, 'death-date'),
    };
    expect(shown).toEqual(may);
    const because = place === undefined ? null : sight.because(place);
    expect([person.because, person.belongs]).toEqual(
      because !== null
        ? [because, withLastDays(place?.happened)]
        : ['Belongs to this family; why is not shared with you', { from: null, to: null }],
    );
    if (person.home !== null) {
      const { words, factId } = person.home;
      if (factId !== null)
        expect(sight.factsOf(familyId).find((one) => one.factId === factId)?.kind).toMatch(/^placement-/);
      else expect(sight.addressesOf(person.personId).some((address) => words.startsWith(address))).toBe(true);
    }
  }

  const surnames = ids.map(sight.surname).filter((surname) => surname !== null);
  if (picture.name !== 'A family without a recorded surname')
    expect(surnames.map((surname) => `The ${surname} family`)).toContain(picture.name);

  const facts = sight.factsOf(familyId).filter((fact) => catalogue.has(fact.kind));
  const byId = new Map(facts.map((fact) => [fact.factId, fact]));
  const told = facts.filter(sight.isTold);
  const shown = picture.happenings.flatMap((line) => line.people.map((one) => one.factId));
  expect(sorted(shown)).toEqual(sorted(byId.keys()));
  for (const line of picture.happenings) {
    const own = facts.filter((fact) => line.people.some((one) => one.factId === fact.factId));
    const mayTell = own.filter(sight.isTold);
    const notes = mayTell.map(noteOf);
    const tells = new Set(own.map((fact) => fact.agency));
    if (mayTell.length === own.length && tells.size === 1) expect(line.note).toBe(notes[0] ?? null);
    else expect([null, ...notes, notes.filter(Boolean).join('; ')]).toContain(line.note);
    if (mayTell.every((fact) => !fact.detail.contradictions?.length)) expect(line.differing).toEqual([]);
  }
  const workers = told.flatMap((fact) =>
    fact.detail.parts.filter((part) => part.name === 'worker').map((part) => part.value),
  );
  expect(picture.workers).toBe(new Set(workers).size);
  for (const one of picture.involvedNow) {
    expect(byId.has(one.factId)).toBe(true);
    if (one.worker !== null) expect(workers).toContain(one.worker);
  }
  for (const { line } of [...picture.goingWell, ...picture.weighing])
    expect(byId.has(line.factId)).toBe(true);
  expect(picture.visits).toEqual(visitsPerWeek(facts));
  expect(picture.manyEvents).toEqual(manyEventsAtOnce(facts));

  const asTold = facts.map((fact) => (sight.isTold(fact) ? fact : { ...fact, detail: { parts: [] } }));
  const needs = needsOn(asTold, today, (id) => sight.chosen(id, 'birth-date'));
  const restsOn = (found: readonly { evidence: readonly { factId: string }[] }[]) =>
    found.map((rule) => rule.evidence.map((one) => one.factId));
  expect(picture.needs.map((one) => [one.need, restsOn(one.found)])).toEqual(
    needs.map((one) => [one.need, restsOn(one.found)]),
  );

  expect(sorted(picture.openBecause.map((one) => one.factId))).toEqual(
    sorted(sight.openingsOf(familyId).map((one) => one.factId)),
  );
  const words = sight.statementsOf(familyId).filter((one) => one.kind === 'said');
  expect(sorted(picture.statements.map((one) => `${one.speaker.personId} ${one.words}`))).toEqual(
    sorted(words.map((one) => `${one.personId} ${one.words}`)),
  );
  const called = sight.calledOf(familyId);
  expect(picture.calledNote === null).toBe(called.length === 0);
  expect(called.length === 0 || called.some((one) => picture.calledNote?.includes(one))).toBe(true);
  const askable = members.filter((member) => {
    const [born, died] = [
      sight.chosen(member.personId, 'birth-date'),
      sight.chosen(member.personId, 'death-date'),
    ];
    const belongs = member.happened.to === null || member.happened.to > today;
    return (
      openingParts.has(member.part) && belongs && died === null && (born === null || ageOn(born, today) >= 4)
    );
  });
  expect(sorted(picture.notAsked.map((one) => one.personId))).toEqual(
    sorted(askable.map((one) => one.personId).filter(sight.notAsked)),
  );
}

/** The page of what services spent: the sum and the years of the charges of facts that the viewer may see. */
export function expectSpending(body: string, sight: Sight, familyId: string, year?: string): void {
  const charges = sight
    .chargesOf(familyId)
    .filter((one) => year === undefined || financialYearOf(one.happened.from ?? '') === year);
  const pence = charges
    .filter((one) => readyPrices.costs.get(one.unitCost)?.reach === 'direct')
    .reduce((sum, one) => sum + one.pence, 0);
  if (charges.length === 0) expect(textOf(body)).toContain('Nothing that has a unit cost is recorded.');
  else expect(textOf(body)).toMatch(new RegExp(`About\\s+${poundsInWords(pence)}\\s`));
  if (year !== undefined) expect(linked(body, '/facts/')).toEqual(distinct(charges.map((one) => one.factId)));
  else {
    const years = [...body.matchAll(/spending\?year=([0-9]{4}-[0-9]{2})"/g)].map(([, found]) => found ?? '');
    expect(distinct(years)).toEqual(distinct(charges.map((one) => financialYearOf(one.happened.from ?? ''))));
  }
}

/** A genogram names whom the viewer may see, with relations and homes that the viewer may see, and nobody beside. */
export function expectGenogram(genogram: Genogram, sight: Sight, familyId: string): void {
  const ids = distinct(sight.membersOf(familyId).map((member) => member.personId));
  expect(distinct(genogram.people.map((one) => one.personId))).toEqual(ids);
  for (const person of genogram.people)
    expect([person.name, person.born, person.died]).toEqual([
      sight.name(person.personId),
      sight.chosen(person.personId, 'birth-date'),
      sight.chosen(person.personId, 'death-date'),
    ]);
  const tie = (one: { personId: string; otherId: string; kind: string }) =>
    `${one.personId} ${one.kind} ${one.otherId}`;
  expect(distinct(genogram.relations.map(tie))).toEqual(distinct(sight.relationsOf(familyId).map(tie)));
  const placements = sight.factsOf(familyId).filter(({ kind }) => kind.startsWith('placement-'));
  for (const { address, factId, people } of genogram.homes)
    for (const { personId } of people) {
      expect(sight.kept.has(personId)).toBe(false);
      if (factId !== null) {
        expect(placements.find((one) => one.factId === factId)?.personId).toBe(personId);
        continue;
      }
      expect(sight.addressesOf(personId).some((known) => address.startsWith(known))).toBe(true);
    }
}
