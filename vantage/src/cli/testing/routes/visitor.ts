/** Somebody who asks every route, and what checks of routes share. */
import { needsOn } from '../../../chronology/index.ts';
import { dayOf } from '../../../platform/index.ts';
import { roles, type WorkRole } from '../../../sharing/index.ts';
import type { Answer, Form } from '../area.ts';
import type { Sight } from '../sight.ts';
import type { World } from '../world.ts';
import { type Scene, today } from './scene.ts';

export type Visitor = {
  scene: Scene;
  sight: Sight;
  /** Differs from viewer to viewer, so that together they ask for everything. */
  turn: number;
  /** Asks once, and checks what every answer must keep to. */
  get(
    path: string,
    expected?: { status?: number; families?: readonly string[]; excused?: string },
  ): Promise<Answer>;
  send(path: string, form: Form, expected: { status: number }): Promise<Answer>;
};

export type Check = (visitor: Visitor) => Promise<void>;
/** By method and pattern: whether a visit is written down, and what each visitor must find. */
export type Checks = Readonly<Record<string, { audited: boolean; check: Check }>>;

/** At most so many of a list, others for each turn. */
export const some = <T>(of: readonly T[], most: number, turn: number): T[] => {
  const step = Math.max(1, Math.floor(of.length / most));
  return of.filter((_, at) => at % step === turn % step).slice(0, most);
};
export const sorted = (of: Iterable<string>) => [...of].sort();

/** Families that the viewer may open, and others. */
export function familiesFor({ scene: { world, sealed }, sight, turn }: Visitor, most: number): string[] {
  const all = sorted(new Set(world.places.map((place) => place.familyId)));
  const closed = all.filter((id) => !sight.open.has(id));
  const hidden = sorted(new Set(sealed.map((one) => one.familyId))).filter((id) => !sight.open.has(id));
  return [...some(sorted(sight.open), most, turn), ...some(closed, 1, turn), ...some(hidden, 1, turn)];
}

export const namesOf = (world: World, personId: string) =>
  (world.details.get(personId) ?? []).filter((one) => one.kind === 'name').map((one) => one.value);

/** A page or operation that is the same for everybody and about nobody. */
export const standing =
  (path: string): Check =>
  async ({ get }) => {
    await get(path);
  };

/** Not there for anybody but these. */
export const onlyFor =
  (path: string, allowed: readonly WorkRole[], status: number): Check =>
  async ({ scene: { searched }, get, sight }) => {
    const may = allowed.includes(sight.viewer.role as WorkRole);
    await get(path, may ? { excused: searched.join('\n') } : { status });
  };

export const helping = (Object.keys(roles) as WorkRole[]).filter((role) => roles[role].purpose === 'help');

/** The needs of a family by what the viewer may see, worked out apart from the product's own sight. */
export function needsFor(sight: Sight, familyId: string) {
  const facts = sight
    .factsOf(familyId)
    .map((fact) => (sight.isTold(fact) ? fact : { ...fact, detail: { parts: [] } }));
  return needsOn(facts, dayOf(today), (id) => sight.chosen(id, 'birth-date'));
}
