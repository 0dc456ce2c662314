import { faultsOf, MappedColumn, Mapping, type Outline } from '@vantage/returns';
import type { Context } from 'hono';
import { type App, createRoute, type Env, idOf, page, readForm, z } from '../platform/http/index.ts';
import { type Tx, VantageError } from '../platform/index.ts';
import type { FormState } from '../platform/parts/index.ts';
import { agencies, type Visit } from '../sharing/index.ts';
import { type Fields, fieldsFrom, mappingFrom, nameFrom, targetColumns } from './mapping-form.ts';
import { MappingForm, MappingsPage } from './mapping-pages.tsx';
import {
  getMapping,
  getWaiting,
  keepMapping,
  mappings,
  type TriedRow,
  tryOn,
  waitingFiles,
  waitingLike,
} from './mappings.ts';
import { mayMend } from './mend.ts';

const Chosen = z.object({
  into: z
    .string()
    .refine((name) => targetColumns(name).length > 0)
    .catch('charity.clients'),
  sheet: z.coerce.number().int().min(0).max(1000).catch(0),
});
const MappingName = Mapping.shape.name;

const MappingsJson = z
  .object({
    mappings: z.array(
      z.object({
        mapping: Mapping,
        madeAt: z.iso.datetime().nullable().describe('Null: there from the start.'),
      }),
    ),
    waiting: z.array(
      z.object({
        waitingId: z.uuid(),
        agency: z.string(),
        path: z.string(),
        receivedAt: z.iso.datetime(),
        sheets: z.array(z.object({ sheet: z.string().nullable(), headings: z.array(z.string()) })),
      }),
    ),
  })
  .openapi('Mappings');
const MappingToKeep = z
  .object({
    title: Mapping.shape.title,
    into: Mapping.shape.into,
    columns: z.array(MappedColumn).min(1).max(100),
  })
  .openapi('MappingToKeep');

const looked = { action: 'read' } as const;

