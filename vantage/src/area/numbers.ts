import type { KindYear, OpenKind } from '../chronology/index.ts';
import type { YearSum } from '../costs/index.ts';

/** Exact numbers of the area that change with what was built and who is sealed, not with the day. */
export type Lasting = {
  /** Persons with a record. */
  persons: number;
  /** Of every financial year of which something is told. */
  began: KindYear[];
  spent: YearSum[];
};

/** Exact numbers of one day. Families are those with a member. */
export type Daily = { personsOpen: number; families: number; familiesOpen: number; now: OpenKind[] };

/** All that the area's page, API and command are made of. No sealed person is counted in it. */
export type Numbers = Lasting & Daily;
