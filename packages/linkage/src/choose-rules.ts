import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import { fieldsOf, hashJoins, hashSql, keySql, type Part, type Rule, valueJoins } from './rules.ts';
import { agreements } from './tellings.ts';
import { narrowWaysOf, type Way, waysOf } from './ways.ts';

const label = (fields: readonly Field[], { field, feature, either }: Part): string => {
  const name = fields[field]?.name ?? '';
  const words = feature === 'text' ? name : `${name} (${featureWords[feature] ?? feature})`;
  return either === undefined ? words : `${words} and ${label(fields, either)}, in either order`;
};
const featureWords: Readonly<Record<string, string>> = {
  sound: 'by sound',
  initial: 'first letter',
  ordered: 'day and month in either order',
  monthday: 'day and month',
  month: 'year and month',
};

const same = (one: Part, other: Part) => JSON.stringify(one) === JSON.stringify(other);
/** True where agreement on one part is agreement on the other: who is born in one month is born in one year. */
const covers = (one: Part, other: Part) =>
  same(one, other) || (one.field === other.field && one.feature === 'month' && other.feature === 'year');
const implied = (parts: readonly Part[], by: readonly Part[]) =>
  by.every((part) => parts.some((each) => covers(each, part)));

/** Files of more records choose their rules by what each is worth. */
const manyRecords = 60_000;
/** Most rules. */
const mostRules = { few: 24, many: 14 };
/** Pairs that one rule may propose of a small file: enough to see nearly all. */
const budgetOfFew = 150_000;
/** Pairs that one rule may propose for each record of a big file. */
const budgetOfMany = 2;
/** What proposes fewer pairs for each record is not made narrower. */
const fewPairs = 0.3;
/** A rule costs as much as so many pairs for each record, whatever it proposes. */
const costOfRule = 0.1;
/** Least share of the pairs of one person that a rule must add for each pair that it proposes for each record. */
const leastWorth = 0.006;

/** Records that are looked at: some two thousand of the pairs that a rule may propose. */
const sampleOf = (records: number) => Math.max(20_000, Math.sqrt(1000 * records));

/** What is seen of the parts of rules in a sample: one record of `step`. */
type Sample = {
  parts: readonly Part[];
  /** By part: a number for what each record states, −1 for nothing. */
  columns: readonly Float64Array[];
  step: number;
  /** Share of records that state each part. */
  stated: readonly number[];
  /** Records that share a key before it is left out. */
  largest: number;
};

/** How many pairs a rule would propose, and how many are lost by leaving out keys that too many share. */
type Sized = { parts: readonly Part[]; pairs: number; lost: number };

const columnsOf = ({ parts }: Sample, tried: readonly Part[]) =>
  tried.map((part) => parts.findIndex((each) => same(each, part)));

/** Counts the records that share a key, and from them the pairs that a rule would propose. */
function sizeOf(sample: Sample, parts: readonly Part[]): Sized {
  const columns = columnsOf(sample, parts).flatMap((at) => sample.columns[at] ?? []);
  const rows = columns[0]?.length ?? 0;
  const places = 2 ** Math.ceil(Math.log2(2 * rows + 2));
  const keys = new Int32Array(places);
  const members = new Int32Array(places);
  for (let row = 0; row < rows; row++) {
    let key = 0;
    let stated = true;
    for (const column of columns) {
      const part = column[row] ?? -1;
      if (part < 0) stated = false;
      key = Math.imul(key ^ part, 0x9e3779b1);
      key ^= key >>> 15;
    }
    if (!stated) continue;
    let at = Math.imul(key, 0x85ebca6b) >>> 0;
    for (at %= places; members[at] !== 0 && keys[at] !== key; ) at = (at + 1) % places;
    keys[at] = key;
    members[at] = (members[at] ?? 0) + 1;
  }
  let [pairs, lost] = [0, 0];
  for (const n of members) {
    if (n * sample.step > sample.largest) lost += (n * (n - 1)) / 2;
    else pairs += (n * (n - 1)) / 2;
  }
  return { parts, pairs: pairs * sample.step ** 2, lost: lost * sample.step ** 2 };
}

/** Of each way the broadest that proposes few enough pairs. */
function broadest(ways: readonly Way[], sample: Sample, budget: number): Sized[] {
  const chosen: Sized[] = [];
  for (const { parts, narrower } of ways) {
    if (chosen.length >= mostRules.few) break;
    for (let more = 0; more <= narrower.length; more++) {
      const tried = [...parts, ...narrower.slice(0, more)];
      if (chosen.some((rule) => implied(tried, rule.parts))) break;
      const sized = sizeOf(sample, tried);
      if (sized.pairs > budget || (sized.lost > sized.pairs && more < narrower.length)) continue;
      chosen.push(sized);
      break;
    }
  }
  return chosen;
}

