import { currentLinks } from '../identity/index.ts';
import { addDays, type Tx } from '../platform/index.ts';
import { recordsOf } from '../sources/index.ts';
import { type Audience, mayRead, type Statement } from './model.ts';
import { replaceStatements, statementsOfPersons } from './store.ts';

const kind = 'care.statements';

/** Takes up what people said from the records as they stand. Writes only what differs. */
export async function build(
  tx: Tx,
  { asOf }: { asOf: Date },
): Promise<{ added: number; superseded: number }> {
  const records = [];
  for await (const record of recordsOf(tx, { kinds: [kind] })) records.push(record);
  const wantedIds = new Set(records.map((record) => record.recordId));
  const speakers = new Map<string, string>();
  for await (const link of currentLinks(tx)) {
    if (link.role === 'subject' && wantedIds.has(link.recordId)) speakers.set(link.recordId, link.personId);
  }
  const wanted = records.flatMap((record) => {
    const personId = speakers.get(record.recordId);
    const { said_on: saidOn, words, said_to: saidTo, done, kind: said, audience } = record.content;
    if (personId === undefined || !words || !saidOn) return [];
    return [
      {
        personId,
        agency: record.agency,
        kind: said === 'likes-to-be-called' ? ('likes-to-be-called' as const) : ('said' as const),
        words,
        saidTo: saidTo ?? '',
        audience: (audience ?? 'speaker-and-lead') as Audience,
        done: done ?? null,
        happened: record.happened ?? { from: saidOn, to: addDays(saidOn, 1) },
        precision: 'day' as const,
        recordId: record.recordId,
        recordedAt: record.recordedAt,
        receivedAt: record.receivedAt,
      },
    ];
  });
  return replaceStatements(tx, wanted, asOf);
}

/** What a reader may read of what persons said. */
export type Voice = {
  /** Their own words, newest first. */
  said: Statement[];
  /** What each likes to be called, the newest of each. */
  called: ReadonlyMap<string, string>;
};

/** What the persons said and let this reader read. Words for others do not exist for the reader. */
export async function voiceOf(
  tx: Tx,
  personIds: readonly string[],
  { reader }: { reader: 'team' | 'lead' },
): Promise<Voice> {
  const readable = (await statementsOfPersons(tx, personIds)).filter((one) => mayRead(one.audience, reader));
  const called = new Map<string, string>();
  for (const one of readable) {
    if (one.kind === 'likes-to-be-called' && !called.has(one.personId)) called.set(one.personId, one.words);
  }
  return { said: readable.filter((one) => one.kind === 'said'), called };
}

/** Records of words that the persons spoke and this reader may not read: neither the words nor their record exist for them. */
export async function unreadRecords(
  tx: Tx,
  personIds: readonly string[],
  { reader }: { reader: 'team' | 'lead' },
): Promise<Set<string>> {
  const all = await statementsOfPersons(tx, personIds);
  return new Set(all.filter((one) => !mayRead(one.audience, reader)).map((one) => one.recordId));
}
