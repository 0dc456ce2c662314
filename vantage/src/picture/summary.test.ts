import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Plan } from '../plans/index.ts';
import { cameAndLeftIn } from './came-and-left.ts';
import type { Picture, PictureLine, PicturePerson } from './shape.ts';
import { alsoNow, type Sentence, type SummaryRule, summaryOf, summaryRules, type Told } from './summary.ts';

const id = (n: number) => `01a20168-88f0-73d1-b612-a04a6bff5d${String(n).padStart(2, '0')}`;
const person = (n: number, given: string, more: Partial<PicturePerson> = {}): PicturePerson => ({
  personId: id(n),
  name: `${given} Hart`,
  given,
  born: '2012-04-05',
  died: null,
  age: 14,
  belongs: { from: null, to: null },
  because: 'Child of Dawn',
  relations: [],
  home: { homeId: id(90), words: '14 Mill Lane', since: '2023-02-03', recordId: id(91), factId: null },
  ...more,
});
const adult = { born: '1989-03-02', age: 37 };
const dawn = person(1, 'Dawn', adult);
const kyle = person(2, 'Kyle');
const line = (n: number, kind: string, more: Partial<PictureLine>): PictureLine => ({
  factId: id(n),
  kind,
  label: kind,
  service: '',
  tone: 'neutral',
  lane: 'health',
  shape: 'event',
  agency: 'health',
  tellers: [],
  happened: { from: '2026-11-01', to: '2026-11-02' },
  precision: 'day',
  people: [{ personId: kyle.personId, name: kyle.name, role: 'subject', factId: id(n) }],
  note: null,
  part: null,
  differing: [],
  ...more,
});
const picture: Picture = {
  familyId: id(0),
  name: 'The Hart family',
  calledNote: null,
  today: '2026-11-22',
  seenBecause: '',
  openBecause: [],
  statements: [],
  notAsked: [],
  goingWell: [],
  weighing: [],
  needs: [],
  like: null,
  differences: [],
  involvedNow: [],
  before: [],
  people: [dawn, kyle],
  alone: [],
  happenings: [],
  fewRecords: [],
  manyEvents: [],
  seen: [],
  visits: [],
  workers: 0,
  standsOn: { agencies: [], silent: [] },
};
const noPlan: Plan = { lead: null, help: null, steps: [], responsible: [], before: [] };
const given = (personId: string) =>
  personId === id(9)
    ? 'Shannon'
    : ([dawn, kyle, leah, lee, ron].find((one) => one.personId === personId)?.given ?? '');
const leah = person(3, 'Leah', { home: null });
const lee = person(4, 'Lee', {
  ...adult,
  home: { homeId: id(92), words: '3 Mill Lane', since: null, recordId: null, factId: null },
});
const ron = person(5, 'Ron', { ...adult, died: '2016-01-01' });

const told = (more: Partial<Picture> = {}, keptBack: string[] = []): Sentence[] =>
  summaryOf({
    picture: { ...picture, ...more },
    plan: noPlan,
    keptBack: new Set(keptBack),
    withoutSchool: [],
    neverNamed: [],
    expected: [],
    firstName: given,
  });
const inWords = ({ parts }: Sentence) => parts.map(({ text }) => text).join('');
const nowOf = (more: Partial<Picture>, expected: Told['expected'] = []): Sentence[] =>
  alsoNow({
    picture: { ...picture, ...more },
    plan: noPlan,
    keptBack: new Set(),
    withoutSchool: [],
    neverNamed: [],
    expected,
    firstName: given,
  });
const saying = (rule: SummaryRule, ...asked: Parameters<typeof told>) =>
  told(...asked)
    .filter((one) => one.rule === rule)
    .map(({ parts }) => parts.map(({ text }) => text).join(''));

