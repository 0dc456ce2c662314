import { addDays, daysBetween, overlap, type Span } from '../platform/index.ts';
import { catalogue } from './catalogue.ts';
import { compare, type Fact } from './model.ts';
import { allocationKinds } from './rules.ts';

/** Rules by which agencies are shown to differ, in plain words. Each id stands in docs/rules.md. */
export const differenceRules = {
  'spell-days-differ':
    'Two agencies tell of the same kind of spell of one person, on days that overlap, and put its first or its last day more than 7 days apart, or one says that it ended and the other that it goes on.',
  'event-days-differ':
    'Two agencies tell of the same kind of event of one person on different days within 14 days: perhaps one event, perhaps two. An event that both tell of on one day is not held against another. Visits are left out; the police’s missing person and social care’s missing are one kind. A pregnancy has the day on which each was told of it, and is left out.',
  'two-authorities':
    'This authority and another both say that a child is in their care, or on their protection plan, for more than 7 of the same days.',
} as const;
export type DifferenceRule = keyof typeof differenceRules;

type Dated = Pick<Fact, 'factId' | 'personId' | 'agency' | 'kind' | 'happened' | 'occasion'>;

/** Two facts that cannot both be right as they stand, or that may be one. Nobody here says which is. */
export type Difference<F extends Dated = Dated> = { rule: DifferenceRule; told: [F, F] };

const nearEvent = 14;
const nearSpell = 7;

/** Kinds that are told of one thing by agencies of different types. */
const sameThing: Readonly<Record<string, string>> = { 'police-missing-person': 'missing' };

/** The kind under which what agencies of different types tell is one thing. */
export const thingOf = (kind: string): string => sameThing[kind] ?? kind;

/** Kinds whose day says when somebody was told, so that two days of one thing do not differ. */
export const datedWhenTold: ReadonlySet<string> = new Set(['pregnancy']);
/** What two authorities cannot both do. */
const onlyOne: Readonly<Record<string, string>> = {
  'elsewhere-care': 'in-care',
  'elsewhere-plan': 'cp-plan',
};

/** Where agencies differ about the persons of some facts, newest first. Of facts of one agency nothing is said here. */
export function differencesIn<F extends Dated>(facts: readonly F[]): Difference<F>[] {
  const found: Difference<F>[] = [];
  const together = (kind: string) => onlyOne[kind] ?? sameThing[kind] ?? kind;
  const kinds = Map.groupBy(facts, (fact) => fact.kind);
  const comparable = [...kinds.keys()].filter(
    (kind) => !allocationKinds.has(kind) && !datedWhenTold.has(kind) && catalogue.get(kind)?.visit !== true,
  );
  const alike = [...Map.groupBy(comparable, together).values()].map((some) =>
    some.flatMap((kind) => kinds.get(kind) ?? []),
  );
  const ofOneAgency = (own: readonly F[]) => own.every((fact) => fact.agency === own[0]?.agency);
  const groups = alike
    .filter((own) => !ofOneAgency(own))
    .flatMap((own) => [...Map.groupBy(own, (fact) => fact.personId).values()]);
  for (const own of groups) {
    if (ofOneAgency(own)) continue;
    const told = new Set(own.map((fact) => `${fact.agency} ${fact.happened.from}`));
    const agreed = (one: F, other: F) =>
      told.has(`${other.agency} ${one.happened.from}`) || told.has(`${one.agency} ${other.happened.from}`);
    const inTime = [...own].sort((a, b) => compare(a.happened.from ?? '', b.happened.from ?? ''));
    for (const [at, one] of inTime.entries()) {
      for (let next = at + 1; next < inTime.length; next++) {
        const other = inTime[next];
        if (other === undefined || isOutOfReach(one.happened, other.happened)) break;
        const rule = one.agency === other.agency ? undefined : ruleFor(one, other);
        if (rule === 'event-days-differ' && agreed(one, other)) continue;
        if (rule !== undefined) found.push({ rule, told: inOrder(one, other) });
      }
    }
  }
  return found.sort(
    (a, b) =>
      compare(b.told[0].happened.from ?? '', a.told[0].happened.from ?? '') ||
      compare(a.told[0].factId, b.told[0].factId) ||
      compare(a.told[1].factId, b.told[1].factId),
  );
}

