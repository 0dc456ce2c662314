import { latest, text } from './book.ts';
import { ageOn, type Day, extractDay, firstDay } from './days.ts';
import type { Household } from './households.ts';
import { aliveOn, holdsOn, type Person } from './model.ts';
import { luckOf } from './schedule.ts';
import { atHome, come, pickStanding, type Standing, type Task, type Town } from './town.ts';

/** The grown-ups who share a family’s home on a day. */
export const grownAtHome = ({ head, partnerships }: Household, on: Day): Person[] =>
  [
    head,
    ...partnerships.filter((each) => each.together && holdsOn(each, on)).map(({ partner }) => partner),
  ].filter((person) => aliveOn(person, on) && ageOn(person.born, on) >= 16);

const living = ({ household }: Standing, on: Day): boolean =>
  household.here.from <= on &&
  (household.here.to === null || on < household.here.to) &&
  atHome(household, on).length > 0 &&
  aliveOn(household.head, on);

/** A family applies as homeless; most are owed help and some wait in temporary homes: 142 children in 10,000 in June 2025. */
export function becomeHomeless(town: Town, { on, kind, index }: Task): void {
  const { chance, housing, care, ledger } = town;
  const standing = pickStanding(
    town,
    (each) => living(each, on),
    ({ household }) => household.strain * (household.poor ? 3 : 1),
  );
  if (!standing) return;
  const { household } = standing;
  const children = atHome(household, on);
  const owed = chance.chance(0.8);
  const luck = luckOf(town.seed, kind, index);
  const from = owed && luck('placement') < 0.5 ? on + chance.int(5, 40) : null;
  const stays =
    from !== null && from <= extractDay
      ? { from, to: come(from + 40 + Math.round(-715 * Math.log(1 - luck('length')))) }
      : null;
  if (stays) ledger.temporary.push({ children, ...stays });
  const application = housing.book.number('HOM');
  for (const person of grownAtHome(household, on))
    housing.book.add('housing.homelessness', latest(on, stays?.from ?? null, stays?.to ?? null), {
      application_id: application,
      tenant_no: housing.numbers.of(person, on),
      applied_on: text(on),
      reason: chance.pick([
        'eviction',
        'relationship',
        'violence',
        'family-will-not-keep',
        'arrears',
        'other',
      ]),
      decision: owed ? 'owed' : 'not-owed',
      temporary_from: text(stays?.from ?? null),
      temporary_to: text(stays?.to ?? null),
      children: String(children.length),
    });
  if (standing.openUntil > on && chance.chance(0.5))
    care.event(household.head, on, 'house-move', 'Asked the council for a home');
}

/** An adult who lives with children begins treatment for drink or drugs. */
export function beginTreatment(town: Town, { on }: { on: Day }): void {
  const { chance, treatment, care } = town;
  const standing = pickStanding(town, (each) => living(each, on));
  if (!standing) return;
  const person = chance.pick(grownAtHome(standing.household, on));
  const ends = on + 40 + Math.round(chance.wait(240));
  treatment.book.add('treatment.journeys', latest(on, come(ends)), {
    journey_id: treatment.book.number('TRJ'),
    client_id: treatment.numbers.of(person, on),
    started_on: text(on),
    ended_on: text(come(ends)),
    substance: chance.weighted([
      ['alcohol', 45],
      ['opiates', 30],
      ['crack', 10],
      ['cannabis', 9],
      ['other', 6],
    ]),
    exit: ends <= extractDay ? chance.pick(['completed', 'completed', 'left', 'transferred']) : '',
    lives_with_children: chance.chance(0.9) ? 'Y' : 'N',
  });
  if (standing.openUntil > on && chance.chance(0.5))
    care.event(person, on, 'substance-misuse', 'Began with the recovery service');
}

/** Notices for rent that was not paid, to families who rent from the council or its partners. */
export function fallBehind(town: Town, standing: Standing): void {
  const { chance, housing, care } = town;
  const { household } = standing;
  const rents = chance.chance(household.poor ? 0.55 : 0.12);
  if (!rents) return;
  const mean = household.poor ? 900 : 2600;
  const from = Math.max(firstDay, household.here.from, household.children[0]?.born ?? firstDay);
  const to = Math.min(household.here.to ?? extractDay, household.head.died ?? extractDay);
  for (let at = from + chance.wait(mean); at < to; at += chance.wait(mean)) {
    let on = Math.floor(at);
    for (const stage of ['letter', 'letter', 'notice', 'court', 'eviction']) {
      if (on > to) break;
      housing.book.add('housing.arrears', on, {
        notice_id: housing.book.number('ARR'),
        tenant_no: housing.numbers.of(household.head, on),
        notice_date: text(on),
        amount_pence: String(chance.int(120, 2400) * 100),
        stage,
      });
      if (standing.openUntil > on && stage === 'notice')
        care.event(household.head, on, 'rent-arrears', 'Letter from the landlord shown at a visit');
      on += chance.int(14, 60);
      if (!chance.chance(0.42)) break;
    }
  }
}