test('who lives together is told by home, not by how an address is written', () => {
  const otherWords = {
    ...kyle,
    home: { homeId: id(90), words: '14, Mill Ln', since: null, recordId: null, factId: null },
  };
  expect(saying('lives-together', { people: [dawn, otherWords, leah, lee, ron] })).toEqual([
    'Dawn and Kyle live together at 14 Mill Lane.',
    'Lee lives elsewhere.',
    'Where Leah lives is not known.',
  ]);
  expect(saying('lives-together', { people: [kyle, leah] }, [leah.personId])).toEqual([
    'Kyle lives at 14 Mill Lane.',
    'Where Leah lives is kept back for safety.',
  ]);
});

test('children at a home without a grown person are recorded there, and that is said; it opens to the home', () => {
  const alone = [{ homeId: id(90), children: [kyle.personId], since: '2026-05-03' }];
  const [sentence] = told({ people: [kyle, lee], alone }).filter(({ rule }) => rule === 'children-alone');
  expect(sentence && inWords(sentence)).toBe(
    'Kyle is recorded at 14 Mill Lane. By the newest record of each, no grown person of the family has lived there since 3 May 2026, in what you may see.',
  );
  expect(sentence?.parts.at(-1)?.href).toBe(`/families/${id(0)}/homes/${id(90)}`);
  expect(saying('lives-together', { people: [kyle, lee], alone })).toEqual(['Lee lives elsewhere.']);
});

test('who is dead, not born yet or no longer of the family lives nowhere here', () => {
  const unborn = { ...leah, born: '2027-01-01', age: -1 };
  const moved = { ...lee, belongs: { from: null, to: '2026-11-22' } };
  expect(saying('lives-together', { people: [kyle, ron, unborn, moved] })).toEqual([
    'Kyle lives at 14 Mill Lane.',
  ]);
});

test('each thing that is not known is said', () => {
  expect(told({ people: [kyle] }).map(({ parts }) => parts.map(({ text }) => text).join(''))).toEqual([
    'Kyle lives at 14 Mill Lane.',
    'Nobody has set here who leads, where you may see it.',
    'Nobody has written down here who holds parental responsibility for Kyle, where you may see it.',
    'The last move of home that is recorded: Kyle, on 3 Feb 2023; what came after it.',
    'No appointment is recorded as missed in the last 12 months.',
    'No crisis that you may see is recorded in the last 12 months; that says what was written down.',
    'In the last 12 months no services or plans began and none ended; no allocation of a worker began and none ended.',
    'Nothing from a school that you may see is recorded of Kyle.',
  ]);
});

test('where nobody is set to lead, whoever an agency’s records name is said', () => {
  const listed = {
    label: 'Worker allocated',
    service: 'Early help',
    agency: 'Early Help',
    worker: 'David Turner',
    worksFor: 'Early Help',
    worksForType: null,
    allocation: true,
    withheld: false,
    workerRole: 'Lead practitioner',
    team: null,
    since: '2026-05-25',
    people: [{ personId: kyle.personId, name: kyle.name }],
    factId: id(40),
  };
  expect(saying('who-leads', { involvedNow: [listed] })).toEqual([
    'By records David Turner is lead practitioner for Kyle; nobody has set here who leads, where you may see it.',
  ]);
});

test('who holds parental responsibility is told of each child of whom it is written down', () => {
  const entry = (about: string[], otherName: string | null): Plan['responsible'][number] => ({
    entryId: id(50),
    kind: 'plan-responsibility',
    about,
    content: { ground: 'order', saidBy: 'the order', otherName },
    day: '2020-01-01',
    writtenBy: 'Jo Bell',
    writtenAt: new Date(),
    outcome: null,
    endedWords: null,
    endedAt: null,
    endedBy: null,
  });
  const plan = {
    ...noPlan,
    responsible: [entry([kyle.personId, dawn.personId], null), entry([kyle.personId], 'Ann Pike')],
  };
  const sentences = summaryOf({
    picture: { ...picture, people: [dawn, kyle, leah] },
    plan,
    keptBack: new Set(),
    neverNamed: [],
    expected: [],
    withoutSchool: [{ personId: kyle.personId, until: '2026-07-20', schools: ['Hill Road School'] }],
    firstName: given,
  });
  expect(
    sentences
      .filter(({ rule }) => rule === 'who-is-responsible')
      .map(({ parts }) => parts.map(({ text }) => text).join('')),
  ).toEqual([
    'Dawn and Ann Pike hold parental responsibility for Kyle, as far as it is written down here.',
    'Nobody has written down here who holds parental responsibility for Leah, where you may see it.',
  ]);
  expect(
    sentences
      .filter(({ rule }) => rule === 'no-school-now')
      .map(({ parts }) => parts.map(({ text }) => text).join('')),
  ).toEqual([
    'Kyle is at no school that records tell of where you may see it; last at Hill Road School, until 20 Jul 2026.',
  ]);
});

