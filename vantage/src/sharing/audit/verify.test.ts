import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/index.ts';
import { testActor, testDatabase } from '../../platform/testing.ts';
import { acknowledge, record, sealWaiting, verifyAudit } from './index.ts';
import { addSeal, testSealing } from './testing.ts';

const db = await testDatabase();
const sealing = testSealing();
const untouched = `${sealing.heads}.untouched`;
const sizes = [3, 4, 1, 5, 2];
const seals: string[][] = [];
for (const size of sizes) seals.push(await addSeal(db, sealing, size));
const entry = (seal: number, nth: number) => seals[seal - 1]?.[nth - 1] ?? '';
copyFileSync(sealing.heads, untouched);

const tables = ['audit_entry', 'audit_seal', 'audit_unsealed'];
/** Statements as the owner, whom no grant and no policy holds back. */
const tamper = (...statements: string[]) =>
  db.asOwner(async (client) => {
    for (const text of statements) await client.query(text);
  });
await tamper(...tables.map((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`));

beforeEach(async () => {
  await tamper(
    ...tables.flatMap((table) => [`DELETE FROM ${table}`, `INSERT INTO ${table} TABLE kept_${table}`]),
  );
  copyFileSync(untouched, sealing.heads);
});

/** What is wrong, as `kind seal entry`, in the order of the findings. */
async function faults(): Promise<string[]> {
  const { whole, faultCount, faults } = await verifyAudit(db, sealing);
  expect(whole).toBe(faultCount === 0);
  expect(faultCount).toBe(faults.length);
  return faults.map(({ kind, seal, entry, says }) => {
    expect(says).toMatch(/^[A-Z].*\.$/);
    return [kind, seal, entry].filter((part) => part !== null).join(' ');
  });
}

const set = (what: string, id: string) => `UPDATE audit_entry SET ${what} WHERE entry_id = '${id}'`;
/** An entry's bytes as docs/audit.md describes them, worked out by SQL. */
const honestBytes = `int2send(12::int2) || (SELECT string_agg(coalesce(int4send(length(value)) || value, int4send(-1)), '' ORDER BY n)
  FROM unnest(ARRAY[uuid_send(e.entry_id), timestamptz_send(e.at), textsend(e.actor), textsend(e.role), textsend(e.purpose),
    textsend(e.action), textsend(e.route), array_send(e.families), array_send(e.persons), textsend(e.words),
    textsend(e.reason), textsend(e.because)]) WITH ORDINALITY AS v (value, n))`;
/** The hash that a seal with these entries would have, likewise. */
const honestHash = (
  seal: number,
) => `(SELECT sha256(previous || convert_to(format(E'%s\\t%s\\t%s\\t%s\\n', area, seal_no,
    to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), cardinality(entries)), 'UTF8') ||
    (SELECT string_agg(${honestBytes}, '' ORDER BY n)
      FROM unnest(entries) WITH ORDINALITY AS u (id, n) JOIN audit_entry e ON e.entry_id = u.id))
  FROM audit_seal WHERE seal_no = ${seal})`;

describe('an audit that nobody touched', () => {
  it('is whole, and says what is not sealed', async () => {
    const head = JSON.parse(readFileSync(sealing.heads, 'utf8').trim().split('\n').at(-1) ?? '').hash;
    const told = {
      whole: true,
      entries: 15,
      seals: 5,
      head,
      acknowledged: [],
      known: 0,
      faultCount: 0,
      faults: [],
    };
    const outside = { heads: 5, first: 1, last: 5 };
    expect(await verifyAudit(db, sealing)).toEqual({
      ...told,
      outside,
      unsealed: { entries: 0, oldest: null },
    });
    const before = Date.now();
    await db.asActor(testActor, (tx) => record(tx, { action: 'read' }));
    await db.asActor(testActor, (tx) => record(tx, { action: 'read' }));
    const { unsealed, ...rest } = await verifyAudit(db, sealing);
    expect(rest).toEqual({ ...told, entries: 17, outside });
    expect(unsealed.entries).toBe(2);
    expect(Math.abs(Date.parse(unsealed.oldest ?? '') - before)).toBeLessThan(10_000);
  });

  it('has the hashes that docs/audit.md describes', async () => {
    const wanted = await db.asOwner(async (client) => {
      const { rows } = await client.query(
        sizes.map((_, at) => `SELECT ${honestHash(at + 1)} AS hash`).join(' UNION ALL '),
      );
      return rows.map(({ hash }) => hash.toString('hex'));
    });
    const kept = readFileSync(sealing.heads, 'utf8').trim().split('\n');
    expect(kept.map((line) => JSON.parse(line).hash)).toEqual(wanted);
  });

  it('is verified while others write and seal', async () => {
    let going = true;
    const writer = (async () => {
      while (going) {
        await db.asActor(testActor, (tx) => record(tx, { action: 'read' }));
        await sealWaiting(db, sealing);
      }
    })();
    for (let n = 0; n < 10; n += 1) expect(await faults()).toEqual([]);
    going = false;
    await writer;
  });
});

describe('verifying finds', () => {
  it.each([
    `words = 'other'`,
    `at = at + interval '1 microsecond'`,
    `actor = 'somebody else'`,
    `role = 'director'`,
    `purpose = 'curiosity'`,
    `action = 'export'`,
    `route = NULL`,
    `families = '{}'`,
    `persons = persons || persons`,
    `reason = ''`,
    `because = '\\N'`,
  ])('an entry edited: %s', async (what) => {
    await tamper(set(what, entry(4, 3)));
    expect(await faults()).toEqual([`entry-edited 4 ${entry(4, 3)}`]);
  });

  it('entries that changed places', async () => {
    await tamper(
      set(`entry_id = '${newId()}'`, entry(2, 1)),
      set(`entry_id = '${entry(2, 1)}'`, entry(2, 2)),
    );
    expect(await faults()).toContain(`entry-edited 2 ${entry(2, 1)}`);
  });

  it('entries deleted, the first, the last and all of a seal', async () => {
    for (const [seal, nth] of [
      [1, 1],
      [5, 2],
      [3, 1],
    ] as const) {
      await tamper(`DELETE FROM audit_entry WHERE entry_id = '${entry(seal, nth)}'`);
    }
    expect(await faults()).toEqual([
      `entry-deleted 1 ${entry(1, 1)}`,
      `entry-deleted 3 ${entry(3, 1)}`,
      `entry-deleted 5 ${entry(5, 2)}`,
    ]);
  });

  it('an entry deleted with its place in the seal', async () => {
    await tamper(
      `DELETE FROM audit_entry WHERE entry_id = '${entry(2, 4)}'`,
      'UPDATE audit_seal SET entries = entries[1:3], marks = substr(marks, 1, 12) WHERE seal_no = 2',
    );
    expect(await faults()).toEqual(['seal-edited 2']);
  });

  it('an entry put in, before and after the others', async () => {
    const [early, late] = ['00000000-0000-7000-8000-000000000000', 'ffffffff-ffff-7fff-bfff-ffffffffffff'];
    for (const id of [early, late]) {
      await tamper(`INSERT INTO audit_entry (area, entry_id, at, actor, role, purpose, action)
        SELECT area, '${id}', at, actor, role, purpose, action FROM audit_entry WHERE entry_id = '${entry(2, 2)}'`);
    }
    expect(await faults()).toEqual([`entry-inserted ${early}`, `entry-inserted ${late}`]);
    await tamper(`UPDATE audit_seal SET entries = entries || '${late}'::uuid WHERE seal_no = 2`);
    expect(await faults()).toEqual([`entry-edited 2 ${late}`, `entry-inserted ${early}`]);
  });

  it('an entry deleted before it was sealed', async () => {
    await db.asActor(testActor, (tx) => record(tx, { action: 'read' }));
    await tamper('DELETE FROM audit_entry USING audit_unsealed u WHERE u.entry_id = audit_entry.entry_id');
    await sealWaiting(db, sealing);
    expect(await faults()).toEqual([expect.stringMatching(/^entry-deleted [0-9a-f-]{36}$/)]);
  });

  it('an entry that was kept from its seal', async () => {
    await db.asActor(testActor, (tx) => record(tx, { action: 'read' }));
    await tamper('DELETE FROM audit_unsealed');
    expect(await faults()).toEqual([expect.stringMatching(/^entry-inserted/)]);
  });

  it('entries put into another order', async () => {
    await tamper(
      'UPDATE audit_seal SET entries = entries[1:2] || entries[4] || entries[3] || entries[5:] WHERE seal_no = 4',
    );
    expect(await faults()).toEqual([`entries-reordered 4 ${entry(4, 4)}`]);
  });

  it('an entry moved to another seal', async () => {
    await tamper(
      `UPDATE audit_seal SET entries = entries || '${entry(4, 5)}'::uuid WHERE seal_no = 3`,
      'UPDATE audit_seal SET entries = entries[1:4] WHERE seal_no = 4',
    );
    expect(await faults()).toEqual([`entry-edited 3 ${entry(4, 5)}`, 'seal-edited 4']);
  });

  it('an entry of one seal added to another', async () => {
    const stolen = entry(2, 1);
    await tamper(`UPDATE audit_seal SET entries = entries || '${stolen}'::uuid WHERE seal_no = 5`);
    expect(await faults()).toEqual([`entry-sealed-twice 5 ${stolen}`]);
    await tamper(`UPDATE audit_seal SET marks = marks || substr(marks, 1, 4) WHERE seal_no = 5`);
    expect(await faults()).toEqual([`entry-sealed-twice 5 ${stolen}`]);
  });

  it('marks written over', async () => {
    await tamper(`UPDATE audit_seal SET marks = sha256(marks) WHERE seal_no = 4`);
    await tamper(`UPDATE audit_seal SET marks = substr(marks, 1, 4) WHERE seal_no = 1`);
    expect(await faults()).toEqual(['marks-edited 1', 'marks-edited 4']);
  });

  it('an entry of another day, put in to wait for its seal', async () => {
    await tamper(
      `INSERT INTO audit_entry (area, entry_id, at, actor, role, purpose, action)
       SELECT area, '${newId()}', at - interval '30 days', actor, role, purpose, action
       FROM audit_entry WHERE entry_id = '${entry(1, 1)}' RETURNING entry_id`,
      `INSERT INTO audit_unsealed SELECT area, entry_id FROM audit_entry WHERE at < now() - interval '1 day'`,
    );
    await sealWaiting(db, sealing);
    expect(await faults()).toEqual([expect.stringMatching(/^entry-sealed-late 6 [0-9a-f-]{36}$/)]);
  });

  it('everything of other days sealed anew, with heads of its own', async () => {
    await tamper(
      'DELETE FROM audit_seal',
      `UPDATE audit_entry SET words = 'other', at = at - interval '1 hour'`,
      'INSERT INTO audit_unsealed SELECT area, entry_id FROM audit_entry',
    );
    rmSync(sealing.heads);
    await sealWaiting(db, sealing);
    expect(await faults()).toEqual([expect.stringMatching(/^entry-sealed-late 1/)]);
  });

  it('an entry that two seals cover, made anew to fit', async () => {
    await tamper(
      `UPDATE audit_seal SET entries = entries || '${entry(2, 1)}'::uuid WHERE seal_no = 5`,
      `UPDATE audit_seal SET hash = ${honestHash(5)} WHERE seal_no = 5`,
    );
    expect(await faults()).toEqual(['head-differs 5', `entry-sealed-twice 5 ${entry(2, 1)}`]);
  });

  it('seals that changed places', async () => {
    await tamper(
      'UPDATE audit_seal SET seal_no = 99 WHERE seal_no = 2',
      'UPDATE audit_seal SET seal_no = 2 WHERE seal_no = 3',
      'UPDATE audit_seal SET seal_no = 3 WHERE seal_no = 99',
    );
    expect((await faults())[0]).toBe('chain-broken 2');
  });

  it.each([
    ['hash', `hash = sha256(hash)`, ['head-differs 3', 'seal-edited 3', 'chain-broken 4']],
    ['previous', `previous = sha256(previous)`, ['chain-broken 3', 'seal-edited 3']],
    ['sealed_at', `sealed_at = sealed_at + interval '1 s'`, ['seal-edited 3']],
  ])('a seal edited: its %s', async (_, what, wanted) => {
    await tamper(`UPDATE audit_seal SET ${what} WHERE seal_no = 3`);
    expect(await faults()).toEqual(wanted);
  });

  it('a seal taken away with its entries', async () => {
    await tamper(
      'DELETE FROM audit_entry USING audit_seal WHERE seal_no = 2 AND entry_id = ANY (entries)',
      'DELETE FROM audit_seal WHERE seal_no = 2',
    );
    expect(await faults()).toEqual(['seal-missing 2', 'head-differs 2']);
  });

  it('the tail cut off, with its entries and without', async () => {
    await tamper('DELETE FROM audit_seal WHERE seal_no > 3');
    const left = [4, 5].flatMap((seal) => seals[seal - 1] ?? []).sort();
    expect(await faults()).toEqual(['tail-truncated 4', ...left.map((id) => `entry-inserted ${id}`)]);
    await tamper(`DELETE FROM audit_entry WHERE entry_id = ANY ('{${left}}')`);
    expect(await faults()).toEqual(['tail-truncated 4']);
    await tamper('DELETE FROM audit_seal', 'DELETE FROM audit_entry');
    expect(await faults()).toEqual(['tail-truncated 1']);
  });

  it('an entry edited and every seal from its own on made anew', async () => {
    await tamper(
      set(`words = 'other'`, entry(3, 1)),
      ...[3, 4, 5].flatMap((seal) => [
        ...(seal > 3
          ? [
              `UPDATE audit_seal s SET previous = (SELECT hash FROM audit_seal WHERE seal_no = ${seal - 1}) WHERE seal_no = ${seal}`,
            ]
          : []),
        `UPDATE audit_seal SET hash = ${honestHash(seal)} WHERE seal_no = ${seal}`,
      ]),
    );
    expect(await faults()).toEqual(['head-differs 3', 'marks-edited 3']);
    // The heads of the last seals alone show it as well.
    const last = readFileSync(untouched, 'utf8').trimEnd().split('\n').slice(4);
    writeFileSync(sealing.heads, `${last.join('\n')}\n`);
    expect(await faults()).toEqual(['heads-missing 5', 'marks-edited 3', 'head-differs 5']);
    rmSync(sealing.heads);
    expect(await faults()).toEqual(['marks-edited 3', 'heads-missing']);
  });

  it('a file of heads that is gone, emptied, begins late, has gaps, is of another area, or was written in', async () => {
    const text = readFileSync(untouched, 'utf8');
    const lines = text.trimEnd().split('\n');
    const keep = (...numbers: number[]) =>
      writeFileSync(sealing.heads, numbers.map((n) => `${lines[n - 1]}\n`).join(''));
    rmSync(sealing.heads);
    expect(await faults()).toEqual(['heads-missing']);
    keep();
    expect(await faults()).toEqual(['heads-missing']);
    keep(5);
    expect(await faults()).toEqual(['heads-missing 5']);
    keep(1, 3, 5);
    expect(await faults()).toEqual(['heads-missing 3', 'heads-missing 5']);
    writeFileSync(sealing.heads, text.replaceAll('testshire', 'elsewhere'));
    expect(await faults()).toEqual(['head-differs 1']);
    writeFileSync(sealing.heads, text.replace('\n', '\nnot a head\n'));
    expect(await faults()).toEqual(['head-unreadable']);
    const [first, second, ...others] = text.split('\n');
    writeFileSync(sealing.heads, [second, first, ...others].join('\n'));
    expect(await faults()).toEqual(['heads-missing 2', 'head-differs 1']);
  });

  it('more faults than it describes, and counts them', async () => {
    await tamper(`INSERT INTO audit_entry (area, entry_id, actor, role, purpose, action)
      SELECT 'testshire', gen_random_uuid(), 'a', 'b', 'c', 'read' FROM generate_series(1, 250)`);
    const { faults, faultCount } = await verifyAudit(db, sealing);
    expect([faults.length, faultCount]).toEqual([100, 250]);
  });

  it('heads that are gone and entries sealed late until somebody acknowledges them, and what comes after that', async () => {
    const putIn = `INSERT INTO audit_entry (area, entry_id, at, actor, role, purpose, action)
      VALUES ('testshire', gen_random_uuid(), now() - interval '1 day', 'a', 'b', 'c', 'read');
      INSERT INTO audit_unsealed SELECT area, entry_id FROM audit_entry
      WHERE entry_id NOT IN (SELECT unnest(entries) FROM audit_seal)`;
    await tamper(putIn);
    rmSync(sealing.heads);
    await expect(sealWaiting(db, sealing)).rejects.toMatchObject({ code: 'refused' });
    const said = { why: 'The disk was lost on 3 March.', by: 'root' };
    await acknowledge(db, sealing, said);
    expect(await verifyAudit(db, sealing)).toMatchObject({
      whole: true,
      seals: 6,
      outside: { heads: 1, first: 6 },
      acknowledged: [{ seal: 6, ...said }],
      known: 2,
    });
    await tamper(putIn);
    await sealWaiting(db, sealing);
    expect(await faults()).toEqual([expect.stringMatching(/^entry-sealed-late 7/)]);
    await tamper(set(`words = 'other'`, entry(1, 1)));
    expect(await faults()).toContain(`entry-edited 1 ${entry(1, 1)}`);
  });
});

it('marks are the first four bytes of each entry’s SHA-256', async () => {
  const marks = await db.asOwner(async (client) => {
    const { rows } = await client.query<{ kept: Buffer; wanted: Buffer }>(
      `SELECT marks AS kept, (SELECT string_agg(substr(sha256(${honestBytes}), 1, 4), '' ORDER BY entry_id)
         FROM audit_entry e WHERE e.entry_id = ANY (entries)) AS wanted FROM audit_seal ORDER BY seal_no`,
    );
    return rows;
  });
  expect(marks.map(({ kept }) => kept.length)).toEqual(sizes.map((size) => size * 4));
  for (const { kept, wanted } of marks) expect(kept).toEqual(wanted);
});
