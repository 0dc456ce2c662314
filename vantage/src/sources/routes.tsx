import { type App, createRoute, idOf, page, readQuery, z } from '../platform/http/index.ts';
import { type Database, type Tx, VantageError } from '../platform/index.ts';
import { agencies, type Noted, notNamed, seesNumbersOnly, type Visit } from '../sharing/index.ts';
import { ExtractsJson, extractsJson, HeldRowsJson, heldRowsJson, RecordJson, recordJson } from './api.ts';
import { mappingRoutes } from './mapping-routes.tsx';
import { waitingFiles } from './mappings.ts';
import { mayMend, mustMend } from './mend.ts';
import { mendRoutes } from './mend-routes.tsx';
import type { OpenedRecord } from './model.ts';
import { ExtractPage, ExtractsPage, HeldPage, type Names, RecordPage } from './pages.tsx';
import { extracts, getExtract, heldRows } from './service.ts';

const PageQuery = z.object({ page: z.coerce.number().int().min(1).max(100_000).default(1) });
const HeldQuery = PageQuery.extend({
  mended: z
    .stringbool()
    .default(false)
    .describe('Those that a later extract mended, in place of those still open.'),
});
const IdParam = z.object({ id: z.uuid() });
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
});

export type RouteContext = {
  db: Database;
  visit: Visit;
  /** A VantageError 'not-found' when the record does not exist for the reader. */
  readRecord(tx: Tx, recordId: string): Promise<OpenedRecord>;
};

/** Extracts, rows held back, and records as they came. */
export function routes(app: App, { db, visit, readRecord }: RouteContext): void {
  app.get('/extracts', async (c) => {
    const query = readQuery(c, PageQuery);
    const shown = await visit(
      c,
      async (tx) => ({
        names: await namesOf(tx),
        extracts: await extracts(tx, query),
        others: (await notNamed(tx)).agencies,
        held: mayMend(tx.actor.role) ? (await heldRows(tx)).total : null,
        withRows: !seesNumbersOnly.has(tx.actor.role),
        waiting: mayMend(tx.actor.role) ? (await waitingFiles(tx)).length : null,
      }),
      opened,
    );
    return page(c, {
      title: 'Extracts',
      current: 'extracts',
      lede: 'What agencies sent, newest first. Every row of a file is kept as it came, or held back with what is wrong with it.',
      children: <ExtractsPage {...shown} />,
    });
  });

  app.get('/extracts/held', async (c) => {
    const query = readQuery(c, HeldQuery);
    const shown = await visit(
      c,
      async (tx) => ({
        names: await namesOf(tx),
        held: await heldRows(mustMend(tx), query),
        others: (await heldRows(tx, { mended: !query.mended })).total,
      }),
      opened,
    );
    return page(c, {
      title: query.mended ? 'Rows held back and mended' : 'Rows held back',
      current: 'extracts',
      lede: query.mended
        ? 'Rows that could not be kept, and that a later extract put right.'
        : 'Rows that could not be kept. The agency that sent them mends them, and the next extract puts them right here; one that cannot wait is mended here.',
      children: <HeldPage {...shown} mended={query.mended} />,
    });
  });

  mappingRoutes(app, { visit });
  mendRoutes(app, { db, visit });

  app.get('/extracts/:id', async (c) => {
    const id = idOf(c.req.param('id'));
    const shown = await visit(
      c,
      async (tx) => ({
        names: await namesOf(tx),
        extract: await getExtract(mustSeeRows(tx), id),
        held: await heldRows(tx, { extractId: id }),
      }),
      opened,
    );
    return page(c, {
      title: 'Extract',
      heading: shown.extract.path,
      eyebrow: 'Extract',
      current: 'extracts',
      children: <ExtractPage {...shown} />,
    });
  });

  app.get('/records/:id', async (c) => {
    const id = idOf(c.req.param('id'));
    const shown = await visit(
      c,
      async (tx) => ({
        names: await namesOf(tx),
        record: await readRecord(tx, id),
      }),
      ({ record }) => aRecord(id, record),
    );
    return page(c, {
      title: 'Record',
      current: 'extracts',
      lede: 'One row of an extract, as it came, and everything it said before.',
      children: <RecordPage names={shown.names} versions={shown.record.versions} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/extracts',
      summary: 'Extracts, newest first, 50 a page',
      request: { query: PageQuery },
      responses: json(ExtractsJson, 'One page of extracts.'),
    }),
    async (c) => {
      const query = c.req.valid('query');
      return c.json(extractsJson(await visit(c, (tx) => extracts(mustSeeRows(tx), query), opened)), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/held',
      summary: 'Rows held back, 50 a page',
      request: { query: HeldQuery },
      responses: json(HeldRowsJson, 'One page of rows held back.'),
    }),
    async (c) => {
      const query = c.req.valid('query');
      return c.json(heldRowsJson(await visit(c, (tx) => heldRows(mustMend(tx), query), opened)), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/records/{id}',
      summary: 'One record with all its versions',
      request: { params: IdParam },
      responses: json(RecordJson, 'The record as it came.'),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { versions } = await visit(
        c,
        (tx) => readRecord(tx, id),
        (record) => aRecord(id, record),
      );
      return c.json(recordJson(id, versions), 200);
    },
  );
}

const opened: Noted = { action: 'read' };
const aRecord = (recordId: string, { persons, families }: OpenedRecord): Noted => ({
  action: 'read',
  reason: `Record ${recordId}`,
  persons,
  families,
});

/** How many rows a file has is a count of people, finer than those of the area's page. */
function mustSeeRows(tx: Tx): Tx {
  if (!seesNumbersOnly.has(tx.actor.role)) return tx;
  throw new VantageError('refused', 'How many rows a file has is not shown to those who see numbers only.', {
    remedy: 'The area’s page has the numbers. Ask the administrator about a file.',
  });
}

async function namesOf(tx: Tx): Promise<Names> {
  return new Map((await agencies(tx)).map(({ agency, name }) => [agency, name]));
}
