import type { Mapping } from './mapping.ts';

/** Mappings that are there from the start: of charities' spreadsheets as the made-up area has them. */
export const readyMappings: readonly Mapping[] = [
  {
    name: 'harbour-light',
    version: 1,
    title: 'Harbour Light: client log',
    into: 'charity.clients',
    columns: [
      { to: 'client_ref', from: 'Ref' },
      { to: 'forename', from: 'Client (first name + surname)', part: 'first-words' },
      { to: 'surname', from: 'Client (first name + surname)', part: 'last-word' },
      // An age, which the log has at times, is no birth date; the row is kept without one.
      { to: 'date_of_birth', from: 'D.O.B.', otherwise: 'empty' },
      { to: 'began_on', from: 'Came to us' },
      { to: 'last_seen_on', from: 'Last seen' },
      { to: 'referred_by', from: 'Sent by?' },
      { to: 'outcome', from: 'How it went' },
    ],
  },
  {
    name: 'lantern',
    version: 1,
    title: 'Lantern Youth Trust: young people',
    into: 'charity.clients',
    columns: [
      { to: 'client_ref', from: 'No.' },
      { to: 'surname', from: 'Young person', part: 'before-comma' },
      { to: 'forename', from: 'Young person', part: 'after-comma' },
      { to: 'date_of_birth', from: 'Born', days: 'day-month-year', values: { '?': '' } },
      { to: 'postcode', from: 'Postcode' },
      { to: 'began_on', from: 'First came', days: 'day-month-year' },
      { to: 'worker', from: 'Key person' },
    ],
  },
];
