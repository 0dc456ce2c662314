import type { Tx } from '../platform/index.ts';
import type { Agency, Area } from './model.ts';

export async function findArea(tx: Tx): Promise<Area | undefined> {
  return tx.maybeOne<Area>('SELECT area AS code, name, marking FROM area_here()');
}

export async function insertArea(tx: Tx, area: Area): Promise<void> {
  await tx.sql('INSERT INTO area (area, name, marking) VALUES ($1, $2, $3)', [
    area.code,
    area.name,
    area.marking,
  ]);
}

export async function listAgencies(tx: Tx): Promise<Agency[]> {
  return tx.sql<Agency>('SELECT agency, name, type FROM agency WHERE area = $1 ORDER BY agency', [
    tx.actor.area,
  ]);
}

export async function putAgency(tx: Tx, agency: Agency): Promise<void> {
  await tx.sql(
    `INSERT INTO agency AS old (area, agency, name, type) VALUES ($1, $2, $3, $4)
     ON CONFLICT (area, agency) DO UPDATE SET name = excluded.name, type = excluded.type
     WHERE (old.name, old.type) <> (excluded.name, excluded.type)`,
    [tx.actor.area, agency.agency, agency.name, agency.type],
  );
}
