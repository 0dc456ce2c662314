import type { Kind } from './kinds/kind.ts';
import { type KindChoice, kindOf } from './kinds/kinds.ts';

/** A field that records are compared by: a column of the input, read as a kind. */
export type Field = KindChoice & {
  name: string;
  /** The column of the input; two fields of one whole name share it. */
  column: string;
  comparison: Kind;
  /** Fields of the same matter that come before this one: where one of them agrees, this one says little more. */
  after: readonly number[];
};

/** Fields that tell of the same thing and so of each other, in groups. */
const matters: readonly (readonly KindChoice['kind'][])[] = [
  ['postcode', 'street', 'house-number', 'place'],
  ['date', 'year'],
  ['given-name', 'sex'],
];

export const isPlace = ({ kind }: KindChoice) => matters[0]?.includes(kind) ?? false;

/** Of the others of their matter these say nothing: there are girls of every name, and a number 7 in every street. */
const tellsNothing = (kind: KindChoice['kind'] | undefined) => kind === 'sex' || kind === 'house-number';

export type FieldChoice = KindChoice & { name: string; column: string };

/** Most fields that a pair's pattern has room for. */
export const mostFields = 15;

/**
 * Fields ready to be compared. Within a matter the more telling comes first: `commonness` is the chance that two
 * records chosen at random agree on the field.
 */
export function arrangeFields(choices: readonly FieldChoice[], commonness: readonly number[]): Field[] {
  const inOrder = choices
    .map((_, f) => f)
    .sort((a, b) => (commonness[a] ?? 1) - (commonness[b] ?? 1) || a - b);
  return choices.map((choice, f) => {
    const matter = matters.find((kinds) => kinds.includes(choice.kind)) ?? [];
    const after = inOrder
      .slice(0, inOrder.indexOf(f))
      .filter((g) => matter.includes(choices[g]?.kind ?? 'text') && !tellsNothing(choices[g]?.kind));
    return { ...choice, comparison: kindOf(choice), after };
  });
}

/** Number of a level of a kind by its name; -1 when the kind has no such level. */
export const levelOf = ({ levels }: Pick<Kind, 'levels'>, name: string) =>
  levels.findIndex((level) => level.name === name);