test('a plan is told by whom and since when, while it goes on', () => {
  const plan = (to: string | null) =>
    line(10, 'cp-plan', { shape: 'involvement', happened: { from: '2026-05-03', to } });
  expect(saying('plans-now', { happenings: [plan(null)] })).toEqual([
    'Kyle has been on a child protection plan since 3 May 2026.',
  ]);
  expect(saying('plans-now', { happenings: [plan('2026-11-22')] })).toEqual([]);
  expect(saying('came-and-left', { happenings: [plan('2026-11-22')] })).toEqual([
    'In the last 12 months 1 service or plan began and 1 ended; no allocation of a worker began and none ended.',
  ]);
});

test('workers who left are told beside services that did, with who came after them in the same part', () => {
  const worker = (n: number, part: string, from: string, to: string | null, who = kyle) =>
    line(n, 'worker', {
      shape: 'involvement',
      part,
      note: `${part} ${n}`,
      happened: { from, to },
      people: [{ personId: who.personId, name: who.name, role: 'subject', factId: id(n) }],
    });
  const happenings = [
    worker(70, 'Allocated social worker', '2025-09-22', '2026-02-28'),
    worker(71, 'Allocated social worker', '2026-03-02', null),
    // Begun much later, or in another part, or with somebody else: nobody who took their place.
    worker(72, 'Youth worker', '2024-09-16', '2026-01-10'),
    worker(73, 'Youth worker', '2026-06-01', null),
    worker(74, 'School safeguarding lead', '2026-01-12', null),
    worker(75, 'Youth worker', '2026-01-12', null, leah),
    // Over for more than a year.
    worker(76, 'Housing officer', '2020-01-01', '2025-11-22'),
  ];
  expect(saying('came-and-left', { happenings })).toEqual([
    'In the last 12 months no services or plans began and none ended; 4 allocations of workers began and 2 ended.',
  ]);
  const { came, begun, left, workers } = cameAndLeftIn({ ...picture, happenings });
  expect([came, left]).toEqual([[], []]);
  expect(begun.map(({ factId }) => factId).sort()).toEqual([id(71), id(73), id(74), id(75)]);
  expect(workers.map(({ line: one, next }) => [one.factId, next?.factId ?? null])).toEqual([
    [id(70), id(71)],
    [id(72), null],
  ]);
});

