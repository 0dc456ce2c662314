import type { Story } from '../story.ts';

/** The Pells. Made up. One contact came to nothing: no reason ever arose for a picture of them. */
export const pells: Story = {
  family: 'pell',
  people: {
    helen: {
      given: 'Helen',
      surname: 'Pell',
      sex: 'female',
      born: '1985-02-11',
      culture: 'english',
      ethnicity: 'WBRI',
      careSince: '2023-11-08',
    },
    martin: {
      given: 'Martin',
      surname: 'Pell',
      sex: 'male',
      born: '1983-09-30',
      culture: 'english',
      ethnicity: 'WBRI',
    },
    oscar: {
      given: 'Oscar',
      surname: 'Pell',
      sex: 'male',
      born: '2015-06-19',
      culture: 'english',
      ethnicity: 'WBRI',
      careSince: '2023-11-08',
    },
    tilly: {
      given: 'Tilly',
      surname: 'Pell',
      sex: 'female',
      born: '2018-01-27',
      culture: 'english',
      ethnicity: 'WBRI',
      careSince: '2023-11-08',
    },
  },
  homes: [
    ['helen martin', '2012-04-02', '', '31 | Plover Rise | Larkhill | AM6 4HN'],
    ['oscar tilly', '2012-04-02', '', '31 | Plover Rise | Larkhill | AM6 4HN'],
  ],
  ties: [
    ['helen', 'parent', 'oscar tilly', '', ''],
    ['martin', 'parent', 'oscar tilly', '', ''],
    ['martin', 'partner', 'helen', '2010-08-14', ''],
  ],
  guardians: [
    ['oscar tilly', 'helen', '', ''],
    ['oscar tilly', 'martin', '', ''],
  ],
  members: [
    ['helen martin', '2010-08-14', ''],
    ['oscar tilly', '', ''],
  ],
  workers: {},
  contacts: [['2023-11-08', 'oscar', '2A', 'nfa']],
  earlyHelp: [],
  referrals: [],
  missing: [],
  involvements: [],
  events: [],
  statements: [],
  police: [],
};
