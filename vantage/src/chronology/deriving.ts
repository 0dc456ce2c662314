/** From records to facts: the one way, for a build and for whoever asks what followed from the records of another day. */
import { valuesOf } from '@vantage/returns';
import type { CurrentRecord } from '../sources/index.ts';
import { type Claim, type DerivedFact, factsOf } from './model.ts';
import { claimsOf, type Lookups } from './rules.ts';

/** One version of a record, with whom it is about. */
export type Telling = Pick<
  CurrentRecord,
  'recordId' | 'version' | 'agency' | 'kind' | 'content' | 'recordedAt' | 'receivedAt'
> & { persons: Partial<Record<string, string>> };

/** Kinds of record that facts refer to by number: workers, and what assessments found. */
export const lookedUpKinds = ['ssd.professionals', 'ssd.assessment_factors'] as const;

/** Takes records of `lookedUpKinds` and looks up in them. Of a kind that it was not given it knows nothing. */
export function lookingUp(): Lookups & {
  add(record: Pick<CurrentRecord, 'agency' | 'kind' | 'content'>): void;
} {
  const workers = new Map<string, string>();
  const factors = new Map<string, string[]>();
  return {
    add({ agency, kind, content }) {
      if (kind === 'ssd.professionals') {
        const name = content.prof_professional_name;
        if (name !== undefined) workers.set(`${agency} ${content.prof_professional_id}`, name);
        return;
      }
      const key = `${agency} ${content.cinf_assessment_id}`;
      const found = content.cinf_assessment_factors_json?.toUpperCase().match(/\b\d{1,2}[A-F]?\b/g) ?? [];
      factors.set(key, [...new Set([...(factors.get(key) ?? []), ...found])].sort());
    },
    worker: (agency, id) => workers.get(`${agency} ${id}`),
    factors: (agency, assessmentId) => factors.get(`${agency} ${assessmentId}`) ?? [],
  };
}

/** What one version of a record claims of the persons it is about, and how much it could not for want of a first day. */
export function claimsTold(
  { persons, agency, kind, content, ...record }: Telling,
  lookups: Lookups,
): { claims: Claim[]; undated: number } {
  const { recordId, version, recordedAt, receivedAt } = record;
  return claimsOf(
    {
      agency,
      kind,
      values: valuesOf(kind, content),
      personId: persons.subject,
      motherId: persons.mother,
      source: { recordId, version, recordedAt, receivedAt },
    },
    lookups,
  );
}

/** The facts that follow from some records and from no others, in the order of their keys. */
export function factsTold(records: Iterable<Telling>, lookups: Lookups): DerivedFact[] {
  const claims: Claim[] = [];
  for (const record of records) claims.push(...claimsTold(record, lookups).claims);
  return factsOf(claims);
}