test('a worker whose allocation follows their own has neither left nor begun, but for whom they left', () => {
  const worker = (n: number, note: string, from: string, to: string | null, who: PicturePerson[]) =>
    line(n, 'worker', {
      shape: 'involvement',
      part: 'Allocated social worker',
      note,
      happened: { from, to },
      people: who.map(({ personId, name }) => ({ personId, name, role: 'subject', factId: id(n) })),
    });
  const ade = 'Allocated social worker: Ade Bello';
  const of = (...happenings: PictureLine[]) => {
    const { begun, workers } = cameAndLeftIn({ ...picture, happenings });
    return [begun, workers.map((one) => one.line)].map((lines) => lines.map(({ factId }) => factId));
  };
  const first = worker(70, ade, '2025-01-01', '2026-03-01', [kyle, leah]);
  expect(of(first, worker(71, ade, '2026-03-02', null, [kyle, leah]))).toEqual([[], []]);
  // Of one of two children the allocation goes on; the other has lost the worker.
  expect(of(first, worker(71, ade, '2026-03-02', null, [kyle]))).toEqual([[], [id(70)]]);
  // What is said of it names the one who lost the worker alone, and never the worker as who came after themselves.
  const left = (...happenings: PictureLine[]) =>
    cameAndLeftIn({ ...picture, happenings }).workers.map(({ line, next }) => [
      line.people.map(({ personId }) => personId),
      next?.factId ?? null,
    ]);
  const goesOn = worker(71, ade, '2026-03-02', null, [kyle]);
  expect(left(first, goesOn)).toEqual([[[leah.personId], null]]);
  const cara = worker(72, 'Allocated social worker: Cara Lund', '2026-03-09', null, [leah]);
  expect(left(first, goesOn, cara)).toEqual([[[leah.personId], id(72)]]);
  // A third child is new to the worker.
  expect(of(first, worker(71, ade, '2026-03-02', null, [kyle, leah, dawn]))).toEqual([[id(71)], []]);
  // Two parts, a gap of more than six weeks, and allocations of which it is not told who it is.
  expect(of(first, worker(71, ade, '2026-04-20', null, [kyle, leah]))).toEqual([[id(71)], [id(70)]]);
  const untold = 'Allocated social worker';
  expect(
    of(
      worker(70, untold, '2025-01-01', '2026-03-01', [kyle]),
      worker(71, untold, '2026-03-02', null, [kyle]),
    ),
  ).toEqual([[id(71)], [id(70)]]);
});

test('a child who is placed away from home lives there', () => {
  const placed = {
    homeId: id(94),
    words: 'Foster placement',
    since: '2026-01-16',
    recordId: null,
    factId: id(94),
  };
  expect(saying('lives-together', { people: [dawn, { ...kyle, home: placed }] })).toEqual([
    'Kyle lives away from home in care: foster placement, since 16 Jan 2026. At which address no record says.',
    'Dawn lives elsewhere.',
  ]);
});

test('an assessment that goes on is told with whose, since when and by whom; one that ended is not', () => {
  const assessment = (n: number, from: string, to: string | null) =>
    line(n, 'assessment', {
      label: 'Child and family assessment',
      shape: 'involvement',
      happened: { from, to },
      tellers: [{ agency: 'Social care', factId: id(n) }],
    });
  const happenings = [
    assessment(80, '2026-11-03', null),
    assessment(81, '2026-01-03', '2026-02-10'),
    assessment(82, '2026-12-01', null),
  ];
  const words =
    'A child and family assessment of Kyle, begun on 3 Nov 2026, goes on as far as records say (Social care).';
  expect(saying('assessed-now', { happenings })).toEqual([words]);
  expect(nowOf({ happenings }).map(inWords)).toEqual([words]);
  expect(nowOf({ happenings })[0]?.parts[1]?.href).toBe(`/facts/${id(80)}`);
});

test('a child who is expected is told with the day, or that it is not told; of who is not there, nothing', () => {
  const of = (due: string | null, more: Partial<Picture> = {}, mother = dawn.personId) =>
    nowOf(more, [{ id: 'x', mother, due, since: '2026-08-03', factId: id(83) }]).map(inWords);
  expect(of('3 March 2027')).toEqual(['Dawn is expecting a child, due on 3 March 2027.']);
  expect(of('March 2027')).toEqual(['Dawn is expecting a child, due in March 2027.']);
  expect(of('November 2026')).toEqual(['Dawn is expecting a child, due in November 2026.']);
  expect(of('21 November 2026')).toEqual([
    'Dawn is expecting a child, which was due on 21 November 2026. No birth is recorded where you may see it.',
  ]);
  expect(of('October 2026')[0]).toContain('which was due in October 2026.');
  expect(of(null)).toEqual([
    'Dawn is expecting a child, as was first told on 3 Aug 2026. When it is due is not told where you may see it.',
  ]);
  expect(of('March 2027', {}, ron.personId)).toEqual([]);
  expect(of('March 2027', { people: [kyle] })).toEqual([]);
  expect(nowOf({ people: [dawn, { ...leah, born: '2027-01-09', age: -1 }] }).map(inWords)).toEqual([
    'Leah is not born yet, due on 9 Jan 2027.',
  ]);
});

