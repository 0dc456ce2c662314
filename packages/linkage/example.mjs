import { linkRecords } from '@vantage/linkage';

const records = [
  {
    id: 'school-1',
    source: 'school',
    fields: { given_name: 'Robert', surname: 'Wexby', birth_date: '2012-04-09', postcode: 'AS1 2CD' },
  },
  {
    id: 'school-2',
    source: 'school',
    fields: { given_name: 'Rosa', surname: 'Wexby', birth_date: '2012-04-09', postcode: 'AS1 2CD' },
  },
  {
    id: 'clinic-7',
    source: 'clinic',
    fields: { given_name: 'Bob', surname: 'Wexby', birth_date: '2012-09-04', postcode: 'AS1 2CD' },
  },
  {
    id: 'clinic-8',
    source: 'clinic',
    fields: { given_name: 'Otto', surname: 'Lamley', birth_date: '1980-02-17', postcode: 'AS4 9ZZ' },
  },
];

const { clusters, pairs } = await linkRecords(records, {
  fields: { given_name: 'given-name', surname: 'surname', birth_date: 'date', postcode: 'postcode' },
  mode: 'dedupe',
  pairsFrom: 0,
});

console.log(clusters);
for (const { left, right, weight, linked, held, levels } of pairs) {
  console.log(`\n${left} and ${right}: ${weight.toFixed(1)} bits, ${linked ? 'linked' : 'not linked'}`);
  for (const level of levels) console.log(`  ${level.weight.toFixed(1).padStart(5)}  ${level.words}`);
  if (held !== null) console.log(`  Kept apart: ${held}`);
}
