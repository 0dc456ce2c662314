/** Which of somebody's own families to pay attention to, by listed rules, and why. */
import {
  catalogue,
  type Fact,
  type NeedId,
  needs as needLabels,
  needsOn,
  type Sighting,
  seeingKinds,
  sightingsIn,
} from '../../chronology/index.ts';
import { addDays, addMonths, ageOn, daysBetween, holds } from '../../platform/index.ts';
import { namesInList } from '../called.ts';
import { happeningsOf } from '../model.ts';
import { type AttentionRuleId, helpsWith, attentionLimits as limits, missedKinds } from './rules.ts';

/** One reason to look, of a family, with what it rests on. */
export type Reason = {
  rule: AttentionRuleId;
  /** Whom it is of; null where it is of no one person. */
  personId: string | null;
  /** What it rests on: another is another reason. */
  about: string;
  /** The day that counts; null where there is none. */
  on: string | null;
  /** What happened or is missing, without the name. */
  words: string;
  href: string;
};

/** What of one family the rules look at: as much as the reader may see. */
export type Looked = {
  familyId: string;
  /** Facts of its members that go on or were not over a year ago. */
  facts: readonly Omit<Fact, 'sources'>[];
  /** Members today, with their birth dates; who has died is none of them. */
  people: readonly { personId: string; born: string | null }[];
  steps: readonly { entryId: string; who: string; what: string; day: string }[];
  /** Open ones whose day has come, and of the reader's own those whose day is to come. */
  hypotheses: readonly { noteId: string; about: readonly string[]; due: string | null }[];
  /** When the reader last opened it, in the last 90 days. */
  opened: Date | null;
};

/** Reasons to pay attention to a family on a day, in the order of the rules. */
export function reasonsIn(family: Looked, on: string): Reason[] {
  return [
    ...crises(family, on),
    ...unseen(family, on),
    ...notAlone(family, on),
    ...missed(family, on),
    ...overdue(family, on),
    ...ended(family, on),
  ];
}

const fact = (factId: string) => `/facts/${factId}`;
const label = (kind: string) => catalogue.get(kind)?.label ?? kind;

function crises({ facts, opened, people }: Looked, on: string): Reason[] {
  const since = opened ?? new Date(`${addDays(on, -limits.crisisDays)}T00:00:00Z`);
  const first = addMonths(on, -limits.crisisMonths);
  const members = new Set(people.map(({ personId }) => personId));
  const fresh = facts.filter(
    ({ kind, happened, receivedAt, personId }) =>
      catalogue.get(kind)?.tone === 'crisis' &&
      members.has(personId) &&
      (happened.from ?? '') >= first &&
      (happened.from ?? '') <= on &&
      receivedAt > since,
  );
  // One happening told of several people, or by two agencies, is one reason.
  return happeningsOf(fresh, catalogue).map((one) => ({
    rule: 'crisis-since',
    personId:
      new Set(one.people.map(({ personId }) => personId)).size === 1
        ? (one.people[0]?.personId ?? null)
        : null,
    about: one.factId,
    on: one.happened.from,
    words: one.label,
    href: fact(one.factId),
  }));
}

type OnPlan = {
  personId: string;
  born: string | null;
  kind: 'cp-plan' | 'cin-plan';
  since: string;
  factId: string;
};

/** Children on a plan on a day, each once: protection before need. */
function onPlans({ facts, people }: Looked, on: string): OnPlan[] {
  return people.flatMap(({ personId, born }) => {
    if (born !== null && (born > on || ageOn(born, on) >= 18)) return [];
    for (const kind of ['cp-plan', 'cin-plan'] as const) {
      const plan = facts.find(
        (one) => one.personId === personId && one.kind === kind && holds(one.happened, on),
      );
      if (plan) return [{ personId, born, kind, since: plan.happened.from ?? '', factId: plan.factId }];
    }
    return [];
  });
}

const planWords = { 'cp-plan': 'a child protection plan', 'cin-plan': 'a child in need plan' } as const;

/** Whether somebody was visited after a day, and the reader may not see what the visit says. */
const visitedUnread = ({ facts }: Looked, personId: string, after: string, on: string): boolean =>
  facts.some(
    (one) =>
      one.personId === personId &&
      one.withheld === true &&
      seeingKinds.has(one.kind) &&
      (one.happened.from ?? '') > after &&
      (one.happened.from ?? '') <= on,
  );

function unseen(family: Looked, on: string): Reason[] {
  const sightings = sightingsIn(family.facts, on);
  return onPlans(family, on).flatMap(({ personId, kind, since, factId }): Reason[] => {
    const weeks = limits.weeksUnseen[kind];
    const last = sightings.find((one) => one.personId === personId && one.seen === true);
    const from = last === undefined || last.on < since ? since : last.on;
    if (daysBetween(from, on) <= weeks * 7 || visitedUnread(family, personId, from, on)) return [];
    return [
      {
        rule: 'not-seen',
        personId,
        about: `${personId} ${last?.factId ?? factId}`,
        on: last?.on ?? null,
        words: last
          ? `on ${planWords[kind]}, last seen on a visit`
          : `on ${planWords[kind]}, and no visit of the last year says that they were seen`,
        href: fact(last?.factId ?? factId),
      },
    ];
  });
}

