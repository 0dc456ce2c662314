import { apply, makePinned } from './apply.ts';
import { leastOffered } from './assign.ts';
import { type Clusters, type Decided, makeClusters, sizesOf } from './clusters.ts';
import { readDecisions } from './decisions.ts';
import { type Engine, openEngine } from './engine.ts';
import type { Field } from './fields.ts';
import type { Guard } from './guards.ts';
import { checkRead, columnsOf, readInputs } from './input.ts';
import type { Model } from './model.ts';
import { readModel } from './model-file.ts';
import { writeApart } from './records.ts';
import { InputError, type Settings } from './settings.ts';
import { encode } from './tables.ts';
import { type Plan, train } from './train.ts';

/** A finished run: its tables are still in the engine (see `tables.ts`, `scored` and `cluster`). */
export type Run = {
  engine: Engine;
  settings: Settings;
  model: Model;
  fields: readonly Field[];
  guard: Guard;
  plan: Plan;
  decided: Decided;
  clusters: Clusters;
  records: number;
  /** What is worth saying of the input: values that could not be read. */
  notes: string[];
};

/**
 * Links the files that the settings name. With a pinned model nothing is learnt: each pair weighs what it weighs by that
 * model. The caller closes the engine. Throws an InputError for what its writer can mend.
 */
export async function runLinkage(
  settings: Settings,
  progress: (step: string) => void = () => {},
): Promise<Run> {
  const engine = await openEngine({ memory: settings.memory, threads: settings.threads });
  try {
    await readInputs(engine, settings);
    const decided = await readDecisions(engine, settings);
    await writeApart(engine, decided.apart);
    progress('read');
    const sources = [...new Set(settings.inputs.map(({ source }) => source))];
    const plan: Plan = {
      mode: settings.mode,
      precision: settings.precision,
      least: leastOffered,
      apart: decided.apart.length > 0,
      judged: decided.judged,
      neverDuplicates: settings.neverDuplicates.map((source) => sources.indexOf(source)),
    };
    const columns = columnsOf(settings);
    const columnOf = ({ column }: { column: string }) => `c${columns.indexOf(column)}`;
    const [counted] = await engine.rows('SELECT count(*) AS records FROM input');
    const records = Number(counted?.records);
    const pinned = settings.model === undefined ? null : pinnedModel(settings, settings.model);
    if (pinned !== null) await makePinned(engine, pinned);
    await encode(engine, settings.choices, columnOf, pinned === null ? null : 'pinned');
    const notes = await checkRead(engine, settings);
    progress('values');
    const { model, fields, guard } =
      pinned === null
        ? await train(engine, settings.choices, plan, progress)
        : await apply(engine, settings.choices, pinned, plan, progress);
    const clusters = await makeClusters(engine, fields, model, guard, plan, decided, records);
    await writeClusters(engine, clusters);
    progress('clusters');
    return { engine, settings, model, fields, guard, plan, decided, clusters, records, notes };
  } catch (error) {
    engine.close();
    throw error;
  }
}

/** The model of that file, which must be of the fields that the settings name. */
function pinnedModel(settings: Settings, path: string): Model {
  const model = readModel(path);
  const named = (list: readonly { name: string; kind: string }[]) =>
    list.map(({ name, kind }) => `${name}: ${kind}`).join(', ');
  if (named(model.fields) !== named(settings.choices)) {
    throw new InputError(
      `${path}: the model compares ${named(model.fields)}, but the settings name ${named(settings.choices)}. They must be the same, in one order.`,
    );
  }
  return model;
}

/** Makes `cluster` (n, root) of the records that share a cluster with another. */
async function writeClusters(engine: Engine, { of }: Clusters): Promise<void> {
  const sizes = sizesOf(of);
  const members: number[] = [];
  for (let n = 0; n < of.length; n++) if ((sizes[of[n] ?? n] ?? 0) > 1) members.push(n);
  await engine.create('cluster', {
    n: { type: 'integer', values: members },
    root: { type: 'integer', values: members.map((n) => of[n] ?? n) },
  });
}
