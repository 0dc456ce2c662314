import { valuesOf } from '@vantage/returns';
import { familiesOf, membersOfFamilies, openingParts } from '../families/index.ts';
import { recordsAbout } from '../identity/index.ts';
import { addDays, addMonths, dayOf, overlap, type Span, type Tx } from '../platform/index.ts';
import {
  agencies,
  ensureWorkers,
  getArea,
  madeUpStaff,
  type Post,
  type Relation,
  replacePosts,
  replaceRelations,
  type VoluntaryService,
  type Worker,
  type WorkRole,
} from '../sharing/index.ts';
import { recordsOf } from '../sources/index.ts';
import { factsOfKinds } from './store.ts';

/** Rules by which records say who works with whom, in plain words. Each id stands in docs/rules.md. */
export const relationRules = {
  'works-with':
    'Whoever an agency’s list of involvements names works with the person for those days: allocated as allocated social worker, lead practitioner or family help practitioner, in the team around them in any other part. An involvement without an end goes on.',
  'and-their-family':
    'Whoever works with a child or the main carer of a family works with everybody who belongs to it on the same days.',
  'who-belonged-before':
    'Of whoever belonged, until before today, to a family with which somebody works today, they see by the same agreements who that is and how they are related to those in it: a grandparent who died, a parent’s earlier partner. Nothing else: not where they live, nor what is recorded of them. A child who left a family, and a main carer of before, are not among them.',
  'rests-on-consent':
    'Work as lead practitioner, family help practitioner, family support worker or youth worker rests on consent to that help, but for the days on which a child of the family is on a child in need plan, under enquiry (section 47), on a protection plan or in care.',
  'who-works-where':
    'Somebody works for the agency that lists them, unless their job belongs to another kind of agency; where the partnership has not exactly one of that kind, nobody can work here as them.',
} as const;

/** Involvements that ended earlier say nothing of who may see anything now. */
export const monthsKept = 12;

const allocating: ReadonlySet<string> = new Set([
  'Allocated social worker',
  'Lead practitioner',
  'Family help practitioner',
]);

/** Whether whoever works in a part is allocated, and not in the team around them alone: rule works-with. */
export const allocates = (part: string): boolean => allocating.has(part);

/** Parts in which nobody has to accept help, and the service that they belong to. */
const voluntary: Readonly<Record<string, VoluntaryService>> = {
  'Lead practitioner': 'early-help',
  'Family help practitioner': 'early-help',
  'Family support worker': 'early-help',
  'Youth worker': 'youth-work',
};

/** Whether work in a part rests on consent, but for the days of a statutory spell: rule rests-on-consent. */
export const restsOnConsent = (reason: string): boolean => Object.hasOwn(voluntary, reason);

/** Spells during which work with a child's family goes on whether or not anybody wants it. */
const statutory = ['cin-plan', 's47', 'cp-plan', 'in-care'];

/** Kinds of agency that jobs belong to where that is not the agency which lists them. */
const elsewhere: Readonly<Record<string, string>> = {
  'Health visitor': 'health',
  Midwife: 'health',
  'Substance misuse worker': 'treatment',
  'School safeguarding lead': 'school',
  'Housing officer': 'housing',
};

/** The kind of agency to which a worker's part belongs, where that is not the agency which lists them. */
export const agencyTypeOfPart = (part: string): string | null =>
  Object.hasOwn(elsewhere, part) ? (elsewhere[part] ?? null) : null;

const roleOf = (job: string, team: string): WorkRole =>
  job === 'Social worker' && /safeguarding|care/i.test(team)
    ? 'child-protection-practitioner'
    : job.startsWith('Family help')
      ? 'lead-practitioner'
      : 'practitioner';

/** Makes workers, posts and relations agree with the records, links and families that stand, writing only what differs. */
export async function buildRelations(tx: Tx, { asOf }: { asOf: Date }): Promise<void> {
  const listed = await listedWorkers(tx);
  const area = await getArea(tx);
  const staff = area.marking === 'made-up' ? madeUpStaff(await agencies(tx), teamsOf(listed)) : [];
  const ids = await ensureWorkers(tx, [...listed, ...staff]);
  const open = { from: null, to: null };
  const posts = [...listed, ...staff].flatMap((one): Post[] => {
    const workerId = ids.get(`${one.toldBy} ${one.localId}`);
    return workerId === undefined ? [] : [{ workerId, role: one.role, team: one.team, happened: open }];
  });
  await replacePosts(tx, posts, asOf);
  await replaceRelations(tx, await relationsNow(tx, ids, addMonths(dayOf(asOf), -monthsKept)), asOf);
  await tx.filled('worker', 'post', 'relation');
}

type Listed = Omit<Worker, 'workerId'> & { role: WorkRole; team: string };

