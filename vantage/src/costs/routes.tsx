import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'hono';
import { type App, createRoute, type Env, page, z } from '../platform/http/index.ts';
import { type Actor, type Database, type Tx, VantageError } from '../platform/index.ts';
import { type FormState, freshForm } from '../platform/parts/index.ts';
import type { Visit } from '../sharing/index.ts';
import { PricesJson, pricesJson } from './api.ts';
import { CostsPage } from './pages.tsx';
import { type KindOfFile, kindsOfFile, Offer, putInPlace, type Read, readPrices } from './reading.ts';
import { leavePrices, mayPrice, pricesToCome, waitingPrices } from './replacing.ts';
import { ReplacingPage } from './replacing-pages.tsx';
import { pricesOf } from './service.ts';

const mostBytes = 20 * 1024 * 1024;
const changes = (reason: string) => ({ action: 'change' as const, reason });

/** The unit costs: about nobody, and the same for everybody; and putting others in their place. */
export function routes(app: App, { db, actor, visit }: { db: Database; actor: Actor; visit: Visit }): void {
  const standing = () =>
    db.asActor(actor, async (tx) => ({ prices: await pricesOf(tx), waiting: await waitingPrices(tx) }), {
      readOnly: true,
    });

  app.get('/costs', async (c) =>
    page(c, {
      title: 'Unit costs',
      current: 'area',
      eyebrow: <a href="/area#spent">What services spent</a>,
      children: <CostsPage {...(await standing())} />,
    }),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/costs',
      summary:
        'The unit costs and price levels that spending is counted by, and those that wait for the next build',
      responses: {
        200: { description: 'All of them.', content: { 'application/json': { schema: PricesJson } } },
      },
    }),
    async (c) => {
      const { prices, waiting } = await standing();
      return c.json(pricesJson(prices, waiting), 200);
    },
  );

  app.get('/costs/replace', async (c) => {
    await visit(c, async (tx) => mustPrice(tx), { action: 'read' });
    return replacing(c, freshForm);
  });

  app.post('/costs/replace', async (c) => {
    const { given, form } = await givenIn(c);
    const again = async (wrong: FormState['wrong']) => {
      await visit(c, async (tx) => void mustPrice(tx), { action: 'read' });
      return replacing(c, { ...form, wrong });
    };
    try {
      await visit(c, async (tx) => void mustHave(mustPrice(tx), form), changes('A file of prices'));
    } catch (error) {
      if (error instanceof VantageError && error.code === 'bad-input') return again(form.wrong);
      throw error;
    }
    const tried = given && (await read(given));
    if (tried === undefined) return again(form.wrong);
    if (tried instanceof VantageError)
      return again([{ field: 'file', text: `${tried.message} ${tried.remedy}` }]);
    const before = await db.asActor(actor, pricesToCome, { readOnly: true });
    return replacing(c, freshForm, { ...tried, before });
  });

  app.post('/costs/replace/keep', async (c) => {
    const { offer } = await c.req.parseBody();
    await visit(
      c,
      async (tx) => {
        mustPrice(tx);
        const offered = offerIn(String(offer ?? ''));
        await putInPlace(tx, offered);
        return offered;
      },
      ({ source }) => changes(`Prices of ${source}`),
    );
    return c.redirect('/costs/replace', 303);
  });

  app.post('/costs/replace/leave', async (c) => {
    await visit(c, (tx) => leavePrices(mustPrice(tx)), changes('Prices that waited were left'));
    return c.redirect('/costs/replace', 303);
  });

  // Registered apart: who may not price is told so before anything that they sent is looked at.
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/api/costs',
    summary: 'Put the prices of a file in place: they wait for the next build',
    request: {
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: z.object({
              what: z.enum(Object.keys(kindsOfFile) as [KindOfFile, ...KindOfFile[]]),
              file: z.string().openapi({ format: 'binary' }),
              source: z.string().optional(),
              year: z.string().optional(),
            }),
          },
        },
      },
    },
    responses: {
      200: { description: 'As they stand then.', content: { 'application/json': { schema: PricesJson } } },
    },
  });
  app.post('/api/costs', async (c) => {
    const { given, form } = await givenIn(c);
    await visit(c, async (tx) => void mustHave(mustPrice(tx), form), { action: 'read' });
    const tried = given && (await read(given));
    if (tried === undefined) throw notSent(form);
    if (tried instanceof VantageError) throw tried;
    await visit(
      c,
      (tx) => putInPlace(mustPrice(tx), tried.offer),
      changes(`Prices of ${tried.offer.source}`),
    );
    const { prices, waiting } = await standing();
    return c.json(pricesJson(prices, waiting), 200);
  });

  async function replacing(
    c: Context<Env>,
    form: FormState,
    tried?: Read & { before: Awaited<ReturnType<typeof pricesToCome>> },
  ): Promise<Response> {
    const stands = await standing();
    return page(c, {
      title: 'Put other prices in place',
      current: 'area',
      eyebrow: <a href="/costs">Unit costs</a>,
      form,
      children: <ReplacingPage form={form} standing={stands} {...(tried && { tried })} />,
    });
  }

  /** What a file says, divided by what the numbers know of the year; the fault, where something is wrong with it. */
  async function read({ what, file, source, year }: Given): Promise<Read | VantageError> {
    const folder = await mkdtemp(join(tmpdir(), 'vantage-prices-'));
    const path = join(folder, 'prices');
    try {
      await writeFile(path, Buffer.from(await file.arrayBuffer()));
      return await db.asActor(
        actor,
        (tx) => readPrices(tx, { path, name: file.name || 'a file', what, source, year }),
        {
          readOnly: true,
        },
      );
    } catch (error) {
      if (error instanceof VantageError && error.code === 'bad-input') return error;
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

type Given = { what: KindOfFile; file: File; source: string | undefined; year: string | undefined };

const tooLarge = () =>
  new VantageError('bad-input', 'The file is larger than 20 megabytes.', {
    remedy: 'Tables of prices are small: give the sheet that is needed alone.',
  });

async function givenIn(c: Context): Promise<{ given: Given | undefined; form: FormState }> {
  if (Number(c.req.header('content-length') ?? 0) > mostBytes) throw tooLarge();
  const body = await c.req.parseBody();
  const text = (name: string) => (typeof body[name] === 'string' ? body[name].trim() : '');
  const what = Object.keys(kindsOfFile).find((kind): kind is KindOfFile => kind === text('what'));
  const { file } = body;
  if (file instanceof File && file.size > mostBytes) throw tooLarge();
  const written = { what: [text('what')], source: [text('source')], year: [text('year')] };
  const wrong = [
    ...(what === undefined ? [{ field: 'what', text: 'Say what the file is.' }] : []),
    ...(file instanceof File && file.size > 0 ? [] : [{ field: 'file', text: 'Choose a file.' }]),
  ];
  const form = { written, wrong };
  if (what === undefined || !(file instanceof File) || wrong.length > 0) return { given: undefined, form };
  return {
    given: { what, file, source: text('source') || undefined, year: text('year') || undefined },
    form,
  };
}

function offerIn(text: string): Offer {
  try {
    return Offer.parse(JSON.parse(text));
  } catch (cause) {
    throw new VantageError('bad-input', 'These are no prices that can be kept.', {
      remedy: 'Read the file again at /costs/replace.',
      cause,
    });
  }
}

const notSent = ({ wrong }: FormState) =>
  new VantageError('bad-input', wrong.map(({ text }) => text).join(' '), {
    remedy: 'Send what (unit-costs, outturn or levels) and file as multipart/form-data.',
  });

function mustHave(tx: Tx, form: FormState): Tx {
  if (form.wrong.length > 0) throw notSent(form);
  return tx;
}

function mustPrice(tx: Tx): Tx {
  if (mayPrice(tx.actor.role)) return tx;
  throw new VantageError('refused', 'Prices are put in place by the administrator or a commissioner.', {
    remedy: 'Ask one of them.',
  });
}
