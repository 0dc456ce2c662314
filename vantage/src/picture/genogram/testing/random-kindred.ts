/** For tests: families as they may be, of up to sixty people in up to six generations. */
import fc from 'fast-check';
import { type Bond, type Kindred, type Partnership, pairKey, type Someone } from '../model.ts';

const given = [
  'Ann',
  'Bartholomew',
  'Cy',
  'Dawn-Marie',
  'Oluwaseun Adeyemi',
  'Zoë',
  'Li',
  'Name not recorded',
  'Featherstonehaugh-Cholmondeley',
];

type Draws = { next(most: number): number; chance(share: number): boolean };

function make(draws: Draws, most: number): Kindred {
  const people: Someone[] = [];
  const generation = new Map<string, number>();
  const partnerships = new Map<string, Partnership>();
  const bonds: Bond[] = [];
  const siblings: [string, string][] = [];
  const twins: string[][] = [];
  const born = new Set<string>();
  const add = (row: number, shape: Someone['shape'] = 'person') => {
    const id = `p${people.length}`;
    const sex = (['female', 'male', 'other'] as const)[draws.next(3)] ?? 'other';
    const name =
      shape === 'not-recorded' ? 'Other parent not recorded' : (given[draws.next(given.length)] ?? 'X');
    people.push({
      id,
      shape,
      sex: shape === 'person' ? sex : 'other',
      index: people.length === 3,
      later: false,
      dead: shape === 'person' && draws.chance(0.12),
      inside: shape === 'person' ? String(draws.next(90)) : '',
      name,
      lines: draws.chance(0.6) ? [`home ${String.fromCharCode(65 + draws.next(5))}`] : [],
    });
    generation.set(id, row);
    return id;
  };
  const pick = (row: number): string | undefined => {
    const there = people.filter(({ id }) => generation.get(id) === row);
    return there[draws.next(Math.max(1, there.length))]?.id;
  };
  const room = () => people.length < most;
  const join = (a: string, b: string, kind: Partnership['kind']) => {
    const words = kind === 'parents' ? '' : (['', '2008–10', 'since 2025'][draws.next(3)] ?? '');
    const ended = kind === 'partners' && draws.chance(0.5);
    const later = kind === 'partners' && !ended && draws.chance(0.3);
    if (a !== b && !partnerships.has(pairKey(a, b)))
      partnerships.set(pairKey(a, b), { between: [a, b], kind, ended, later, words });
  };
  add(0);
  const rows = 1 + draws.next(5);
  for (let row = 0; row < rows && room(); row++) {
    for (const { id } of people.filter((one) => generation.get(one.id) === row)) {
      const unions = draws.chance(0.7) ? 1 + (draws.chance(0.35) ? draws.next(4) : 0) : 0;
      for (let n = 0; n < unions && room(); n++) {
        const known = draws.chance(0.15) ? pick(row) : undefined;
        const kind = draws.chance(0.3) ? 'parents' : 'partners';
        const unknown = kind === 'parents' && draws.chance(0.4);
        const other =
          known !== undefined && known !== id ? known : add(row, unknown ? 'not-recorded' : 'person');
        join(id, other, kind);
        const children = kind === 'parents' ? 1 + draws.next(3) : draws.next(4);
        let twin: string | undefined;
        for (let k = 0; k < children && room(); k++) {
          const child = add(row + 1, draws.chance(0.05) ? 'unborn' : 'person');
          bonds.push({ child, parents: [id, other], kind: 'birth' });
          born.add(child);
          const isTwin = twin !== undefined && draws.chance(0.1);
          if (twin !== undefined && isTwin) twins.push([twin, child]);
          twin = isTwin ? undefined : child;
        }
      }
      if (!born.has(id) && draws.chance(0.12) && room() && row > 0) {
        const parent = add(row - 1);
        bonds.push({ child: id, parents: [parent], kind: 'birth' });
        born.add(id);
      }
    }
  }
  for (let n = draws.next(3); n > 0; n--) {
    const row = 1 + draws.next(rows);
    const [child, carer] = [
      pick(row),
      draws.chance(0.5) ? pick(draws.next(row)) : room() ? add(row - 1) : undefined,
    ];
    if (child && carer && !bonds.some((bond) => bond.child === child && bond.parents.includes(carer)))
      bonds.push({ child, parents: [carer], kind: draws.chance(0.7) ? 'cared-for' : 'kin' });
  }
  for (let n = draws.next(3); n > 0; n--) {
    const row = draws.next(rows + 1);
    const [a, b] = [pick(row), room() && draws.chance(0.6) ? add(row) : pick(row)];
    if (a && b && a !== b) siblings.push([a, b]);
  }
  if (draws.chance(0.1)) {
    const [a, b] = [pick(draws.next(rows)), pick(draws.next(rows))];
    if (a && b) join(a, b, 'partners');
  }
  return { people, partnerships: [...partnerships.values()], bonds, siblings, twins };
}

/** Families of at most so many people. */
export const kindredOf = (most: number): fc.Arbitrary<Kindred> =>
  fc.array(fc.nat({ max: 9999 }), { minLength: 40, maxLength: 400 }).map((numbers) => {
    let at = 0;
    const next = (below: number) => (numbers[at++ % numbers.length] ?? 0) % Math.max(1, below);
    return make({ next, chance: (share) => next(1000) < share * 1000 }, most);
  });
