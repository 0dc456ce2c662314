import type { Context } from 'hono';
import { type App, type Env, notFound, page, readQuery, z } from '../../platform/http/index.ts';
import { addDays, clock, IsoDay, type Tx, WrittenDay } from '../../platform/index.ts';
import type { FormState } from '../../platform/parts/index.ts';
import { type FamilyNames, lookedAt, unusualLooking } from './looking.ts';
import { Action, type RouteWords } from './model.ts';
import { AuditPage, dayInLondon, FilterForm, UnusualPage } from './pages.tsx';

/** Empty fields of a form count as left out. */
const left = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const AuditQuery = z.object({
  worker: left(z.string().trim().max(120)),
  family: left(z.string().trim().max(120)),
  person: left(z.string().trim().max(120)),
  day: left(WrittenDay),
  action: left(z.enum(Action.options, `Choose what they did from the list: ${Action.options.join(', ')}.`)),
  before: left(z.uuid()),
});
const UnusualQuery = z.object({ from: left(IsoDay) });

export type AuditContext = FamilyNames & {
  /** What a page or operation is called, by the pattern of its address; undefined for a command. */
  routeWords(route: string): RouteWords | undefined;
  /** Reads on behalf of whoever asks, and writes down that they did, and what they looked for. */
  visit<T>(
    c: Context<Env>,
    look: { action: 'read' | 'search'; words?: string },
    work: (tx: Tx) => Promise<T>,
  ): Promise<T>;
};

const because = 'You see this page because you are the information governance lead.';

/** Who looked at whom and why, for the information governance lead; not there for anybody else. */
export function auditRoutes(app: App, context: AuditContext): void {
  const asLead = <T,>(c: Context<Env>, work: (tx: Tx) => Promise<T>, words = '') =>
    context.visit(c, words ? { action: 'search', words } : { action: 'read' }, (tx) => {
      if (tx.actor.role !== 'information-governance-lead') throw notFound();
      return work(tx);
    });

  app.get('/audit', async (c) => {
    const written = c.req.query();
    const query = AuditQuery.safeParse(written);
    const form: FormState = {
      written: Object.fromEntries(Object.entries(written).map(([field, text]) => [field, [text]])),
      wrong: query.success
        ? []
        : query.error.issues.map(({ path, message }) => ({ field: String(path[0]), text: message })),
    };
    const { before, ...looked } = query.success ? query.data : {};
    const shown = await asLead(
      c,
      async (tx) => (query.success ? lookedAt(tx, context, { ...looked, before }) : null),
      Object.entries(looked)
        .flatMap(([field, value]) => (value ? `${field} ${value}` : []))
        .join(', '),
    );
    return page(c, {
      title: 'Who looked at whom',
      current: 'audit',
      lede: 'Everything that was looked at, searched for, taken out, changed or refused, newest first, with the reason.',
      because,
      form,
      children: shown ? (
        <AuditPage {...shown} looked={looked} routeWords={context.routeWords} form={form} />
      ) : (
        <FilterForm form={form} />
      ),
    });
  });

  app.get('/audit/unusual', async (c) => {
    const today = dayInLondon(clock.now());
    const { from = addDays(today, -6) } = readQuery(c, UnusualQuery);
    const shown = await asLead(c, (tx) => unusualLooking(tx, context, from));
    return page(c, {
      title: 'Unusual looking',
      current: 'audit',
      lede: 'Looking that listed rules pick out, so that somebody may ask about it.',
      because,
      children: <UnusualPage {...shown} from={from} today={today} />,
    });
  });
}
