import { apply, makePinned } from './apply.ts';
import { leastOffered } from './assign.ts';
import { type Clusters, makeClusters } from './clusters.ts';
import { type Engine, type EngineOptions, type NewColumn, openEngine } from './engine.ts';
import { type Field, type FieldChoice, levelOf, mostFields } from './fields.ts';
import type { Guard } from './guards.ts';
import type { KindName } from './kinds/kinds.ts';
import type { Check } from './kinds/others.ts';
import type { Model } from './model.ts';
import { codeIn, countsValues, levelIn, type Mode } from './pairs.ts';
import { pinCounts } from './pin.ts';
import { weigh, weigherOf } from './score.ts';
import { encode } from './tables.ts';
import type { Judged } from './taught.ts';
import { type Plan, train } from './train.ts';
import { explainLevels, type PairLevel } from './words.ts';

/** A row to be told apart or matched. `id` is unique over all records given; absent or blank fields say nothing. */
export type LinkRecord = { id: string; source: string; fields: Partial<Record<string, string>> };

/** What a field holds; dates in the given format, or ISO and other usual ones. */
export type FieldKind = KindName | 'full-name';

/** An identifier with a check digit: values that fail the check count as not stated. */
export type CheckedIdentifier = { kind: 'identifier'; check: Check };
export type FormattedDate = { kind: 'date'; format: string };

export type LinkOptions = {
  /** Field name to kind. At most fifteen. The name, with underscores as spaces, is what reasons call the field. */
  fields: Record<string, FieldKind | CheckedIdentifier | FormattedDate>;
  /** `dedupe` compares all records; `link` only those of different sources; `one-to-one` finds each at most one in another. */
  mode: Mode;
  /** Share of linked pairs that should be right, by the model's own reckoning. Default 0.99. */
  precision?: number;
  /** Sources in which each record is somebody else: two of their records never share a cluster. */
  neverDuplicates?: readonly string[];
  /** Pairs of ids that somebody has decided are different people: never compared, and never in one cluster. */
  keepApart?: readonly (readonly [string, string])[];
  /** Pairs of ids that somebody has decided are one person. */
  keepTogether?: readonly (readonly [string, string])[];
  /** Pairs less probable than this are left out of `pairs`. Default 0.5. */
  pairsFrom?: number;
  /** Whether what is kept apart and together was decided by people on the evidence, and may teach the model. Default no. */
  decisionsTeach?: boolean;
  /** A model of an earlier run, used as it is instead of learning. */
  model?: Model;
  engine?: EngineOptions;
};

export type Pair = {
  /** `left` < `right` by source, then id. */
  left: string;
  right: string;
  /** Evidence in bits: the sum of the levels' weights. The prior is not in it. */
  weight: number;
  probability: number;
  /** Put into words anew whenever they are asked for: there may be millions of pairs. */
  readonly levels: PairLevel[];
  /** True when both records are in one cluster and this pair says so by itself. */
  linked: boolean;
  /** Why a pair with enough weight is kept apart all the same; null when it is not. */
  held: string | null;
};

export type Result = {
  pairs: Pair[];
  /** Every record is in exactly one cluster. Sorted within and between. */
  clusters: string[][];
  model: Model;
};

