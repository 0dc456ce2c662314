import { readFileSync, writeFileSync } from 'node:fs';
import type { Model } from './model.ts';
import { InputError } from './settings.ts';

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
    if (model.version !== 4)
      throw new InputError(`${path}: model version ${model.version} is not known; 4 is.`);
    return model;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: not a model: ${error instanceof Error ? error.message : error}`);
  }
}
