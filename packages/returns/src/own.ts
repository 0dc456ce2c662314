import { type CsvDefinition, columns } from './definition.ts';

/** Our own extracts, for what no statutory return carries. `docs/extracts.md` describes them for those who send them. */
export const own: readonly CsvDefinition[] = [
  {
    name: 'care.relationships',
    kind: 'care.relationships',
    title: 'Relationships that social care knows of',
    columns: columns(
      `relationship_id! person_id! other_person_id! relationship:code! start_date:day end_date:day
       recorded_at:instant`,
      {
        relationship: ['parent', 'partner', 'former partner', 'sibling', 'grandparent', 'carer', 'other kin'],
      },
    ),
    key: ['relationship_id'],
    people: [
      { role: 'subject', id: 'person_id' },
      { role: 'other', id: 'other_person_id' },
    ],
    happened: { from: 'start_date', to: 'end_date' },
    recordedAt: 'recorded_at',
  },
  {
    name: 'care.significant_events',
    kind: 'care.significant_events',
    title: 'Significant events that social care has noted',
    columns: columns('event_id! person_id! event_date:rough! event_type:code! note recorded_at:instant', {
      event_type: [
        'school-exclusion',
        'poor-attendance',
        'pregnancy',
        'rent-arrears',
        'debt',
        'neighbour-dispute',
        'house-move',
        'bereavement',
        'substance-misuse',
        'good-news',
        'family-event',
      ],
    }),
    key: ['event_id'],
    people: [{ role: 'subject', id: 'person_id' }],
    happened: { on: 'event_date' },
    recordedAt: 'recorded_at',
  },
  {
    name: 'care.statements',
    kind: 'care.statements',
    title: 'What people said, in their own words',
    columns: columns(
      'statement_id! person_id! said_on:rough! said_to kind:code! words! audience:code! done recorded_at:instant',
      {
        kind: ['said', 'likes-to-be-called'],
        audience: ['speaker-and-lead', 'team', 'family-and-team'],
      },
    ),
    key: ['statement_id'],
    people: [{ role: 'subject', id: 'person_id' }],
    happened: { on: 'said_on' },
    recordedAt: 'recorded_at',
  },
  {
    name: 'police.nominals',
    kind: 'police.nominals',
    title: 'People known to the police',
    columns: columns(
      `nominal_id! surname forename date_of_birth:day sex:code address postcode recorded_at:instant`,
    ),
    key: ['nominal_id'],
    people: [
      {
        role: 'subject',
        id: 'nominal_id',
        identity: {
          given: 'forename',
          surname: 'surname',
          birthDate: 'date_of_birth',
          sex: 'sex',
          address: 'address',
          postcode: 'postcode',
        },
      },
    ],
    recordedAt: 'recorded_at',
    marks: ['surname', 'forename', 'date_of_birth'],
  },
  {
    name: 'police.occurrences',
    kind: 'police.occurrences',
    title: 'Occurrences that the police attended or recorded',
    columns: columns(
      `occurrence_no! nominal_id! role:code! occurred_from:day! occurred_to:day offence_type:code! outcome:code
       recorded_at:instant`,
      {
        role: ['victim', 'suspect', 'witness', 'child-present'],
        offence_type: [
          'domestic-abuse',
          'violence',
          'anti-social-behaviour',
          'theft',
          'criminal-damage',
          'drugs',
          'missing-person',
          'neighbour-dispute',
        ],
        outcome: ['no-further-action', 'caution', 'charged', 'arrest', 'words-of-advice'],
      },
    ),
    key: ['occurrence_no', 'nominal_id', 'role'],
    people: [{ role: 'subject', id: 'nominal_id' }],
    happened: { on: 'occurred_from', until: 'occurred_to' },
    recordedAt: 'recorded_at',
  },
];
