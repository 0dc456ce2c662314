import type { Place } from './model.ts';
import type { Random } from './random.ts';

/** Ashmere's wards. Like its streets, they are nowhere. AM is not a postcode area. */
export const wards: readonly string[] = [
  'Mill',
  'Harbour Bank',
  'Fellgate',
  'Old Town',
  'Saltmarsh',
  'Larkhill',
  'Priory',
  'Netherwood',
  'Staithes',
];

const beginnings =
  'Tannery Weaver Quarry Loom Sidings Dunlin Weir Fuller Kiln Ropery Heron Plover Chapel Orchard Bobbin Shuttle Larch Rowan Alder Cinder Station Foundry Market Canal Sandpiper Meadow Abbey Curlew Beacon Collier Granary Thistle Bramble Copper Lantern Ferry Osier Cobbler Drover Harrier'.split(
    ' ',
  );
const endings = [
  'Street',
  'Road',
  'Lane',
  'Close',
  'Walk',
  'Court',
  'Row',
  'Avenue',
  'Gate',
  'Rise',
  'Terrace',
];
const inwardLetters = 'ABDEFGHJLNPQRSTUWXYZ';

type Street = { name: string; ward: string; postcodes: string[] };

/** Ashmere's streets, the same for every seed, fourteen to a ward, each name once; streets of written families are left out. */
export function makeStreets(chance: Random, written: readonly string[]): Street[] {
  const streets: Street[] = [];
  const taken = new Set(written);
  wards.forEach((ward, i) => {
    while (streets.length < (i + 1) * 14) {
      const name = `${chance.pick(beginnings)} ${chance.pick(endings)}`;
      if (taken.has(name)) continue;
      taken.add(name);
      const postcodes = Array.from({ length: chance.int(1, 2) }, () => {
        const letter = () => inwardLetters.charAt(chance.int(0, inwardLetters.length - 1));
        return `AM${i + 1} ${chance.int(1, 9)}${letter()}${letter()}`;
      });
      streets.push({ name, ward, postcodes });
    }
  });
  return streets;
}

/** A home somewhere in Ashmere. */
export function somePlace(chance: Random, streets: readonly Street[]): Place {
  const street = chance.pick(streets);
  const number = chance.int(1, 96);
  const flat = chance.chance(0.15) ? `Flat ${chance.int(1, 12)}, ` : '';
  const postcode = street.postcodes[number % street.postcodes.length] ?? '';
  return { house: `${flat}${number}`, street: street.name, ward: street.ward, postcode };
}

export type { Street };
