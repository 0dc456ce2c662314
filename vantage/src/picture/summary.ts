/** A family in plain sentences: each follows from what its page shows and opens to it; what is not known is said. */
import { holderOf, type Plan } from '../plans/index.ts';
import { addDays, addMonths, dayOf } from '../platform/index.ts';
import { dayInWords } from '../platform/parts/index.ts';
import { aloneInWords, aloneRules } from './alone.ts';
import { namesInList } from './called.ts';
import { cameAndLeftIn } from './came-and-left.ts';
import { asQuery, type ChronologyFilter, chosen, everything } from './chronology/filter.ts';
import type { Expected } from './genogram/kin.ts';
import { openOn } from './model.ts';
import type { NeverNamed } from './schooling.ts';
import type { Picture, PictureLine, PicturePerson, PictureSeen } from './shape.ts';

/** By which rule each sentence is made, in plain words. Each id stands in docs/rules.md. */
export const summaryRules = {
  'lives-together':
    'Those who belong today and whose newest stay that goes on is at one home live together. A home where a child lives has a sentence of its own, and so has a child who is placed away from home; of everybody else it is said that they live elsewhere, that where they live is not known, or that it is kept back.',
  ...aloneRules,
  'who-leads':
    'Who leads is who was last set to lead here. Where nobody is, that is said, with whoever an agency’s records name as lead practitioner.',
  'plans-now': 'Care, plans, early help and youth justice that go on today, by whom and since when.',
  'assessed-now':
    'Child and family assessments that have begun and of which no end is recorded that has come: of whom, since when and by which agency. They stand beside what is weighing on them and beside the needs too, for what they find is not told yet.',
  'expected-now':
    'Who is expecting a child, by a pregnancy that the reader may see and that goes on by the rule of the genogram, and when it is due where that is told; and who of the family is not born yet. It stands beside what is weighing on them and beside the needs too.',
  'not-alone':
    'Of each child of 5 or older who is on a plan or in care today: where no visit of the last 6 weeks says that they were seen alone, since when none has. It is not said where the reader may not see what visits since then say. It stands beside what is weighing on them.',
  'who-is-responsible':
    'Who holds parental responsibility for each child, as it was written down here; of a child of whom nothing is written down, that.',
  'last-move':
    'Who of those who belong today last moved home, by the newest day on which records say that they moved, or from which they live where they live now; and what the chronology has from that day on. Where that was no child under 18, the same of the child who last moved. A home since birth is no move.',
  'last-seen':
    'Of each child on a plan or in care, and of each of whom a visit says it: the last visit under a plan, or written here, on which the child was seen, and the last on which they were seen alone, with who came where that is recorded. Where no visit says so, that is said; and where visits are recorded of which the reader may not see what they say, that.',
  missed:
    'Appointments in the last 12 months to which a child was not brought, or that a child missed, as the chronology lists them.',
  crises: 'What the catalogue calls a crisis and that happened, or went on, in the last 12 months.',
  'came-and-left':
    'Services and plans, and workers’ allocations, that began or ended in the last 12 months. What ended is told with its last day, and of a worker who left with whoever began in the same part with the same people within six weeks. A worker who goes on in the same part, by an allocation that begins within six weeks of the end of another, has neither left nor begun.',
  'no-school-now':
    'Of each child from 5 to 17 whom a school’s record that the reader may see has named, and none names today: until when, and which.',
  'no-school-named':
    'Of each child from 5 to 16 whom no school’s record that the reader may see has ever named: that, or, where no school shares with the reader who they are, that instead. It is not said of a child whose whereabouts are kept back.',
  'school-silent':
    'Of each child from 5 to 15 of whom nothing from a school has begun in the last 6 months: since when, or that there is nothing, unless it is said that no school’s record names them.',
} as const;
export type SummaryRule = keyof typeof summaryRules;

/** Words of a sentence; those with an address open to what they say. */
export type SummaryPart = { text: string; href: string | null };
export type Sentence = { rule: SummaryRule; parts: SummaryPart[] };

/** The chronology of the last 12 months, asked for as a sentence counts it. */
const lately = (picture: Picture, asked: Partial<ChronologyFilter>) => {
  const filter = { ...everything, from: addMonths(picture.today, -12), to: picture.today, ...asked };
  return {
    lines: chosen(picture, filter),
    href: `/families/${picture.familyId}/chronology?${asQuery(filter)}`,
  };
};

