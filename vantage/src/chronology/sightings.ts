import type { Span } from '../platform/index.ts';
import type { Part } from './model.ts';

/** Kinds of visit that say whether a child was seen, and whether alone. */
export const seeingKinds: ReadonlySet<string> = new Set(['cin-visit', 'cp-visit', 'visit']);

/** What a visit says of one person; null where it does not say. */
export type Sighting = {
  factId: string;
  personId: string;
  kind: string;
  on: string;
  agency: string;
  seen: boolean | null;
  alone: boolean | null;
  /** Who came, where it says so. */
  by: string | null;
};

type Visited = {
  factId: string;
  personId: string;
  kind: string;
  agency: string;
  happened: Span;
  detail: { parts: readonly Part[] };
};

/** What visits by a day say of whom they were to, newest first; of one day, what was told last. */
export function sightingsIn(facts: readonly Visited[], on: string): Sighting[] {
  return facts
    .flatMap((fact): Sighting[] => {
      const { kind, happened, detail, factId, personId, agency } = fact;
      if (!seeingKinds.has(kind) || happened.from === null || happened.from > on) return [];
      const said = (name: string) => detail.parts.find((part) => part.name === name)?.value;
      const yes = (name: string) => {
        const value = said(name);
        return value === 'yes' ? true : value === 'no' ? false : null;
      };
      const alone = yes('alone');
      return [
        {
          factId,
          personId,
          kind,
          on: happened.from,
          agency,
          seen: alone === true ? true : yes(kind === 'visit' ? 'seen-here' : 'seen'),
          alone,
          by: said('worker') ?? null,
        },
      ];
    })
    .sort((a, b) => (a.on === b.on ? (a.factId < b.factId ? 1 : -1) : a.on < b.on ? 1 : -1));
}
