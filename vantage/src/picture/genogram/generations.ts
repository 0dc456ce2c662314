/** Puts people into generations, and finds what stands between two of them. */
import type { BondKind, Kindred, Partnership, Someone } from './model.ts';

/** A place in a row: somebody, somebody drawn a second time, or a line that only passes through. */
export type Node = {
  key: number;
  row: number;
  /** Nobody where a line passes through. */
  who: Someone | null;
  /** Drawn a second time, where the two generations that they belong to cannot be one. */
  again: boolean;
};

export type Child = { node: number; kind: BondKind | 'sibling'; later?: true | undefined };

/** One or two people with what hangs from them; nobody, where brothers and sisters are stated without parents. */
export type Union = {
  key: number;
  row: number;
  members: readonly number[];
  partnership: Partnership | null;
  children: Child[];
};

export type Graph = {
  nodes: Node[];
  unions: Union[];
  /** Of the children of a union, those of one birth, by their nodes. */
  twins: number[][];
  rows: number;
  /** Brothers and sisters whose parents are drawn, but are not the same: said in words. */
  unsaidSiblings: (readonly [string, string])[];
};

type Draft = {
  members: string[];
  partnership: Partnership | null;
  children: { id: string; kind: Child['kind']; later?: true | undefined }[];
};

/** Everybody in a generation, with parents above children and partners beside one another. */
export function generationsOf(kindred: Kindred): Graph {
  const people = new Map(kindred.people.map((one) => [one.id, one]));
  const copies = new Map<string, string>();
  const { drafts, unsaid } = draftsOf(kindred);
  const levels = new Levels([...people.keys()]);
  const copyOf = (id: string) => {
    const copy = `${id} again ${copies.size}`;
    copies.set(copy, id);
    levels.add(copy);
    return copy;
  };
  const below = (draft: Draft, id: string, gap: number) => {
    draft.members = draft.members.map((member) => {
      if (levels.precede(member, id, gap)) return member;
      const copy = copyOf(member);
      levels.precede(copy, id, gap);
      return copy;
    });
  };
  const firm = new Set<Child['kind']>(['birth', 'sibling']);
  for (const draft of drafts)
    for (const { id } of draft.children.filter(({ kind }) => firm.has(kind))) below(draft, id, 1);
  for (const draft of drafts) beside(draft, levels, copyOf);
  for (const { children } of drafts) {
    const own = children.filter(({ kind }) => firm.has(kind));
    for (const { id } of own.slice(1)) levels.join(own[0]?.id ?? id, id);
  }
  for (const draft of drafts) {
    for (const { id, kind } of draft.children.filter((child) => !firm.has(child.kind)))
      below(draft, id, kind === 'kin' ? 2 : 1);
    beside(draft, levels, copyOf);
  }
  return assemble({ people, copies, drafts, levels, kindred, unsaid });
}

/** Keeps two people of a union in one generation; where they cannot be, one is drawn again beside the other. */
function beside(draft: Draft, levels: Levels, copyOf: (id: string) => string): void {
  const [one, other] = draft.members;
  if (one === undefined || other === undefined || levels.join(one, other)) return;
  const copy = copyOf(other);
  levels.join(one, copy);
  draft.members = [one, copy];
}

/** Unions of the people themselves: partners, parents of a child, and brothers and sisters without parents. */
function draftsOf({ partnerships, bonds, siblings }: Kindred) {
  const drafts = new Map<string, Draft>();
  const draftFor = (members: readonly string[], key = [...members].sort().join(' ')) => {
    const draft = drafts.get(key) ?? { members: [...members], partnership: null, children: [] };
    drafts.set(key, draft);
    return draft;
  };
  for (const one of partnerships) draftFor(one.between).partnership = one;
  for (const { child, parents, kind, later } of bonds)
    draftFor(parents).children.push({ id: child, kind, later });
  const born = new Map<string, Draft[]>();
  for (const draft of drafts.values())
    for (const { id, kind } of draft.children)
      if (kind === 'birth') born.set(id, [...(born.get(id) ?? []), draft]);
  const unsaid: (readonly [string, string])[] = [];
  const alone: (readonly [string, string])[] = [];
  for (const [a, b] of siblings) {
    const [ofA, ofB] = [born.get(a) ?? [], born.get(b) ?? []];
    const parents = new Set(ofA.flatMap((draft) => draft.members));
    if (ofB.some((draft) => draft.members.some((id) => parents.has(id)))) continue;
    if (ofA.length > 0 && ofB.length > 0) unsaid.push([a, b]);
    else if (ofA.length === 0 && ofB.length === 0) alone.push([a, b]);
    else {
      const [home] = ofA.length > 0 ? ofA : ofB;
      const id = ofA.length > 0 ? b : a;
      const siblingAlready = [...drafts.values()].some((draft) =>
        draft.children.some((child) => child.id === id && child.kind === 'sibling'),
      );
      if (siblingAlready) unsaid.push([a, b]);
      else home?.children.push({ id, kind: 'sibling' });
    }
  }
  const groups = new Groups();
  for (const [a, b] of alone) groups.join(a, b);
  for (const [key, ids] of groups.all([...new Set(alone.flat())]))
    draftFor([], `siblings ${key}`).children.push(...ids.map((id) => ({ id, kind: 'sibling' as const })));
  return { drafts: [...drafts.values()], unsaid };
}