export type Told = {
  picture: Picture;
  plan: Plan;
  keptBack: ReadonlySet<string>;
  /** Whoever has to learn and whom no school's record names today: until when one did, and which. */
  withoutSchool: readonly { personId: string; until: string; schools: readonly string[] }[];
  /** Children whom no school's record has ever named. */
  neverNamed: readonly NeverNamed[];
  /** Children of whom a pregnancy tells that the reader may see. */
  expected: readonly Expected[];
  firstName: (personId: string) => string;
};

/** The sentences, in the order in which they stand. */
export function summaryOf(told: Told): Sentence[] {
  return [
    ...homes(told),
    lead(told),
    ...responsible(told),
    ...plansNow(told),
    ...assessedNow(told),
    ...expectedNow(told),
    ...lastMove(told),
    ...lastSeen(told),
    ...missed(told),
    ...crises(told),
    ...cameAndLeft(told),
    ...withoutSchoolNow(told),
    ...noSchoolNamed(told),
    ...schoolSilent(told),
  ];
}

/** What stands beside what is weighing on them: going on now, and no crisis. */
export function alsoNow(told: Told): Sentence[] {
  return [...assessedNow(told), ...expectedNow(told), ...notAlone(told)];
}

/** Of those, what stands beside the needs. */
export const besideNeeds: ReadonlySet<SummaryRule> = new Set(['assessed-now', 'expected-now']);

const link = (text: string, href: string): SummaryPart => ({ text, href });
const words = (text: string): SummaryPart => ({ text, href: null });
const fact = (text: string, factId: string) => link(text, `/facts/${factId}`);
const short = (day: string) => dayInWords(day, 'day', 'short');
const isOne = (names: readonly unknown[]) => names.length === 1;

/** Who is of the family today and alive. */
export function livingNow({ people, today }: Pick<Picture, 'people' | 'today'>): PicturePerson[] {
  return people.filter(
    ({ died, belongs, born }) =>
      died === null && (belongs.to === null || belongs.to > today) && (born === null || born <= today),
  );
}

const isChild = ({ age }: PicturePerson) => age !== null && age < 18;

function homes({ picture, keptBack, firstName }: Told): Sentence[] {
  const here = `/families/${picture.familyId}`;
  const living = livingNow(picture);
  const name = ({ personId }: PicturePerson) => firstName(personId);
  const said = (people: readonly PicturePerson[], begins: string, ends: string): Sentence[] =>
    people.length === 0
      ? []
      : [
          {
            rule: 'lives-together',
            parts: [
              words(`${begins}${namesInList(people.map(name))} ${isOne(people) ? 'lives' : 'live'} `),
              link(ends, `${here}#people`),
              words('.'),
            ],
          },
        ];
  const together = Map.groupBy(living, ({ home }) => home?.homeId ?? null);
  const unknown = together.get(null) ?? [];
  together.delete(null);
  const withChildren = [...together.values()].filter((own) => own.some(isChild));
  const elsewhere = [...together.values()].filter((own) => !own.some(isChild)).flat();
  const kept = unknown.filter(({ personId }) => keptBack.has(personId));
  return [
    ...withChildren.map((own): Sentence => {
      const [first] = own;
      const home = first?.home;
      if (home?.factId)
        return {
          rule: 'lives-together',
          parts: [
            words(`${namesInList(own.map(name))} lives away from home in care: `),
            fact(home.words.toLowerCase(), home.factId),
            words(`${home.since ? `, since ${short(home.since)}` : ''}. At which address no record says.`),
          ],
        };
      const alone = picture.alone.find(({ homeId }) => homeId === home?.homeId);
      const there = isOne(own) ? 'lives' : 'live together';
      const recorded = isOne(own) ? 'is recorded' : 'are recorded';
      return {
        rule: alone ? 'children-alone' : 'lives-together',
        parts: [
          words(`${namesInList(own.map(name))} ${alone ? recorded : there} at `),
          link(
            home?.words ?? '',
            home?.recordId ? `/records/${home.recordId}` : `${here}/people/${first?.personId}`,
          ),
          words('.'),
          ...(alone && home ? [words(' '), link(aloneInWords(alone), `${here}/homes/${home.homeId}`)] : []),
        ],
      };
    }),
    ...said(elsewhere, '', 'elsewhere'),
    ...said(
      unknown.filter((one) => !kept.includes(one)),
      'Where ',
      'is not known',
    ),
    ...said(kept, 'Where ', 'is kept back for safety'),
  ];
}

