import { readFileSync, writeFileSync } from 'node:fs';
import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import type { Model } from './model.ts';
import { countsValues } from './pairs.ts';
import { InputError } from './settings.ts';

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

export function writeModel(path: string, model: Model): void {
  const { fields, ...rest } = model;
  const lines = fields.map((field) => `    ${JSON.stringify(field)}`);
  const head = JSON.stringify(rest, null, 2).replace(/\n}$/, '');
  writeFileSync(path, `${head},\n  "fields": [\n${lines.join(',\n')}\n  ]\n}\n`);
}

/** Reads a model file. Throws an InputError. */
export function readModel(path: string): Model {
  try {
    const model = JSON.parse(readFileSync(path, 'utf8')) as Model;
    if (model.version !== 1)
      throw new InputError(`${path}: model version ${model.version} is not known; 1 is.`);
    return model;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: not a model: ${error instanceof Error ? error.message : error}`);
  }
}
