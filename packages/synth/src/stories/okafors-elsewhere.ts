import { attended, type Elsewhere, metHealth, onRoll, rings } from './elsewhere.ts';

const [primary, academy] = ['990004', '980001'] as const;

/** What schools, health services and early help hold of the Okafors. Made up. */
export const okaforsElsewhere: Elsewhere = {
  rows: [
    onRoll('chidi', primary, '2016-09-05', '2023-07-21', 'N', 'N'),
    onRoll('chidi', academy, '2023-09-04', '', 'N', 'N'),
    onRoll('adaeze', primary, '2019-09-04', '2026-07-21', 'N', 'N'),
    onRoll('adaeze', academy, '2026-09-03', '', 'N', 'N'),
    onRoll('nnamdi', primary, '2021-09-02', '', 'K', 'N'),
    ...rings(['chidi', 'adaeze', 'nnamdi'], 'grace', '2026-09-10'),
    ...rings(['chidi', 'adaeze', 'nnamdi'], 'emeka', '2026-09-10'),
    ...attended('chidi', primary, 2022, [3, 4, 2]),
    ...attended('chidi', academy, 2023, [4, 5, 3]),
    ...attended('chidi', academy, 2024, [5, 4, 6]),
    ...attended('chidi', academy, 2025, [6, 9, 12]),
    ...attended('adaeze', primary, 2024, [2, 3, 2]),
    ...attended('adaeze', primary, 2025, [3, 3, 5]),
    ...attended('nnamdi', primary, 2024, [4, 6, 3]),
    ...attended('nnamdi', primary, 2025, [5, 4, 7]),
    metHealth('grace', '2017-06-20', 'antenatal'),
    metHealth('nnamdi', '2017-09-12', 'new-birth'),
    metHealth('nnamdi', '2017-10-02', '6-8-week'),
    metHealth('nnamdi', '2018-08-28', '1-year'),
    metHealth('nnamdi', '2019-09-02', '2-year'),
    metHealth('adaeze', '2020-03-05', 'measurement'),
    [
      'eh',
      'eh.cases',
      'chidi adaeze nnamdi',
      '2018-06-29',
      {
        case_id: 'EHC00001',
        role: 'child',
        opened_on: '2017-10-16',
        closed_on: '2018-06-29',
        reason: 'Parent’s mental health',
        outcome: 'Outcomes met',
      },
    ],
    [
      'eh',
      'eh.cases',
      'grace emeka',
      '2018-06-29',
      {
        case_id: 'EHC00001',
        role: 'parent',
        opened_on: '2017-10-16',
        closed_on: '2018-06-29',
        reason: 'Parent’s mental health',
        outcome: 'Outcomes met',
      },
    ],
  ],
  pregnancies: [['grace', 'nnamdi', '2017-02-13', '2017-09-02', '2017-08-30']],
};
