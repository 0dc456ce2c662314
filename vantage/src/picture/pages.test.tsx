import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { calledLine, firstNames } from './called.ts';
import { FamilyRows } from './lists.tsx';
import { PicturePage } from './pages.tsx';
import type { Picture } from './shape.ts';

const dawn = { personId: '01a20168-88f0-73d1-b612-a04a6bff5d01', name: 'Dawn Hart' };
const kyle = { personId: '01a20168-88f0-73d1-b612-a04a6bff5d02', name: 'Kyle Hart' };
const person = (one: typeof dawn, given: string) => ({
  ...one,
  given,
  born: null,
  died: null,
  age: null,
  belongs: { from: null, to: null },
  because: `${given} belongs`,
  relations: [],
  home: null,
});

const picture: Picture = {
  familyId: '01a20168-88f0-73d1-b612-a04a6bff5d03',
  name: 'The Hart family',
  calledNote: null,
  today: '2026-11-22',
  seenBecause: 'You see this because you are Kyle’s allocated social worker.',
  openBecause: [],
  statements: [
    {
      speaker: dawn,
      words: 'Everyone comes, nobody stays.',
      saidOn: '2026-11-02',
      precision: 'day',
      saidTo: 'her lead',
      audience: 'the team around the family may read this',
      done: null,
      isKeptBack: false,
      recordId: '01a20168-88f0-73d1-b612-a04a6bff5d04',
      how: '',
      matters: false,
      wordsId: '01a20168-88f0-73d1-b612-a04a6bff5d04',
    },
  ],
  notAsked: [kyle],
  goingWell: [],
  weighing: [],
  like: null,
  needs: [],
  differences: [],
  seen: [],
  involvedNow: [],
  before: [],
  people: [person(dawn, 'Dawn'), person(kyle, 'Kyle')],
  alone: [],
  happenings: [],
  fewRecords: [
    {
      from: '2016-09-06',
      last: '2018-11-25',
      days: 811,
      words: 'the records of the police cover all of these days',
    },
  ],
  manyEvents: [],
  visits: [],
  workers: 0,
  standsOn: { agencies: [], silent: ['schools'] },
};

const html = renderToStaticMarkup(<PicturePage decisions={[]} picture={picture} keptBack={new Set()} />);

test('where there are no words to read, and nobody is known not to have been asked, that is said', () => {
  const said = 'No words of theirs are here that you may read.';
  const silent = renderToStaticMarkup(
    <PicturePage
      decisions={[]}
      picture={{ ...picture, statements: [], notAsked: [] }}
      keptBack={new Set()}
    />,
  );
  expect(silent).toContain(said);
  expect(html).not.toContain(said);
});
const read = html.replace(/<[^>]+>/g, '');
const at = (text: string) => {
  const place = read.indexOf(text);
  expect(place, text).toBeGreaterThanOrEqual(0);
  return place;
};

test('the family’s own words stand before everything that professionals say (F79)', () => {
  const words = at('Everyone comes, nobody stays.');
  for (const later of [
    'What is going well',
    'What is weighing on them now',
    'Who is involved now',
    'Who is in the family',
  ]) {
    expect(words).toBeLessThan(at(later));
  }
});

test('who has not been asked is said, each statement says who may read it, and what was not done is not hidden', () => {
  at('Nobody has asked Kyle yet.');
  at('the team around the family may read this');
  at('What was done about it is not recorded.');
});

test('where nobody has asked, it stands who will and by when, or the way to settle it for whoever writes here', () => {
  const [kyle] = picture.notAsked;
  const words = (asks: boolean, helps: boolean) => {
    const step = {
      entryId: 'S',
      kind: 'plan-step',
      about: [kyle?.personId ?? ''],
      content: { who: 'Nina', what: 'asks Kyle what he wants', ...(asks && { asks: 'yes' as const }) },
      day: '2026-12-01',
      writtenBy: 'Nina',
      writtenAt: new Date('2026-11-16T09:00:00Z'),
      outcome: null,
      endedWords: null,
      endedAt: null,
      endedBy: null,
    } as const;
    const plan = {
      lead: null,
      help: null,
      steps: [{ ...step, about: [...step.about] }],
      responsible: [],
      before: [],
    };
    const whole = renderToStaticMarkup(
      <PicturePage decisions={[]} picture={picture} keptBack={new Set()} plan={plan} helps={helps} />,
    );
    return whole.slice(whole.indexOf('Nobody has asked'), whole.indexOf('Nobody has asked') + 600);
  };
  expect(words(true, true).replace(/<[^>]+>/g, '')).toContain(
    'Nobody has asked Kyle yet. Nina will, by 1 Dec 2026.',
  );
  // A step that is not to ask says nothing of it.
  expect(words(false, true)).toMatch(
    new RegExp(`who will ask.*href="[^"]*/plan\\?ask=${kyle?.personId}#steps"`),
  );
  expect(words(false, false)).toContain('no next step that you may see says who will ask');
  expect(words(false, false)).not.toContain('?ask=');
});

