import type { Field } from './fields.ts';
import type { Value } from './twin.ts';
import { readValue } from './values.ts';

/** The values of one field that were met, each read once: what was typed, by a number, and what it was read as. */
export class Holdings {
  readonly #field: Field;
  readonly #heldBy: (text: string) => number;
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #typed: string[] = [''];
  readonly #values: (Value | null)[] = [null];
  readonly #byText = new Map<string, Value>();

  constructor(field: Field, heldBy: (text: string) => number) {
    this.#field = field;
    this.#heldBy = heldBy;
  }

  /** The number of what was typed. */
  take(typed: string): number {
    const known = this.#numbers.get(typed);
    if (known !== undefined) return known;
    const read = readValue(this.#field, typed, this.#heldBy);
    const value = read === null ? null : (this.#byText.get(read.text) ?? read);
    if (value !== null) this.#byText.set(value.text, value);
    this.#numbers.set(typed, this.#typed.length);
    this.#values.push(value);
    return this.#typed.push(typed) - 1;
  }

  typed(number: number): string {
    return this.#typed[number] ?? '';
  }

  /** Two things typed that read alike give one and the same object; null says nothing. */
  value(number: number): Value | null {
    return this.#values[number] ?? null;
  }
}
