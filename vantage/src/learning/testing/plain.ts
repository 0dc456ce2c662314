/** For tests: a slow, plain account of what was known on a day, row by row, with nothing of the product's own. */
import { kindsOfEvents } from '../../chronology/index.ts';
import { addDays, type Span } from '../../platform/index.ts';
import { roles } from '../../sharing/index.ts';
import { endOf } from '../standing.ts';
import type { Rows } from './histories.ts';
import type { MadeRecord, MadeVersion } from './rows.ts';

/** Subject of each kind of fact, straight from the catalogue's own list. */
const subjectOf = new Map(kindsOfEvents().map(({ kind, subject }) => [kind, subject]));

const holds = ({ from, to }: Span, day: string) => (from ?? '') <= day && (to === null || day < to);

/** When an agency had each version, told by walking through them as they were received. */
function whenHad(versions: readonly MadeVersion[]): Date[] {
  const had: Date[] = [];
  for (const [at, { recordedAt, receivedAt }] of versions.entries()) {
    const earlier = versions.slice(0, at);
    const isNews = earlier.every(
      (one) => one.recordedAt !== null && recordedAt !== null && one.recordedAt < recordedAt,
    );
    had.push(recordedAt !== null && isNews && recordedAt < receivedAt ? recordedAt : receivedAt);
  }
  return had;
}

/** What stood of a record at the end of a day, by playing back everything that happened to it. */
function replay(
  versions: readonly MadeVersion[],
  day: string,
  beginnings: readonly Date[],
): MadeVersion | undefined {
  const happenings = versions.flatMap((version, at) => [
    { at: beginnings[at] ?? version.receivedAt, begins: true, version },
    ...(version.supersededAt === null ? [] : [{ at: version.supersededAt, begins: false, version }]),
  ]);
  const standing = new Set<MadeVersion>();
  for (const one of happenings.sort(
    (a, b) => a.at.getTime() - b.at.getTime() || Number(a.begins) - Number(b.begins),
  )) {
    if (one.at >= endOf(day)) break;
    if (one.begins) standing.add(one.version);
    else standing.delete(one.version);
  }
  return [...standing].sort((a, b) => a.version - b.version).at(-1);
}

type Plain = {
  key: string;
  person: string;
  agency: string;
  kind: string;
  from: string;
  said: string;
  records: Set<string>;
};

/** A fact for each key: a contact by its number, an event by person, kind and day. */
function plainFacts(told: readonly { record: MadeRecord; content: Record<string, string> }[]): Plain[] {
  const facts = new Map<string, Plain>();
  for (const { record, content } of told) {
    const isContact = record.kind === 'ssd.contacts';
    const kind = isContact ? 'contact' : (content.event_type ?? '');
    const from = (isContact ? content.cont_contact_date : content.event_date) ?? '';
    const key = [record.personId, record.agency, kind, from, isContact ? record.recordId : ''].join(' ');
    const known = facts.get(key);
    if (known) known.records.add(record.recordId);
    else
      facts.set(key, {
        key,
        person: record.personId,
        agency: record.agency,
        kind,
        from,
        said: isContact ? (content.cont_contact_source_code ?? '') : '',
        records: new Set([record.recordId]),
      });
  }
  return [...facts.values()];
}

