import pg from 'pg';
import { VantageError } from '../errors.ts';

/** The role every query of the product runs under: it owns nothing and row security binds it. */
export const workRole = 'vantage_app';
/** The role that owns the schema on the embedded server; used for migrations, backup and restore only. */
export const ownerRole = 'vantage_owner';
/** Name of the database on the embedded server. */
export const databaseName = 'vantage';

const oldest = 15;

/** Refuses a server older than PostgreSQL 15. */
export async function checkServerVersion(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ number: number; version: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  );
  const { number, version } = rows[0] ?? { number: 0, version: 'unknown' };
  if (number < oldest * 10_000) {
    throw new VantageError(
      'refused',
      `The database server is PostgreSQL ${version}; Vantage needs ${oldest} or newer.`,
      {
        remedy: 'Give DATABASE_URL of a newer server, or unset it to use the embedded one.',
      },
    );
  }
  return version;
}

/** Makes the owner and the working role with their passwords, and nothing else; does nothing to roles that exist. */
export async function makeLoginRoles(
  admin: pg.ClientBase,
  passwords: { owner: string; app: string },
): Promise<void> {
  for (const [role, password] of [
    [ownerRole, passwords.owner],
    [workRole, passwords.app],
  ] as const) {
    if (await roleExists(admin, role)) continue;
    await admin.query(
      `CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${pg.escapeLiteral(password)}`,
    );
  }
}

/** Makes a database owned by the owner in which the working role may work but own nothing lasting; completes one half made. */
export async function makeDatabase(admin: pg.ClientBase, name: string, template?: string): Promise<void> {
  const id = pg.escapeIdentifier(name);
  const from =
    template === undefined
      ? `TEMPLATE template0 ENCODING 'UTF8' ${await locale(admin)}`
      : `TEMPLATE ${pg.escapeIdentifier(template)}`;
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount === 0) await admin.query(`CREATE DATABASE ${id} OWNER ${ownerRole} ${from}`);
  await admin.query(`REVOKE ALL ON DATABASE ${id} FROM PUBLIC`);
  await admin.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${id} TO ${workRole}`);
}

/** Text sorts by code point and upper and lower case are Unicode's, whatever the machine's locale. */
async function locale(admin: pg.ClientBase): Promise<string> {
  const { rows } = await admin.query<{ builtin: boolean }>(
    `SELECT current_setting('server_version_num')::int >= 170000 AS builtin`,
  );
  return rows[0]?.builtin === true
    ? `LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'`
    : `LOCALE 'C.UTF-8'`;
}

/** On a server of one's own: makes the working role if it is missing and lets the login take it. */
export async function makeWorkRole(client: pg.ClientBase): Promise<void> {
  if (!(await roleExists(client, workRole))) {
    await client.query(`CREATE ROLE ${workRole} NOLOGIN NOSUPERUSER NOBYPASSRLS`).catch((error: Error) => {
      throw new VantageError(
        'refused',
        `The role ${workRole} is missing and the login of DATABASE_URL may not make it: ${error.message}.`,
        {
          remedy: `Have an administrator run: CREATE ROLE ${workRole} NOLOGIN; GRANT ${workRole} TO the login.`,
          cause: error,
        },
      );
    });
  }
  const { rows } = await client.query<{ unsafe: boolean; temporary: boolean; database: string }>(
    `SELECT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = $1) AS unsafe,
       has_database_privilege($1, current_database(), 'TEMPORARY') AS temporary, current_database() AS database`,
    [workRole],
  );
  const { unsafe, temporary, database } = rows[0] ?? { unsafe: true, temporary: false, database: '' };
  if (unsafe) {
    throw new VantageError('refused', `The role ${workRole} may bypass row security.`, {
      remedy: `Have an administrator run: ALTER ROLE ${workRole} NOSUPERUSER NOBYPASSRLS.`,
    });
  }
  if (!(await mayTake(client, workRole))) await client.query(`GRANT ${workRole} TO CURRENT_USER`);
  if (!temporary)
    await client.query(`GRANT TEMPORARY ON DATABASE ${pg.escapeIdentifier(database)} TO ${workRole}`);
}

/** Found out by trying: what membership allows differs between versions of PostgreSQL. */
async function mayTake(client: pg.ClientBase, role: string): Promise<boolean> {
  await client.query('BEGIN');
  const taken = await client.query(`SET LOCAL ROLE ${role}`).then(
    () => true,
    () => false,
  );
  await client.query('ROLLBACK');
  return taken;
}

async function roleExists(client: pg.ClientBase, role: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  return rowCount !== 0;
}
