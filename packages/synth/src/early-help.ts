import { allocate } from './allocate.ts';
import { type Day, extractDay, iso, workingDay } from './days.ts';
import type { Person, Spell } from './model.ts';
import { come, endFor, type Standing, type Town } from './town.ts';

const helpReasons = [
  'Parenting support',
  'Parent’s mental health',
  'Child’s mental health',
  'Domestic abuse',
  'Housing and money',
  'School attendance',
  'Family conflict',
  'Special educational needs or disability',
] as const;

/** Early help for some of a family’s children, told by social care and by early help’s own system. */
export function earlyHelp(town: Town, standing: Standing, children: readonly Person[], on: Day): void {
  const { care, workforce, chance } = town;
  const { household } = standing;
  const from = workingDay(on + chance.int(3, 18));
  const planned = Math.min(household.here.to ?? from + 9999, from + 60 + Math.round(chance.wait(120)));
  if (from > extractDay || from >= planned || children.length === 0) return;
  standing.helpUntil = planned;
  standing.helped.push({ from: from + 14, to: Math.min(planned, extractDay) });
  const worker = workforce.onDuty('Family help practitioner', from, chance);
  const reason = chance.pick(helpReasons);
  const endReason = chance.weighted([
    [planned === household.here.to ? 'Moved away' : 'Outcomes met', 60],
    ['Family withdrew', 20],
    ['Stepped up to social care', 10],
    ['Support offered by school', 5],
  ]);
  const organisation = chance.weighted([
    ['Ashmere Early Help', 50],
    ['A school', 25],
    ['A family charity', 25],
  ]);
  for (const child of children)
    care.earlyHelp(
      child,
      { from, to: come(endFor(child, planned)) },
      { reason, endReason, organisation, worker },
    );
  allocate(
    town,
    children,
    { from, to: come(planned) },
    {
      job: chance.pick(['Family help practitioner', 'Family support worker']),
      role: 'Lead practitioner',
      referral: () => '',
    },
  );
  if (organisation === 'Ashmere Early Help')
    openCase(town, standing, children, { from, to: come(planned) }, reason, endReason);
}

/** Early help’s own case: the children and the grown-ups at home. */
function openCase(
  { eh, chance }: Town,
  { household }: Standing,
  children: readonly Person[],
  { from, to }: Spell,
  reason: string,
  outcome: string,
): void {
  const id = eh.book.number('EHC');
  const grown = [
    household.head,
    ...household.partnerships
      .filter((each) => each.together && each.from <= from && (each.to === null || from < each.to))
      .map((each) => each.partner),
  ].filter((each, i) => (each.died === null || each.died > from) && (i === 0 || chance.chance(0.7)));
  for (const person of [...children, ...grown]) {
    const child = children.includes(person);
    const own = to === null ? null : child ? endFor(person, to) : to;
    eh.book.add('eh.cases', own ?? from, {
      case_id: id,
      member_id: eh.numbers.of(person, from),
      role: child ? 'child' : 'parent',
      opened_on: iso(from),
      closed_on: own === null ? '' : iso(own),
      reason,
      outcome: own === null ? '' : outcome,
    });
  }
}