test('a child whom nobody saw alone for six weeks is told, from 5 years and on a plan, where the reader may see what visits say', () => {
  const visit = (n: number, on: string) => ({ on, factId: id(n), agency: 'Social care', by: null });
  const of = (
    last: ReturnType<typeof visit> | null,
    alone: typeof last,
    visits: 'read' | 'not-shared' | 'none' = 'read',
    age = 14,
    until: string | null = null,
  ) =>
    nowOf({
      people: [dawn, { ...kyle, age }],
      happenings: [
        line(60, 'cp-plan', { shape: 'involvement', happened: { from: '2026-01-01', to: until } }),
      ],
      seen: [{ person: { personId: kyle.personId, name: kyle.name }, last, alone, visits }],
    }).map(inWords);
  const begins = 'Kyle was not seen alone, as far as visits that you may see say';
  // 42 days before 22 November is 11 October.
  expect(of(visit(20, '2026-11-03'), visit(21, '2026-10-11'))).toEqual([]);
  expect(of(visit(20, '2026-11-03'), visit(21, '2026-10-10'))).toEqual([
    `${begins}, since 10 Oct 2026; last seen on 3 Nov 2026.`,
  ]);
  expect(of(visit(21, '2026-10-10'), visit(21, '2026-10-10'))).toEqual([`${begins}, since 10 Oct 2026.`]);
  expect(of(visit(20, '2026-11-03'), null)).toEqual([`${begins}; last seen on 3 Nov 2026.`]);
  expect(of(null, null, 'none')).toEqual([`${begins}.`]);
  expect(of(visit(20, '2026-11-03'), null, 'not-shared')).toEqual([]);
  expect(of(visit(20, '2026-11-03'), null, 'read', 4)).toEqual([]);
  // Nobody has to visit a child whose plan is over.
  expect(of(visit(20, '2026-11-03'), null, 'read', 14, '2026-11-20')).toEqual([]);
});

test('the last move is the newest of what is told as a move and of where a child lives', () => {
  const move = (from: string) => line(60, 'house-move', { happened: { from, to: from } });
  const parts = (...happenings: PictureLine[]) =>
    told({ happenings })
      .find(({ rule }) => rule === 'last-move')
      ?.parts.slice(1);
  expect(parts(move('2024-05-01'))).toMatchObject([
    { text: '1 May 2024', href: `/facts/${id(60)}` },
    {},
    { href: `/families/${id(0)}/chronology?from=2024-05-01` },
    {},
  ]);
  expect(parts(move('2022-05-01'))).toMatchObject([
    { text: '3 Feb 2023', href: `/records/${id(91)}` },
    {},
    {},
    {},
  ]);
  // Somebody grown moved later than any child: both are said, and whose move it was.
  const shannon = person(9, 'Shannon', {
    born: '2008-03-14',
    age: 18,
    home: { homeId: id(92), words: 'Flat 2', since: '2026-03-28', recordId: id(93), factId: null },
  });
  expect(saying('last-move', { people: [kyle, shannon] })).toEqual([
    'The last move of home that is recorded: Shannon, on 28 Mar 2026; what came after it.',
    'The last of a child under 18: Kyle, on 3 Feb 2023; what came after it.',
  ]);
  // Where somebody has lived since birth they have not moved to.
  const born = { ...kyle, born: '2023-02-03' };
  expect(saying('last-move', { people: [born] })).toEqual(['No move of home is recorded.']);
  expect(saying('last-move', { people: [{ ...kyle, home: null }] })).toEqual([
    'No move of home is recorded.',
  ]);
});