type Parts = {
  people: ReadonlyMap<string, Someone>;
  copies: ReadonlyMap<string, string>;
  drafts: readonly Draft[];
  levels: Levels;
  kindred: Kindred;
  unsaid: (readonly [string, string])[];
};

function assemble({ people, copies, drafts, levels, kindred, unsaid }: Parts): Graph {
  const rowOf = levels.rows();
  const nodes: Node[] = [];
  const byId = new Map<string, number>();
  for (const [id, row] of rowOf) {
    byId.set(id, nodes.length);
    const who = people.get(copies.get(id) ?? id) ?? null;
    nodes.push({ key: nodes.length, row, who, again: copies.has(id) });
  }
  const at = (id: string) => byId.get(id) ?? 0;
  const unions: Union[] = [];
  for (const { members, partnership, children } of drafts) {
    const first = children[0] === undefined ? 0 : (rowOf.get(children[0].id) ?? 0);
    const row = members[0] === undefined ? first - 1 : (rowOf.get(members[0]) ?? 0);
    const union: Union = { key: unions.length, row, members: members.map(at), partnership, children: [] };
    unions.push(union);
    for (const { id, kind, later } of children) {
      if ((rowOf.get(id) ?? 0) > row) lead(nodes, unions, union, { node: at(id), kind, later });
      else unsaid.push([children[0]?.id ?? id, id]);
    }
  }
  const twins = kindred.twins
    .map((ids) => ids.map(at))
    .filter((ids) =>
      unions.some(({ children }) => ids.every((id) => children.some(({ node }) => node === id))),
    );
  return {
    nodes,
    unions,
    twins,
    rows: Math.max(0, ...nodes.map(({ row }) => row)) + 1,
    unsaidSiblings: unsaid,
  };
}

/** Leads a line from a union to a child, through every row between. */
function lead(nodes: Node[], unions: Union[], from: Union, child: Child): void {
  let union = from;
  for (let row = from.row + 1; row < (nodes[child.node]?.row ?? 0); row++) {
    const pass: Node = { key: nodes.length, row, who: null, again: false };
    nodes.push(pass);
    union.children.push({ ...child, node: pass.key });
    union = { key: unions.length, row, members: [pass.key], partnership: null, children: [] };
    unions.push(union);
  }
  union.children.push(child);
}

/** Sets that grow together. */
class Groups {
  readonly #parent = new Map<string, string>();
  of(id: string): string {
    const parent = this.#parent.get(id) ?? id;
    return parent === id ? id : this.of(parent);
  }
  join(a: string, b: string): void {
    this.#parent.set(this.of(b), this.of(a));
  }
  all(ids: readonly string[]): Map<string, string[]> {
    return Map.groupBy(ids, (id) => this.of(id));
  }
}

/** Generations as groups of people with steps between them: at no time does a step lead back to where it began. */
class Levels {
  readonly #groups = new Groups();
  readonly #ids: string[];
  #steps: { from: string; to: string; gap: number }[] = [];

  constructor(ids: readonly string[]) {
    this.#ids = [...ids];
  }

  add(id: string): void {
    this.#ids.push(id);
  }

  /** Puts one some generations above another; false where that cannot be. */
  precede(above: string, below: string, gap: number): boolean {
    if (this.#reaches(below, above)) return false;
    this.#steps.push({ from: above, to: below, gap });
    return true;
  }

  /** Puts two into one generation; false where one already stands above the other. */
  join(a: string, b: string): boolean {
    const [one, other] = [this.#groups.of(a), this.#groups.of(b)];
    if (one === other) return true;
    if (this.#reaches(a, b) || this.#reaches(b, a)) return false;
    this.#groups.join(a, b);
    return true;
  }

  #reaches(from: string, to: string): boolean {
    const goal = this.#groups.of(to);
    const seen = new Set<string>();
    const queue = [this.#groups.of(from)];
    for (const at of queue) {
      if (at === goal) return true;
      if (seen.has(at)) continue;
      seen.add(at);
      for (const step of this.#steps)
        if (this.#groups.of(step.from) === at) queue.push(this.#groups.of(step.to));
    }
    return false;
  }

  /** Row of everybody, 0 the oldest: as far up as parents push, then as far down as children let. */
  rows(): Map<string, number> {
    const steps = this.#steps.map(({ from, to, gap }) => ({
      from: this.#groups.of(from),
      to: this.#groups.of(to),
      gap,
    }));
    const groups = [...new Set(this.#ids.map((id) => this.#groups.of(id)))];
    const level = new Map(groups.map((group) => [group, 0]));
    const of = (group: string) => level.get(group) ?? 0;
    const settle = (change: () => boolean) => {
      for (let round = 0; round <= groups.length && change(); round++);
    };
    settle(() => {
      let moved = false;
      for (const { from, to, gap } of steps)
        if (of(to) < of(from) + gap) {
          level.set(to, of(from) + gap);
          moved = true;
        }
      return moved;
    });
    settle(() => {
      let moved = false;
      for (const group of groups) {
        const lowest = Math.min(
          ...steps.filter(({ from }) => from === group).map(({ to, gap }) => of(to) - gap),
        );
        if (Number.isFinite(lowest) && lowest > of(group)) {
          level.set(group, lowest);
          moved = true;
        }
      }
      return moved;
    });
    return new Map(this.#ids.map((id) => [id, of(this.#groups.of(id))]));
  }
}
