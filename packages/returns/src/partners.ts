import {
  type CsvDefinition,
  columns,
  type HappenedColumns,
  type IdentityColumns,
  type PersonColumns,
} from './definition.ts';

type Table = {
  title: string;
  columns: string;
  codes?: Readonly<Record<string, string>>;
  key: string[];
  people: PersonColumns[];
  happened?: HappenedColumns;
  marks?: string[];
};

const details: IdentityColumns = {
  given: 'forename',
  surname: 'surname',
  birthDate: 'date_of_birth',
  sex: 'sex',
  address: 'address',
  postcode: 'postcode',
};

const about = (id: string): PersonColumns[] => [{ role: 'subject', id }];

/** An agency's list of the people it knows, under a number of its own. `more` are columns that this agency adds. */
const people = (title: string, id: string, more = '', identity: IdentityColumns = {}): Table => ({
  title,
  columns: `${id}! surname forename date_of_birth:day sex:code address postcode ${more}`,
  key: [id],
  people: [{ role: 'subject', id, identity: { ...details, ...identity } }],
  marks: ['surname', 'forename', 'date_of_birth', ...more.split(/[\s:]+/).slice(0, 1)].filter(Boolean),
});

const nhs: IdentityColumns = { nhsNumber: 'nhs_number' };

/**
 * What schools, health services, youth justice, housing, drug and alcohol treatment, early help and other authorities
 * send: tables of our own, with the school census's own names for what it collects. Each has a last column
 * `recorded_at`, which may be missing.
 */
