import { addMonths, ageOn, type Span } from '../platform/index.ts';
import { compare, type Part } from './model.ts';
import { type BandId, bands, type NeedId, type NeedRule, needRules, needs } from './need-rules.ts';

/** What the rules need of a fact. */
export type Evidence = {
  factId: string;
  personId: string;
  agency: string;
  kind: string;
  role: string;
  happened: Span;
  occasion: string | null;
  detail: { parts: readonly Part[] };
};

/** A rule that holds, and the facts for which it does, newest first. */
export type NeedFound<E extends Evidence = Evidence> = { rule: NeedRule; evidence: E[] };

/** A need with every rule that says so. */
export type Need<E extends Evidence = Evidence> = { need: NeedId; label: string; found: NeedFound<E>[] };

/**
 * The needs of which facts tell on a day, in the order of the list. The facts are those of one family that the reader
 * may see; `bornOn` gives a birth date where one is known, and without one no rule about an age holds.
 */
export function needsOn<E extends Evidence>(
  facts: readonly E[],
  on: string,
  bornOn: (personId: string) => string | null,
): Need<E>[] {
  const byNeed = new Map<NeedId, NeedFound<E>[]>();
  const byKind = Map.groupBy(facts, (fact) => fact.kind);
  for (const rule of needRules) {
    const told = rule.kinds.flatMap((kind) => byKind.get(kind) ?? []);
    if (told.length === 0) continue;
    const evidence = evidenceFor(rule, told, on, bornOn);
    if (evidence.length > 0) byNeed.set(rule.need, [...(byNeed.get(rule.need) ?? []), { rule, evidence }]);
  }
  return (Object.keys(needs) as NeedId[]).flatMap((need) => {
    const found = byNeed.get(need);
    return found ? [{ need, label: needs[need], found }] : [];
  });
}

/** Of facts of the kinds that a rule speaks of, those for which it holds. */
function evidenceFor<E extends Evidence>(
  rule: NeedRule,
  facts: readonly E[],
  on: string,
  bornOn: (personId: string) => string | null,
): E[] {
  const since = addMonths(on, -rule.months);
  const matching = facts.filter((fact) => {
    const { from, to } = fact.happened;
    if (from === null || from > on) return false;
    if (to !== null && to <= since) return false;
    if (rule.roles && !rule.roles.includes(fact.role)) return false;
    if (rule.says && !says(fact, rule.says)) return false;
    if (rule.under === undefined) return true;
    const born = bornOn(fact.personId);
    return born !== null && ageOn(born, from) < rule.under;
  });
  const enough = [...Map.groupBy(matching, (fact) => fact.personId).values()].filter(
    (own) => new Set(own.map(happening)).size >= (rule.least ?? 1),
  );
  return enough
    .flat()
    .sort((a, b) => compare(b.happened.from ?? '', a.happened.from ?? '') || compare(a.factId, b.factId));
}

/** Two records of one thing are one: told on one day of one kind, or under one number of an agency. */
function happening({ kind, agency, happened, occasion }: Evidence): string {
  return occasion === null ? `${kind} ${happened.from}` : `${agency} ${occasion}`;
}

function says({ detail }: Evidence, { part, codes }: NonNullable<NeedRule['says']>): boolean {
  return detail.parts.some(
    ({ name, code }) =>
      name === part &&
      code
        ?.toUpperCase()
        .split(/[\s,;|]+/)
        .some((one) => codes.includes(one)),
  );
}

/** Kinds of fact of which the rules of some needs speak, and the first day that any of them may have ended on. */
export function speaksOf(wanted: readonly NeedId[], on: string): { kinds: string[]; since: string } {
  const own = needRules.filter((rule) => wanted.includes(rule.need));
  const months = Math.max(...own.map((rule) => rule.months));
  return {
    kinds: [...new Set(own.flatMap((rule) => rule.kinds))].sort(),
    since: addMonths(on, -months),
  };
}

/** The band of a family by how many of the ten needs stand. For counts alone. */
export function bandOf(count: number): BandId {
  const found = (Object.keys(bands) as BandId[]).find((band) => count >= bands[band].from);
  return found ?? 'managing';
}
