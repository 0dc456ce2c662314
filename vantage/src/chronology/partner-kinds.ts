import { type CatalogueEntry, of } from './kinds.ts';

/** What schools, health services, youth justice, housing, treatment and other authorities tell of. */
export const partnerKinds: readonly CatalogueEntry[] = [
  ...of({ service: 'school', serviceLabel: 'School', agencyType: 'school', lane: 'school' }, [
    {
      code: 'school-exclusion',
      label: 'Excluded from school',
      shape: 'event',
      tone: 'crisis',
      costs: ['alternative-provision', 'exclusion-later'],
    },
    { code: 'school-suspension', label: 'Suspended from school', shape: 'event' },
    { code: 'poor-attendance', label: 'Poor attendance at school', shape: 'event' },
    {
      code: 'low-attendance',
      label: 'Missed a tenth or more of a school term',
      shape: 'event',
      returns: 'school census: persistent absence',
    },
    {
      code: 'severe-absence',
      label: 'Missed half or more of a school term',
      shape: 'event',
      tone: 'crisis',
      returns: 'school census: severe absence',
      costs: ['absence-term'],
    },
    { code: 'reached-standard', label: 'Reached what is expected at school', shape: 'event', tone: 'good' },
    { code: 'below-standard', label: 'Not yet where is expected at school', shape: 'event' },
    { code: 'leaving-results', label: 'Results at 16', shape: 'event' },
  ]),
  ...of({ service: 'health', serviceLabel: 'Health', agencyType: 'health', lane: 'health' }, [
    { code: 'pregnancy', label: 'Pregnancy', shape: 'event' },
    {
      code: 'substance-misuse',
      label: 'Trouble with drink or drugs',
      shape: 'event',
      tone: 'crisis',
      subject: 'treatment',
    },
    {
      code: 'health-visit',
      label: 'Health visitor, midwife or school nurse',
      shape: 'event',
      visit: true,
      costs: ['health-visit'],
    },
    { code: 'not-brought', label: 'Not brought to a health appointment', shape: 'event' },
    { code: 'emergency', label: 'Accident and emergency', shape: 'event', costs: ['emergency-attendance'] },
    {
      code: 'emergency-harm',
      label: 'Accident and emergency: self-harm, assault, drink or drugs',
      shape: 'event',
      tone: 'crisis',
      costs: ['emergency-attendance'],
    },
  ]),
  ...of(
    {
      service: 'mental-health',
      serviceLabel: 'Children’s mental health',
      agencyType: 'health',
      lane: 'health',
    },
    [
      {
        code: 'mental-health-help',
        label: 'Help for a child’s mental health',
        shape: 'involvement',
        costs: ['mental-health-case'],
      },
      {
        code: 'mental-health-declined',
        label: 'Referred for mental health, not accepted',
        shape: 'event',
      },
      { code: 'mental-health-visit', label: 'Appointment for mental health', shape: 'event', visit: true },
      { code: 'mental-health-missed', label: 'Missed a mental health appointment', shape: 'event' },
    ],
  ),
  ...of({ service: 'treatment', serviceLabel: 'Treatment', agencyType: 'health', lane: 'health' }, [
    {
      code: 'treatment',
      label: 'Treatment for drink or drugs',
      shape: 'involvement',
      costs: ['treatment-year'],
    },
    { code: 'treatment-completed', label: 'Completed treatment', shape: 'event', tone: 'good' },
    { code: 'treatment-worker', label: 'Worker of a treatment service', shape: 'involvement' },
  ]),
  ...of(
    { service: 'sexual-health', serviceLabel: 'Sexual health', agencyType: 'sexual-health', lane: 'health' },
    [{ code: 'sexual-health-worker', label: 'Worker of a sexual health service', shape: 'involvement' }],
  ),
  ...of(
    {
      service: 'abuse-services',
      serviceLabel: 'Abuse services',
      agencyType: 'abuse-services',
      lane: 'charity',
    },
    [{ code: 'abuse-worker', label: 'Worker of an abuse service', shape: 'involvement' }],
  ),
  ...of(
    {
      service: 'youth-justice',
      serviceLabel: 'Youth justice',
      agencyType: 'youth-justice',
      lane: 'youth-justice',
    },
    [
      {
        code: 'youth-justice',
        label: 'Work with youth justice',
        shape: 'involvement',
        costs: ['youth-justice-year'],
      },
      { code: 'custody', label: 'In custody', shape: 'involvement', tone: 'crisis', costs: ['custody-year'] },
    ],
  ),
  ...of({ service: 'housing', serviceLabel: 'Housing', agencyType: 'housing', lane: 'housing' }, [
    { code: 'rent-arrears', label: 'Behind with the rent', shape: 'event', tone: 'crisis' },
    {
      code: 'eviction',
      label: 'Eviction for rent not paid',
      shape: 'event',
      tone: 'crisis',
      costs: ['eviction'],
    },
    {
      code: 'homelessness',
      label: 'Asked for help as homeless',
      shape: 'event',
      tone: 'crisis',
      costs: ['homeless-application'],
    },
    {
      code: 'temporary-home',
      label: 'In temporary accommodation',
      shape: 'involvement',
      tone: 'crisis',
      costs: ['temporary-home-week'],
    },
    { code: 'neighbour-dispute', label: 'Dispute with neighbours', shape: 'event' },
  ]),
  ...of(
    {
      service: 'elsewhere',
      serviceLabel: 'Another authority',
      agencyType: 'other',
      lane: 'social-care',
    },
    [
      { code: 'elsewhere-help', label: 'Early help from another authority', shape: 'involvement' },
      { code: 'elsewhere-in-need', label: 'Child in need of another authority', shape: 'involvement' },
      {
        code: 'elsewhere-plan',
        label: 'Child protection plan of another authority',
        shape: 'involvement',
        tone: 'crisis',
      },
      {
        code: 'elsewhere-care',
        label: 'In the care of another authority',
        shape: 'involvement',
        tone: 'crisis',
      },
    ],
  ),
];
