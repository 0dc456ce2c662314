import type { Context } from 'hono';
import { mustWrite } from '../../casework/index.ts';
import {
  type App,
  answerForm,
  createRoute,
  type Env,
  idOf,
  notFound,
  page,
  readQuery,
  z,
} from '../../platform/http/index.ts';
import { newId, type Tx } from '../../platform/index.ts';
import { type FormState, freshForm } from '../../platform/parts/index.ts';
import { type Noted, roles, type Visit, type WorkRole } from '../../sharing/index.ts';
import {
  Drawing,
  drawTie,
  Redrawing,
  redrawTie,
  TakingBack,
  takeTieBack,
  tieKindNames,
} from '../../voice/index.ts';
import { pictureSeen } from '../seen.ts';
import { type Begun, DrawTie, TieForms } from './forms.tsx';
import { NetworkSeen, NetworkTable } from './page.tsx';
import { getNetwork, mustStandHere, type Network } from './service.ts';
import { inJson, NetworkMap } from './shape.ts';

/** What of the form is chosen beforehand: an empty place or a box that was touched, and who said the tie before. */
const Chosen = z.object({
  kind: z.enum(tieKindNames).optional(),
  of: z.string().max(80).optional(),
  name: z.string().max(80).optional(),
  speaker: z.uuid().optional(),
  audience: z.enum(['speaker-and-lead', 'team', 'family-and-team']).optional(),
  whose: z.string().max(2000).optional(),
});

type NetworkContext = { visit: Visit; networkScript: string };
type WithHelp = { network: Network; helps: boolean };

