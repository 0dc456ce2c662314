import { describe, expect, it } from 'vitest';
import type { Row } from './book.ts';
import { ageOn, extractDay, iso } from './days.ts';
import { makeGeography } from './geography.ts';
import type { Person, TieKind } from './model.ts';
import { noiseTimes } from './noise.ts';
import { tellStories } from './unit.ts';

const { world, care, police, desks } = tellStories({
  seed: '3',
  noise: noiseTimes(1),
  geography: makeGeography(10),
});

const person = (given: string, surname: string): Person => {
  const found = world.people.find((each) => each.given === given && each.surnames[0]?.surname === surname);
  if (!found) throw new Error(`Nobody is called ${given} ${surname}`);
  return found;
};
const tied = (kind: TieKind, other: Person): Person[] =>
  world.ties.filter((tie) => tie.kind === kind && tie.other === other).map((tie) => tie.person);
const rowsOf = (kind: string, column: string, ...people: Person[]): Row[] => {
  const numbers = new Set(
    [...care.numbers.all(), ...police.numbers.all()]
      .filter((held) => people.includes(held.person))
      .flatMap((held) => held.numbers),
  );
  return [...(care.book.rows.get(kind) ?? []), ...(police.book.rows.get(kind) ?? [])].filter((row) =>
    numbers.has(row[column] ?? ''),
  );
};
const workerNamed = (id: string | undefined): string | undefined =>
  care.book.rows.get('ssd.professionals')?.find((row) => row.prof_professional_id === id)
    ?.prof_professional_name;

describe('the Harts', () => {
  const [dawn, shannon, leah, kyle] = ['Dawn', 'Shannon', 'Leah', 'Kyle'].map((given) =>
    person(given, 'Hart'),
  ) as [Person, Person, Person, Person];
  const family = [dawn, shannon, leah, kyle];

  it('are 37, 18, 16 and 14', () => {
    expect(family.map(({ born }) => ageOn(born, extractDay))).toEqual([37, 18, 16, 14]);
  });

  it('have three fathers, none of them one of the mother’s three former husbands', () => {
    const fathers = [shannon, leah, kyle].map((child) =>
      tied('parent', child).filter(({ sex }) => sex === 'male'),
    );
    expect(fathers.map(({ length }) => length)).toEqual([1, 1, 1]);
    const distinct = new Set(fathers.flat());
    expect(distinct.size).toBe(3);
    // She took each husband’s surname, and his alone.
    const married = new Set(
      dawn.surnames.map(({ surname }) => surname).filter((surname) => surname !== 'Hart'),
    );
    const husbands = tied('former partner', dawn).filter(({ surnames }) =>
      married.has(surnames[0]?.surname ?? ''),
    );
    expect(husbands.length).toBe(3);
    for (const husband of husbands) expect(distinct.has(husband)).toBe(false);
  });

  it('are expecting, out of school, in debt, at odds with the neighbours, and have drunk too much', () => {
    const types = (...people: Person[]) =>
      new Set(rowsOf('care.significant_events', 'person_id', ...people).map((row) => row.event_type));
    expect(types(shannon).has('pregnancy')).toBe(true);
    expect(types(shannon).has('poor-attendance')).toBe(true);
    expect(types(leah).has('poor-attendance')).toBe(true);
    expect(types(kyle).has('school-exclusion')).toBe(true);
    for (const type of [
      'debt',
      'rent-arrears',
      'neighbour-dispute',
      'substance-misuse',
      'bereavement',
      'house-move',
    ])
      expect(types(dawn).has(type)).toBe(true);
    expect(types(...family).has('good-news')).toBe(true);
  });

  it('are victims and suspects both, in dozens of occurrences', () => {
    const parts = rowsOf('police.occurrences', 'nominal_id', ...family);
    expect(new Set(parts.map((row) => row.occurrence_no)).size).toBeGreaterThanOrEqual(24);
    for (const each of [dawn, shannon, leah, kyle]) {
      const roles = new Set(rowsOf('police.occurrences', 'nominal_id', each).map((row) => row.role));
      expect(roles.has('victim') && roles.has('suspect')).toBe(true);
    }
  });

  it('have had sixteen years of services, two protection plans, a spell in care, and many workers', () => {
    const contacts = rowsOf('ssd.contacts', 'cont_person_id', ...family).map(
      (row) => row.cont_contact_date ?? '',
    );
    expect(contacts.sort()[0]).toBe('2010-07-05');
    expect(rowsOf('ssd.cp_plans', 'cppl_person_id', leah).length).toBe(2);
    expect(
      rowsOf('ssd.cla_placement', 'clap_person_id', kyle).map((row) => row.clap_cla_placement_type),
    ).toEqual(['U6', 'K2']);
    const workers = new Set(
      rowsOf('ssd.involvements', 'invo_person_id', ...family).map((row) => row.invo_professional_id),
    );
    expect(workers.size).toBeGreaterThanOrEqual(20);
    const now = rowsOf('ssd.involvements', 'invo_person_id', ...family).filter(
      (row) => row.invo_involvement_end_date === '',
    );
    expect(now.length).toBeGreaterThanOrEqual(5);
  });

  it('left few records from September 2016 to November 2018', () => {
    const quiet = [
      ...rowsOf('police.occurrences', 'nominal_id', ...family).map((row) => row.occurred_from),
      ...rowsOf('ssd.contacts', 'cont_person_id', ...family).map((row) => row.cont_contact_date),
      ...rowsOf('ssd.cin_visits', 'cinv_person_id', ...family).map((row) => row.cinv_cin_visit_date),
      ...rowsOf('care.significant_events', 'person_id', ...family).map((row) => row.event_date),
    ].filter((on) => (on ?? '') > '2016-09-05' && (on ?? '') < '2018-11-01');
    expect(quiet.length).toBe(2);
  });

  it('have one social worker now, whom the open referral and plan name', () => {
    const named = (kind: string, subject: string, end: string, worker: string) =>
      rowsOf(kind, subject, ...family)
        .filter((row) => row[end] === '')
        .map((row) => workerNamed(row[worker]));
    expect(named('ssd.cin_episodes', 'cine_person_id', 'cine_close_date', 'cine_referral_worker_id')).toEqual(
      ['Ade Bankole', 'Ade Bankole'],
    );
    expect(
      named('ssd.cin_plans', 'cinp_person_id', 'cinp_cin_plan_end_date', 'cinp_cin_plan_worker_id'),
    ).toEqual(['Ade Bankole', 'Ade Bankole']);
    // The assessment was signed while his predecessor was there, and stays hers.
    const [assessment] = rowsOf('ssd.cin_assessments', 'cina_person_id', leah).slice(-1);
    expect(workerNamed(assessment?.cina_assessment_worker_id)).toBe('Rosa Delgado');
  });

  it('had both of Dawn’s parents as grandparents, all three of them', () => {
    const [jean, ron] = [person('Jean', 'Hart'), person('Ronald', 'Hart')];
    expect(tied('parent', dawn)).toEqual([jean, ron]);
    for (const child of [shannon, leah, kyle]) expect(tied('grandparent', child)).toEqual([jean, ron]);
    expect(rowsOf('care.relationships', 'person_id', ron).map((row) => row.relationship)).toEqual([
      'parent',
      'grandparent',
      'grandparent',
      'grandparent',
    ]);
  });

  it('have spoken, Shannon in confidence, and nobody has asked Leah', () => {
    const said = (...people: Person[]) => rowsOf('care.statements', 'person_id', ...people);
    expect(said(dawn).map((row) => row.kind)).toContain('likes-to-be-called');
    expect(said(kyle).map((row) => row.audience)).toContain('team');
    expect(said(shannon).map((row) => row.audience)).toEqual(['speaker-and-lead']);
    expect(said(leah)).toEqual([]);
  });
});