/** Fields by name and kind as what they are compared by; a whole name becomes a given name and a surname. */
export function choicesOf(fields: LinkOptions['fields']): FieldChoice[] {
  const choices = Object.entries(fields).flatMap(([name, given]): FieldChoice[] => {
    const choice = typeof given === 'string' ? { kind: given } : given;
    if (choice.kind !== 'full-name') return [{ ...choice, kind: choice.kind, name, column: name }];
    return [
      { kind: 'given-name', ofFullName: true, name: `${name} (given)`, column: name },
      { kind: 'surname', ofFullName: true, name: `${name} (surname)`, column: name },
    ];
  });
  if (choices.length > mostFields) {
    throw new RangeError(`At most ${mostFields} fields can be compared; ${choices.length} were named.`);
  }
  return choices;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Finds the records that are about the same person. From the kinds of the fields it chooses which records to compare
 * and how, learns from the records what agreement is worth, and links at the stated precision. The answer does not
 * depend on the order of the records.
 *
 * Rejects with a RangeError when two records have one id, when more than fifteen fields are named or when `precision` is
 * not between 0.5 and 1.
 */
export async function linkRecords(given: readonly LinkRecord[], options: LinkOptions): Promise<Result> {
  const { precision = 0.99, neverDuplicates = [], keepApart = [], keepTogether = [], mode } = options;
  if (!(precision >= 0.5 && precision < 1)) {
    throw new RangeError('The precision must be at least 0.5 and less than 1.');
  }
  const choices = choicesOf(options.fields);
  const records = [...given].sort((a, b) => byText(a.source, b.source) || byText(a.id, b.id));
  const number = new Map(records.map(({ id }, n) => [id, n]));
  if (number.size < records.length) {
    throw new RangeError('Two records have the same id. Give every record an id of its own.');
  }
  const numbered = (pairs: readonly (readonly [string, string])[]) =>
    pairs.flatMap(([one, other]): [number, number][] => {
      const [i, j] = [number.get(one), number.get(other)];
      return i === undefined || j === undefined || i === j ? [] : [[Math.min(i, j), Math.max(i, j)]];
    });
  const decided = { together: numbered(keepTogether), apart: numbered(keepApart) };
  const sources = [...new Set(records.map(({ source }) => source))];
  const plan: Plan = {
    mode,
    precision,
    least: Math.min(leastOffered, options.pairsFrom ?? 0.5),
    apart: decided.apart.length > 0,
    judged: options.decisionsTeach
      ? [
          ...decided.together.map(([l, r]): Judged => [l, r, true]),
          ...decided.apart.map(([l, r]): Judged => [l, r, false]),
        ]
      : [],
    neverDuplicates: neverDuplicates.map((source) => sources.indexOf(source)).filter((source) => source >= 0),
  };
  const engine = await openEngine({ threads: 2, ...options.engine });
  try {
    await writeInput(engine, records, sources, choices);
    await writeApart(engine, decided.apart);
    const columns = [...new Set(choices.map(({ column }) => column))];
    const columnOf = ({ column }: { column: string }) => `c${columns.indexOf(column)}`;
    const silent = () => {};
    if (options.model !== undefined) await makePinned(engine, options.model);
    await encode(engine, choices, columnOf, options.model === undefined ? null : 'pinned');
    const { model, fields, guard } =
      options.model === undefined
        ? await train(engine, choices, plan, silent)
        : await apply(engine, choices, options.model, plan, silent);
    const clusters = await makeClusters(engine, fields, model, guard, plan, decided, records.length);
    const pairs = await readPairs(engine, fields, model, guard, clusters, records, options.pairsFrom ?? 0.5);
    const groups = Map.groupBy(records.keys(), (n) => clusters.of[n] ?? n);
    const named = [...groups.values()].map((members) =>
      members.map((n) => records[n]?.id ?? '').sort(byText),
    );
    const pinned = options.model ?? (await pinCounts(engine, fields, model));
    return { pairs, clusters: named.sort((a, b) => byText(a[0] ?? '', b[0] ?? '')), model: pinned };
  } finally {
    engine.close();
  }
}

async function writeInput(
  engine: Engine,
  records: readonly LinkRecord[],
  sources: readonly string[],
  choices: readonly FieldChoice[],
): Promise<void> {
  const columns = [...new Set(choices.map(({ column }) => column))];
  const number = new Map(sources.map((source, i) => [source, i]));
  const cells = columns.map((column, c): [string, NewColumn] => [
    `c${c}`,
    { type: 'text', values: records.map(({ fields }) => fields[column]?.trim() || null) },
  ]);
  await engine.create('input', {
    n: { type: 'integer', values: records.map((_, n) => n) },
    source: { type: 'integer', values: records.map(({ source }) => number.get(source) ?? 0) },
    ...Object.fromEntries(cells),
  });
}

/** Makes `apart`: pairs that are never compared. */
export async function writeApart(
  engine: Engine,
  pairs: readonly (readonly [number, number])[],
): Promise<void> {
  await engine.create('apart', {
    l: { type: 'integer', values: pairs.map(([l]) => l) },
    r: { type: 'integer', values: pairs.map(([, r]) => r) },
  });
}

const parted = 'Their records, taken together with others, speak against one person.';

async function readPairs(
  engine: Engine,
  fields: readonly Field[],
  model: Model,
  guard: Guard,
  clusters: Clusters,
  records: readonly LinkRecord[],
  from: number,
): Promise<Pair[]> {
  const codes = fields.map((_, f) => codeIn(f)).join(', ');
  const held = fields.map((field, f) => (countsValues(field) ? `h${f}::INTEGER` : '0')).join(', ');
  const columns = await engine.numbers(
    `SELECT l::INTEGER, r::INTEGER, ${codes}, ${held} FROM scored WHERE probability >= ${from} ORDER BY l, r`,
  );
  const weigher = weigherOf(fields, model);
  const width = fields.length;
  const given = fields.findIndex(({ kind }) => kind === 'given-name');
  const compared = (i: number) => {
    const code = fields.map((_, f) => columns[2 + f]?.[i] ?? 0);
    const holders = fields.map((_, f) => columns[2 + width + f]?.[i] ?? 0);
    return { code, holders, weighed: weigh(weigher, code, holders) };
  };
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, i): Pair => {
    const [l, r] = [columns[0]?.[i] ?? 0, columns[1]?.[i] ?? 0];
    const { code, weighed } = compared(i);
    const together = clusters.of[l] === clusters.of[r];
    const words = guard(code, records[l]?.source === records[r]?.source)?.words ?? null;
    const enough = weighed.weight >= clusters.threshold;
    return {
      left: records[l]?.id ?? '',
      right: records[r]?.id ?? '',
      weight: weighed.weight,
      probability: weighed.probability,
      get levels() {
        const { code, holders, weighed } = compared(i);
        const swapped =
          given >= 0 && levelIn(code[given] ?? 0) === levelOf(at(fields, given).comparison, 'swapped');
        return explainLevels(fields, model.fields, code, holders, weighed, swapped);
      },
      linked: together && words === null && enough,
      held: words ?? (enough && !together ? parted : null),
    };
  });
}

function at<T>(list: readonly T[], i: number): T {
  const item = list[i];
  if (item === undefined) throw new RangeError(`There is no item ${i}.`);
  return item;
}