/** A family's network map: its page, the forms by which it is drawn, and its operations. */
export function networkRoutes(app: App, { visit, networkScript }: NetworkContext): void {
  const reading = ({ picture }: Network): Noted => ({ action: 'read', ...pictureSeen(picture) });
  const changing = (network: Network): Noted => ({ ...reading(network), action: 'change' });

  const show = async (c: Context<Env>, form: FormState) => {
    const id = idOf(c.req.param('id'));
    const chosen = readQuery(c, Chosen);
    const { network, helps } = await visit(
      c,
      async (tx): Promise<WithHelp> => ({
        network: await getNetwork(tx, id, { before: true }),
        helps: roles[tx.actor.role as WorkRole]?.purpose === 'help',
      }),
      (shown) => reading(shown.network),
    );
    const { picture } = network;
    const here = `/families/${picture.familyId}/network`;
    const reason = picture.openBecause[0];
    const of = form.written.of?.[0] ?? chosen.of;
    const written = form.written.id?.[0];
    return page(c, {
      title: `${picture.name}: network map`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      heading: 'Who is around them',
      lede: 'What records tell, and what the family says of it.',
      because: reason && (
        <>
          {picture.seenBecause} There is a picture because of {reason.reason}.
        </>
      ),
      form,
      children: (
        <>
          <NetworkSeen network={network} helps={helps} here={here} />
          {helps && (
            <DrawTie
              network={network}
              form={form}
              begun={begunOf(chosen)}
              of={network.around.find((one) => one.isRecorded && one.id === of)}
              id={z.uuid().safeParse(written).data ?? newId()}
              script={networkScript}
            />
          )}
          <NetworkTable network={network} helps={helps} here={here} />
        </>
      ),
    });
  };

  /** Writes a tie down; of a family whose picture is closed to the actor there is none to write of. */
  const draw = (c: Context<Env>, familyId: string, drawn: Drawing) =>
    visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const network = await getNetwork(tx, familyId);
        mustStandHere(network, drawn);
        return { network, tieId: await drawTie(tx, drawn) };
      },
      ({ network }) => changing(network),
    );

  app.get('/families/:id/network', (c) => show(c, freshForm));

  app.post('/families/:id/network', (c) =>
    answerForm(c, {
      schema: Drawing,
      lists: ['whose'],
      show: (form) => show(c, form),
      act: async (drawn) => {
        const id = idOf(c.req.param('id'));
        await draw(c, id, drawn);
        // Who speaks, for whom and whose stays for the tie after.
        const { speaker, audience, whose } = drawn;
        const next = new URLSearchParams({ speaker, audience, whose: whose.join(',') });
        return c.redirect(`/families/${id}/network?${next}#drawing`, 303);
      },
    }),
  );

  const showTie = async (c: Context<Env>, form: FormState, ending: FormState) => {
    const [id, tieId] = [idOf(c.req.param('id')), idOf(c.req.param('tie'))];
    const { network, one, tie } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        return tieIn(await getNetwork(tx, id), tieId);
      },
      (shown) => reading(shown.network),
    );
    const { picture } = network;
    return page(c, {
      title: `${picture.name}: a tie`,
      heading: `The tie with ${one.name}`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}/network`}>Network map</a>,
      form: ending.wrong.length > 0 ? ending : form,
      children: <TieForms network={network} tie={tie} of={one} form={form} ending={ending} />,
    });
  };
  const endingForm = { ...freshForm, suffix: 'End' };

  const change = async (
    c: Context<Env>,
    work: (tx: Tx, ids: string[], network: Network) => Promise<void>,
  ) => {
    const [id, tieId] = [idOf(c.req.param('id')), idOf(c.req.param('tie'))];
    await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const { network } = tieIn(await getNetwork(tx, id), tieId);
        await work(
          tx,
          network.picture.people.map(({ personId }) => personId),
          network,
        );
        return network;
      },
      changing,
    );
    return c.redirect(`/families/${id}/network#drawing`, 303);
  };

  app.get('/families/:id/network/:tie', (c) => showTie(c, freshForm, endingForm));

  app.post('/families/:id/network/:tie', (c) =>
    answerForm(c, {
      schema: Redrawing,
      lists: ['whose'],
      show: (form) => showTie(c, form, endingForm),
      act: (drawn) =>
        change(c, async (tx, ids, network) => {
          mustStandHere(network, drawn);
          await redrawTie(tx, ids, idOf(c.req.param('tie')), drawn);
        }),
    }),
  );

  app.post('/families/:id/network/:tie/end', (c) =>
    answerForm(c, {
      schema: TakingBack,
      suffix: 'End',
      show: (form) => showTie(c, freshForm, form),
      act: (said) => change(c, (tx, ids) => takeTieBack(tx, ids, idOf(c.req.param('tie')), said)),
    }),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/network',
      summary: 'Who is around one family, by records and as the family says',
      request: { params: z.object({ id: z.uuid() }) },
      responses: {
        200: { description: 'The network map.', content: { 'application/json': { schema: NetworkMap } } },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json(inJson(await visit(c, (tx) => getNetwork(tx, id), reading)), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/families/{id}/network',
      summary: 'Draws a tie as somebody of a family says it',
      request: {
        params: z.object({ id: z.uuid() }),
        body: { required: true, content: { 'application/json': { schema: Drawing } } },
      },
      responses: {
        201: {
          description: 'It is on the map.',
          content: { 'application/json': { schema: z.object({ tieId: z.uuid() }) } },
        },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { tieId } = await draw(c, id, c.req.valid('json'));
      return c.json({ tieId }, 201);
    },
  );
}

function begunOf({ kind, name, speaker, audience, whose }: z.output<typeof Chosen>): Begun {
  return {
    ...(kind && { kind: [kind] }),
    ...(name && { name: [name] }),
    ...(speaker && { speaker: [speaker] }),
    ...(audience && { audience: [audience] }),
    ...(whose && { whose: whose.split(',') }),
  };
}

/** A tie that stands on the reader's map; not found where none does. */
function tieIn(network: Network, tieId: string) {
  for (const one of network.around)
    for (const tie of one.ties) if (tie.tieId === tieId) return { network, one, tie };
  throw notFound();
}
