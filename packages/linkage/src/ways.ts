import { type Field, isPlace } from './fields.ts';
import type { Part } from './rules.ts';

/** A way of finding candidates, and parts by which it may be narrowed, one after another, where it is too broad for the data. */
export type Way = { parts: Part[]; narrower: Part[] };

type Telling = { fields: readonly Field[]; agreement: readonly number[] };

const of = (field: number | undefined, feature: string): Part[] =>
  field === undefined ? [] : [{ field, feature }];

/** The parts that ways are made of; empty for what the file has no field for. */
function partsOf({ fields, agreement }: Telling) {
  const all = (...kinds: Field['kind'][]) =>
    fields.flatMap(({ kind }, f) => (kinds.includes(kind) ? [f] : []));
  const [given] = all('given-name');
  const [family] = all('surname');
  const [day] = all('date');
  const [birthYear] = all('year');
  const d = (feature: string) => of(day, feature);
  const names: Part[] =
    given === undefined || family === undefined
      ? []
      : [{ field: given, feature: 'sound', either: { field: family, feature: 'sound' } }];
  const telling = fields.flatMap((field, f) =>
    (isPlace(field) || field.kind === 'text') && (agreement[f] ?? 1) < 0.02 ? [f] : [],
  );
  telling.sort((a, b) => (agreement[a] ?? 1) - (agreement[b] ?? 1));
  return {
    g: (feature: string) => of(given, feature),
    s: (feature: string) => of(family, feature),
    d,
    y: day === undefined ? of(birthYear, 'text') : d('year'),
    names,
    sex: of(all('sex')[0], 'text'),
    alone: all('identifier', 'email', 'phone'),
    places: fields.flatMap((field, f) => (isPlace(field) ? of(f, 'text') : [])),
    telling: telling.slice(0, 4),
  };
}

/** Collects ways; one of which a part is missing is none. */
function collected(): { ways: Way[]; add: (wanted: number, parts: Part[], narrower?: Part[]) => void } {
  const ways: Way[] = [];
  const add = (wanted: number, parts: Part[], narrower: Part[] = []) => {
    if (parts.length === wanted) ways.push({ parts, narrower });
  };
  return { ways, add };
}

/** Ways of finding candidates, broad ones, most telling first. `agreement` is the chance that two values of a field are equal. */
export function waysOf(fields: readonly Field[], agreement: readonly number[]): Way[] {
  const { g, s, d, y, names, alone, places, telling } = partsOf({ fields, agreement });
  const { ways, add } = collected();
  for (const f of alone) add(1, of(f, 'text'));
  add(1, d('text'), [...g('initial'), ...s('initial')]);
  add(2, [...d('text'), ...g('sound')]);
  add(2, [...d('text'), ...s('sound')]);
  add(1, names, [...y, ...places]);
  add(2, [...names, ...d('month')]);
  add(2, [...names, ...d('monthday')]);
  for (const f of telling) {
    add(1, of(f, 'text'), [...g('initial'), ...y]);
    add(2, [...of(f, 'text'), ...g('sound')], [...y, ...s('initial')]);
    add(2, [...of(f, 'text'), ...s('sound')], [...g('initial'), ...y]);
    add(2, [...of(f, 'text'), ...d('monthday')], [...g('initial')]);
  }
  add(2, [...d('ordered'), ...g('sound')], [...s('initial')]);
  add(2, [...d('ordered'), ...s('sound')], [...g('initial')]);
  add(2, [...y, ...s('sound')], [...g('initial')]);
  add(2, [...y, ...g('sound')], [...s('initial')]);
  add(2, [...d('monthday'), ...g('sound')], [...s('initial')]);
  add(2, [...d('monthday'), ...s('sound')], [...g('initial')]);
  add(1, s('sound'), [...g('initial'), ...d('month')]);
  add(1, g('sound'), [...s('initial'), ...d('month')]);
  return ways;
}

/**
 * Ways for many records: those above and others that only so many records call for. Each is narrowed by sex as well, unless it
 * has a place in it.
 */
export function narrowWaysOf(fields: readonly Field[], agreement: readonly number[]): Way[] {
  const { g, s, d, names, sex, places } = partsOf({ fields, agreement });
  const { ways, add } = collected();
  ways.push(...waysOf(fields, agreement));
  add(2, [...d('text'), ...g('sound')], s('initial'));
  add(2, [...d('text'), ...s('sound')], g('initial'));
  add(2, [...d('text'), ...names]);
  for (const place of places) {
    add(2, [...d('text'), place], s('initial'));
    add(2, [...names, place]);
  }
  const placed = ({ parts }: Way) => parts.some(({ field }) => places.some((place) => place.field === field));
  const bySex = ways.flatMap(({ parts, narrower }, w) => {
    const way = ways[w];
    if (way === undefined || placed(way) || sex.length === 0) return [];
    return [...narrower, null].map((_, more) => ({
      parts: [...parts, ...narrower.slice(0, more)],
      narrower: sex,
    }));
  });
  return [...ways, ...bySex];
}