/** Spreadsheets that nobody can read yet, and the mappings that read them. */
export function mappingRoutes(app: App, { visit }: { visit: Visit }): void {
  app.get('/extracts/mappings', async (c) => {
    const shown = await visit(
      c,
      async (tx) => ({
        names: new Map((await agencies(mustMap(tx))).map(({ agency, name }) => [agency, name])),
        waiting: await waitingFiles(tx),
        mappings: await mappings(tx),
      }),
      looked,
    );
    return page(c, {
      title: 'Spreadsheets and mappings',
      current: 'extracts',
      lede: 'A mapping says which column of somebody’s own spreadsheet is which. It is made once and read by every build.',
      children: <MappingsPage {...shown} />,
    });
  });

  app.get('/extracts/waiting/:id', async (c) => {
    const file = await visit(
      c,
      (tx) => getWaiting(mustMap(tx), idOf(c.req.param('id'))),
      opened(idOf(c.req.param('id'))),
    );
    const { into, sheet } = Chosen.parse(c.req.query());
    const outline = file.sheets[sheet] ?? file.sheets[0];
    return form(c, {
      path: file.path,
      action: c.req.path,
      into,
      sheet,
      sheets: file.sheets,
      outline,
      fields: {},
    });
  });

  app.post('/extracts/waiting/:id', async (c) => {
    const id = idOf(c.req.param('id'));
    const { fields, wrong } = await sent(c);
    const file = await visit(c, (tx) => getWaiting(mustMap(tx), id), opened(id));
    const { into, sheet } = Chosen.parse(fields);
    const outline = file.sheets[sheet] ?? file.sheets[0];
    const mapping = { ...mappingFrom(into, fields), name: nameFrom(fields.title ?? '') };
    const shown = { path: file.path, action: c.req.path, into, sheet, sheets: file.sheets, outline, fields };
    if (wrong.length > 0) return form(c, { ...shown, wrong });
    return fields.do === 'keep' ? keep(c, mapping, shown, true) : showTrial(c, mapping, shown);
  });

  app.get('/extracts/mappings/:name', async (c) => {
    const { mapping, like } = await visit(c, (tx) => found(mustMap(tx), nameOf(c)), looked);
    return form(c, {
      path: mapping.title,
      action: c.req.path,
      into: mapping.into,
      sheet: 0,
      sheets: [],
      outline: like,
      fields: fieldsFrom(mapping),
      kept: mapping,
    });
  });

  app.post('/extracts/mappings/:name', async (c) => {
    const { fields, wrong } = await sent(c);
    const { mapping: before, like } = await visit(c, (tx) => found(mustMap(tx), nameOf(c)), looked);
    const mapping = { ...mappingFrom(before.into, fields), name: before.name };
    const shown = {
      path: before.title,
      action: c.req.path,
      into: before.into,
      sheet: 0,
      sheets: [],
      outline: like,
      fields,
      kept: before,
    };
    if (wrong.length > 0) return form(c, { ...shown, wrong });
    return fields.do === 'keep' ? keep(c, mapping, shown, false) : showTrial(c, mapping, shown);
  });

  async function keep(
    c: Context<Env>,
    mapping: Omit<Mapping, 'version'>,
    shown: Shown,
    isNew: boolean,
  ): Promise<Response> {
    const wrong = faultsIn(mapping);
    if (wrong.length > 0) return form(c, { ...shown, wrong });
    try {
      await visit(
        c,
        async (tx) => {
          if (isNew && (await mappings(mustMap(tx))).some((one) => one.mapping.name === mapping.name))
            throw new VantageError('bad-input', 'There is a mapping of that name.', {
              remedy: 'Call this one something else, or change that one.',
              field: 'title',
            });
          return keepMapping(mustMap(tx), mapping);
        },
        { action: 'change', reason: `Mapping ${mapping.name}` },
      );
    } catch (error) {
      if (error instanceof VantageError && error.code === 'bad-input')
        return form(c, { ...shown, wrong: [{ field: error.field ?? '', text: error.message }] });
      throw error;
    }
    return c.redirect('/extracts/mappings', 303);
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/mappings',
      summary: 'Mappings that stand, and spreadsheets that wait for one',
      responses: {
        200: { description: 'All of them.', content: { 'application/json': { schema: MappingsJson } } },
      },
    }),
    async (c) => {
      const shown = await visit(
        c,
        async (tx) => ({ waiting: await waitingFiles(mustMap(tx)), kept: await mappings(tx) }),
        looked,
      );
      return c.json(
        {
          mappings: shown.kept.map(({ mapping, madeAt }) => ({
            mapping,
            madeAt: madeAt?.toISOString() ?? null,
          })),
          waiting: shown.waiting.map(({ waitingId, agency, path, receivedAt, sheets }) => ({
            waitingId,
            agency,
            path,
            receivedAt: receivedAt.toISOString(),
            sheets: sheets.map(({ sheet, headings }) => ({ sheet, headings })),
          })),
        },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/mappings/{name}',
      summary: 'Keep a mapping, as the next version of the one of its name',
      request: {
        params: z.object({ name: MappingName }),
        body: { required: true, content: { 'application/json': { schema: MappingToKeep } } },
      },
      responses: {
        200: { description: 'As it was kept.', content: { 'application/json': { schema: Mapping } } },
      },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const said = c.req.valid('json');
      const kept = await visit(c, (tx) => keepMapping(mustMap(tx), { ...said, name }), {
        action: 'change',
        reason: `Mapping ${name}`,
      });
      return c.json(kept, 200);
    },
  );
}

type Shown = {
  path: string;
  action: string;
  into: string;
  sheet: number;
  sheets: readonly Outline[];
  outline: Outline | undefined;
  fields: Fields;
  kept?: Mapping;
  wrong?: FormState['wrong'];
  trial?: readonly TriedRow[];
};

