import { z } from '../platform/http/index.ts';
import { lastDay, type Tx } from '../platform/index.ts';
import { Day } from '../platform/parts/index.ts';
import { type Agency, type AgencyType, agencies } from '../sharing/index.ts';
import type { Coverage } from './model.ts';
import { coverage } from './service.ts';

/** On whose records something stands, until which day, and which kinds of agency have sent none. */
export const StandsOn = z
  .object({
    agencies: z.array(
      z.object({
        agency: z.string(),
        name: z.string(),
        until: z.iso
          .date()
          .nullable()
          .describe('Last day its newest extracts speak for; null when they do not say.'),
        receivedAt: z.iso.datetime(),
      }),
    ),
    silent: z.array(z.string()).describe('Kinds of agency that have sent nothing, in plain words.'),
  })
  .openapi('StandsOn');
export type StandsOn = z.infer<typeof StandsOn>;

/** Kinds of agency that a partnership has, in the order of a sentence. */
const expected: readonly [AgencyType, string][] = [
  ['social-care', 'social care'],
  ['school', 'schools'],
  ['health', 'health services'],
  ['police', 'police'],
  ['housing', 'housing'],
  ['youth-justice', 'youth justice'],
  ['charity', 'charities'],
];

/** What everything shown stands on now. */
export async function standsOn(tx: Tx): Promise<StandsOn> {
  return standingOn(...(await Promise.all([agencies(tx), coverage(tx)])));
}

/** The same of agencies and coverage read before. */
export function standingOn(all: readonly Agency[], covered: readonly Coverage[]): StandsOn {
  const known = new Map(all.map((one) => [one.agency, one]));
  const latest = new Map<string, StandsOn['agencies'][number]>();
  for (const { agency, covers, receivedAt } of covered) {
    const before = latest.get(agency);
    const received = receivedAt.toISOString();
    if (before && before.receivedAt > received) continue;
    const until = lastDay(covers);
    const later =
      before?.receivedAt === received && (before.until ?? '') > (until ?? '') ? before.until : until;
    latest.set(agency, {
      agency,
      name: known.get(agency)?.name ?? agency,
      until: later,
      receivedAt: received,
    });
  }
  const types = new Set([...latest.keys()].map((agency) => known.get(agency)?.type));
  return {
    agencies: [...latest.values()].sort((a, b) => (a.agency < b.agency ? -1 : 1)),
    silent: expected.filter(([type]) => !types.has(type)).map(([, words]) => words),
  };
}

/** "Schools and housing have sent no records, so what only they know is missing."; nothing when all have sent some. */
export function silentInWords({ silent }: StandsOn): string | null {
  if (silent.length === 0) return null;
  const listed = silent.length === 1 ? silent[0] : `${silent.slice(0, -1).join(', ')} and ${silent.at(-1)}`;
  return `No records have come from ${listed}: what only they know is missing here.`;
}

/** The agencies whose records something stands on, those that speak until the same day together; and who is silent. */
export function StandsOnList({ standing }: { standing: StandsOn }) {
  const silent = silentInWords(standing);
  const together = Map.groupBy(
    standing.agencies,
    (one) => `${one.until ?? ''} ${one.receivedAt.slice(0, 10)}`,
  );
  return (
    <>
      <ul className="v-list">
        {[...together].map(([key, [first, ...others]]) => (
          <li key={key}>
            {first?.until ? (
              <>
                Until <Day on={first.until} />
              </>
            ) : (
              'Until a day that the extracts do not say'
            )}
            , received <Day on={(first?.receivedAt ?? '').slice(0, 10)} />:{' '}
            {[first, ...others].map((one) => one?.name).join('; ')}
          </li>
        ))}
      </ul>
      {silent && <p className="govuk-body">{silent}</p>}
    </>
  );
}
