import { latest, text } from './book.ts';
import { ageOn, birthday, type Day, extractDay, firstDay, workingDay } from './days.ts';
import type { Household } from './households.ts';
import { holdsOn, type Person, type Pregnancy } from './model.ts';
import type { Town } from './town.ts';

/** Days on which a child lives in Ashmere within the days that extracts speak for, up to its eighteenth birthday. */
function childhood(child: Person, { here }: Household): { from: Day; to: Day } {
  return {
    from: Math.max(firstDay, child.born, here.from),
    to: Math.min(extractDay, here.to ?? extractDay, child.died ?? extractDay, birthday(child.born, 18)),
  };
}

/** The contacts that the healthy child programme offers to every child: about so many days after birth. */
const offered = [
  ['new-birth', 12, 0.97],
  ['6-8-week', 48, 0.88],
  ['1-year', 365, 0.86],
  ['2-year', 800, 0.82],
] as const;

/** Pregnancies as the mother’s health record tells them: the unborn child has the number that it keeps. */
export function expectChildren({ health, chance }: Town, pregnancies: readonly Pregnancy[]): void {
  for (const { mother, child, begun, due, ended, outcome } of pregnancies) {
    const booked = begun + chance.int(50, 90);
    if (booked > extractDay || booked < firstDay || (ended !== null && booked >= ended)) continue;
    const told = ended !== null && ended <= extractDay ? ended : null;
    health.book.add('health.pregnancies', latest(booked, told), {
      pregnancy_id: health.book.number('PRG'),
      mother_id: health.numbers.of(mother, booked),
      child_id: health.numbers.of(child, booked),
      booked_on: text(booked),
      due_on: text(due),
      outcome: told === null ? '' : (outcome ?? ''),
      ended_on: text(told),
    });
    contact({ health, chance }, mother, workingDay(due - chance.int(50, 90)), 'antenatal', 0.7, told);
  }
}

function contact(
  { health, chance }: Pick<Town, 'health' | 'chance'>,
  person: Person,
  on: Day,
  type: string,
  seen: number,
  before: Day | null = null,
): void {
  if (on > extractDay || (before !== null && on >= before)) return;
  health.book.add('health.contacts', on, {
    contact_id: health.book.number('HVC'),
    patient_id: health.numbers.of(person, on),
    contact_date: text(on),
    contact_type: type,
    outcome: chance.chance(seen) ? 'seen' : 'not-brought',
  });
}

/** What community child health, the hospital and children’s mental health services record of a family’s children. */
export function growUp(town: Town, household: Household): void {
  for (const child of household.children) {
    const { from, to } = childhood(child, household);
    if (from >= to) continue;
    visitHealth(town, household, child, { from, to });
    hurry(town, household, child, { from, to });
    worry(town, household, child, { from, to });
  }
}

type Days = { from: Day; to: Day };

function visitHealth(town: Town, { strain }: Household, child: Person, { from, to }: Days): void {
  const { chance } = town;
  const keeps = strain > 3 ? 0.9 : 1;
  for (const [type, after, seen] of offered) {
    const on = workingDay(child.born + after + chance.int(-4, Math.min(25, after)));
    if (on >= from && on < to) contact(town, child, on, type, seen * keeps);
  }
  for (const age of [5, 11]) {
    const on = workingDay(birthday(child.born, age) + chance.int(20, 300));
    if (on >= from && on < to && chance.chance(0.93)) contact(town, child, on, 'measurement', 0.97);
  }
  const mean = 2400 / Math.min(6, 0.6 + strain / 2);
  for (let at = from + chance.wait(mean); at < to; at += chance.wait(mean)) {
    const on = workingDay(Math.floor(at));
    if (on >= to) break;
    const young = ageOn(child.born, on) < 5;
    contact(town, child, on, young ? 'extra' : 'school-nurse', 0.85 * keeps);
  }
}

/** Attendances a year by age: about 0.4 for each child in England. */
const attends = (age: number): number => (age < 2 ? 0.85 : age < 5 ? 0.55 : age < 11 ? 0.28 : 0.36);

