/** The first page of somebody at work: families opened last, their own, and which of these to pay attention to. */
import { hypothesesDueBy } from '../../casework/index.ts';
import { type Fact, factsLately } from '../../chronology/index.ts';
import { familiesOf, openingParts } from '../../families/index.ts';
import { personsInShort } from '../../identity/index.ts';
import { ledFamilies, plansNow } from '../../plans/index.ts';
import {
  addDays,
  addMonths,
  clock,
  dayOf,
  daysBetween,
  holds,
  type Tx,
  VantageError,
} from '../../platform/index.ts';
import { openedLately, roles, type WorkRole, workedWith } from '../../sharing/index.ts';
import { standsOn } from '../../sources/index.ts';
import { familyRows } from '../finding.ts';
import { belongsTo, nameOf, today } from '../open.ts';
import type { FamilyRow } from '../shape.ts';
import { type Looked, type Reason, reasonsIn } from './attention.ts';
import { type AttentionRuleId, attentionLimits, attentionRuleIds } from './rules.ts';
import type { Attention, Home } from './shape.ts';
import * as store from './store.ts';

/** Days for which it is known what somebody opened, and how many of the last families are listed. */
const openedDays = 90;
const mostRecent = 8;

/** Whether the actor works with families, in the role in which they look. */
export const worksWithFamilies = (tx: Tx): boolean => roles[tx.actor.role as WorkRole]?.purpose === 'help';

/** Everything that stands on the actor's first page on a day. */
export async function getHome(tx: Tx, on: string = today()): Promise<Home> {
  const helps = worksWithFamilies(tx);
  const [opened, vias, led] = await Promise.all([
    openedLately(tx, openedDays),
    helps ? workedWith(tx, on) : [],
    helps ? ledFamilies(tx) : [],
  ]);
  const whys = await ownFamilies(tx, vias, new Set(led));
  const wanted = [
    ...new Set([...whys.keys(), ...opened.slice(0, mostRecent * 3).map((one) => one.familyId)]),
  ];
  const rows = new Map((await familyRows(tx, wanted, on)).map((row) => [row.familyId, row]));
  const mine = [...whys].flatMap(([familyId, why]) => {
    const row = rows.get(familyId);
    return row ? { ...row, why } : [];
  });
  const looked = helps
    ? await attention(tx, mine, new Map(opened.map((one) => [one.familyId, one.at])), on)
    : [];
  return {
    today: on,
    recent: opened
      .flatMap(({ familyId, at }) => {
        const row = rows.get(familyId);
        return row ? { ...row, openedAt: at.toISOString() } : [];
      })
      .slice(0, mostRecent),
    mine: mine.sort((a, b) =>
      a.name === b.name ? (a.familyId < b.familyId ? -1 : 1) : a.name < b.name ? -1 : 1,
    ),
    attention: looked.filter(({ answerId }) => answerId === null),
    notUseful: looked.filter(({ answerId }) => answerId !== null),
  };
}

type Why = Home['mine'][number]['why'];

/** Families of which somebody is a child or main carer because of whom the actor works with them, and why they are theirs. */
async function ownFamilies(
  tx: Tx,
  vias: Awaited<ReturnType<typeof workedWith>>,
  led: ReadonlySet<string>,
): Promise<Map<string, Why>> {
  const byPerson = new Map(vias.map((via) => [via.personId, via]));
  const whys = new Map<string, Why>();
  for (const { familyId, personId, part } of await familiesOf(tx, [...byPerson.keys()])) {
    const via = byPerson.get(personId);
    if (via === undefined || !openingParts.has(part)) continue;
    if (led.has(familyId)) whys.set(familyId, 'leads');
    else if (via.own && via.allocated) whys.set(familyId, 'allocated');
    else if (whys.get(familyId) !== 'allocated' && via.own) whys.set(familyId, 'around');
    else if (!whys.has(familyId)) whys.set(familyId, 'team');
  }
  return whys;
}

