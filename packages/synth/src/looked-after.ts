import { csvLines, keyOf } from '@vantage/returns';
import type { Row } from './book.ts';
import { inReturnYear, returnDay, returnYear, slashed, slashedDay } from './census.ts';
import { addWorkingDays, ageOn, birthday, type Day, day, iso, workingDay } from './days.ts';
import type { Person } from './model.ts';
import type { Random } from './random.ts';
import type { Extract } from './sheets.ts';
import { csvLine } from './truth.ts';
import type { Unit } from './unit.ts';

/** Lists of the looked-after children return of the year, and the kind of record that each makes. */
const lists = {
  header: 'child',
  episodes: 'episode',
  reviews: 'review',
  uasc: 'uasc',
  oc2: 'oc2',
  oc3: 'oc3',
  missing: 'missing',
} as const;
type List = keyof typeof lists;

const extractOf = (list: List): Extract => ({
  path: `social-care/ssda903_${list}.csv`,
  agency: 'social-care',
  kind: `ssda903.${list}`,
  sent: { received: '2026-07-03T09:00:00Z', ...returnYear },
});

/** What a part of Ashmere adds to each list of the return. */
export type Returned = { extract: Extract; kind: string; text: string; rows: number; truth: string[] };

/** The looked-after children return of a part of Ashmere, from social care's own tables. */
export function lookedAfter(unit: Unit, personOf: (number: string) => string, chance: Random): Returned[] {
  const written = new Map<List, Row[]>();
  const add = (list: List, row: Row): void => {
    const rows = written.get(list) ?? [];
    written.set(list, rows);
    rows.push(row);
  };
  const { rows } = unit.care.book;
  const people = new Map(unit.world.people.map((person) => [person.id, person]));
  const placements = new Map(
    (rows.get('ssd.cla_placement') ?? []).map((row) => [row.clap_cla_placement_id, row]),
  );
  const persons = new Map((rows.get('ssd.person') ?? []).map((row) => [row.pers_person_id, row]));
  const court = new Set(unit.ledger.applications.map(({ child }) => child.id));
  const asylum = new Set(unit.ledger.cares.filter((care) => care.asylum).map(({ child }) => child.id));
  const scores = new Map(unit.ledger.cares.map(({ child, score }) => [child.id, score]));
  const children = new Map<string, { person: Person; since: string; open: boolean }>();
  for (const episode of rows.get('ssd.cla_episodes') ?? []) {
    const from = episode.clae_cla_episode_start_date ?? '';
    const ceased = episode.clae_cla_episode_ceased_date ?? '';
    if (from > returnYear.to || (ceased !== '' && ceased < returnYear.from)) continue;
    const number = episode.clae_person_id ?? '';
    const person = people.get(personOf(number));
    if (!person) continue;
    const ended = ceased !== '' && ceased <= returnYear.to ? ceased : '';
    const placement = placements.get(episode.clae_cla_placement_id);
    add('episodes', {
      CHILD: number,
      DECOM: slashed(from),
      RNE: episode.clae_cla_episode_start_reason ?? '',
      LS: court.has(person.id) ? 'C2' : 'V2',
      CIN: episode.clae_cla_primary_need_code ?? '',
      PLACE: placement?.clap_cla_placement_type ?? '',
      PLACE_PROVIDER: placement?.clap_cla_placement_provider ?? '',
      DEC: slashed(ended),
      REC: ended === '' ? '' : (episode.clae_cla_episode_ceased_reason ?? ''),
      REASON_PLACE_CHANGE: ended === '' ? '' : (placement?.clap_cla_placement_change_reason ?? ''),
      PL_POST: placement?.clap_cla_placement_postcode ?? '',
    });
    const entered = episode.clae_entered_care_date ?? from;
    const known = children.get(number);
    children.set(number, {
      person,
      since: known && known.since < entered ? known.since : entered,
      open: ended === '',
    });
  }
  for (const [number, { person, since, open }] of children) {
    const held = persons.get(number);
    const born = slashed(held?.pers_dob ?? '');
    const sex = person.sex === 'female' ? '2' : '1';
    add('header', {
      CHILD: number,
      SEX: sex,
      DOB: born,
      ETHNIC: held?.pers_ethnicity ?? '',
      UPN: held?.pers_upn ?? '',
    });
    for (const on of reviewDays(day(since)))
      add('reviews', {
        CHILD: number,
        DOB: born,
        REVIEW: slashedDay(on),
        REVIEW_CODE: ageOn(person.born, on) < 4 ? 'PN0' : chance.pick(['PN1', 'PN2', 'PN5', 'PN6']),
      });
    if (asylum.has(person.id))
      add('uasc', { CHILD: number, SEX: sex, DOB: born, DUC: slashedDay(birthday(person.born, 18)) });
    if (open && since < returnYear.from) add('oc2', yearOfHealth(number, born, person, scores, chance));
  }
  for (const gone of rows.get('ssd.missing') ?? [])
    if (inReturnYear(gone.miss_missing_episode_start_date) && children.has(gone.miss_person_id ?? ''))
      add('missing', {
        CHILD: gone.miss_person_id ?? '',
        DOB: slashed(persons.get(gone.miss_person_id)?.pers_dob ?? ''),
        MISSING: gone.miss_missing_episode_type === 'Away' ? 'A' : 'M',
        MIS_START: slashed(gone.miss_missing_episode_start_date ?? ''),
        MIS_END: slashed(gone.miss_missing_episode_end_date ?? ''),
      });
  for (const row of leavers(unit, chance)) add('oc3', row);
  return [...written].map(([list, all]) => returned(list, all, personOf));
}