test('an empty heading says what it does not know, and never that all is well or calm', () => {
  at('That says what was written down, not what happened.');
  at('Few records may also mean hiding, moving or turning help away.');
  expect(html).not.toMatch(/\bno risk\b|\bcalm\b|\bsafe\b|\bquiet\b/i);
});

test('few records are called few, with whose data cover the days (F2)', () => {
  at('Few records 6 September 2016 to 25 November 2018');
  at('the records of the police cover all of these days');
});

test('nothing on a family’s page is a score, a rank, a band or a sum of money', () => {
  expect(html).not.toMatch(/£|\bscore\b|\brisk level\b|\bin crisis\b|\bon the brink\b|\bjust coping\b/i);
});

test('what is known to a month or a year alone is shown so, in the list and on the axis', () => {
  const line = (from: string, to: string, precision: 'month' | 'year', label: string) => ({
    factId: `01a20168-88f0-73d1-b612-a04a6bff5d${label.length}`,
    kind: 'house-move',
    label,
    service: 'Family',
    tone: 'neutral' as const,
    lane: 'family',
    shape: 'event' as const,
    agency: 'social-care',
    tellers: [],
    happened: { from, to },
    precision,
    people: [],
    note: null,
    part: null,
    differing: [],
  });
  const happenings = [
    line('2023-01-01', '2024-01-01', 'year', 'Moved in with Nan'),
    line('2024-03-01', '2024-04-01', 'month', 'Moved again'),
  ];
  const html = renderToStaticMarkup(
    <PicturePage picture={{ ...picture, happenings }} decisions={[]} keptBack={new Set()} />,
  );
  const words = html.replace(/<[^>]+>/g, ' ');
  expect(words).toContain('some time in 2023');
  expect(words).toContain('some time in Mar 2024');
  expect(words).not.toContain('1 Mar 2024');
  // On the axis each is drawn with a broken line as long as the time in which it may lie, and the legend says so.
  const wide = html.slice(html.indexOf('v-axis__form--wide'), html.indexOf('v-axis__form--tablet'));
  expect(wide).toMatch(
    /<title>2023: Moved in with Nan[^<]*<\/title><path d="M[^"]*H[^"]*" stroke="[^"]*" stroke-dasharray="2 2"/,
  );
  expect(wide).toContain('<title>March 2024: Moved again');
  expect(words).toContain('date not exact');
});

test('whom nobody has asked what they like to be called is said; of others one sentence that is true of both', () => {
  const line = (one: Partial<Picture>) => calledLine({ ...picture, ...one }, firstNames(picture));
  const people = [person(dawn, 'Dawn'), person(kyle, 'Kyle')];
  expect(line({ people, notAsked: [kyle] })).toBe(
    'Nobody has asked Kyle what they like to be called. Of others no such name is recorded where you may see it.',
  );
  expect(line({ people, notAsked: [dawn, kyle] })).toBe(
    'Nobody has asked Dawn and Kyle what they like to be called.',
  );
  expect(line({ people, notAsked: [] })).toBe(
    'No name that they like to be called by is recorded where you may see it.',
  );
  expect(line({ people, notAsked: [kyle], calledNote: 'They like to be called “the Harts”.' })).toBe(
    'They like to be called “the Harts”.',
  );
});

test('a list that is not all that was found says so', () => {
  const row = {
    familyId: '01a20168-88f0-73d1-b612-a04a6bff5d03',
    name: 'The Hart family',
    members: [],
    reason: 'early help',
    since: null,
  };
  const html = (more: boolean) =>
    renderToStaticMarkup(
      <FamilyRows found={{ total: 1, page: 1, families: [row], more }} page={1} href={() => ''} />,
    );
  expect(html(true)).toContain('Still more are found: write more of a name');
  expect(html(false)).not.toContain('Still more');
});

test('where something else goes on, nothing that is weighing is not told as nothing at all', () => {
  const quiet = { ...picture, weighing: [] };
  const sentence = { rule: 'assessed-now' as const, parts: [{ text: 'An assessment goes on.', href: null }] };
  const shown = (alsoNow: (typeof sentence)[]) =>
    renderToStaticMarkup(
      <PicturePage picture={quiet} decisions={[]} keptBack={new Set()} alsoNow={alsoNow} />,
    );
  expect(shown([])).toContain('Nothing in the listed rules stands out');
  expect(shown([sentence])).toContain('No crisis by the listed rules in the last 12 months.');
  expect(shown([sentence])).not.toContain('Nothing in the listed rules stands out');
});

test('beneath who lives where it is said at which home no grown person is recorded', () => {
  const homeId = '01a20168-88f0-73d1-b612-a04a6bff5d90';
  const alone = [{ homeId, children: [kyle.personId], since: '2026-05-03' }];
  const html = renderToStaticMarkup(
    <PicturePage picture={{ ...picture, alone }} decisions={[]} keptBack={new Set()} />,
  );
  const people = html.slice(html.indexOf('id="people"')).replace(/<[^>]+>/g, '');
  expect(people).toContain(
    'Where Kyle lives: By the newest record of each, no grown person of the family has lived there since 3 May 2026, in what you may see.',
  );
});
