import type { Place } from './model.ts';
import { type Random, random } from './random.ts';

/** A street of Ashmere. Like its wards, it is nowhere. */
export type Street = { name: string; postcodes: string[] };

/** A neighbourhood of some 300 children and its place among all of Ashmere’s by deprivation: 1 for the most deprived tenth. */
export type SmallArea = {
  /** 1, 2, 3… */
  number: number;
  /** `ASH0001`: no office of statistics gives such codes. */
  code: string;
  ward: string;
  decile: number;
  /** Cell of the map. */
  column: number;
  row: number;
};

export type Geography = { areas: readonly SmallArea[]; columns: number };

/** The first wards; the written families live in them. */
const firstWards = 'Mill|Harbour Bank|Fellgate|Old Town|Saltmarsh|Larkhill|Priory|Netherwood|Staithes'.split(
  '|',
);
const wardBeginnings =
  'Alder Birk Cray Dun Eller Fen Gorse Hather Ings Keld Ling Mickle Nether Over Raven Stan'.split(' ');
const wardEndings = 'by field gate ham holme ley shaw stead thorpe wick'.split(' ');

const beginnings =
  'Tannery Weaver Quarry Loom Sidings Dunlin Weir Fuller Kiln Ropery Heron Plover Chapel Orchard Bobbin Shuttle Larch Rowan Alder Cinder Station Foundry Market Canal Sandpiper Meadow Abbey Curlew Beacon Collier Granary Thistle Bramble Copper Lantern Ferry Osier Cobbler Drover Harrier'.split(
    ' ',
  );
const endings = 'Street Road Lane Close Walk Court Row Avenue Gate Rise Terrace'.split(' ');
const inwardLetters = 'ABDEFGHJLNPQRSTUWXYZ';

const wardName = (index: number): string =>
  firstWards[index] ??
  `${wardBeginnings[(index - firstWards.length) % wardBeginnings.length]}${wardEndings[Math.floor((index - firstWards.length) / wardBeginnings.length) % wardEndings.length]}`;

/**
 * Ashmere cut into small areas, eight to a ward or fewer, the same for every seed. Deprivation runs in patches: each
 * ward has a level of its own, and its small areas differ around it.
 */
export function makeGeography(count: number): Geography {
  const chance = random(`ashmere/geography/${count}`);
  const perWard = count < 72 ? Math.ceil(count / 9) : 8;
  const columns = Math.ceil(Math.sqrt(count));
  const levels: number[] = [];
  const drawn = Array.from({ length: count }, (_, i) => {
    const ward = Math.floor(i / perWard);
    levels[ward] ??= chance.next();
    return { i, ward, level: (levels[ward] ?? 0) + 0.5 * chance.next() };
  });
  const rank = new Map(
    drawn.toSorted((a, b) => a.level - b.level).map(({ i }, place) => [i, place] as const),
  );
  return {
    columns,
    areas: drawn.map(({ i, ward }) => ({
      number: i + 1,
      code: `ASH${String(i + 1).padStart(4, '0')}`,
      ward: wardName(ward),
      decile: 1 + Math.floor(((rank.get(i) ?? 0) * 10) / count),
      column: i % columns,
      row: Math.floor(i / columns),
    })),
  };
}

const streets = new Map<number, readonly Street[]>();

/** Outward code of a small area’s district. AM, AN and AO are no postcode areas. */
const district = (number: number): string => {
  const index = Math.floor((number - 1) / 5);
  return `A${'MNOP'.charAt(Math.floor(index / 99))}${1 + (index % 99)}`;
};

/** A small area’s fourteen streets, the same for every seed. */
export function streetsOf(number: number): readonly Street[] {
  const known = streets.get(number);
  if (known) return known;
  const chance = random(`ashmere/streets/${number}`);
  const made: Street[] = [];
  while (made.length < 14) {
    const name = `${chance.pick(beginnings)} ${chance.pick(endings)}`;
    if (made.some((street) => street.name === name)) continue;
    const letter = () => inwardLetters.charAt(chance.int(0, inwardLetters.length - 1));
    // The fifth part of a district’s sectors is each small area’s own, so no two share a postcode.
    const sector = () => 2 * ((number - 1) % 5) + chance.int(0, 1);
    const postcodes = Array.from(
      { length: chance.int(1, 2) },
      () => `${district(number)} ${sector()}${letter()}${letter()}`,
    );
    made.push({ name, postcodes });
  }
  streets.set(number, made);
  return made;
}

/** A home in a small area. */
export function homeIn({ number, ward }: SmallArea, chance: Random): Place {
  const street = chance.pick(streetsOf(number));
  const house = chance.int(1, 96);
  const flat = chance.chance(0.15) ? `Flat ${chance.int(1, 12)}, ` : '';
  const postcode = street.postcodes[house % street.postcodes.length] ?? '';
  return { house: `${flat}${house}`, street: street.name, ward, postcode, area: number };
}

/** Where a family from a small area may move to: mostly near, else anywhere about as well off. */
export function somewhereNear({ areas }: Geography, from: SmallArea, chance: Random): SmallArea {
  if (chance.chance(0.55)) return from;
  for (let tries = 0; tries < 6; tries++) {
    const other = chance.pick(areas);
    if (other.ward === from.ward || Math.abs(other.decile - from.decile) <= 2) return other;
  }
  return from;
}

/** Corners are in the North Sea, where nobody lives: degrees east and north. */
const corner = (column: number, row: number): [number, number] => {
  const wobble = random(`ashmere/corner/${column}/${row}`);
  const at = (origin: number, step: number) =>
    Number((origin + step * 0.01 + wobble.next() * 0.004).toFixed(5));
  return [at(2.5, column * 1.6), at(54.4, row)];
};

/** The small areas as GeoJSON polygons (RFC 7946), each with its code, ward and decile. */
export function geoJson({ areas }: Geography): string {
  const features = areas.map(({ code, ward, decile, column, row }) => ({
    type: 'Feature',
    properties: { code, ward, decile },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          corner(column, row),
          corner(column + 1, row),
          corner(column + 1, row + 1),
          corner(column, row + 1),
          corner(column, row),
        ],
      ],
    },
  }));
  return `${JSON.stringify({ type: 'FeatureCollection', name: 'Ashmere, made up', features })}\n`;
}

/** Each postcode’s small area: `postcode,small_area`. */
export function postcodeTable({ areas }: Geography): string {
  const lines = areas.flatMap(({ number, code }) =>
    [...new Set(streetsOf(number).flatMap(({ postcodes }) => postcodes))].map(
      (postcode) => `${postcode},${code}\r\n`,
    ),
  );
  return `postcode,small_area\r\n${lines.join('')}`;
}
