import type { FamilyHere } from '../casework/index.ts';
import { notFound } from '../platform/http/index.ts';
import type { Tx } from '../platform/index.ts';
import type { Noted } from '../sharing/index.ts';
import type { Statement } from './model.ts';
import { voiceOf } from './service.ts';

export const idsOf = ({ people }: FamilyHere): string[] => people.map(({ personId }) => personId);

/** That a family was read, as it is written down. */
export const reading = ({ familyId, people }: FamilyHere): Noted => ({
  action: 'read',
  families: [familyId],
  persons: people.map(({ personId }) => personId),
});

/** Words of somebody of a family that the reader may read. */
export async function wordsIn(tx: Tx, family: FamilyHere, about: string): Promise<Statement> {
  const { said } = await voiceOf(tx, idsOf(family));
  const found = said.find((one) => about === (one.recordId ?? one.saidId));
  if (found === undefined) throw notFound();
  return found;
}