/** How a fact stood to an agency on a day, row by row. */
function plainShare(rows: Rows, fact: Plain, agency: string, day: string): string {
  if (fact.agency === agency) return 'own';
  const begins = new Date(endOf(addDays(day, -1)));
  const ends = endOf(day);
  const there = rows.workers.filter((one) => one.agency === agency && holds(one.days, day));
  const hiding = rows.seals.filter(
    (one) => one.person === fact.person && one.from <= day && one.undoneAt >= ends,
  );
  if (hiding.some((seal) => !there.some((one) => seal.named.includes(one.id)))) return 'could-not-be';
  let isAgreed = false;
  let best = 0;
  for (const agreement of rows.agreements) {
    if (agreement.from !== fact.agency || (agreement.to !== null && agreement.to !== agency)) continue;
    if (!holds(agreement.days, day) || (agreement.endedAt !== null && agreement.endedAt < ends)) continue;
    if (!agreement.subjects.includes('*') && !agreement.subjects.includes(subjectOf.get(fact.kind) ?? ''))
      continue;
    if (!['help', 'oversight'].includes(agreement.purpose)) continue;
    if (agreement.role === null) isAgreed = true;
    for (const worker of there) {
      const { purpose } = roles[worker.role];
      if (purpose !== agreement.purpose) continue;
      if (agreement.role !== null && agreement.role !== worker.role) continue;
      // Somebody from whom they are sealed is there all the same: that the role exists is what makes it lawful.
      if (rows.persons.some((person) => seesPerson(rows, worker.id, person, day))) isAgreed = true;
      if (!seesPerson(rows, worker.id, fact.person, day)) continue;
      const near = (id: string) =>
        rows.relations.filter(
          (tie) => tie.worker === id && tie.person === fact.person && holds(tie.days, day),
        );
      const isMet = {
        any: true,
        team: near(worker.id).length > 0,
        allocated: near(worker.id).some((tie) => tie.kind === 'allocated'),
        manager:
          worker.role === 'team-manager' &&
          worker.team !== '' &&
          there.some(
            (other) => other.team === worker.team && near(other.id).some((tie) => tie.kind === 'allocated'),
          ),
        named:
          (worker.role === 'agency-lead' && there.some((other) => near(other.id).length > 0)) ||
          rows.grants.some(
            (one) =>
              one.worker === worker.id && one.person === fact.person && one.from < ends && one.until > begins,
          ),
      }[agreement.condition as 'any'];
      if (isMet) best = Math.max(best, agreement.tier);
    }
  }
  if (!isAgreed) return 'could-not-be';
  if (best === 4) return 'shared-with-words';
  return best >= 3 ? 'shared' : best > 0 ? 'ask-first' : 'could-have-been';
}

const seesPerson = (rows: Rows, worker: string, person: string, day: string) =>
  !rows.seals.some(
    (one) =>
      one.person === person && one.from <= day && one.undoneAt >= endOf(day) && !one.named.includes(worker),
  );

/** What was known at the end of a day, as sorted lines: each fact by its key with what it says, how it stood and what became of it. */
export function plainAccount(rows: Rows, day: string, by: string) {
  const at = (version: (record: MadeRecord) => MadeVersion | undefined) =>
    plainFacts(
      rows.records.flatMap((record) => {
        const found = version(record);
        return found === undefined ? [] : [{ record, content: found.content }];
      }),
    );
  const together = at((record) => replay(record.versions, day, whenHad(record.versions)));
  const unsure = at((record) => {
    const had = whenHad(record.versions);
    const [one] = record.versions;
    return one?.recordedAt === null && had.every((moment) => moment >= endOf(day)) ? one : undefined;
  });
  const here = at((record) =>
    replay(
      record.versions,
      day,
      record.versions.map((one) => one.receivedAt),
    ),
  );
  const now = at((record) => record.versions.find((one) => one.supersededAt === null));
  const keys = new Set(together.map((one) => one.key));
  const sameThing = (a: Plain, b: Plain) =>
    a.person === b.person && [...a.records].some((id) => b.records.has(id));
  const since = (then: Plain) => {
    const same = now.find((one) => one.key === then.key);
    if (same) return same.said === then.said ? 'same' : 'corrected';
    return now.some((one) => one.kind === then.kind && sameThing(one, then)) ? 'corrected' : 'gone';
  };
  const isAgency = by !== 'all' && by !== 'vantage';
  const lawful = (one: Plain) => !isAgency || plainShare(rows, one, by, day) !== 'could-not-be';
  const hereKeys = new Set(here.map((one) => one.key));
  const lines =
    by === 'vantage'
      ? [
          ...here.map((one) => `${one.key} ${one.said} received ${since(one)}`),
          ...together
            .filter((one) => !hereKeys.has(one.key))
            .map((one) => `${one.key} ${one.said} received-later ${since(one)}`),
        ]
      : together
          .filter(lawful)
          .map(
            (one) =>
              `${one.key} ${one.said} ${isAgency ? plainShare(rows, one, by, day) : 'together'} ${since(one)}`,
          );
  return {
    lines: lines.sort(),
    couldNotBe: together
      .filter((one) => !lawful(one))
      .map((one) => one.key)
      .sort(),
    notKnownWhen: unsure
      .filter((one) => one.from <= day && !keys.has(one.key) && lawful(one))
      .map((one) => one.key)
      .sort(),
    recordedLater: now
      .filter((one) => one.from <= day && !keys.has(one.key) && lawful(one))
      .filter((one) => ![...together, ...unsure].some((other) => sameThing(one, other)))
      .map((one) => one.key)
      .sort(),
  };
}
