import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { testDatabase } from '../../platform/testing.ts';
import { entryRows, idOf, noHash, sealHash, withHyphens } from './chain.ts';
import { oddWords } from './testing.ts';

const db = await testDatabase();
const ids = ['018f3c5e-0000-7000-8000-0000000000aa', '018f3c5e-0000-7000-8000-0000000000bb'] as const;

const int = (bytes: 2 | 4, value: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};
const column = (value: Buffer | null) =>
  value === null ? int(4, -1) : Buffer.concat([int(4, value.length), value]);
const text = (value: string | null) => column(value === null ? null : Buffer.from(value));
const uuid = (value: string) => Buffer.from(value.replaceAll('-', ''), 'hex');
/** Dimensions, no NULL, the type's number 2950; of the one dimension its length and first index; the elements. */
const uuids = (values: readonly string[]) =>
  column(
    Buffer.concat([
      ...[values.length > 0 ? 1 : 0, 0, 2950].map((value) => int(4, value)),
      ...(values.length > 0 ? [int(4, values.length), int(4, 1)] : []),
      ...values.map((value) => column(uuid(value))),
    ]),
  );
/** 2024-02-29 12:34:56.789012 UTC in microseconds since the beginning of 2000. */
const at = Buffer.alloc(8);
at.writeBigInt64BE(BigInt(Date.UTC(2024, 1, 29, 12, 34, 56) - Date.UTC(2000, 0, 1)) * 1000n + 789_012n);

it('an entry’s bytes are the same on every server', async () => {
  await db.asOwner((client) =>
    client.query(
      `INSERT INTO audit_entry VALUES
         ('testshire', $1, '2024-02-29T12:34:56.789012Z', 'a', 'b', 'c', 'read', NULL, ARRAY[$1, $2]::uuid[], '{}', $3, '', NULL),
         ('testshire', $2, '2024-02-29T12:34:56.789012Z', 'a', 'b', 'c', 'read', NULL, '{}', '{}', NULL, NULL, NULL)`,
      [...ids, oddWords],
    ),
  );
  const rows = await db.asOwner(async (client) => {
    await client.query(
      `SET timezone = 'Asia/Kathmandu'; SET datestyle = 'German'; SET bytea_output = 'escape'`,
    );
    return (await Array.fromAsync(entryRows(client, 'testshire'))).flat();
  });
  const row = (id: string, ...rest: Buffer[]) =>
    Buffer.concat([
      int(2, 12),
      column(uuid(id)),
      column(at),
      ...['a', 'b', 'c', 'read', null].map(text),
      ...rest,
    ]);
  const wanted = [
    row(ids[0], uuids(ids), uuids([]), text(oddWords), text(''), text(null)),
    row(ids[1], uuids([]), uuids([]), text(null), text(null), text(null)),
  ];
  expect(rows).toEqual(wanted);
  expect(rows.map(idOf).map(withHyphens)).toEqual(ids);
  const sealedAt = new Date('2026-11-22T06:31:04.123Z');
  expect(sealHash(noHash, { area: 'testshire', sealNo: 1, sealedAt }, rows)).toEqual(
    createHash('sha256')
      .update(
        Buffer.concat([
          Buffer.alloc(32),
          Buffer.from('testshire\t1\t2026-11-22T06:31:04.123Z\t2\n'),
          ...wanted,
        ]),
      )
      .digest(),
  );
});

it('rows are whole however the server cuts them', async () => {
  await db.asOwner((client) =>
    client.query(
      `INSERT INTO audit_entry (area, entry_id, actor, role, purpose, action, words)
       SELECT 'manyshire', lpad(to_hex(n), 32, '0')::uuid, 'a', 'b', 'c', 'read', repeat('x', n * 7 % 9000)
       FROM generate_series(1, 3000) AS n`,
    ),
  );
  const batches = await db.asOwner((client) => Array.fromAsync(entryRows(client, 'manyshire')));
  expect(batches.length).toBeGreaterThan(10);
  expect(batches.flat().map((row) => Number.parseInt(idOf(row), 16))).toEqual(
    Array.from({ length: 3000 }, (_, n) => n + 1),
  );
  const [none] = await db.asOwner((client) => Array.fromAsync(entryRows(client, 'noshire')));
  expect(none).toEqual([]);
});
