import type { Audience, CareDesk, Category, CloseReason, ContactOutcome, EventType, Source } from './care.ts';
import { birthday, type Day, day, extractDay, workingDay } from './days.ts';
import type { Known, Person, Place, Sex, TieKind } from './model.ts';
import { addPerson, type Making } from './people.ts';
import type { Offence, Outcome, Part } from './police.ts';
import { during } from './settle.ts';
import type { Town } from './town.ts';
import type { Job, Worker } from './workers.ts';

/** ISO day. In a list of days an empty text means still open. */
type On = string;
/** Names of people in the story, with spaces between. */
type Who = string;

/**
 * A family whose lives are written by hand. Everybody and everything in it is made up.
 * Rows come from it through the same desks as everybody's; nothing in it is left to chance but recording delays and small
 * matters of a visit.
 */
export type Story = {
  family: string;
  people: Readonly<
    Record<
      string,
      {
        given: string;
        surname: string;
        sex: Sex;
        born: On;
        died?: On;
        culture: string;
        ethnicity: string;
        /** Later surnames, each from a day on. */
        later?: readonly (readonly [On, string])[];
        /** The day on which social care first knew of them, if it ever did. */
        careSince?: On;
        care?: Known;
        police?: Known;
      }
    >
  >;
  /** Who lived where: from, to, house number, street, ward and postcode; an empty street is no fixed address. */
  homes: readonly (readonly [who: Who, from: On, to: On, place: string])[];
  ties: readonly (readonly [person: string, kind: TieKind, others: Who, from: On, to: On])[];
  guardians: readonly (readonly [children: Who, guardian: string, from: On, to: On])[];
  members: readonly (readonly [who: Who, from: On, to: On])[];
  workers: Readonly<Record<string, readonly [name: string, job: Job, team: string]>>;
  contacts: readonly (readonly [on: On, who: Who, source: Source, outcome: ContactOutcome])[];
  earlyHelp: readonly {
    who: Who;
    from: On;
    to: On;
    reason: string;
    endReason: string;
    organisation: string;
    worker: string;
  }[];
  referrals: readonly StoryReferral[];
  missing: readonly (readonly [who: Who, from: On, to: On])[];
  involvements: readonly (readonly [worker: string, role: string, who: Who, from: On, to: On, why: string])[];
  /** `month`: social care noted no more than the month. */
  events: readonly (readonly [on: On, who: Who, type: EventType, note: string, known?: 'month'])[];
  statements: readonly {
    who: string;
    on: On;
    to: string;
    kind: 'said' | 'likes-to-be-called';
    words: string;
    audience: Audience;
    done: string;
  }[];
  /** Parts as `role name outcome`, with semicolons between. */
  police: readonly (readonly [from: On, to: On, type: Offence, parts: string])[];
};

export type StoryReferral = {
  who: Who;
  from: On;
  to: On;
  need: string;
  source: Source;
  close: CloseReason;
  worker: string;
  assessments: readonly (readonly [
    from: On,
    to: On,
    outcome: 'nfa' | 'services' | 'strategy' | 'early-help',
    factors: string,
  ])[];
  enquiries?: readonly {
    from: On;
    to: On;
    outcome: 'nfa' | 'services' | 'conference';
    conference?: {
      on: On;
      chair: string;
      category: Category;
      lastCategory: Category;
      /** Day on which each child's plan ended. */
      ends: Readonly<Record<string, On>>;
      visitEvery: number;
      reviews: readonly (readonly [due: On, on: On])[];
    };
  }[];
  needPlans?: readonly (readonly [from: On, to: On, visitEvery: number])[];
  care?: readonly {
    who: string;
    need: string;
    ceased: string;
    placements: readonly (readonly [
      from: On,
      to: On,
      type: string,
      provider: string,
      change: string,
      postcode: string,
    ])[];
  }[];
};

const maybe = (on: On): Day | null => (on === '' ? null : day(on));
const names = (who: Who): string[] => who.split(' ').filter((name) => name !== '');