function hurry(
  { chance, ae, care, standings }: Town,
  household: Household,
  child: Person,
  { from, to }: Days,
): void {
  const more = 0.8 + Math.min(1.5, household.strain / 8);
  const fastest = 365 / (0.85 * 2.3);
  for (let at = from + chance.wait(fastest); at < to; at += chance.wait(fastest)) {
    const on = Math.floor(at);
    const age = ageOn(child.born, on);
    if (!chance.chance((attends(age) * more) / (0.85 * 2.3))) continue;
    const reason = chance.weighted([
      ['injury', age < 5 ? 30 : 52],
      ['illness', age < 5 ? 45 : 26],
      ['breathing', age < 5 ? 22 : 10],
      ['self-harm', age < 11 ? 0 : 6],
      ['alcohol-or-drugs', age < 13 ? 0 : 2],
      ['assault', age < 11 ? 0.2 : 2],
    ]);
    const safeguarding = chance.chance(household.strain > 4 ? 0.06 : 0.012);
    ae.book.add('ae.attendances', on, {
      attendance_id: ae.book.number('AEA'),
      hospital_no: ae.numbers.of(child, on),
      arrived_on: text(on),
      reason,
      discharge: chance.weighted([
        ['home', 82],
        ['admitted', 12],
        ['left', 6],
      ]),
      safeguarding: safeguarding ? 'Y' : 'N',
    });
    if (!safeguarding) continue;
    const known = standings.find((each) => each.household === household);
    if (known && known.openUntil > on && known.openUntil - 300 < on && chance.chance(0.4))
      care.event(child, on, 'family-event', 'The hospital rang after a visit to accident and emergency');
  }
}

function worry({ chance, camhs }: Town, household: Household, child: Person, { from, to }: Days): void {
  const mean = 6900 / (0.75 + Math.min(2.5, household.strain / 5));
  for (
    let at = Math.max(from, birthday(child.born, 5)) + chance.wait(mean);
    at < to;
    at += chance.wait(mean) + 200
  ) {
    const on = workingDay(Math.floor(at));
    if (on >= to) break;
    const age = ageOn(child.born, on);
    const accepted = chance.chance(0.74);
    const closes = accepted ? on + 120 + Math.round(chance.wait(260)) : on + chance.int(10, 40);
    const end = Math.min(closes, to);
    const closed = end <= extractDay && (closes < to || to < extractDay) ? end : null;
    const referral = camhs.book.number('CMR');
    camhs.book.add('camhs.referrals', latest(on, closed), {
      referral_id: referral,
      client_no: camhs.numbers.of(child, on),
      referred_on: text(on),
      source: chance.weighted([
        ['gp', 45],
        ['school', 30],
        ['social-care', household.strain > 4 ? 15 : 5],
        ['family', 6],
        ['hospital', 5],
      ]),
      reason:
        age < 11
          ? chance.pick(['behaviour', 'neurodevelopment', 'neurodevelopment', 'anxiety', 'trauma'])
          : chance.pick(['anxiety', 'low-mood', 'self-harm', 'eating', 'neurodevelopment', 'trauma']),
      accepted: accepted ? 'Y' : 'N',
      closed_on: text(closed),
    });
    if (!accepted) continue;
    for (let next = on + chance.int(30, 120); next < end; next += chance.int(14, 42)) {
      const met = workingDay(next);
      if (met >= end) break;
      camhs.book.add('camhs.contacts', met, {
        contact_id: camhs.book.number('CMC'),
        client_no: camhs.numbers.of(child, met),
        referral_id: referral,
        contact_date: text(met),
        attended: chance.chance(0.84) ? 'Y' : 'N',
      });
    }
    at = end;
  }
}

/** Notices from other authorities of families that came with help behind them, and of children placed here. */
export function arrive({ other, chance }: Town, household: Household): void {
  const { here, children, strain } = household;
  if (here.from < firstDay || !chance.chance(Math.min(0.7, strain / 14))) return;
  const authority = chance.pick(['Farrowdale', 'Kelbridge', 'Sollingham', 'West Marram', 'Thornmere']);
  const involvement = chance.weighted([
    ['child-in-need', 45],
    ['early-help', 30],
    ['protection-plan', 18],
    ['in-care', 7],
  ]);
  const began = here.from - chance.int(60, 500);
  for (const child of children) {
    if (child.born > began || !holdsOn({ from: child.born, to: birthday(child.born, 18) }, here.from))
      continue;
    const sent = here.from + chance.int(3, 40);
    other.book.add('other.notices', sent, {
      notice_id: other.book.number('NOT'),
      child_ref: other.numbers.of(child, here.from),
      authority,
      involvement,
      began_on: text(began),
      ended_on: text(here.from),
      sent_on: text(sent),
    });
  }
}
