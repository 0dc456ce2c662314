import type { Engine } from '@vantage/linkage';

/*
 * Made-up people for measuring at size. Nobody in it is real. Households of one to five share a surname, a street, a house
 * number, a postcode and a town; postcodes lie in towns. A fifth of the people are told twice and one in thirty three
 * times; a later telling may have moved (12%), misspell a name (4% each), swap day and month (1%) or slip a digit of the
 * birth date (3%), and leave any field out (3%). Given names come from 2,000 and surnames from 40,000, the commonest
 * held by about one person in fifty and one in three hundred.
 */
const share = (salt: string, key = 'person') => `((hash(${key}, '${salt}') % 1000003) / 1000003.0)`;
const pick = (salt: string, count: number, skew: number, key = 'person') =>
  `(floor(pow(${share(salt, key)}, ${skew}) * ${count}))::INTEGER`;
const syllables = (list: string) => `string_split('${list}', ' ')`;
const given = (n: string) =>
  `list_extract(${syllables('al be ca do el fi ga ha is jo ka lo ma ni or pe ro sa ti wi')}, ${n} % 20 + 1) || list_extract(${syllables('ra li nna rin mes vin bell dra tor phi')}, ${n} // 20 % 10 + 1) || list_extract(${syllables('a e o us ie an en y on is')}, ${n} // 200 % 10 + 1)`;
const surname = (n: string) =>
  `list_extract(${syllables('ash brook cald dun elm fair green hart ing kirk lang mill north oak pen rad stan thorn under wind')}, ${n} % 20 + 1) || list_extract(${syllables('er en el ing ham ber low mar row sta')}, ${n} // 20 % 10 + 1) || list_extract(${syllables('ley ton by worth field wick ham combe shaw den more well stead croft ridge gate bank wood dale holm')}, ${n} // 200 % 20 + 1) || list_extract(${syllables('- s e er son man y ey kin lin')}, ${n} // 4000 % 10 + 1)`;
const slip = (value: string, salt: string) => {
  const at = `(1 + hash(person, copy, '${salt}', 'at') % greatest(1, length(${value}) - 1))::INTEGER`;
  const letter = `chr((97 + hash(person, copy, '${salt}', 'letter') % 26)::INTEGER)`;
  return `CASE hash(person, copy, '${salt}', 'kind') % 3 WHEN 0 THEN left(${value}, ${at}) || ${letter} || substr(${value}, ${at} + 1) WHEN 1 THEN left(${value}, ${at}) || substr(${value}, ${at} + 2) ELSE left(${value}, ${at}) || ${letter} || substr(${value}, ${at} + 2) END`;
};
const chance = (salt: string) => share(salt, 'person, copy');
const told = (value: string, salt: string, wrong: number) =>
  `CASE WHEN copy > 0 AND ${chance(`${salt} missing`)} < 0.03 THEN NULL WHEN copy > 0 AND ${chance(`${salt} wrong`)} < ${wrong} THEN ${slip(value, salt)} ELSE ${value} END`;

/** Writes about that many records to a Parquet file: id, truth, and the columns above. */
export async function writeTown(engine: Engine, records: number, file: string): Promise<void> {
  const people = Math.round(records / 1.25);
  const home = (key: string) =>
    `(hash(${key}, 'house') % 180 + 1)::VARCHAR AS house, ${surname(pick('street', 40_000, 1, `${key} // 12`))} || list_extract(${syllables(' road| street| lane| close').replace("' ')", "'|')")}, (hash(${key} // 12, 'kind') % 4 + 1)::INTEGER) AS street, 'AS' || (${key} // 4000 % 90 + 1) || ' ' || (${key} // 400 % 10) || chr((65 + ${key} // 20 % 20)::INTEGER) || chr((65 + hash(${key} // 12) % 20)::INTEGER) AS postcode, ${surname(pick('town', 600, 2, `${key} // 4000`))} AS town`;
  const base = `SELECT range::BIGINT AS person, (range * 0.4)::BIGINT AS household FROM range(${people})`;
  const facts = `SELECT *, ${given(pick('given', 2000, 3))} AS given, ${surname(pick('surname', 40_000, 2.2, 'household'))} AS surname, DATE '1935-01-01' + (${pick('born', 31_000, 1)})::INTEGER AS born, CASE WHEN hash(person, 'sex') % 2 = 0 THEN 'F' ELSE 'M' END AS sex FROM (${base})`;
  const copies = `SELECT *, unnest(range(CASE WHEN ${share('copies')} < 0.033 THEN 3 WHEN ${share('copies')} < 0.217 THEN 2 ELSE 1 END)) AS copy FROM (${facts})`;
  const moved = `SELECT *, CASE WHEN copy > 0 AND ${chance('moved')} < 0.12 THEN (hash(person, copy, 'to') % ${Math.ceil(people * 0.4)})::BIGINT ELSE household END AS dwelling FROM (${copies})`;
  const placed = `SELECT *, ${home('dwelling')} FROM (${moved})`;
  const day = `CASE WHEN copy > 0 AND ${chance('day missing')} < 0.03 THEN NULL WHEN copy > 0 AND ${chance('day swapped')} < 0.01 AND day(born) <= 12 THEN strftime(make_date(year(born), day(born), month(born)), '%Y-%m-%d') WHEN copy > 0 AND ${chance('day slipped')} < 0.03 THEN strftime(make_date(year(born), month(born), (hash(person, copy) % 28 + 1)::BIGINT), '%Y-%m-%d') ELSE strftime(born, '%Y-%m-%d') END`;
  await engine.run(
    `COPY (SELECT 'r' || person || '_' || copy AS id, 'p' || person AS truth, ${told('given', 'given', 0.04)} AS given, ${told('surname', 'surname', 0.04)} AS surname, ${day} AS born, ${told('sex', 'sex', 0)} AS sex, ${told('house', 'house', 0)} AS house, ${told('street', 'street', 0.03)} AS street, ${told('postcode', 'postcode', 0.02)} AS postcode, ${told('town', 'town', 0.01)} AS town FROM (${placed})) TO '${file}' (FORMAT parquet)`,
  );
}

/** Settings for such a file: its kinds and nothing else. */
export const townSettings = (file: string, precision: number) => ({
  inputs: [{ file, source: 's' }],
  mode: 'dedupe',
  id: 'id',
  precision,
  fields: {
    given: 'given-name',
    surname: 'surname',
    born: 'date',
    sex: 'sex',
    house: 'house-number',
    street: 'street',
    postcode: 'postcode',
    town: 'place',
  },
});

/** Precision and recall over pairs of records in clusters; `clusters` is a Parquet file of record_id and cluster_id. */
export async function scoreTown(
  engine: Engine,
  file: string,
  clusters: string,
): Promise<{ precision: number; recall: number; f1: number }> {
  const [counted] = await engine.rows(
    `WITH r AS (SELECT t.truth, c.cluster_id AS cluster FROM '${file}' t JOIN '${clusters}' c ON t.id = c.record_id), p AS (SELECT count(*) AS n FROM r GROUP BY truth, cluster), q AS (SELECT count(*) AS n FROM r GROUP BY cluster), s AS (SELECT count(*) AS n FROM r GROUP BY truth) SELECT (SELECT sum(n * (n - 1) / 2) FROM p) AS both, (SELECT sum(n * (n - 1) / 2) FROM q) AS said, (SELECT sum(n * (n - 1) / 2) FROM s) AS meant`,
  );
  const both = Number(counted?.both);
  const [precision, recall] = [both / Number(counted?.said), both / Number(counted?.meant)];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