const tables: Record<string, Table> = {
  'school.pupils': {
    title: 'Pupils on roll, each spell at a school',
    columns: `pupil_id! urn! upn surname forename dob:day sex:code ethnicity:code entrydate:day! leavingdate:day
      ncyearactual senprovision:code fsmeligible:flag addressline1 postcode`,
    key: ['pupil_id', 'urn', 'entrydate'],
    people: [
      {
        role: 'subject',
        id: 'pupil_id',
        identity: {
          given: 'forename',
          surname: 'surname',
          birthDate: 'dob',
          sex: 'sex',
          upn: 'upn',
          address: 'addressline1',
          postcode: 'postcode',
        },
      },
    ],
    happened: { from: 'entrydate', to: 'leavingdate' },
    marks: ['upn', 'senprovision'],
  },
  'school.carers': {
    title: 'Parents and carers whom schools can ring, by pupil',
    columns: `carer_id! pupil_id! relationship:code! responsibility:flag surname forename addressline1 postcode`,
    codes: { relationship: 'parent step-parent grandparent carer' },
    key: ['carer_id', 'pupil_id'],
    people: [
      {
        role: 'subject',
        id: 'carer_id',
        identity: { given: 'forename', surname: 'surname', address: 'addressline1', postcode: 'postcode' },
      },
      { role: 'pupil', id: 'pupil_id' },
    ],
    marks: ['responsibility'],
  },
  'school.attendance': {
    title: 'Sessions that pupils could attend and missed, by school year and term',
    columns: `pupil_id! urn! year:integer! term:code! sessionspossible:integer! sessionsauthorised:integer
      sessionsunauthorised:integer`,
    codes: { term: 'autumn spring summer' },
    key: ['pupil_id', 'urn', 'year', 'term'],
    people: about('pupil_id'),
  },
  'school.exclusions': {
    title: 'Suspensions and permanent exclusions',
    columns: 'exclusion_id! pupil_id! urn category:code! reason:code startdate:day! sessions:integer',
    codes: { category: 'SUSP PERM' },
    key: ['exclusion_id'],
    people: about('pupil_id'),
    happened: { on: 'startdate' },
  },
  'school.results': {
    title: 'Results at 5, 11 and 16',
    columns: 'pupil_id! urn stage:code! assessed_on:day! result',
    codes: { stage: 'EYFS KS2 KS4' },
    key: ['pupil_id', 'stage'],
    people: about('pupil_id'),
    happened: { on: 'assessed_on' },
  },
  'health.patients': people(
    'People known to community child health',
    'patient_id',
    'gp_practice nhs_number',
    nhs,
  ),
  'health.pregnancies': {
    title: 'Pregnancies: an unborn child under the number that it keeps, and its mother',
    columns: 'pregnancy_id! mother_id! child_id! booked_on:day! due_on:rough outcome:code ended_on:day',
    codes: { outcome: 'birth loss moved' },
    key: ['pregnancy_id'],
    people: [
      { role: 'subject', id: 'child_id' },
      { role: 'mother', id: 'mother_id' },
    ],
    happened: { from: 'booked_on', to: 'ended_on' },
  },
  'health.contacts': {
    title: 'Contacts of health visitors and school nurses',
    columns: 'contact_id! patient_id! contact_date:day! contact_type:code! outcome:code',
    codes: {
      contact_type: 'antenatal new-birth 6-8-week 1-year 2-year extra measurement school-nurse',
      outcome: 'seen not-brought',
    },
    key: ['contact_id'],
    people: about('patient_id'),
    happened: { on: 'contact_date' },
    marks: ['contact_type'],
  },
  'ae.patients': people('Children seen in accident and emergency', 'hospital_no', 'nhs_number', nhs),
  'ae.attendances': {
    title: 'Attendances in accident and emergency',
    columns: 'attendance_id! hospital_no! arrived_on:day! reason:code! discharge:code safeguarding:flag',
    codes: {
      reason: 'injury illness breathing self-harm alcohol-or-drugs assault',
      discharge: 'home admitted left',
    },
    key: ['attendance_id'],
    people: about('hospital_no'),
    happened: { on: 'arrived_on' },
  },
  'camhs.patients': people('Children referred for their mental health', 'client_no', 'nhs_number', nhs),
  'camhs.referrals': {
    title: 'Referrals for children’s mental health',
    columns: 'referral_id! client_no! referred_on:day! source:code reason:code accepted:flag closed_on:day',
    codes: {
      source: 'gp school social-care family hospital',
      reason: 'anxiety low-mood self-harm behaviour eating neurodevelopment trauma',
    },
    key: ['referral_id'],
    people: about('client_no'),
    happened: { from: 'referred_on', to: 'closed_on' },
  },
  'camhs.contacts': {
    title: 'Appointments for children’s mental health',
    columns: 'contact_id! client_no! referral_id contact_date:day! attended:flag',
    key: ['contact_id'],
    people: about('client_no'),
    happened: { on: 'contact_date' },
    marks: ['attended'],
  },
  'yj.people': people('Children known to youth justice', 'yj_id'),
  'yj.outcomes': {
    title: 'Youth justice outcomes, each with the work that follows',
    columns:
      'outcome_id! yj_id! offence:code offence_date:day outcome:code! outcome_date:day! ends_on:day first_time:flag',
    codes: {
      outcome: 'diversion caution conditional-caution referral-order rehabilitation-order custody',
    },
    key: ['outcome_id'],
    people: about('yj_id'),
    happened: { from: 'outcome_date', to: 'ends_on' },
  },
  'housing.people': people('People known to the housing service', 'tenant_no'),
  'housing.homelessness': {
    title: 'Applications as homeless, and temporary homes',
    columns: `application_id! tenant_no! applied_on:day! reason:code decision:code temporary_from:day
      temporary_to:day children:integer`,
    codes: {
      reason: 'eviction relationship violence family-will-not-keep arrears other',
      decision: 'owed not-owed',
    },
    key: ['application_id', 'tenant_no'],
    people: about('tenant_no'),
    happened: { on: 'applied_on' },
  },
  'housing.arrears': {
    title: 'Notices for rent not paid',
    columns: 'notice_id! tenant_no! notice_date:day! amount_pence:integer stage:code!',
    codes: { stage: 'letter notice court eviction' },
    key: ['notice_id'],
    people: about('tenant_no'),
    happened: { on: 'notice_date' },
  },
  'treatment.clients': people('Adults in drug and alcohol treatment', 'client_id'),
  'treatment.journeys': {
    title: 'Spells of drug and alcohol treatment',
    columns:
      'journey_id! client_id! started_on:day! ended_on:day substance:code exit:code lives_with_children:flag',
    codes: { substance: 'alcohol opiates crack cannabis other', exit: 'completed left transferred' },
    key: ['journey_id'],
    people: about('client_id'),
    happened: { from: 'started_on', to: 'ended_on' },
  },
  'eh.people': people('Families known to early help: the people', 'member_id', 'family_no'),
  'eh.cases': {
    title: 'Early help given to a family, a row for each member',
    columns: 'case_id! member_id! role:code! opened_on:day! closed_on:day reason outcome',
    codes: { role: 'child parent other' },
    key: ['case_id', 'member_id'],
    people: about('member_id'),
    happened: { from: 'opened_on', to: 'closed_on' },
  },
  'other.notices': {
    title: 'Notices from other authorities of children whom they worked with',
    columns: `notice_id! child_ref! surname forename date_of_birth:day sex:code authority! involvement:code!
      began_on:day! ended_on:day sent_on:day`,
    codes: { involvement: 'child-in-need protection-plan in-care placed-here early-help' },
    key: ['notice_id'],
    people: [
      {
        role: 'subject',
        id: 'child_ref',
        identity: { given: 'forename', surname: 'surname', birthDate: 'date_of_birth', sex: 'sex' },
      },
    ],
    happened: { from: 'began_on', to: 'ended_on' },
    marks: ['authority'],
  },
};

export const partners: readonly CsvDefinition[] = Object.entries(tables).map(
  ([name, { columns: words, codes = {}, ...rest }]) => ({
    ...rest,
    name,
    kind: name,
    columns: columns(
      `${words} recorded_at:instant`,
      Object.fromEntries(Object.entries(codes).map(([column, list]) => [column, list.split(' ')])),
    ),
    recordedAt: 'recorded_at',
  }),
);