async function listedWorkers(tx: Tx): Promise<Listed[]> {
  const known = await agencies(tx);
  const byType = (type: string | undefined) => {
    const [only, ...others] = known.filter((one) => one.type === type);
    return only && others.length === 0 ? only.agency : null;
  };
  const workers: Listed[] = [];
  for await (const { agency, content } of recordsOf(tx, { kinds: ['ssd.professionals'] })) {
    const { prof_professional_id: localId, prof_professional_name: name } = content;
    if (localId === undefined || name === undefined) continue;
    const job = content.prof_professional_job_title ?? '';
    const team = content.prof_professional_department ?? '';
    const worksFor = elsewhere[job] === undefined ? agency : byType(elsewhere[job]);
    workers.push({ agency: worksFor, toldBy: agency, localId, name, job, team, role: roleOf(job, team) });
  }
  return workers;
}

const teamsOf = (workers: readonly Listed[]) => [
  ...new Set(workers.filter((one) => one.agency === one.toldBy && one.team !== '').map((one) => one.team)),
];

type Involvement = Pick<
  Relation,
  'workerId' | 'kind' | 'happened' | 'agency' | 'reason' | 'recordedAt' | 'receivedAt'
> & {
  personId: string;
};

async function relationsNow(tx: Tx, ids: ReadonlyMap<string, string>, since: string): Promise<Relation[]> {
  const kind = 'ssd.involvements';
  const involvements: Involvement[] = [];
  for await (const { agency, content, persons, recordedAt, receivedAt } of recordsAbout(tx, {
    kinds: [kind],
    inOrder: true,
  })) {
    const values = valuesOf(kind, content);
    const workerId = ids.get(`${agency} ${values.invo_professional_id}`);
    const from = values.invo_involvement_start_date;
    const last = values.invo_involvement_end_date;
    const personId = persons.subject;
    if (workerId === undefined || personId === undefined || typeof from !== 'string') continue;
    if (typeof last === 'string' && (last < since || last < from)) continue;
    const reason = String(values.invo_professional_role_id ?? 'Works with them');
    involvements.push({
      workerId,
      kind: allocating.has(reason) ? 'allocated' : 'team',
      happened: { from, to: typeof last === 'string' ? addDays(last, 1) : null },
      agency,
      reason,
      recordedAt,
      receivedAt,
      personId,
    });
  }
  return withFamilies(tx, involvements);
}

/** Days of statutory spells, by the child. */
async function statutoryDays(tx: Tx): Promise<Map<string, Span[]>> {
  const days = new Map<string, Span[]>();
  for await (const { personId, happened } of factsOfKinds(tx, statutory)) {
    days.set(personId, [...(days.get(personId) ?? []), happened]);
  }
  return days;
}

/** Rule rests-on-consent: a relation, parted where statutory spells of the family's children begin and end. */
function parted(relation: Relation, spells: readonly Span[]): Relation[] {
  const service = voluntary[relation.reason] ?? null;
  if (service === null) return [relation];
  const shared = spells.flatMap((spell) => overlap(relation.happened, spell) ?? []);
  const cuts = shared.flatMap(({ from, to }) => [from, to]).filter((day) => day !== null);
  const days = [relation.happened.from, ...new Set(cuts.sort()), relation.happened.to];
  return days.slice(1).flatMap((to, at) => {
    const part = overlap(relation.happened, { from: days[at] ?? null, to });
    if (part === undefined || part.from === part.to) return [];
    const isStatutory = shared.some((spell) => overlap(spell, part) !== undefined);
    return [{ ...relation, happened: part, restsOn: isStatutory ? null : service }];
  });
}

/** Rule and-their-family. */
async function withFamilies(tx: Tx, involvements: readonly Involvement[]): Promise<Relation[]> {
  const places = (await familiesOf(tx, [...new Set(involvements.map((one) => one.personId))])).filter(
    (place) => openingParts.has(place.part),
  );
  const placesOf = Map.groupBy(places, (place) => place.personId);
  const members = Map.groupBy(
    await membersOfFamilies(tx, [...new Set(places.map((place) => place.familyId))]),
    (place) => place.familyId,
  );
  const spells = await statutoryDays(tx);
  const spellsAround = (personId: string) => {
    const families = (placesOf.get(personId) ?? []).flatMap((place) => members.get(place.familyId) ?? []);
    const children = families.filter((member) => member.part === 'child').map((member) => member.personId);
    return [...new Set([personId, ...children])].flatMap((id) => spells.get(id) ?? []);
  };
  const relations = new Map<string, Relation>();
  const add = (involvement: Involvement, personId: string, happened: Span) => {
    const whole = { ...involvement, personId, via: involvement.personId, happened, restsOn: null };
    for (const relation of parted(whole, spellsAround(involvement.personId))) {
      const { workerId, kind, via, reason, happened: days } = relation;
      relations.set([workerId, personId, kind, via, reason, days.from, days.to].join('|'), relation);
    }
  };
  for (const involvement of involvements) {
    add(involvement, involvement.personId, involvement.happened);
    for (const place of placesOf.get(involvement.personId) ?? []) {
      for (const member of members.get(place.familyId) ?? []) {
        const together = overlap(member.happened, involvement.happened);
        if (member.personId !== involvement.personId && together) add(involvement, member.personId, together);
      }
    }
  }
  return [...relations.values()];
}