async function attention(
  tx: Tx,
  rows: readonly FamilyRow[],
  opened: ReadonlyMap<string, Date>,
  on: string,
): Promise<Attention[]> {
  const ids = [...new Set(rows.flatMap(({ members }) => members.map(({ personId }) => personId)))];
  const families = rows.map(({ familyId, members }) => ({
    familyId,
    personIds: members.map(({ personId }) => personId),
  }));
  const [places, facts, known, plans, hypotheses, standing, answers] = await Promise.all([
    familiesOf(tx, ids),
    factsLately(tx, ids, addMonths(on, -12)),
    personsInShort(tx, ids),
    plansNow(tx, families),
    hypothesesDueBy(tx, addDays(on, attentionLimits.hypothesisDays)),
    standsOn(tx),
    store.standingAnswers(tx),
  ]);
  const persons = new Map(known.map((person) => [person.personId, person]));
  const factsOf = Map.groupBy(facts, (fact) => fact.personId);
  const placesIn = Map.groupBy(places, (place) => place.familyId);
  const answered = new Map(answers.map((one) => [`${one.rule} ${one.about}`, one.answerId]));
  const lineOf = (family: FamilyRow | null, reason: Reason): Attention => ({
    rule: reason.rule,
    family: family && { familyId: family.familyId, name: family.name },
    who: reason.personId === null ? null : nameOf(persons.get(reason.personId)),
    words: reason.words,
    on: reason.on,
    href: reason.href,
    about: reason.about,
    answerId: answered.get(`${reason.rule} ${reason.about}`) ?? null,
  });
  const lookedAt = rows.map((row): [FamilyRow, Looked] => {
    const own = placesIn.get(row.familyId) ?? [];
    const members = row.members.map(({ personId }) => personId);
    return [
      row,
      {
        familyId: row.familyId,
        facts: members
          .flatMap((id) => factsOf.get(id) ?? [])
          .filter(belongsTo(own))
          .sort(byDay),
        people: own
          .filter(({ personId, happened }) => holds(happened, on) && !persons.get(personId)?.deathDate)
          .map(({ personId }) => ({ personId, born: persons.get(personId)?.birthDate ?? null })),
        steps: (plans.get(row.familyId)?.steps ?? []).map(({ entryId, content, day }) => ({
          entryId,
          ...content,
          day,
        })),
        hypotheses: hypotheses.filter(
          ({ familyId, due, writtenBy }) =>
            familyId === row.familyId && ((due ?? '') <= on || writtenBy === tx.actor.id),
        ),
        opened: opened.get(row.familyId) ?? null,
      },
    ];
  });
  const lines = lookedAt.flatMap(([row, looked]) =>
    reasonsIn(looked, on).map((reason) => lineOf(row, reason)),
  );
  if (rows.length > 0) lines.push(...late(standing, on).map((reason) => lineOf(null, reason)));
  return inOrder(lines);
}

const byDay = (a: Omit<Fact, 'sources'>, b: Omit<Fact, 'sources'>) =>
  (a.happened.from ?? '') < (b.happened.from ?? '') ? -1 : 1;

/** Agencies that have sent nothing of late: rule data-late. */
function late({ agencies }: Awaited<ReturnType<typeof standsOn>>, on: string): Reason[] {
  return agencies.flatMap(({ agency, name, until, receivedAt }): Reason[] => {
    const day = until ?? dayOf(new Date(receivedAt));
    if (daysBetween(day, on) <= attentionLimits.lateDays) return [];
    return [
      {
        rule: 'data-late',
        personId: null,
        about: `${agency} ${day}`,
        on: day,
        words: `${name}: what it sent speaks until`,
        href: '/extracts',
      },
    ];
  });
}

/** In the order of the rules, then of families as they are listed: nobody is ranked. */
function inOrder(lines: readonly Attention[]): Attention[] {
  return attentionRuleIds.flatMap((rule) => lines.filter((line) => line.rule === rule));
}

/**
 * Keeps that the actor finds a line not useful. It stays away from them until what it rests on changes.
 * @throws {VantageError} not-found where the actor has no such line.
 */
export async function sayNotUseful(tx: Tx, line: { rule: AttentionRuleId; about: string }): Promise<void> {
  const { attention: lines, notUseful } = await getHome(tx);
  const found = [...lines, ...notUseful].find((one) => one.rule === line.rule && one.about === line.about);
  if (found === undefined) throw noSuchLine();
  if (found.answerId !== null) return;
  await store.insertAnswer(
    tx,
    { rule: found.rule, about: found.about, familyId: found.family?.familyId ?? null },
    clock.now(),
  );
}

/** Takes back what the actor said of a line; errors as of sayNotUseful. */
export async function takeBackNotUseful(tx: Tx, answerId: string): Promise<void> {
  if (!(await store.undoAnswer(tx, answerId, clock.now()))) throw noSuchLine();
}

const noSuchLine = () =>
  new VantageError('not-found', 'There is no such line on your first page.', {
    remedy: 'Look at the first page again.',
  });