/** Whom an agency's records name as lead practitioner now. */
export function listedLeads({ involvedNow }: Pick<Picture, 'involvedNow'>): Picture['involvedNow'] {
  return involvedNow.filter((one) => (one.workerRole ?? one.label).toLowerCase() === 'lead practitioner');
}

function lead({ picture, plan: { lead: leads }, firstName }: Told): Sentence {
  const page = `/families/${picture.familyId}#plan`;
  if (leads === null) {
    const listed = listedLeads(picture);
    return {
      rule: 'who-leads',
      parts: [
        ...listed.flatMap(({ worker, factId, people }, at) => [
          words(at === 0 ? 'By records ' : ', '),
          link(worker ?? 'somebody', `/facts/${factId}`),
          words(
            ` is lead practitioner for ${namesInList(people.map(({ personId }) => firstName(personId)))}`,
          ),
        ]),
        words(listed.length > 0 ? '; nobody has set here ' : 'Nobody has set here '),
        link('who leads', page),
        words(', where you may see it.'),
      ],
    };
  }
  const { name, job, telephone } = leads.content;
  return {
    rule: 'who-leads',
    parts: [
      link(`${name} leads`, page),
      words(` (${job}), since ${short(leads.day)}: ring `),
      link(telephone, `tel:${telephone.replace(/[^\d+]/g, '')}`),
      words('.'),
    ],
  };
}

function responsible({ picture, plan, firstName }: Told): Sentence[] {
  const children = livingNow(picture).filter(isChild);
  const page = `/families/${picture.familyId}#responsibility`;
  const rule = 'who-is-responsible';
  const of = (child: PicturePerson) => plan.responsible.filter(({ about }) => about[0] === child.personId);
  const silent = children.filter((child) => of(child).length === 0);
  // Children for whom the same people hold it share a sentence.
  const alike = Map.groupBy(
    children.filter((child) => !silent.includes(child)),
    (child) => namesInList([...new Set(of(child).map((one) => holderOf(one, firstName)))]),
  );
  return [
    ...[...alike].map(([holders, own]): Sentence => {
      const names = namesInList(own.map(({ personId }) => firstName(personId)));
      const one = own.every((child) =>
        isOne([...new Set(of(child).map((held) => holderOf(held, firstName)))]),
      );
      return {
        rule,
        parts: [
          words(`${holders} ${one ? 'holds' : 'hold'} `),
          link('parental responsibility', page),
          words(` for ${names}, as far as it is written down here.`),
        ],
      };
    }),
    ...(silent.length === 0
      ? []
      : [
          {
            rule,
            parts: [
              words('Nobody has written down here who holds '),
              link('parental responsibility', page),
              words(
                ` for ${namesInList(silent.map(({ personId }) => firstName(personId)))}, where you may see it.`,
              ),
            ],
          } as Sentence,
        ]),
  ];
}

/** Help whose going on is said, in the order of the sentence. */
export const planKinds: Readonly<Record<string, string>> = {
  'in-care': 'in care',
  'cp-plan': 'on a child protection plan',
  'cin-plan': 'on a child in need plan',
  'early-help': 'helped early',
  'youth-justice': 'with youth justice',
};

const peopleOf = (line: PictureLine, firstName: Told['firstName']) =>
  namesInList(line.people.map(({ personId }) => firstName(personId)));

function plansNow({ picture, firstName }: Told): Sentence[] {
  const open = picture.happenings.filter((line) => line.kind in planKinds && openOn(line, picture.today));
  return Object.keys(planKinds).flatMap((kind) =>
    open
      .filter((line) => line.kind === kind)
      .map((line): Sentence => {
        const one = new Set(line.people.map(({ personId }) => personId)).size === 1;
        return {
          rule: 'plans-now',
          parts: [
            words(`${peopleOf(line, firstName)} ${one ? 'has' : 'have'} been `),
            fact(planKinds[kind] ?? line.label, line.factId),
            words(line.happened.from ? ` since ${short(line.happened.from)}.` : ', since when is not known.'),
          ],
        };
      }),
  );
}