/** Every way as broad and as narrow as is worth a look: what proposes few pairs is not narrowed. */
function eachBreadth(ways: readonly Way[], sample: Sample, records: number): Sized[] {
  const sized = new Map<string, Sized>();
  for (const { parts, narrower } of ways) {
    for (let more = 0; more <= narrower.length; more++) {
      const tried = [...parts, ...narrower.slice(0, more)];
      const key = columnsOf(sample, tried).sort().join();
      const size = sized.get(key) ?? sizeOf(sample, tried);
      sized.set(key, size);
      if (size.pairs + size.lost <= fewPairs * records) break;
    }
  }
  return [...sized.values()];
}

/**
 * One rule after another, always that which finds most pairs of one person that no other found, as made up (see `tellings.ts`),
 * for the pairs that it proposes; until none is worth it.
 */
function mostWorth(fields: readonly Field[], ways: readonly Way[], sample: Sample, records: number): Sized[] {
  const stated = fields.map((_, f) =>
    Math.max(
      0,
      ...sample.parts.flatMap(({ field, either }, p) =>
        field === f || either?.field === f ? [sample.stated[p] ?? 0] : [],
      ),
    ),
  );
  const told = agreements(fields, stated, sample.parts);
  const open = eachBreadth(ways, sample, records)
    .filter(({ pairs, lost }) => pairs <= budgetOfMany * records && lost <= pairs)
    .map((rule) => {
      const columns = columnsOf(sample, rule.parts).flatMap((at) => told[at] ?? []);
      const finds = (columns[0] ?? new Uint8Array()).map((_, i) =>
        columns.every((column) => column[i] === 1) ? 1 : 0,
      );
      return { rule, finds, cost: costOfRule + rule.pairs / records, worth: Number.POSITIVE_INFINITY };
    });
  const found = new Uint8Array(open[0]?.finds.length ?? 0);
  const chosen: Sized[] = [];
  while (chosen.length < mostRules.many) {
    let best: (typeof open)[number] | null = null;
    for (const each of open) {
      // What a rule adds only falls as others are chosen.
      if (each.worth <= (best?.worth ?? leastWorth)) continue;
      let more = 0;
      for (let i = 0; i < found.length; i++) if (found[i] === 0) more += each.finds[i] ?? 0;
      each.worth = more / found.length / each.cost;
      if (each.worth > (best?.worth ?? leastWorth)) best = each;
    }
    if (best === null) break;
    chosen.push(best.rule);
    for (let i = 0; i < found.length; i++) if (best.finds[i] === 1) found[i] = 1;
  }
  return chosen;
}

/**
 * Chooses rules that together propose a bounded number of pairs, from the kinds of the fields and from how many
 * records share each key. Small files get broad rules, big files those that are worth the pairs they propose.
 */
export async function chooseRules(
  engine: Engine,
  fields: readonly Field[],
  agreement: readonly number[],
  records: number,
): Promise<Rule[]> {
  const few = records <= manyRecords;
  const step = few ? 1 : Math.max(1, Math.floor(records / sampleOf(records)));
  const budget = Math.max(budgetOfFew, 0.6 * records);
  const ways = few ? waysOf(fields, agreement) : narrowWaysOf(fields, agreement);
  const tried = ways.flatMap(({ parts, narrower }) => [...parts, ...narrower]);
  const parts = [...new Map(tried.map((part) => [keySql([part]), part])).values()];
  const numbers = parts.map((part) => `coalesce(${hashSql([part])} % 1073741824, -1)::INTEGER`);
  const looked = `hash(record.n) % ${step} = 0`;
  const columns = await engine.numbers(
    `SELECT ${numbers.join(', ')} FROM record ${hashJoins(parts)} WHERE ${looked}`,
  );
  const stated = columns.map(
    (column) => column.filter((part) => part >= 0).length / Math.max(1, column.length),
  );
  const largest = Math.max(60, Math.sqrt(0.1 * budget));
  const sample: Sample = { parts, columns, step, stated, largest };
  const chosen = few ? broadest(ways, sample, budget) : mostWorth(fields, ways, sample, records);
  const rules: Rule[] = [];
  for (const { parts, lost } of chosen) {
    const key = `SELECT ${keySql(parts)} AS key FROM record ${valueJoins(fieldsOf({ parts }))} WHERE ${looked}`;
    const leftOut =
      lost === 0
        ? []
        : await engine.rows(
            `SELECT key FROM (${key}) WHERE key IS NOT NULL GROUP BY key HAVING count(*) * ${step} > ${largest} ORDER BY key`,
          );
    rules.push({
      name: parts.map((part) => label(fields, part)).join(' + '),
      parts,
      leftOut: leftOut.map(({ key }) => String(key)),
    });
  }
  return rules;
}
