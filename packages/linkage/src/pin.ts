import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import type { Model } from './model.ts';
import { countsValues } from './pairs.ts';

/** Adds to a model how many records hold each value, so that it weighs pairs alike whatever comes later. */
export async function pinCounts(engine: Engine, fields: readonly Field[], model: Model): Promise<Model> {
  const pinned = [];
  for (const [f, field] of model.fields.entries()) {
    const counted = fields[f] !== undefined && countsValues(fields[f]);
    const rows = counted
      ? await engine.rows(`SELECT text, held FROM value${f} WHERE code > 0 AND held > 1 ORDER BY text`)
      : [];
    pinned.push({
      ...field,
      held: rows.map(({ text, held }): [string, number] => [String(text), Number(held)]),
    });
  }
  return { ...model, fields: pinned };
}