function assessedNow({ picture, firstName }: Told): Sentence[] {
  return picture.happenings
    .filter((line) => line.kind === 'assessment' && openOn(line, picture.today))
    .map((line) => ({
      rule: 'assessed-now',
      parts: [
        words('A '),
        fact(line.label.toLowerCase(), line.factId),
        words(
          ` of ${peopleOf(line, firstName)}${line.happened.from ? `, begun on ${short(line.happened.from)}` : ''}, goes on as far as records say (${namesInList(line.tellers.map(({ agency }) => agency))}).`,
        ),
      ],
    }));
}

function expectedNow({ picture, expected, firstName }: Told): Sentence[] {
  const { people, today } = picture;
  const living = new Set(livingNow(picture).map(({ personId }) => personId));
  const pregnancies = expected
    .filter(({ mother }) => living.has(mother))
    .map(({ mother, due, since, factId }): Sentence => {
      const when =
        due === null
          ? [
              words(
                `, as was first told on ${short(since)}. When it is due is not told where you may see it.`,
              ),
            ]
          : isOver(due, today)
            ? [words(`, which was due ${onOrIn(due)}. No birth is recorded where you may see it.`)]
            : [words(`, due ${onOrIn(due)}.`)];
      return {
        rule: 'expected-now',
        parts: [words(`${firstName(mother)} is `), fact('expecting a child', factId), ...when],
      };
    });
  const unborn = people.filter(
    ({ born, died, belongs }) =>
      born !== null && born > today && died === null && (belongs.to === null || belongs.to > today),
  );
  return [
    ...pregnancies,
    ...unborn.map(
      ({ personId, born }): Sentence => ({
        rule: 'expected-now',
        parts: [
          words(`${firstName(personId)} is `),
          link('not born yet', `/families/${picture.familyId}/people/${personId}`),
          words(`, due on ${short(born ?? '')}.`),
        ],
      }),
    ),
  ];
}

/** A due day is told in words: to the day ("3 March 2027") or to the month. */
const isToTheDay = (due: string): boolean => /^\d+ /.test(due);
const onOrIn = (due: string): string => `${isToTheDay(due) ? 'on' : 'in'} ${due}`;
function isOver(due: string, today: string): boolean {
  const time = new Date(`${due} UTC`).getTime();
  if (Number.isNaN(time)) return false;
  const day = dayOf(new Date(time));
  return isToTheDay(due) ? day < today : day.slice(0, 7) < today.slice(0, 7);
}

/** Days after which it is said that no visit tells that a child was seen alone, and from which age. */
const aloneWithin = 42;
const aloneFromAge = 5;
/** Plans and care under which a child is visited. */
const visitedKinds: ReadonlySet<string> = new Set(['cp-plan', 'cin-plan', 'in-care']);

function notAlone({ picture, firstName }: Told): Sentence[] {
  const since = addDays(picture.today, -aloneWithin);
  const ages = new Map(picture.people.map(({ personId, age }) => [personId, age]));
  const planned = new Set(
    picture.happenings
      .filter((line) => visitedKinds.has(line.kind) && openOn(line, picture.today))
      .flatMap(({ people }) => people.map(({ personId }) => personId)),
  );
  return picture.seen.flatMap(({ person: { personId }, last, alone, visits }): Sentence[] => {
    if (!planned.has(personId) || (ages.get(personId) ?? 0) < aloneFromAge) return [];
    if (visits === 'not-shared') return [];
    if (alone !== null && alone.on >= since) return [];
    const name = firstName(personId);
    const begins = words(`${name} was not seen alone, as far as visits that you may see say`);
    const lastSeen =
      last === null || last.factId === alone?.factId
        ? []
        : [words('; last seen on '), fact(short(last.on), last.factId)];
    return [
      {
        rule: 'not-alone',
        parts:
          alone === null
            ? [begins, ...lastSeen, words('.')]
            : [begins, words(', since '), fact(short(alone.on), alone.factId), ...lastSeen, words('.')],
      },
    ];
  });
}

/** Somebody's newest move: on which day, and what says so. */
type Move = { personId: string; day: string; href: string };

