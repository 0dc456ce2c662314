import type { BandId, KindYear, LikeGroup, NeedId, OpenKind } from '../chronology/index.ts';
import type { YearSum } from '../costs/index.ts';

/** Families of one group, and of them those with whom each service worked, and of whom each thing followed. */
export type Like = {
  families: number;
  helped: Record<string, number>;
  followed: Record<string, number>;
};

/** Families like one another on a day, in the groups in which there are any. */
export type LikeNumbers = { on: string; groups: Partial<Record<LikeGroup, Like>> };

/** Exact numbers of the area that change with what was built and who is sealed, not with the day. */
export type Lasting = {
  /** Persons with a record. */
  persons: number;
  /** Of every financial year of which something is told. */
  began: KindYear[];
  spent: YearSum[];
  /** Of the last financial year that can be looked back on; absent where it was kept before this was counted. */
  like?: LikeNumbers;
};

/** Exact numbers of one day. Families are those with a member. */
export type Daily = {
  personsOpen: number;
  families: number;
  familiesOpen: number;
  now: OpenKind[];
  /** Families with each of the ten headline needs; every need, also those of none. */
  needs: { need: NeedId; families: number }[];
  /** Families in each of the four bands; together, all of them. */
  bands: { band: BandId; families: number }[];
};

/** All that the area's page, API and command are made of. No sealed person is counted in it. */
export type Numbers = Lasting & Daily;
