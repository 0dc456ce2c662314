import { attended, type Elsewhere, metHealth, onRoll, rings } from './elsewhere.ts';

const primary = '990003';

/** What schools and health services hold of the Pells, as of every child: no reason for a picture. Made up. */
export const pellsElsewhere: Elsewhere = {
  rows: [
    onRoll('oscar', primary, '2019-09-04', '2026-07-21', 'N', 'N'),
    onRoll('tilly', primary, '2022-09-05', '', 'N', 'N'),
    ...rings(['oscar', 'tilly'], 'helen', '2026-09-10'),
    ...rings(['oscar', 'tilly'], 'martin', '2026-09-10'),
    ...attended('oscar', primary, 2023, [6, 11, 4]),
    ...attended('oscar', primary, 2024, [3, 2, 4]),
    ...attended('tilly', primary, 2024, [2, 5, 3]),
    ...attended('tilly', primary, 2025, [4, 3, 3]),
    metHealth('tilly', '2018-02-08', 'new-birth'),
    metHealth('tilly', '2018-03-13', '6-8-week'),
    metHealth('tilly', '2019-02-04', '1-year'),
  ],
  pregnancies: [['helen', 'tilly', '2017-07-10', '2018-01-30', '2018-01-27']],
};