function ruleFor(one: Dated, other: Dated): DifferenceRule | undefined {
  const shared = overlap(one.happened, other.happened);
  if ((onlyOne[one.kind] ?? one.kind) !== (onlyOne[other.kind] ?? other.kind)) {
    return sameThing[one.kind] !== undefined || sameThing[other.kind] !== undefined
      ? eventsDiffer(one.happened, other.happened)
      : undefined;
  }
  if (one.kind !== other.kind) {
    const days = shared && lengthOf(shared);
    return days !== undefined && days > nearSpell ? 'two-authorities' : undefined;
  }
  if (catalogue.get(one.kind)?.shape === 'event') return eventsDiffer(one.happened, other.happened);
  return shared && spellsDiffer(one.happened, other.happened) ? 'spell-days-differ' : undefined;
}

/** Whether a span that begins no earlier shares no day with another, nor begins near it: then none that begins later does. */
function isOutOfReach(one: Span, later: Span): boolean {
  if (one.from === null || one.to === null || later.from === null) return false;
  return later.from >= one.to && daysBetween(one.from, later.from) > nearEvent;
}

function eventsDiffer(a: Span, b: Span): DifferenceRule | undefined {
  if (a.from === null || b.from === null) return undefined;
  const apart = Math.abs(daysBetween(a.from, b.from));
  return apart > 0 && apart <= nearEvent ? 'event-days-differ' : undefined;
}

function spellsDiffer(a: Span, b: Span): boolean {
  const far = (one: string | null, other: string | null) =>
    one !== other && (one === null || other === null || Math.abs(daysBetween(one, other)) > nearSpell);
  return far(a.from, b.from) || far(a.to, b.to);
}

/** Days of a span; one that goes on is longer than any. */
function lengthOf({ from, to }: Span): number {
  return from === null || to === null ? Number.POSITIVE_INFINITY : daysBetween(from, to);
}

function inOrder<F extends Dated>(one: F, other: F): [F, F] {
  return compare(one.agency, other.agency) <= 0 ? [one, other] : [other, one];
}

/** Rules by which good news is told, in plain words. Each id stands in docs/rules.md. */
export const goodNewsRules = {
  'recorded-as-good':
    'An agency recorded it as good news, a child reached what is expected at school, or somebody completed treatment.',
  'came-off-a-plan':
    'A child protection plan ended at least 90 days ago, and nothing that the reader may see tells of an enquiry, a plan or care of the same child since.',
  'home-from-care': 'A child left care to live with their parents as planned, or with family or friends.',
} as const;

/** Good news of a fact: on which day, in which words. */
export type GoodNews = { factId: string; on: string; words: string };

type Told = Dated & Pick<Fact, 'detail'>;
const quietDays = 90;
const homewards = new Set(['E4A', 'E13', 'E41', 'E45', 'E47']);

/** Good news that is not recorded as such but follows from what is (rules came-off-a-plan, home-from-care). */
export function goodNewsIn(facts: readonly Told[], today: string): GoodNews[] {
  const ended = facts.filter(({ kind }) => kind === 'in-care' || kind === 'cp-plan');
  const grave = facts.filter(({ kind }) => kind === 's47' || kind === 'in-care' || kind === 'cp-plan');
  return ended.flatMap((fact) => {
    const { kind, happened, detail, factId } = fact;
    if (happened.to === null || happened.to > today) return [];
    const on = addDays(happened.to, -1);
    if (kind === 'in-care') {
      const ending = detail.parts.find((part) => part.name === 'ending')?.code;
      return ending !== undefined && homewards.has(ending)
        ? [{ factId, on, words: 'Came home from care, or to live with family' }]
        : [];
    }
    if (kind !== 'cp-plan' || daysBetween(happened.to, today) < quietDays) return [];
    const again = grave.some(
      (other) =>
        other.factId !== factId &&
        other.personId === fact.personId &&
        (other.happened.to === null || other.happened.to > on),
    );
    return again ? [] : [{ factId, on, words: 'Came off a child protection plan' }];
  });
}
