import type { Birth } from './births.ts';
import { birthday, type Day, extractDay, firstDay } from './days.ts';
import { homeIn, somewhereNear } from './geography.ts';
import type { Household } from './households.ts';
import { type Place, type Stay, surnameOn, type World } from './model.ts';
import { culture } from './names.ts';
import { formOf, type Making, year } from './people.ts';

/** Homes one after another between two days; the first in the family’s own small area. */
export function someStays(
  { chance, geography, home }: Making,
  from: Day,
  to: Day | null,
  meanYears: number,
): Stay[] {
  const stays: Stay[] = [];
  const end = to ?? extractDay + 1;
  let area = home;
  for (let at = from; at < end; ) {
    const next = at + 150 + Math.round(chance.wait((meanYears - 0.4) * year));
    const nowhere = stays.length > 0 && chance.chance(0.015);
    if (stays.length > 0 && !nowhere) area = somewhereNear(geography, area, chance);
    const place: Place | null = nowhere ? null : homeIn(area, chance);
    const until = nowhere ? Math.min(next, at + chance.int(20, 200)) : next;
    stays.push({ from: at, to: until >= end ? to : until, place });
    at = until;
  }
  return stays;
}

/** The part of somebody's homes that falls between two days. */
export function during(stays: readonly Stay[], from: Day, to: Day | null): Stay[] {
  const part: Stay[] = [];
  for (const stay of stays) {
    const begins = Math.max(stay.from, from);
    const ends = stay.to === null ? to : to === null ? stay.to : Math.min(stay.to, to);
    if (ends === null || begins < ends) part.push({ from: begins, to: ends, place: stay.place });
  }
  return part;
}

/** Gives everybody surnames over time, homes, ties, carers and a place in the family. */
export function settle(making: Making, household: Household, births: readonly Birth[]): void {
  const { world, chance } = making;
  const { head, children, kin, here, id, hard } = household;
  const firstChild = children[0]?.born ?? here.from;
  const grown = Math.min(birthday(head.born, 18), firstChild - 300);
  head.stays = someStays(making, Math.max(grown, here.from), here.to, hard ? 3.2 : 6.5);
  world.members.push({ person: head, family: id, from: firstChild, to: head.died });
  settlePartners(making, household);
  settleChildren(making, household, births);
  for (const grandmother of kin) {
    grandmother.stays = someStays(making, firstDay - 3000, grandmother.died, 14);
    for (const child of children)
      world.ties.push({ person: grandmother, other: child, kind: 'grandparent', from: child.born, to: null });
    if (chance.chance(0.9))
      world.ties.push({ person: grandmother, other: head, kind: 'parent', from: head.born, to: null });
  }
}

function settlePartners(making: Making, { head, partnerships, children, here, id }: Household): void {
  const { world, chance } = making;
  const firstChild = children[0]?.born ?? here.from;
  for (const { partner, from, to, married, together } of partnerships) {
    const { takesName } = culture(head.culture);
    if (married && chance.chance(takesName)) {
      const [wife, husband] = head.sex === 'female' ? [head, partner] : [partner, head];
      wife.surnames.push({
        from: from + 60,
        surname: formOf(wife.culture, surnameOn(husband, from), 'female'),
      });
      if (to !== null && chance.chance(0.4))
        wife.surnames.push({ from: to + 30, surname: wife.surnames[0]?.surname ?? '' });
    }
    const movesIn = Math.max(from + 40, here.from);
    const shared = together ? during(head.stays, movesIn, to) : [];
    const moved = shared.length > 0;
    const alone = Math.max(birthday(partner.born, 18), firstDay - 1500);
    const before = moved ? movesIn : (here.to ?? null);
    const own =
      partner.stays.length > 0
        ? during(partner.stays, partner.born, before)
        : before === null || alone < before
          ? someStays(making, alone, before, 5)
          : [];
    const after =
      moved && to !== null && here.to === null && partner.died === null ? someStays(making, to, null, 4) : [];
    partner.stays = [...own, ...shared, ...after];
    world.ties.push({ person: partner, other: head, kind: 'partner', from, to });
    if (to !== null)
      world.ties.push({ person: partner, other: head, kind: 'former partner', from: to, to: null });
    if (together)
      world.members.push({ person: partner, family: id, from: Math.max(movesIn, firstChild), to });
  }
}

function settleChildren(making: Making, household: Household, births: readonly Birth[]): void {
  const { world, chance } = making;
  const { head, partnerships, here, id } = household;
  for (const { child, father } of births) {
    const adult = birthday(child.born, 18);
    const leaves = adult + chance.int(0, 2200);
    const own = leaves < extractDay && here.to === null ? someStays(making, leaves, null, 2.5) : [];
    child.stays = [...during(head.stays, child.born, own.length > 0 ? leaves : null), ...own];
    world.members.push({ person: child, family: id, from: child.born, to: child.died });
    for (const parent of [head, father]) {
      if (!parent) continue;
      world.ties.push({ person: parent, other: child, kind: 'parent', from: child.born, to: null });
      world.guardians.push({ child, guardian: parent, from: child.born, to: adult });
    }
    for (const { partner, from, to, together } of partnerships) {
      const begins = Math.max(from + 40, child.born);
      const ends = Math.min(to ?? adult, adult);
      if (partner === father || !together || begins >= ends) continue;
      world.guardians.push({ child, guardian: partner, from: begins, to: ends });
    }
  }
}

/** Homes, ties, care and belonging end with a life. */
export function endWithDeath(world: World): void {
  const { people, ties, guardians, members } = world;
  for (const person of people)
    if (person.died !== null) person.stays = during(person.stays, person.born, person.died);
  const first = (to: Day | null, died: Day | null): Day | null =>
    died === null ? to : to === null ? died : Math.min(to, died);
  for (const tie of ties) tie.to = first(first(tie.to, tie.person.died), tie.other.died);
  world.ties = ties.filter((tie) => tie.to === null || tie.from <= tie.to);
  for (const each of guardians) each.to = first(first(each.to, each.guardian.died), each.child.died);
  for (const each of members) each.to = first(each.to, each.person.died);
}
