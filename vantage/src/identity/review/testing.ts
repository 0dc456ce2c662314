/** For tests: records of two agencies, some of them in doubt. */
import type { TestRow } from '../test-records.ts';

export type Who = NonNullable<TestRow['people'][number]['identity']>;

const row = (agency: TestRow['agency'], kind: string, id: string, identity: Who): TestRow => ({
  agency,
  kind,
  key: id,
  people: [{ role: 'subject', id, identity }],
});
export const care = (id: string, identity: Who) => row('social-care', 'ssd.person', id, identity);
export const nominal = (id: string, identity: Who) => row('police', 'police.nominals', id, identity);

export const marnie: Who = {
  given: 'Marnie',
  surname: 'Hallorby',
  birthDate: '2012-06-09',
  sex: 'female',
  address: '3 Fenwick Road',
  postcode: 'AS7 7QQ',
};
const otto: Who = {
  given: 'Otto',
  surname: 'Lamley',
  birthDate: '1980-02-17',
  sex: 'male',
  address: '9 Pellgar Road',
  postcode: 'AS2 1AB',
};
const wilma: Who = {
  given: 'Wilma',
  surname: 'Trewhella',
  birthDate: '1991-11-30',
  sex: 'female',
  address: '40 Nesros Lane',
  postcode: 'AS4 4DD',
};

/**
 * Marnie is S1, N1 and N3; N2 may be her twin. Otto is S2 and N4, and N5 may be he. Wilma is known to the police alone,
 * and N7 may be she.
 */
export const records: readonly TestRow[] = [
  care('S1', marnie),
  nominal('N1', marnie),
  nominal('N3', marnie),
  nominal('N2', { ...marnie, given: 'Odette' }),
  care('S2', otto),
  nominal('N4', otto),
  nominal('N5', { given: 'Otto', surname: 'Lamley', sex: 'male', address: '9 Pellgar Road' }),
  nominal('N6', wilma),
  nominal('N7', { ...wilma, given: 'Wil', birthDate: '1991-11-03' }),
];