function returned(list: List, rows: readonly Row[], personOf: (number: string) => string): Returned {
  const extract = extractOf(list);
  const kind = `ssda903.${lists[list]}`;
  const { line } = csvLines(extract.kind);
  const seen = new Set<string>();
  const kept = rows.filter((row) => {
    const key = keyOf(kind, row) ?? '';
    return seen.has(key) ? false : seen.add(key);
  });
  return {
    extract,
    kind,
    text: kept.map(line).join(''),
    rows: kept.length,
    truth: kept.map((row) => csvLine('social-care', kind, keyOf(kind, row) ?? '', personOf(row.CHILD ?? ''))),
  };
}

/** Reviews fall due 20 working days after care began, three months after, and then every six; those of the year. */
function reviewDays(since: Day): Day[] {
  const days: Day[] = [];
  const first = addWorkingDays(since, 20);
  for (let at = first, i = 0; at <= returnDay; i++) {
    if (inReturnYear(iso(workingDay(at)))) days.push(workingDay(at));
    at += i === 0 ? 91 : 182;
  }
  return days;
}

function yearOfHealth(
  number: string,
  born: string,
  person: Person,
  scores: ReadonlyMap<string, number>,
  chance: Random,
): Row {
  const age = ageOn(person.born, returnDay);
  const asked = age >= 4 && age <= 16;
  const yes = (share: number) => (chance.chance(share) ? '1' : '0');
  return {
    CHILD: number,
    DOB: born,
    SDQ_SCORE: asked ? String(scores.get(person.id) ?? '') : '',
    CONVICTED: age >= 10 ? yes(0.02) : '',
    HEALTH_CHECK: age < 5 ? yes(0.88) : '',
    IMMUNISATIONS: yes(0.82),
    TEETH_CHECK: yes(0.79),
    HEALTH_ASSESSMENT: yes(0.89),
    SUBSTANCE_MISUSE: age >= 10 ? yes(0.03) : '0',
  };
}

/** Care leavers aged 19 to 21: 54 in 100 at work or learning, 40 not (England 2025). */
function leavers({ ledger, care }: Unit, chance: Random): Row[] {
  const rows: Row[] = [];
  for (const { child, placements } of ledger.cares) {
    const age = ageOn(child.born, returnDay);
    const to = placements.at(-1)?.to ?? null;
    if (age < 19 || age > 21 || to === null || to < birthday(child.born, 18)) continue;
    rows.push({
      CHILD: care.numbers.held(child)?.numbers[0] ?? '',
      DOB: slashedDay(child.born),
      IN_TOUCH: chance.chance(0.93) ? 'YES' : 'NO',
      ACTIV: chance.weighted([
        ['F2', 26],
        ['F4', 15],
        ['F5', 7],
        ['P2', 6],
        ['G4', 12],
        ['G5', 24],
        ['G6', 4],
        ['0', 6],
      ]),
      ACCOM: chance.pick(['U', 'U', 'V', 'Z', 'B', 'D']),
    });
  }
  return rows;
}