describe('what other agencies hold of them', () => {
  const { housing, ...held } = Object.fromEntries(desks.map((desk) => [desk.agency, desk]));
  const rows = (agency: string, kind: string): Row[] => held[agency]?.book.rows.get(kind) ?? [];

  it('agrees with what social care tells: the days of moves, exclusions and treatment', () => {
    const homeless = housing?.book.rows.get('housing.homelessness') ?? [];
    const moves = (care.book.rows.get('care.significant_events') ?? [])
      .filter((row) => row.event_type === 'house-move')
      .map((row) => row.event_date);
    expect(homeless.map((row) => [row.temporary_from, row.temporary_to])).toEqual([
      ['2014-05-16', '2014-11-24'],
    ]);
    expect(moves).toEqual(expect.arrayContaining(['2014-05-16', '2014-11-24']));
    const excluded = (care.book.rows.get('care.significant_events') ?? [])
      .filter((row) => row.event_type === 'school-exclusion')
      .map((row) => row.event_date);
    expect(rows('schools', 'school.exclusions').map((row) => row.startdate)).toEqual(excluded);
    const sober = rows('recovery', 'treatment.journeys')[0]?.ended_on;
    expect(
      (care.book.rows.get('care.significant_events') ?? []).find((row) => row.event_date === sober)?.note,
    ).toContain('recovery service');
  });

  it('knows Shannon’s child by her health record alone, due when she said', () => {
    const [going] = world.pregnancies.filter(({ ended }) => ended === null);
    expect(going && [going.mother.given, iso(going.due).slice(0, 7)]).toEqual(['Shannon', '2027-01']);
    const child = held['community-health']?.numbers.held(going?.child as Person)?.numbers[0];
    expect(rows('community-health', 'health.pregnancies').map((row) => row.child_id)).toContain(child);
    expect(rows('community-health', 'health.patients').map((row) => row.patient_id)).not.toContain(child);
  });
});

describe('the Okafors', () => {
  it('had early help, a plan that ended well, and have help now', () => {
    const chidi = person('Chidi', 'Okafor');
    expect(rowsOf('ssd.cin_plans', 'cinp_person_id', chidi).map((row) => row.cinp_cin_plan_end_date)).toEqual(
      ['2021-04-20'],
    );
    const help = rowsOf('ssd.early_help_episodes', 'earl_person_id', chidi);
    expect(help.map((row) => row.earl_episode_end_date)).toEqual(['2018-06-29', '']);
    expect(tied('parent', chidi).length).toBe(2);
  });
});

describe('the Pells', () => {
  it('are known by one contact that came to nothing, and by no help, enquiry, plan or occurrence', () => {
    const pells = world.people.filter((each) => each.surnames[0]?.surname === 'Pell');
    expect(pells.length).toBe(4);
    expect(pells.some((each) => police.numbers.has(each))).toBe(false);
    const numbers = new Set(
      care.numbers
        .all()
        .filter(({ person: each }) => pells.includes(each))
        .flatMap((held) => held.numbers),
    );
    const kinds = [...care.book.rows].flatMap(([kind, rows]) =>
      rows.some((row) => Object.values(row).some((value) => numbers.has(value))) ? [kind] : [],
    );
    expect(kinds.sort()).toEqual([
      'care.relationships',
      'ssd.address',
      'ssd.contacts',
      'ssd.family',
      'ssd.mother',
      'ssd.person',
    ]);
    const [contact] = rowsOf('ssd.contacts', 'cont_person_id', ...pells);
    expect(contact?.cont_contact_outcome_json).toBe('No further action');
  });
});
