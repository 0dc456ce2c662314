import type { Field } from './fields.ts';
import { agreed, type LearntField } from './model.ts';
import { levelIn } from './pairs.ts';
import { alreadySaid } from './patterns.ts';
import type { Weighed } from './score.ts';

/** How one field of a pair compares: its level, its weight in bits, and the same in plain words. */
export type PairLevel = { field: string; level: string; weight: number; words: string };

const label = (field: string) => field.replaceAll('_', ' ');
const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** The words of a field's levels: millions of pairs say the same few things. */
const known = new WeakMap<Field, string[]>();

function inWords(field: Field, level: number): string {
  let words = known.get(field);
  if (words === undefined) {
    words = field.comparison.levels.map((one) => capital(one.words.replace('{field}', label(field.name))));
    known.set(field, words);
  }
  return words[level] ?? '';
}

/**
 * The terms of a pair in words, one for each field, one for relatives where that takes anything off, and one for what is left
 * out where that tells anything. Their weights sum to the pair's.
 */
export function explainLevels(
  fields: readonly Field[],
  learnt: readonly LearntField[],
  codes: ArrayLike<number>,
  held: ArrayLike<number>,
  { terms, relatives, omission }: Weighed,
  swapped: boolean,
): PairLevel[] {
  const said = alreadySaid(fields, codes);
  const levels = fields.map((field, f): PairLevel => {
    const level = levelIn(codes[f] ?? 0);
    const weight = terms[f] ?? 0;
    const definition = level === null ? undefined : field.comparison.levels[level];
    if (definition === undefined) {
      return swapped && field.kind === 'surname'
        ? {
            field: field.name,
            level: 'swapped',
            weight,
            words: capital(`${label(field.name)} is counted with the given name`),
          }
        : {
            field: field.name,
            level: 'missing',
            weight,
            words: capital(`${label(field.name)} is not stated on both sides`),
          };
    }
    let words = inWords(field, level ?? 0);
    if (level === 0 && definition.frequency === 'own') {
      words += ` (held by ${whole.format(Math.max(held[f] ?? 1, 1))} of ${whole.format(learnt[f]?.stated ?? 0)})`;
    }
    if (said[f] === agreed && field.kind !== 'sex') words += '; most of it is said by other fields already';
    return { field: field.name, level: definition.name, weight, words };
  });
  const others: PairLevel[] = [
    {
      field: 'relatives',
      level: 'possible',
      weight: -relatives,
      words: 'They could be relatives: a household shares surname and address',
    },
    {
      field: 'left out',
      level: omission > 0 ? 'for' : 'against',
      weight: omission,
      words:
        omission > 0
          ? 'What is not stated: records of one person leave this much out more often than records of two'
          : 'What is stated: records of one person state this much less often than records of two',
    },
  ];
  for (const other of others) {
    if (Math.abs(other.weight) >= 0.05) levels.push(other);
    else {
      const first = levels.find(({ weight }) => weight !== 0);
      if (first !== undefined) first.weight += other.weight;
    }
  }
  return levels;
}
