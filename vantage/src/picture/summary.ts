/** A family in plain sentences: each follows from what its page shows and opens to it; what is not known is said. */
import { holderOf, type Plan } from '../plans/index.ts';
import { addMonths } from '../platform/index.ts';
import { dayInWords } from '../platform/parts/index.ts';
import { namesInList } from './called.ts';
import { asQuery, type ChronologyFilter, chosen, everything } from './chronology/filter.ts';
import { openOn } from './model.ts';
import type { Picture, PictureLine, PicturePerson } from './shape.ts';

/** By which rule each sentence is made, in plain words. Each id stands in docs/rules.md. */
export const summaryRules = {
  'lives-together':
    'Those who belong today and whose newest stay that goes on is at one home live together. A home where a child lives has a sentence of its own; of everybody else it is said that they live elsewhere, that where they live is not known, or that it is kept back.',
  'who-leads':
    'Who leads is who was last set to lead here. Where nobody is, that is said, with whoever an agency’s records name as lead practitioner.',
  'plans-now': 'Care, plans, early help and youth justice that go on today, by whom and since when.',
  'who-is-responsible':
    'Who holds parental responsibility for each child, as it was written down here; of a child of whom nothing is written down, that.',
  'last-move':
    'The newest day on which records say that they moved home, or from which a child lives where it lives now; and what the chronology has from that day on.',
  'last-seen':
    'Of each child on a plan or in care, and of each of whom a visit says it: the last visit under a plan, or written here, on which the child was seen, and the last on which they were seen alone, with who came where that is recorded. Where no visit says so, that is said.',
  missed:
    'Appointments in the last 12 months to which a child was not brought, or that a child missed, as the chronology lists them.',
  crises: 'What the catalogue calls a crisis and that happened, or went on, in the last 12 months.',
  'came-and-left':
    'Involvements, but for workers’ allocations, that began or ended in the last 12 months. What ended is told with its last day.',
  'school-silent':
    'Of each child from 5 to 15 of whom nothing from a school has begun in the last 6 months: since when, or that there is nothing.',
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
  firstName: (personId: string) => string;
};

/** The sentences, in the order in which they stand. */
export function summaryOf(told: Told): Sentence[] {
  return [
    ...homes(told),
    lead(told),
    ...responsible(told),
    ...plansNow(told),
    ...lastMove(told),
    ...lastSeen(told),
    ...missed(told),
    ...crises(told),
    ...cameAndLeft(told),
    ...schoolSilent(told),
  ];
}

const link = (text: string, href: string): SummaryPart => ({ text, href });
const words = (text: string): SummaryPart => ({ text, href: null });
const fact = (text: string, factId: string) => link(text, `/facts/${factId}`);
const short = (day: string) => dayInWords(day, 'day', 'short');
const isOne = (names: readonly unknown[]) => names.length === 1;

