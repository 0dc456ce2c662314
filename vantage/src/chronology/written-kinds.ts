import { type CatalogueEntry, of } from './kinds.ts';

/** Kinds of what people at work write down here, in the lane of their own, whichever agency they work for. */
export const writtenKinds: readonly CatalogueEntry[] = of(
  { service: 'casework', serviceLabel: 'Written here', agencyType: 'other', lane: 'written' },
  [
    { code: 'note', label: 'Note', shape: 'event' },
    { code: 'visit', label: 'Visit', shape: 'event', visit: true },
    { code: 'call', label: 'Call', shape: 'event' },
    { code: 'correction', label: 'Said to be wrong', shape: 'event' },
    { code: 'hypothesis', label: 'Working hypothesis', shape: 'event', subject: 'hypotheses' },
    { code: 'hypothesis-shared', label: 'Working hypothesis, shared', shape: 'event' },
  ],
);

const codes: ReadonlySet<string> = new Set(writtenKinds.map(({ code }) => code));

/** Whether facts of a kind are written here, and not told by an extract. */
export function isWritten(kind: string): boolean {
  return codes.has(kind);
}