function notAlone(family: Looked, on: string): Reason[] {
  const sightings = sightingsIn(family.facts, on);
  return onPlans(family, on).flatMap(({ personId, born, kind }): Reason[] => {
    if (born === null || ageOn(born, on) < limits.aloneFromAge) return [];
    const own = sightings.filter((one) => one.personId === personId && one.alone !== null);
    const last: Sighting[] = own.slice(0, limits.visitsNotAlone);
    const [newest] = last;
    if (newest === undefined || last.length < limits.visitsNotAlone) return [];
    const oldest = last.at(-1)?.on ?? on;
    if (last.some(({ alone }) => alone) || visitedUnread(family, personId, oldest, on)) return [];
    return [
      {
        rule: 'not-seen-alone',
        personId,
        about: `${personId} ${newest.factId}`,
        on: newest.on,
        words: `on ${planWords[kind]}, not seen alone on any of the last ${limits.visitsNotAlone} visits, the last of them`,
        href: fact(newest.factId),
      },
    ];
  });
}

function missed({ facts, people }: Looked, on: string): Reason[] {
  return people.flatMap(({ personId }) =>
    Object.entries(missedKinds).flatMap(([gone, kept]): Reason[] => {
      const own = facts
        .filter(
          (one) =>
            one.personId === personId &&
            (one.kind === gone || one.kind === kept) &&
            (one.happened.from ?? '') <= on,
        )
        .sort((a, b) => ((a.happened.from ?? '') < (b.happened.from ?? '') ? 1 : -1));
      const came = own.findIndex(({ kind }) => kind === kept);
      const row = came === -1 ? own : own.slice(0, came);
      const [last] = row;
      if (last === undefined || row.length < limits.missedInARow) return [];
      if ((last.happened.from ?? '') < addMonths(on, -limits.crisisMonths)) return [];
      return [
        {
          rule: 'missed-in-a-row',
          personId,
          about: `${personId} ${last.factId}`,
          on: last.happened.from,
          words: `${label(gone).toLowerCase()}, ${row.length} times in a row, the last of them`,
          href: fact(last.factId),
        },
      ];
    }),
  );
}

function overdue({ familyId, steps: next, hypotheses }: Looked, on: string): Reason[] {
  return [
    ...hypotheses.flatMap(({ noteId, due }): Reason[] => {
      if (due === null || due > addDays(on, limits.hypothesisDays)) return [];
      const isDue = due <= on;
      return [
        {
          rule: isDue ? 'hypothesis-due' : 'hypothesis-soon',
          personId: null,
          about: noteId,
          on: due,
          words: `a working hypothesis ${isDue ? 'was' : 'is'} to be shared, sealed or withdrawn by`,
          href: `/notes/${noteId}`,
        },
      ];
    }),
    ...next
      .filter(({ day }) => day < on)
      .map(
        ({ entryId, who, what, day }): Reason => ({
          rule: 'step-due',
          personId: null,
          about: entryId,
          on: day,
          words: `${who}: ${what}, by`,
          href: `/families/${familyId}/plan`,
        }),
      ),
  ];
}

function ended({ familyId, facts, people }: Looked, on: string): Reason[] {
  const members = new Map(people.map(({ personId, born }) => [personId, born]));
  // That somebody was helped is no sign that they need it still.
  const signs = facts.filter(({ kind }) => !(kind in helpsWith));
  const standing = needsOn(signs, on, (personId) => members.get(personId) ?? null).map(({ need }) => need);
  if (standing.length === 0) return [];
  return facts.flatMap((one): Reason[] => {
    const { kind, personId, happened, factId } = one;
    if (!(kind in helpsWith) || !members.has(personId) || happened.to === null || happened.to > on) return [];
    if (daysBetween(happened.to, on) > limits.endedDays) return [];
    const again = facts.some(
      (other) =>
        isSameHelp(other.kind, kind) &&
        other.personId === personId &&
        other.factId !== factId &&
        (other.happened.to === null || other.happened.to > (happened.to ?? '')),
    );
    const left = again ? [] : needsLeft(helpsWith[kind] ?? null, standing);
    if (left.length === 0) return [];
    return [
      {
        rule: 'ended-with-need',
        personId,
        about: `${factId} ${left.join(' ')}`.slice(0, 200),
        on: addDays(happened.to, -1),
        words: `${label(kind).toLowerCase()} ended while ${namesInList(left.map((need) => needLabels[need].toLowerCase()))} still ${left.length === 1 ? 'stands' : 'stand'} as a need`,
        href: left.length === 1 ? `/families/${familyId}/needs/${left[0]}` : `/families/${familyId}#needs`,
      },
    ];
  });
}

/** Early help, plans and care follow on one another: who goes from one to another is helped still. */
const steps: ReadonlySet<string> = new Set(['early-help', 'cin-plan', 'cp-plan', 'in-care']);
const isSameHelp = (kind: string, other: string) => kind === other || (steps.has(kind) && steps.has(other));

const needsLeft = (wanted: readonly NeedId[] | null, standing: readonly NeedId[]) =>
  wanted === null ? [...standing] : standing.filter((need) => wanted.includes(need));
