import { grown, type Part, wholeNumbers } from './arrays.ts';
import type { Field } from './fields.ts';
import { Texts } from './texts.ts';
import type { Value } from './twin.ts';
import { readValue, valueFrom } from './values.ts';

/**
 * The values of one field that records hold, each read once: what was typed, by a number, and what it was read as. Number 0
 * says nothing. What no record holds any more is forgotten.
 */
export class Holdings {
  readonly #field: Field;
  readonly #heldBy: (text: string) => number;
  readonly #typed = new Texts();
  readonly #texts = new Texts();
  #values: (Value | undefined)[] = [];
  /** By the number of what was typed: the number of what it was read as; how many records hold it. */
  #read = new Int32Array(1 << 8);
  #holders = new Int32Array(1 << 8);
  /** By the number of what was read: how many typed texts read so. */
  #readings = new Int32Array(1 << 8);

  constructor(field: Field, heldBy: (text: string) => number) {
    this.#field = field;
    this.#heldBy = heldBy;
    this.#typed.take('');
    this.#texts.take('');
  }

  /** The number of what was typed, which one record more holds. */
  take(typed: string): number {
    const number = this.#typed.take(typed);
    if (number === 0) return 0;
    this.#read = grown(this.#read, number + 1);
    this.#holders = grown(this.#holders, number + 1);
    const holders = this.#holders[number] ?? 0;
    if (holders === 0) {
      const value = readValue(this.#field, typed, this.#heldBy);
      const read = this.#texts.take(value?.text ?? '');
      this.#read[number] = read;
      this.#readings = grown(this.#readings, read + 1);
      this.#readings[read] = (this.#readings[read] ?? 0) + 1;
      if (value !== null) this.#values[read] ??= value;
    }
    this.#holders[number] = holders + 1;
    return number;
  }

  /** One record less holds what was typed. */
  release(number: number): void {
    if (number === 0) return;
    const holders = (this.#holders[number] ?? 0) - 1;
    this.#holders[number] = holders;
    if (holders > 0) return;
    this.#typed.forget(number);
    const read = this.#read[number] ?? 0;
    const readings = (this.#readings[read] ?? 0) - 1;
    this.#readings[read] = readings;
    if (read === 0 || readings > 0) return;
    this.#texts.forget(read);
    this.#values[read] = undefined;
  }

  /** Two things typed that read alike give one and the same object; null says nothing. */
  value(number: number): Value | null {
    const read = this.#read[number] ?? 0;
    if (read === 0) return null;
    let value = this.#values[read];
    if (value === undefined) {
      const text = this.#texts.text(read);
      value = valueFrom(this.#field, text, this.#heldBy(text));
      this.#values[read] = value;
    }
    return value;
  }

  parts(): Part[][] {
    return [this.#typed.parts(), this.#texts.parts(), [this.#read, this.#holders, this.#readings]];
  }

  /** Takes the place of what is held. */
  restore([typed = [], texts = [], counts = []]: readonly (readonly Part[])[]): void {
    const [read, holders, readings] = counts;
    this.#typed.restore(typed);
    this.#texts.restore(texts);
    this.#read = wholeNumbers(read);
    this.#holders = wholeNumbers(holders);
    this.#readings = wholeNumbers(readings);
    this.#values = Array.from(this.#readings, () => undefined);
  }
}
