import { type CsvDefinition, columns } from './definition.ts';

/**
 * What charities and other small services know of the people they help. Hardly any sends it under these names: a mapping
 * says which of a spreadsheet's columns is which.
 */
export const charities: readonly CsvDefinition[] = [
  {
    name: 'charity.clients',
    kind: 'charity.clients',
    title: 'People helped by a charity',
    columns: columns(
      `client_ref! surname forename date_of_birth:day sex:code address postcode began_on:rough! last_seen_on:rough
       referred_by reason outcome worker recorded_at:instant`,
    ),
    key: ['client_ref'],
    people: [
      {
        role: 'subject',
        id: 'client_ref',
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
    happened: { on: 'began_on', until: 'last_seen_on' },
    recordedAt: 'recorded_at',
    marks: ['surname', 'forename'],
  },
];
