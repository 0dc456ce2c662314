/** What the JSON operations of this room answer with. */
import { z } from '../platform/http/index.ts';
import { withLastDays } from '../platform/index.ts';
import type { Extract, HeldRow, Page, Version } from './model.ts';

const instant = z.iso.datetime();
const span = z
  .object({
    from: z.iso.date().nullable().describe('First day; null where none is stated.'),
    to: z.iso.date().nullable().describe('Last day; null where none is stated.'),
  })
  .describe('A span of days.');
const paged = { page: z.int(), pages: z.int(), total: z.int() };

export const ExtractJson = z
  .object({
    extractId: z.uuid(),
    agency: z.string(),
    kind: z.string().describe('Format of the file.'),
    mapping: z.string().describe('Format and version that read it.'),
    path: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    coverage: z.enum(['full', 'delta']),
    covers: span,
    whole: z
      .boolean()
      .describe('False where it cannot be told which rows the file holds: then it withdrew nothing.'),
    receivedAt: instant.describe('When it reached the partnership.'),
    takenAt: instant.describe('When Vantage took it in.'),
    rowsIn: z.int(),
    rowsAdded: z.int(),
    rowsChanged: z.int(),
    rowsUnchanged: z.int(),
    rowsWithdrawn: z.int(),
    rowsHeld: z.int(),
  })
  .openapi('Extract');
export const ExtractsJson = z.object({ extracts: z.array(ExtractJson), ...paged }).openapi('Extracts');

export const HeldJson = z
  .object({
    heldId: z.uuid(),
    extractId: z.uuid(),
    path: z.string(),
    agency: z.string(),
    kind: z.string(),
    sheet: z.string().nullable().describe('Of a workbook; null in other files.'),
    line: z.int(),
    column: z.string().nullable(),
    value: z.string().nullable().describe('Null where there is none, or where it is hidden.'),
    hidden: z
      .boolean()
      .describe('True where there is a value and it is not shown: it may identify somebody.'),
    reason: z.string(),
    remedy: z.string(),
    receivedAt: instant,
    mendedBy: z.uuid().nullable().describe('Extract that mended it.'),
    mendedAt: instant.nullable(),
  })
  .openapi('HeldRow');
export const HeldRowsJson = z.object({ held: z.array(HeldJson), ...paged }).openapi('HeldRows');

const VersionJson = z
  .object({
    version: z.int(),
    extractId: z.uuid(),
    path: z.string(),
    sheet: z.string().nullable().describe('Of a workbook; null in other files.'),
    line: z.int(),
    content: z.record(z.string(), z.string()).describe('As it came: column or element to text.'),
    happened: span.nullable(),
    recordedAt: instant.nullable().describe('When the agency recorded it; null where it does not say.'),
    receivedAt: instant,
    supersededAt: instant.nullable(),
    supersededBy: z.enum(['changed', 'withdrawn']).nullable(),
  })
  .openapi('Version');
export const RecordJson = z
  .object({
    recordId: z.uuid(),
    agency: z.string(),
    kind: z.string(),
    key: z.string(),
    people: z
      .array(z.object({ role: z.string(), id: z.string() }))
      .describe('Whom it is about, by the agency’s own numbers.'),
    versions: z.array(VersionJson).describe('The oldest received first.'),
  })
  .openapi('Record');

const iso = (at: Date) => at.toISOString();
const isoOrNull = (at: Date | null) => at?.toISOString() ?? null;

export function extractJson(extract: Extract): z.infer<typeof ExtractJson> {
  return {
    ...extract,
    covers: withLastDays(extract.covers),
    receivedAt: iso(extract.receivedAt),
    takenAt: iso(extract.takenAt),
  };
}

export function extractsJson({ rows, ...page }: Page<Extract>): z.infer<typeof ExtractsJson> {
  return { extracts: rows.map(extractJson), ...page };
}

export function heldJson(row: HeldRow): z.infer<typeof HeldJson> {
  return { ...row, receivedAt: iso(row.receivedAt), mendedAt: isoOrNull(row.mendedAt) };
}

export function heldRowsJson({ rows, ...page }: Page<HeldRow>): z.infer<typeof HeldRowsJson> {
  return { held: rows.map(heldJson), ...page };
}

/** Of all its versions, oldest received first; there is at least one. */
export function recordJson(recordId: string, versions: readonly Version[]): z.infer<typeof RecordJson> {
  const last = versions.at(-1);
  return {
    recordId,
    agency: last?.agency ?? '',
    kind: last?.kind ?? '',
    key: last?.key ?? '',
    people: (last?.people ?? []).map(({ role, id }) => ({ role, id })),
    versions: versions.map((one) => ({
      version: one.version,
      extractId: one.extractId,
      path: one.path,
      sheet: one.sheet,
      line: one.line,
      content: one.content,
      happened: withLastDays(one.happened),
      recordedAt: isoOrNull(one.recordedAt),
      receivedAt: iso(one.receivedAt),
      supersededAt: isoOrNull(one.supersededAt),
      supersededBy: one.supersededBy,
    })),
  };
}