function form(c: Context<Env>, shown: Shown) {
  const { path, outline, wrong = [], kept, trial, sheets, ...rest } = shown;
  const written = Object.fromEntries(Object.entries(shown.fields).map(([name, text]) => [name, [text]]));
  const state = { written, wrong };
  const mapped = kept?.columns.map(({ from }) => from) ?? [];
  return page(c, {
    title: kept === undefined ? 'Map a spreadsheet' : 'Change a mapping',
    heading: path,
    eyebrow: kept === undefined ? 'Map a spreadsheet' : `Mapping, version ${kept.version}`,
    current: 'extracts',
    form: state,
    lede: 'Say which column is which. Rows are read by it from the next build on; what an older version read is read again.',
    children: (
      <MappingForm
        {...rest}
        form={state}
        kept={kept !== undefined}
        sheets={sheets.map((one) => one.sheet)}
        headings={[...new Set([...(outline?.headings ?? []), ...mapped])]}
        {...(outline === undefined ? {} : { outline })}
        {...(trial === undefined ? {} : { trial })}
      />
    ),
  });
}

/** What is wrong with a mapping, each with the field of the form that says it. */
function faultsIn(mapping: Omit<Mapping, 'version'>): FormState['wrong'] {
  const parsed = Mapping.safeParse({ ...mapping, version: 1 });
  if (mapping.title === '') return [{ field: 'title', text: 'Say what this spreadsheet is called.' }];
  if (!parsed.success) return parsed.error.issues.map((issue) => faultOf(mapping, issue));
  const names = targetColumns(mapping.into).map(({ name }) => name);
  return faultsOf(parsed.data).map((text) => {
    const about = names.find((name) => text.split(/[^\w]+/).includes(name));
    return { field: about === undefined ? '' : `from:${about}`, text };
  });
}

function faultOf({ columns }: Omit<Mapping, 'version'>, { path, message }: z.core.$ZodIssue) {
  const [first, at] = path;
  if (first === 'columns' && path.length === 1)
    return { field: '', text: 'Say of at least one column which it is.' };
  const column = first === 'columns' ? columns[Number(at)] : undefined;
  if (column === undefined)
    return {
      field: 'title',
      text: 'Call it something that begins with a letter and has fewer than 200 characters.',
    };
  return { field: `from:${column.to}`, text: `${column.to.replaceAll('_', ' ')}: ${message}` };
}

async function showTrial(c: Context<Env>, mapping: Omit<Mapping, 'version'>, shown: Shown) {
  const wrong = (text: string) => form(c, { ...shown, wrong: [{ field: '', text }] });
  if (shown.outline === undefined) return wrong('There are no rows to try it on.');
  try {
    return form(c, { ...shown, trial: await tryOn(mapping, shown.outline) });
  } catch (error) {
    if (!(error instanceof VantageError)) throw error;
    return wrong(error.message);
  }
}

async function found(tx: Tx, name: string): Promise<{ mapping: Mapping; like: Outline | undefined }> {
  const { mapping } = await getMapping(tx, name);
  return { mapping, like: await waitingLike(tx, mapping) };
}

function mustMap(tx: Tx): Tx {
  if (mayMend(tx.actor.role)) return tx;
  throw new VantageError(
    'refused',
    'Spreadsheets are mapped by the administrator or the information governance lead.',
    {
      remedy: 'Ask one of them.',
    },
  );
}
const nameOf = (c: Context<Env>): string => MappingName.parse(c.req.param('name'));
const opened = (id: string) => ({ action: 'read' as const, reason: `First rows of spreadsheet ${id}` });

async function sent(c: Context<Env>): Promise<{ fields: Fields; wrong: FormState['wrong'] }> {
  const { written, wrong } = await readForm(c);
  return {
    fields: Object.fromEntries(Object.entries(written).map(([name, [text = '']]) => [name, text])),
    wrong,
  };
}
