import type { Check } from '../postgres/examine.ts';
import type { Database } from './database.ts';
import { listMigrations } from './migrations.ts';
import { workRole } from './roles.ts';

/** Looks at an open database: the server's version and settings, its schema and the working role. */
export async function examineDatabase(db: Database): Promise<Check[]> {
  return db.asOwner(async (client) => {
    const { rows } = await client.query<{
      version: string;
      fsync: string;
      encryption: string;
      listens: string;
      applied: number;
      unsafe: boolean;
      owned: number;
    }>(
      `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
         current_setting('password_encryption') AS encryption, current_setting('listen_addresses') AS listens,
         (SELECT count(*) FROM vantage_migration) AS applied,
         (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = $1) AS unsafe,
         (SELECT count(*) FROM pg_class WHERE relowner = $1::regrole AND relpersistence <> 't') AS owned`,
      [workRole],
    );
    const found = rows[0];
    if (found === undefined) return [];
    const known = listMigrations().length;
    return [
      {
        name: 'version',
        ok: true,
        says: `PostgreSQL ${found.version}${db.server === undefined ? ' at DATABASE_URL; the data folder is not used' : ', embedded'}`,
      },
      check(
        'durability',
        found.fsync === 'on',
        'what is acknowledged is on the disk',
        'fsync is off: a power cut loses records',
        'Turn fsync on in the server.',
      ),
      check(
        'passwords',
        found.encryption === 'scram-sha-256',
        'kept as scram-sha-256',
        `kept as ${found.encryption}`,
        'Set password_encryption to scram-sha-256.',
      ),
      ...(db.server === undefined
        ? []
        : [
            check(
              'network',
              found.listens === '',
              'none',
              `the server listens on ${found.listens}`,
              'End the server and run the command again.',
            ),
          ]),
      check(
        'schema',
        found.applied === known,
        `${known} migrations, all applied`,
        `${found.applied} of ${known} migrations`,
        'Open the database with this version of Vantage.',
      ),
      check(
        'working role',
        !found.unsafe && found.owned === 0,
        `${workRole} owns nothing and row security binds it`,
        `${workRole} owns ${found.owned} things or may bypass row security`,
        `Have an administrator take that from ${workRole}.`,
      ),
    ];
  });
}

function check(name: string, ok: boolean, good: string, bad: string, remedy: string): Check {
  return ok ? { name, ok, says: good } : { name, ok, says: bad, remedy };
}
