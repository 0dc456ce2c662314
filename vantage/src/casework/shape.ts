import { z } from '../platform/http/index.ts';
import { withLastDays } from '../platform/index.ts';
import type { Receipt } from './handover.ts';
import type { Note } from './model.ts';

/** What was written, as the API gives it. */
export const NoteJson = z
  .object({
    noteId: z.uuid(),
    version: z.int().describe('Counted among those that the reader may read.'),
    familyId: z.uuid(),
    kind: z.string(),
    agency: z.string(),
    about: z.array(z.uuid()).describe('About whom it was written.'),
    audience: z.enum(['allocated', 'team', 'author']),
    happened: z.object({ from: z.iso.date().nullable(), to: z.iso.date().nullable().describe('Last day.') }),
    precision: z.enum(['day', 'month', 'year']),
    atTime: z.string().nullable(),
    content: z.object({
      words: z.string(),
      seen: z.array(z.uuid()).optional(),
      alone: z.array(z.uuid()).optional(),
      where: z.string().optional(),
      others: z.string().optional(),
      withWhom: z.string().optional(),
      wrong: z.string().optional(),
      saidBy: z.string().optional(),
    }),
    state: z.enum(['open', 'shared', 'sealed', 'withdrawn']).nullable(),
    due: z.iso.date().nullable(),
    writtenBy: z.string().describe('The name of who wrote it.'),
    settledBy: z
      .string()
      .nullable()
      .describe('The name of the manager who settled a hypothesis after its day; null where its writer did.'),
    writtenAt: z.iso.datetime(),
    reason: z
      .string()
      .nullable()
      .describe('Why it was changed, for whoever may read every version before it.'),
    legalHome: z
      .object({
        outcome: z.enum(['waiting', 'received', 'refused']),
        words: z.string().nullable().describe('The case system’s number, or why it was refused.'),
      })
      .describe('Whether the case system of the agency has it.')
      .optional(),
  })
  .openapi('CaseNote');

/** A version in the shape of the API. Persons in the content are told as records are held together now. */
export function jsonOf(note: Note, receipt?: Receipt | null): z.infer<typeof NoteJson> {
  const { persons, about, writtenByName, settledByName, writtenAt, content, happened, counted, ...rest } =
    note;
  const now = new Map(persons.map((id, at) => [id, about[at] ?? id]));
  const standing = (ids: readonly string[]) => ids.map((id) => now.get(id) ?? id);
  return {
    ...rest,
    version: counted,
    happened: withLastDays({ happened }).happened,
    about: [...new Set(about)],
    content: {
      ...content,
      ...(content.seen && { seen: standing(content.seen) }),
      ...(content.alone && { alone: standing(content.alone) }),
    },
    writtenBy: writtenByName,
    settledBy: settledByName,
    writtenAt: writtenAt.toISOString(),
    ...(receipt !== undefined && {
      legalHome: { outcome: receipt?.outcome ?? 'waiting', words: receipt?.words ?? null },
    }),
  };
}