/** Who is of the family today and alive. */
export function livingNow({ people, today }: Picture): PicturePerson[] {
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
      return {
        rule: 'lives-together',
        parts: [
          words(`${namesInList(own.map(name))} ${isOne(own) ? 'lives' : 'live together'} at `),
          link(
            home?.words ?? '',
            home?.recordId ? `/records/${home.recordId}` : `${here}/people/${first?.personId}`,
          ),
          words('.'),
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
  return [
    ...children
      .filter((child) => !silent.includes(child))
      .map((child): Sentence => {
        const holders = of(child).map((one) => holderOf(one, firstName));
        return {
          rule,
          parts: [
            words(`${namesInList(holders)} ${isOne([...new Set(holders)]) ? 'holds' : 'hold'} `),
            link('parental responsibility', page),
            words(` for ${firstName(child.personId)}, as far as it is written down here.`),
          ],
        };
      }),
    ...(silent.length === 0
      ? []
      : [
          {
            rule,
            parts: [
              words('Nothing is written down here of who holds '),
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

function lastMove({ picture }: Told): Sentence[] {
  const moves = [
    ...picture.happenings
      .filter(({ kind }) => kind === 'house-move')
      .map(({ happened: { from }, factId }) => ({ day: from, href: `/facts/${factId}` })),
    ...livingNow(picture)
      .filter(isChild)
      .map(({ home, personId }) => ({
        day: home?.since ?? null,
        href: home?.recordId
          ? `/records/${home.recordId}`
          : `/families/${picture.familyId}/people/${personId}`,
      })),
  ].flatMap(({ day, href }) => (day === null || day > picture.today ? [] : [{ day, href }]));
  const last = moves.sort((a, b) => (a.day < b.day ? -1 : 1)).at(-1);
  if (last === undefined) return [{ rule: 'last-move', parts: [words('No move of home is recorded.')] }];
  const after = asQuery({ ...everything, from: last.day });
  return [
    {
      rule: 'last-move',
      parts: [
        words('The last move of home that is recorded: '),
        link(short(last.day), last.href),
        words('; '),
        link('what came after it', `/families/${picture.familyId}/chronology?${after}`),
        words('.'),
      ],
    },
  ];
}

/** Who came, or that this is not said. */
const whoCame = ({ by, agency }: { by: string | null; agency: string }) =>
  by === null ? ` by ${agency} (who came is not said)` : ` by ${by}, ${agency}`;

function lastSeen({ picture, firstName }: Told): Sentence[] {
  return picture.seen.map(({ person, last, alone }): Sentence => {
    const name = firstName(person.personId);
    const rule = 'last-seen';
    if (last === null)
      return { rule, parts: [words(`No visit that you may see says that ${name} was seen.`)] };
    const parts = [
      words(`${name} was last seen on a visit on `),
      fact(short(last.on), last.factId),
      words(whoCame(last)),
    ];
    if (alone === null)
      return { rule, parts: [...parts, words('; no visit says that they were seen alone.')] };
    if (alone.factId === last.factId) return { rule, parts: [...parts, words(', and alone.')] };
    return {
      rule,
      parts: [
        ...parts,
        words('; last alone on '),
        fact(short(alone.on), alone.factId),
        words(`${whoCame(alone)}.`),
      ],
    };
  });
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

/** Involvements that began, and those that ended, in the last 12 months, newest first. A worker's allocation is none. */
export function cameAndLeftIn({ happenings, today }: Picture): { came: PictureLine[]; left: PictureLine[] } {
  const since = addMonths(today, -12);
  const spells = happenings.filter((line) => line.shape === 'involvement' && !/(^|-)worker$/.test(line.kind));
  const newest = (day: (line: PictureLine) => string | null) => (a: PictureLine, b: PictureLine) =>
    (day(a) ?? '') < (day(b) ?? '') ? 1 : -1;
  return {
    came: spells
      .filter(({ happened: { from } }) => from !== null && from >= since && from <= today)
      .sort(newest((line) => line.happened.from)),
    left: spells
      .filter(({ happened: { to } }) => to !== null && to > since && to <= today)
      .sort(newest((line) => line.happened.to)),
  };
}

function cameAndLeft({ picture }: Told): Sentence[] {
  const { came, left } = cameAndLeftIn(picture);
  const here = `/families/${picture.familyId}#left`;
  const count = (n: number) => (n === 1 ? '1 service or plan' : `${n === 0 ? 'no' : n} services or plans`);
  return [
    {
      rule: 'came-and-left',
      parts: [
        words(`In the last 12 months ${count(came.length)} began and `),
        link(`${left.length === 0 ? 'none' : left.length} ended`, here),
        words('.'),
      ],
    },
  ];
}

function schoolSilent({ picture, firstName }: Told): Sentence[] {
  const since = addMonths(picture.today, -6);
  const school = picture.happenings.filter(({ lane }) => lane === 'school');
  return livingNow(picture).flatMap((person): Sentence[] => {
    if (person.age === null || person.age < 5 || person.age > 15) return [];
    const last = school.findLast(({ people }) => people.some(({ personId }) => personId === person.personId));
    const day = last?.happened.from ?? null;
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