/** Of each who belongs today and is alive, the newest move of home that is recorded; newest first. */
export function lastMoves(picture: Picture): Move[] {
  const moves = picture.happenings.filter(({ kind }) => kind === 'house-move');
  return livingNow(picture)
    .flatMap((person): Move[] => {
      const { home, personId, born } = person;
      const own = moves
        .filter(({ people }) => people.some((one) => one.personId === personId))
        .map(({ happened: { from }, factId }) => ({ day: from, href: `/facts/${factId}` }));
      const since = home === null || home.since === born ? null : home.since;
      const href = home?.recordId
        ? `/records/${home.recordId}`
        : home?.factId
          ? `/facts/${home.factId}`
          : `/families/${picture.familyId}/people/${personId}`;
      const found = [...own, { day: since, href }].flatMap(({ day, href }) =>
        day === null || day > picture.today ? [] : [{ personId, day, href }],
      );
      return found.sort((a, b) => (a.day < b.day ? -1 : 1)).slice(-1);
    })
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
}

function lastMove({ picture, firstName }: Told): Sentence[] {
  const moves = lastMoves(picture);
  const children = new Set(
    livingNow(picture)
      .filter(isChild)
      .map(({ personId }) => personId),
  );
  const said = (of: readonly Move[], begins: string): Sentence[] => {
    const [last] = of;
    if (last === undefined) return [];
    const who = of.filter(({ day }) => day === last.day).map(({ personId }) => firstName(personId));
    const after = asQuery({ ...everything, from: last.day });
    return [
      {
        rule: 'last-move',
        parts: [
          words(`${begins}${namesInList(who)}, on `),
          link(short(last.day), last.href),
          words('; '),
          link('what came after it', `/families/${picture.familyId}/chronology?${after}`),
          words('.'),
        ],
      },
    ];
  };
  if (moves.length === 0) return [{ rule: 'last-move', parts: [words('No move of home is recorded.')] }];
  const newest = moves.filter(({ day }) => day === moves[0]?.day);
  const isOfChild = newest.some(({ personId }) => children.has(personId));
  return [
    ...said(newest, 'The last move of home that is recorded: '),
    ...(isOfChild
      ? []
      : said(
          moves.filter(({ personId }) => children.has(personId)),
          'The last of a child under 18: ',
        )),
  ];
}

/** Who came, or that this is not said. */
const whoCame = ({ by, agency }: { by: string | null; agency: string }) =>
  by === null ? ` by ${agency} (who came is not said)` : ` by ${by}, ${agency}`;

function lastSeen({ picture, firstName }: Told): Sentence[] {
  return picture.seen.map(({ person, last, alone, visits }): Sentence => {
    const name = firstName(person.personId);
    const rule = 'last-seen';
    if (last === null) return { rule, parts: notSeen(name, visits) };
    const unread = visits === 'not-shared' ? ' What some visits since then say is not shared with you.' : '';
    const parts = [
      words(`${name} was last seen on a visit on `),
      fact(short(last.on), last.factId),
      words(whoCame(last)),
    ];
    if (alone === null)
      return {
        rule,
        parts: [...parts, words(`; no visit that you may see says that they were seen alone.${unread}`)],
      };
    if (alone.factId === last.factId) return { rule, parts: [...parts, words(`, and alone.${unread}`)] };
    return {
      rule,
      parts: [
        ...parts,
        words('; last alone on '),
        fact(short(alone.on), alone.factId),
        words(`${whoCame(alone)}.${unread}`),
      ],
    };
  });
}

/** What is said of a child whom no visit that the reader may read says to have been seen. */
function notSeen(name: string, visits: PictureSeen['visits']): SummaryPart[] {
  return [
    words(
      {
        'not-shared': `Visits to ${name} are recorded. What they say, and so whether ${name} was seen, is not shared with you: ask who is allocated.`,
        none: `No visit to ${name} is recorded where you may see it. There may be visits that are not shared with you.`,
        read: `No visit that is recorded where you may see it says that ${name} was seen.`,
      }[visits],
    ),
  ];
}

/** Kinds of appointment that was missed. */
export const missedKinds = ['not-brought', 'mental-health-missed'] as const;

function missed({ picture }: Told): Sentence[] {
  const found = missedKinds.map((kind) => lately(picture, { kind })).filter(({ lines }) => lines.length > 0);
  const all = found.reduce((sum, { lines }) => sum + lines.length, 0);
  if (all === 0)
    return [
      { rule: 'missed', parts: [words('No appointment is recorded as missed in the last 12 months.')] },
    ];
  return [
    {
      rule: 'missed',
      parts: [
        words(
          `${all === 1 ? '1 appointment is' : `${all} appointments are`} recorded as missed in the last 12 months: `,
        ),
        ...found.flatMap(({ lines, href }, at) => [
          ...(at > 0 ? [words('; ')] : []),
          link(`${lines[0]?.label.toLowerCase()}, ${lines.length}`, href),
        ]),
        words('.'),
      ],
    },
  ];
}