test('who saw a child, and whether alone, is told as far as it is said', () => {
  const visit = (n: number, on: string, by: string | null) => ({
    on,
    factId: id(n),
    agency: 'Social care',
    by,
  });
  const seen = (
    last: ReturnType<typeof visit> | null,
    alone: typeof last,
    visits: 'read' | 'not-shared' | 'none' = 'read',
  ) =>
    saying('last-seen', {
      seen: [{ person: { personId: kyle.personId, name: kyle.name }, last, alone, visits }],
    })[0];
  const [first, second] = [visit(20, '2026-10-01', 'Jo Bell'), visit(21, '2026-11-03', null)];
  expect(seen(null, null)).toBe('No visit that is recorded where you may see it says that Kyle was seen.');
  expect(seen(null, null, 'none')).toBe(
    'No visit to Kyle is recorded where you may see it. There may be visits that are not shared with you.',
  );
  expect(seen(null, null, 'not-shared')).toBe(
    'Visits to Kyle are recorded. What they say, and so whether Kyle was seen, is not shared with you: ask who is allocated.',
  );
  expect(seen(first, first, 'not-shared')).toContain(
    'What some visits since then say is not shared with you.',
  );
  expect(seen(second, first)).toBe(
    'Kyle was last seen on a visit on 3 Nov 2026 by Social care (who came is not said); last alone on 1 Oct 2026 by Jo Bell, Social care.',
  );
  expect(seen(first, first)).toBe(
    'Kyle was last seen on a visit on 1 Oct 2026 by Jo Bell, Social care, and alone.',
  );
  expect(seen(first, null)).toContain('no visit that you may see says that they were seen alone.');
});

test('missed appointments and crises are counted as the chronology lists them', () => {
  const happenings = [
    line(30, 'not-brought', { happened: { from: '2025-11-21', to: '2025-11-22' } }),
    line(31, 'not-brought', { happened: { from: '2025-11-22', to: '2025-11-23' } }),
    line(32, 'mental-health-missed', {}),
    line(33, 'police-violence', { tone: 'crisis', label: 'Police called: violence' }),
  ];
  expect(saying('missed', { happenings })).toEqual([
    '2 appointments are recorded as missed in the last 12 months: not-brought, 1; mental-health-missed, 1.',
  ]);
  expect(saying('crises', { happenings })).toEqual([
    '1 crisis happened or went on in the last 12 months; the last to begin: police called: violence, 1 Nov 2026.',
  ]);
});

test('a school that is silent is told of children of school age only', () => {
  const school = line(40, 'low-attendance', {
    lane: 'school',
    happened: { from: '2026-03-10', to: '2026-03-11' },
  });
  expect(saying('school-silent', { happenings: [school] })).toEqual([
    'Nothing from a school is recorded of Kyle since March 2026.',
  ]);
  const late = { ...school, happened: { from: '2026-05-22', to: '2026-05-23' } };
  expect(saying('school-silent', { happenings: [late] })).toEqual([]);
  expect(
    saying('school-silent', {
      people: [
        { ...kyle, age: 16 },
        { ...kyle, age: 4 },
      ],
    }),
  ).toEqual([]);
});

test('a child whom no school’s record names is told so, and where no school shares who they are, that', () => {
  const sentences = (neverNamed: Told['neverNamed']) =>
    summaryOf({
      picture: { ...picture, people: [dawn, kyle, leah] },
      plan: noPlan,
      keptBack: new Set(),
      withoutSchool: [],
      neverNamed,
      expected: [],
      firstName: given,
    })
      .filter(({ rule }) => rule === 'no-school-named' || rule === 'school-silent')
      .map(inWords);
  const [ofKyle, ofLeah] = [
    { personId: kyle.personId, isShared: true },
    { personId: leah.personId, isShared: true },
  ];
  expect(sentences([])).toEqual([
    'Nothing from a school that you may see is recorded of Kyle.',
    'Nothing from a school that you may see is recorded of Leah.',
  ]);
  expect(sentences([ofKyle, ofLeah])).toEqual([
    'No record that you may see names a school for Kyle and Leah.',
  ]);
  expect(sentences([ofKyle, { ...ofLeah, isShared: false }])).toEqual([
    'No record that you may see names a school for Kyle.',
    'No school’s records of Leah are shared with you: which school, and whether any, is not known here.',
  ]);
});

test('docs/rules.md states by which rule each sentence is made, in the words of the code', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [rule, words] of Object.entries(summaryRules))
    expect(page).toContain(`| \`${rule}\` | ${words} |`);
});
