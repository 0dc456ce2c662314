import type { EventType } from './care.ts';
import { ageOn, type Day, day, extractDay } from './days.ts';
import type { Person } from './model.ts';
import { atHome, type Standing, type Town } from './town.ts';

/** Who on a day could have a piece of good news or a wish, given what else is true of the family. */
type Fits = (person: Person, on: Day, standing: Standing, town: Town) => boolean;

const pupil: Fits = ({ born }, on) => ageOn(born, on) >= 5 && ageOn(born, on) < 16;
const grown: Fits = ({ born }, on) => ageOn(born, on) >= 18;
const young: Fits = ({ born }, on) => ageOn(born, on) < 18;
const hasBrother: Fits = (person, on, { household: { children } }) =>
  children.includes(person) &&
  children.some(
    (child) => child !== person && child.sex === 'male' && child.born <= on && child.died === null,
  );

/** No occurrence names anybody of the family in the year up to the day. */
const quietYear: Fits = (_, on, { household: { head, partnerships, children, kin } }, { police }) =>
  police.quiet([head, ...partnerships.map(({ partner }) => partner), ...children, ...kin], on - 365, on);

const goodNews: readonly (readonly [words: string, fits: Fits])[] = [
  ['Came to every session this term', (person, on) => ageOn(person.born, on) >= 5],
  ['Full week in school, the first for a long time', pupil],
  ['New tenancy signed', grown],
  ['Started a part-time job', (person, on) => ageOn(person.born, on) >= 16],
  ['Home is warm and dry after the repairs', () => true],
  ['Passed the driving theory test', (person, on) => ageOn(person.born, on) >= 17],
  [
    'Grandmother has the children on Saturdays',
    (_, on, { household: { kin } }) =>
      kin.some(({ born, died }) => born <= on && (died === null || on <= died)),
  ],
  ['Joined the football team and stayed', pupil],
  ['A year without a call to the police', quietYear],
  ['Finished the parenting course and wants to help run the next', grown],
  ['Paid off the last of the catalogue debt', grown],
  ['Slept through the whole week', young],
];

/** What happened in a family's life, where a worker was there to note it: births, deaths, moves, jobs, debt, good news. */
export function noteLife(town: Town, standing: Standing): void {
  const { care, chance } = town;
  const { household, helped } = standing;
  const noted = new Set<string>();
  const note = (person: Person, on: Day, type: EventType, words: string) => {
    const once = `${person.id} ${on} ${type}`;
    if (noted.has(once) || on > extractDay || !helped.some(({ from, to }) => from <= on && on <= to)) return;
    if (!chance.chance(0.8)) return;
    noted.add(once);
    care.event(person, on, type, words);
  };
  for (const child of household.children.slice(1)) note(child, child.born, 'family-event', 'A baby born');
  for (const lost of household.kin)
    if (lost.died !== null) note(household.head, lost.died, 'bereavement', 'Lost a parent');
  for (const stay of household.head.stays)
    note(
      household.head,
      stay.from,
      'house-move',
      stay.place ? 'Moved home' : 'Left home with nowhere settled to go',
    );
  for (const { from, to } of helped) {
    if (to - from < 20) continue;
    const hard = chance.int(from, to);
    if (household.poor && chance.chance(0.35))
      note(
        household.head,
        hard,
        'debt',
        chance.pick([
          'Hours cut at work; behind with the gas',
          'A loan that doubled',
          'Lost the job at the depot',
        ]),
      );
    const pupils = atHome(household, hard).filter((child) => pupil(child, hard, standing, town));
    if (pupils.length > 0 && chance.chance(0.3))
      note(chance.pick(pupils), hard, 'poor-attendance', 'In school less than nine days in ten this term');
    const on = chance.int(from, to);
    if (!chance.chance(0.7)) continue;
    const whose = chance.pick([household.head, ...atHome(household, on)]);
    const [words] = chance.pick(goodNews.filter(([, fits]) => fits(whose, on, standing, town)));
    note(whose, on, 'good-news', words);
  }
}

const sayings: readonly (readonly [words: string, fits: Fits])[] = [
  ['I have told my story to so many people.', () => true],
  ['Text me, I do not pick up to numbers I do not know.', () => true],
  ['I want my own room.', young],
  ['We are all right now. I would say so if we were not.', () => true],
  ['Come when you said you would come.', () => true],
  ['The group helped more than I thought it would.', () => true],
  ['I miss my old school.', pupil],
  ['Mornings are the hard part.', () => true],
  ['I want to see my brother more often.', hasBrother],
  ['Nobody explained what the meeting was for.', () => true],
  ['I like it when we cook together.', () => true],
  ['I would rather talk in the car.', () => true],
];

/** What people told a worker in the last spells in which they were helped. */
export function speak(town: Town, standing: Standing): void {
  const { care, chance } = town;
  const { household, helped } = standing;
  for (const { from, to } of helped.slice(-2)) {
    if (from < day('2014-01-01') || from >= to || !chance.chance(0.4)) continue;
    const on = chance.int(from, to);
    const people = [household.head, ...atHome(household, on).filter((child) => ageOn(child.born, on) >= 6)];
    const speaker = chance.pick(people);
    const [words] = chance.pick(sayings.filter(([, fits]) => fits(speaker, on, standing, town)));
    care.statement(speaker, on, {
      to: chance.pick(['Social worker', 'Family support worker', 'Teacher', 'Youth worker']),
      kind: 'said',
      words,
      audience: chance.pick(['speaker-and-lead', 'team', 'team', 'family-and-team']),
      done: chance.chance(0.5)
        ? chance.pick(['Same worker from now on', 'Visits moved to after school', 'Told the school'])
        : '',
    });
    if (chance.chance(0.15))
      care.statement(speaker, on, {
        to: 'Social worker',
        kind: 'likes-to-be-called',
        words: speaker.given,
        audience: 'family-and-team',
        done: '',
      });
  }
}