/** `14 | Loom Lane | Mill | AM1 3FD`, or nothing for no fixed address. */
function placeOf(text: string): Place | null {
  const [house = '', street = '', ward = '', postcode = ''] = text.split('|').map((part) => part.trim());
  return street === '' ? null : { house, street, ward, postcode, area: 0 };
}

/** Every `every` days or so, on working days, from just after one day until before another. */
function visitDays(from: Day, to: Day, every: number): Day[] {
  const days: Day[] = [];
  for (let at = workingDay(from + 4), i = 0; at < to && at <= extractDay; i++) {
    days.push(at);
    at = workingDay(at + every + (i % 3) - 1);
  }
  return days;
}

/** Tells a story to the agencies. Returns its people by name. */
export function tell(story: Story, { making, care, police, workforce }: Town): Map<string, Person> {
  const people = bring(story, making);
  const one = (name: string): Person => {
    const person = people.get(name);
    if (!person) throw new RangeError(`The story of ${story.family} has nobody called ${name}.`);
    return person;
  };
  const all = (who: Who): Person[] => names(who).map(one);
  const { world } = making;
  for (const [who, from, to, place] of story.homes)
    for (const person of all(who))
      person.stays.push({ from: day(from), to: maybe(to), place: placeOf(place) });
  for (const person of people.values()) person.stays = during(person.stays, person.born, person.died);
  for (const [person, kind, others, from, to] of story.ties)
    for (const other of all(others))
      world.ties.push({
        person: one(person),
        other,
        kind,
        from: from === '' ? other.born : day(from),
        to: maybe(to),
      });
  for (const [children, guardian, from, to] of story.guardians)
    for (const child of all(children))
      world.guardians.push({
        child,
        guardian: one(guardian),
        from: from === '' ? child.born : day(from),
        to: maybe(to) ?? birthday(child.born, 18),
      });
  for (const [who, from, to] of story.members)
    for (const person of all(who))
      world.members.push({
        person,
        family: story.family,
        from: from === '' ? person.born : day(from),
        to: maybe(to),
      });

  for (const [name, facts] of Object.entries(story.people))
    if (facts.careSince) care.numbers.of(one(name), day(facts.careSince));
  const workers = new Map<string, Worker>();
  for (const [key, [name, job, team]] of Object.entries(story.workers)) {
    const spells = story.involvements.filter(([worker]) => worker === key);
    const from = Math.min(...spells.map((spell) => day(spell[3])), day('2024-01-01'));
    workers.set(key, workforce.add({ name, job, team, from: from - 30, to: null, agencyWorker: false }));
  }
  const worker = (key: string): Worker => {
    const found = workers.get(key);
    if (!found) throw new RangeError(`The story of ${story.family} has no worker called ${key}.`);
    return found;
  };
  tellCare(story, care, one, all, worker);
  for (const [from, to, type, parts] of story.police)
    police.occurrence(
      day(from),
      to === '' ? day(from) : day(to),
      type,
      parts.split(';').map((part): Part => {
        const [role = '', name = '', outcome = ''] = part.trim().split(' ');
        return { person: one(name), role: role as Part['role'], outcome: outcome as Outcome };
      }),
    );
  return people;
}

function bring(story: Story, making: Making): Map<string, Person> {
  const people = new Map<string, Person>();
  for (const [name, facts] of Object.entries(story.people)) {
    const person = addPerson(making, {
      sex: facts.sex,
      given: facts.given,
      surname: facts.surname,
      born: day(facts.born),
      died: facts.died ? day(facts.died) : null,
      culture: facts.culture,
      ethnicity: facts.ethnicity,
    });
    for (const [from, surname] of facts.later ?? []) person.surnames.push({ from: day(from), surname });
    person.written = {
      ...(facts.care ? { care: facts.care } : {}),
      ...(facts.police ? { police: facts.police } : {}),
    };
    people.set(name, person);
  }
  return people;
}