function crises({ picture }: Told): Sentence[] {
  const { lines, href } = lately(picture, { tone: 'crisis' });
  const last = lines.at(-1);
  if (last === undefined)
    return [
      {
        rule: 'crises',
        parts: [
          words(
            'No crisis that you may see is recorded in the last 12 months; that says what was written down.',
          ),
        ],
      },
    ];
  return [
    {
      rule: 'crises',
      parts: [
        link(isOne(lines) ? '1 crisis' : `${lines.length} crises`, href),
        words(' happened or went on in the last 12 months; the last to begin: '),
        fact(last.label.toLowerCase(), last.factId),
        words(last.happened.from ? `, ${dayInWords(last.happened.from, last.precision, 'short')}.` : '.'),
      ],
    },
  ];
}

function cameAndLeft({ picture }: Told): Sentence[] {
  const { came, begun, left, workers } = cameAndLeftIn(picture);
  const here = (part: 'came' | 'left') => `/families/${picture.familyId}#${part}`;
  const count = (n: number) => (n === 1 ? '1 service or plan' : `${n === 0 ? 'no' : n} services or plans`);
  const allocations = (n: number) =>
    n === 0
      ? 'no allocation of a worker'
      : n === 1
        ? '1 allocation of a worker'
        : `${n} allocations of workers`;
  return [
    {
      rule: 'came-and-left',
      parts: [
        words('In the last 12 months '),
        link(`${count(came.length)} began`, here('came')),
        words(' and '),
        link(`${left.length === 0 ? 'none' : left.length} ended`, here('left')),
        words('; '),
        link(`${allocations(begun.length)} began`, here('came')),
        words(' and '),
        link(`${workers.length === 0 ? 'none' : workers.length} ended`, here('left')),
        words('.'),
      ],
    },
  ];
}

function withoutSchoolNow({ picture, withoutSchool, firstName }: Told): Sentence[] {
  return withoutSchool.map(({ personId, until, schools }) => ({
    rule: 'no-school-now',
    parts: [
      words(`${firstName(personId)} is at `),
      link('no school that records tell of', `/families/${picture.familyId}/siblings`),
      words(` where you may see it; last at ${namesInList([...schools])}, until ${short(until)}.`),
    ],
  }));
}

function noSchoolNamed({ picture, neverNamed, firstName }: Told): Sentence[] {
  const rule = 'no-school-named';
  const namesOf = (isShared: boolean) =>
    namesInList(
      neverNamed.filter((one) => one.isShared === isShared).map(({ personId }) => firstName(personId)),
    );
  const [unnamed, unshared] = [namesOf(true), namesOf(false)];
  const page = `/families/${picture.familyId}/siblings`;
  const sentences: Sentence[] = [];
  if (unnamed !== '')
    sentences.push({
      rule,
      parts: [words('No record that you may see '), link('names a school', page), words(` for ${unnamed}.`)],
    });
  if (unshared !== '')
    sentences.push({
      rule,
      parts: [
        words('No school’s records of '),
        link(unshared, page),
        words(' are shared with you: which school, and whether any, is not known here.'),
      ],
    });
  return sentences;
}

function schoolSilent({ picture, neverNamed, firstName }: Told): Sentence[] {
  const since = addMonths(picture.today, -6);
  const school = picture.happenings.filter(({ lane }) => lane === 'school');
  return livingNow(picture).flatMap((person): Sentence[] => {
    if (person.age === null || person.age < 5 || person.age > 15) return [];
    const last = school.findLast(({ people }) => people.some(({ personId }) => personId === person.personId));
    const day = last?.happened.from ?? null;
    if (day === null && neverNamed.some(({ personId }) => personId === person.personId)) return [];
    if (day !== null && day >= since) return [];
    const name = firstName(person.personId);
    return [
      {
        rule: 'school-silent',
        parts:
          last === undefined || day === null
            ? [words(`Nothing from a school that you may see is recorded of ${name}.`)]
            : [
                words(`Nothing from a school is recorded of ${name} since `),
                fact(dayInWords(day, 'month'), last.factId),
                words('.'),
              ],
      },
    ];
  });
}
