import type { Engine } from './engine.ts';
import { arrangeFields, type Field, type FieldChoice } from './fields.ts';
import { type Guard, guardOf } from './guards.ts';
import type { Model } from './model.ts';
import { makeKeys, usualHeld } from './pairs.ts';
import { scorePairs } from './scoring.ts';
import { comparePairs, type Plan } from './train.ts';

/** Makes `pinned` (field, text, held): how many records held each value when the model was learnt. */
export async function makePinned(engine: Engine, { fields }: Model): Promise<void> {
  const held = fields.flatMap((field, f) => field.held.map(([text, records]) => ({ f, text, records })));
  await engine.create('pinned', {
    field: { type: 'integer', values: held.map(({ f }) => f) },
    text: { type: 'text', values: held.map(({ text }) => text) },
    held: { type: 'integer', values: held.map(({ records }) => records) },
  });
}

/** Compares and scores the records that were encoded with `pinned`, by that model; leaves `pair` and `scored` behind. */
export async function apply(
  engine: Engine,
  choices: readonly FieldChoice[],
  model: Model,
  plan: Plan,
  progress: (step: string) => void,
): Promise<{ model: Model; fields: Field[]; guard: Guard }> {
  const fields = arrangeFields(
    choices,
    model.fields.map(({ agreement }) => agreement),
  );
  const guard = guardOf(fields, model);
  await makeKeys(engine, model.rules);
  const usual = model.fields.map(usualHeld);
  await comparePairs(engine, fields, model.rules, plan, usual, progress);
  await scorePairs(engine, fields, model, guard, plan.least);
  progress('scores');
  return { model, fields, guard };
}