function tellCare(
  story: Story,
  care: CareDesk,
  one: (name: string) => Person,
  all: (who: Who) => Person[],
  worker: (key: string) => Worker,
): void {
  for (const [on, who, source, outcome] of story.contacts)
    for (const person of all(who)) care.contact(person, day(on), source, outcome);
  for (const { who, from, to, worker: key, ...help } of story.earlyHelp)
    for (const person of all(who))
      care.earlyHelp(person, { from: day(from), to: maybe(to) }, { ...help, worker: worker(key) });
  const referrals: { person: Person; from: Day; to: Day; id: string }[] = [];
  for (const referral of story.referrals)
    for (const person of all(referral.who)) {
      const id = tellReferral(care, referral, person, worker, one);
      referrals.push({ person, from: day(referral.from), to: maybe(referral.to) ?? extractDay, id });
    }
  for (const [who, from, to] of story.missing)
    for (const person of all(who)) care.missing(person, { from: day(from), to: day(to) });
  for (const [key, role, who, from, to, why] of story.involvements)
    for (const person of all(who)) {
      const start = day(from);
      const within = referrals.find(
        (each) => each.person === person && each.from <= start && start <= each.to,
      );
      care.involvement(
        person,
        { from: start, to: maybe(to) },
        { worker: worker(key), role, why, referral: within?.id ?? '' },
      );
    }
  for (const [on, who, type, note, known] of story.events)
    for (const person of all(who)) care.event(person, day(on), type, note, known);
  for (const { who, on, ...said } of story.statements) care.statement(one(who), day(on), said);
}

/** A plan's or referral's end for one child: its eighteenth birthday if that comes first. */
const endOf = (person: Person, planned: Day | null): Day | null => {
  const adult = birthday(person.born, 18);
  return adult <= (planned ?? extractDay) ? adult : planned;
};

function tellReferral(
  care: CareDesk,
  story: StoryReferral,
  person: Person,
  worker: (key: string) => Worker,
  one: (name: string) => Person,
): string {
  const ends = endOf(person, maybe(story.to));
  const spell = { from: day(story.from), to: ends };
  const lead = worker(story.worker);
  const { need, source, close } = story;
  const referral = care.referral(person, spell, { need, source, close, nfa: false, worker: lead });
  for (const [from, to, outcome, factors] of story.assessments)
    care.assessment(
      person,
      { from: day(from), to: maybe(to) },
      { referral, outcome, factors: names(factors), worker: lead },
    );
  for (const { from, to, outcome, conference } of story.enquiries ?? []) {
    const enquiry = care.enquiry(
      person,
      { from: day(from), to: maybe(to) },
      { referral, outcome, worker: lead },
    );
    if (!conference) continue;
    const { on, category, lastCategory, reviews, visitEvery } = conference;
    const name = Object.keys(conference.ends).find((each) => one(each) === person);
    const planEnds = name === undefined ? null : maybe(conference.ends[name] ?? '');
    const plan = care.conference(person, day(on), {
      referral,
      enquiry,
      strategy: day(from),
      worker: worker(conference.chair),
      plan: { category, lastCategory, from: day(on), to: planEnds },
    });
    for (const at of visitDays(day(on), planEnds ?? extractDay, visitEvery))
      care.protectionVisit(person, at, plan);
    for (const [due, held] of reviews)
      if (planEnds === null || day(held) <= planEnds)
        care.protectionReview(person, day(due), day(held), plan, planEnds === null || day(held) < planEnds);
  }
  for (const [from, to, every] of story.needPlans ?? []) {
    const plan = { from: day(from), to: endOf(person, maybe(to)) };
    care.needPlan(person, plan, referral, lead);
    for (const at of visitDays(plan.from, plan.to ?? extractDay + 1, every)) care.needVisit(person, at);
  }
  for (const spellInCare of story.care ?? []) {
    if (one(spellInCare.who) !== person) continue;
    care.care(
      person,
      spellInCare.placements.map(([from, to, type, provider, change, postcode]) => ({
        from: day(from),
        to: maybe(to),
        type,
        provider,
        change,
        postcode,
      })),
      { referral, need: spellInCare.need, ceased: spellInCare.ceased },
    );
  }
  return referral;
}
