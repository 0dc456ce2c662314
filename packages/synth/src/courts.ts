import { text } from './book.ts';
import { ageOn, type Day, extractDay, workingDay } from './days.ts';
import type { Person } from './model.ts';
import { happen } from './occurrences.ts';
import { atHome, come, pickStanding, type Standing, type Town } from './town.ts';

const outcomes = [
  ['caution', 42],
  ['conditional-caution', 18],
  ['referral-order', 33],
  ['rehabilitation-order', 6],
  ['custody', 1],
] as const;

/** Days of work that follow an outcome, about. */
const lengths: Readonly<Record<(typeof outcomes)[number][0], number>> = {
  caution: 60,
  'conditional-caution': 110,
  'referral-order': 240,
  'rehabilitation-order': 420,
  custody: 300,
};

const young = (standing: Standing, on: Day): Person[] =>
  atHome(standing.household, on).filter((child) => ageOn(child.born, on) >= 10);

/** A child’s first caution or sentence, and for some the next. A third offend again within the year. */
export function offend(town: Town, { on }: { on: Day }): void {
  const { chance, ledger, yj } = town;
  const fresh = (standing: Standing): Person[] =>
    young(standing, on).filter((child) => !yj.numbers.has(child));
  const standing = pickStanding(
    town,
    ({ household, ...rest }) =>
      household.here.from <= on &&
      (household.here.to ?? on + 1) > on &&
      fresh({ household, ...rest }).length > 0,
  );
  if (!standing) return;
  const child = chance.pick(fresh(standing));
  const decided = sentence(town, child, on, true);
  if (decided !== null) ledger.firstOffences.push({ child, on: decided });
  for (
    let at = on + 30 + Math.round(chance.wait(700));
    chance.chance(0.36);
    at += 30 + Math.round(chance.wait(400))
  ) {
    if (at > extractDay || ageOn(child.born, at) >= 18) return;
    happen(town, standing, at - 21, null);
    sentence(town, child, at, false);
  }
}

/** Writes an outcome down; returns the day on which it was decided, null where that has not come. */
function sentence({ chance, yj }: Town, child: Person, on: Day, first: boolean): Day | null {
  const decided = workingDay(on);
  if (decided > extractDay) return null;
  const outcome = first ? chance.weighted(outcomes) : chance.weighted(outcomes.slice(1));
  const ends = decided + Math.round(lengths[outcome] * (0.7 + 0.6 * chance.next()));
  yj.book.add('yj.outcomes', Math.max(decided, come(ends) ?? decided), {
    outcome_id: yj.book.number('YJO'),
    yj_id: yj.numbers.of(child, decided),
    offence: chance.pick(['theft', 'violence', 'criminal-damage', 'drugs', 'public-order', 'vehicle']),
    offence_date: text(decided - chance.int(10, 90)),
    outcome,
    outcome_date: text(decided),
    ends_on: text(come(ends)),
    first_time: first ? 'Y' : 'N',
  });
  return decided;
}
