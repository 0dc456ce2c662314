import type { Field } from './fields.ts';
import type { LearntField, Model } from './model.ts';
import { commoner, equalCode, levelIn, usualHeld } from './pairs.ts';
import { fieldBits } from './score.ts';
import type { Value } from './twin.ts';

const every = [0, 1, 2] as const;

const mostBits = (field: Field, learnt: LearntField, code: number, held: number) =>
  Math.max(...every.map((said) => fieldBits(field, learnt, 'm', code, said, held)));

/**
 * The most that two records can weigh, from which of their values are one: what equal values of that frequency give, and
 * of others the most that any other level gives. Relatives only take away from it.
 */
export class Bounds {
  readonly #fields: readonly Field[];
  readonly #model: Model;
  readonly #usual: number[];
  readonly #different: Float64Array;
  /** The most that a field can be good for by being left out, or by being stated. */
  readonly #omitted: Float64Array;
  readonly #stated: Float64Array;
  readonly #equal = new Map<Value, number>();

  constructor(fields: readonly Field[], model: Model) {
    this.#fields = fields;
    this.#model = model;
    this.#usual = model.fields.map(usualHeld);
    this.#different = Float64Array.from(fields, (field, f) => {
      const learnt = model.fields[f];
      if (learnt === undefined) return 0;
      // Of swapped names the surname counts nothing, so that is the least that a field can be good for.
      let most = 0;
      for (let code = 2; code < commoner; code++) {
        if (levelIn(code) !== 0) most = Math.max(most, mostBits(field, learnt, code, 0));
      }
      return most;
    });
    const least = (f: number, at: number) =>
      Math.max(0, model.fields[f]?.omission[at] ?? 0, model.fields[f]?.omission[at + 2] ?? 0);
    this.#stated = Float64Array.from(fields, (_, f) => least(f, 0));
    this.#omitted = Float64Array.from(fields, (_, f) => least(f, 1));
  }

  #equalBits(f: number, value: Value): number {
    const known = this.#equal.get(value);
    if (known !== undefined) return known;
    const [field, learnt] = [this.#fields[f], this.#model.fields[f]];
    if (field === undefined || learnt === undefined) return 0;
    const bits = mostBits(field, learnt, equalCode(field, value.held, this.#usual[f] ?? 1), value.held);
    this.#equal.set(value, bits);
    return bits;
  }

  /** Bits that no pair of these values exceeds. Equal values are one object. */
  most(a: readonly (Value | null)[], b: readonly (Value | null)[]): number {
    let bits = 0;
    for (let f = 0; f < this.#fields.length; f++) {
      const [one, other] = [a[f] ?? null, b[f] ?? null];
      if (one === null || other === null) {
        bits += this.#omitted[f] ?? 0;
        continue;
      }
      bits += this.#stated[f] ?? 0;
      bits += one === other ? this.#equalBits(f, one) : (this.#different[f] ?? 0);
    }
    return bits;
  }
}
