/** Facts made anew of what some changed records bear on, and of nothing else. */
import { personsOfRecord, recordsLinkedTo } from '../identity/index.ts';
import type { Tx } from '../platform/index.ts';
import { type ChangedRecord, recordsSaying, versionsOf } from '../sources/index.ts';
import { claimsTold } from './deriving.ts';
import { assertionKey, type Claim, spellKey } from './model.ts';
import { factKinds, type Lookups } from './rules.ts';
import { openScope } from './wanted.ts';

/** What has changed since the facts that stand were made: records, and persons who got or lost a number. */
export type Since = { changed: readonly string[]; moved: ReadonlySet<string> };

const [workers, factors, assessments] = [
  'ssd.professionals',
  'ssd.assessment_factors',
  'ssd.cin_assessments',
] as const;

const told: ReadonlySet<string> = new Set(factKinds);

/**
 * All claims that bear on an assertion of which a changed record tells or told, or on a person who moved; what else stands
 * is left as it is. The facts that stand of these assertions are noted for `WantedFacts.replace`. Undefined where any
 * fact may have changed.
 */
export async function claimsAgain(
  tx: Tx,
  { changed, moved }: Since,
  lookups: Lookups,
): Promise<{ claims: Claim[]; undated: number } | undefined> {
  const keys = new Set<string>();
  const spells = new Set<string>();
  const assessed = await assessmentsOf(tx, changed);
  if (assessed === undefined) return undefined;
  for await (const version of versionsOf(tx, [...changed, ...assessed])) {
    for (const claim of (await claimsIn(tx, version, lookups)).claims) {
      keys.add(assertionKey(claim));
      const spell = spellKey(claim.personId, claim.agency, claim.code);
      if (spell !== undefined) spells.add(spell);
    }
  }
  const standing = await openScope(tx, { keys: [...keys], spells: [...spells], persons: [...moved] });
  for (const key of standing.keys) keys.add(key);
  const bears = (claim: Claim) =>
    moved.has(claim.personId) ||
    keys.has(assertionKey(claim)) ||
    spells.has(spellKey(claim.personId, claim.agency, claim.code) ?? '');

  const records = new Set([
    ...changed,
    ...assessed,
    ...standing.records,
    ...(await recordsLinkedTo(tx, [...moved])),
  ]);
  const claims: Claim[] = [];
  let undated = 0;
  for await (const version of versionsOf(tx, [...records])) {
    if (!version.stands) continue;
    const made = await claimsIn(tx, version, lookups);
    undated += made.undated;
    for (const claim of made.claims) if (bears(claim)) claims.push(claim);
  }
  return { claims, undated };
}

/** Assessments whose factors are among the records; undefined where a worker is, of whom any record may tell. */
async function assessmentsOf(tx: Tx, changed: readonly string[]): Promise<string[] | undefined> {
  const ids = new Map<string, string[]>();
  for await (const { kind, agency, content } of versionsOf(tx, changed)) {
    if (kind === workers) return undefined;
    if (kind !== factors) continue;
    ids.set(agency, [...(ids.get(agency) ?? []), content.cinf_assessment_id ?? '']);
  }
  const found: string[] = [];
  for (const [agency, values] of ids) {
    const which = { agency, kind: assessments, column: 'cina_assessment_id', values: [...new Set(values)] };
    for (const recordId of await recordsSaying(tx, which)) found.push(recordId);
  }
  return found;
}

async function claimsIn(
  tx: Tx,
  version: ChangedRecord,
  lookups: Lookups,
): Promise<{ claims: Claim[]; undated: number }> {
  if (!told.has(version.kind)) return { claims: [], undated: 0 };
  return claimsTold({ ...version, persons: await personsOfRecord(tx, version) }, lookups);
}
