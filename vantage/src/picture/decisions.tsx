import type { Context } from 'hono';
import { type App, createRoute, type Env, notFound, page, z } from '../platform/http/index.ts';
import { dayOf, type Tx, VantageError } from '../platform/index.ts';
import { Button, Day, EmptyState, StackTable } from '../platform/parts/index.ts';
import {
  agencies,
  Deciding,
  type Decision,
  decide,
  decides,
  decisionsAbout,
  type Noted,
  type Visit,
} from '../sharing/index.ts';
import { firstNames, namesInList } from './called.ts';
import { getPicture } from './service.ts';
import type { Picture } from './shape.ts';

const DecisionJson = Deciding.omit({ persons: true })
  .extend({
    decisionId: z.uuid(),
    about: z.array(z.object({ personId: z.uuid(), name: z.string() })),
    agency: z.string().describe('The agency that decided.'),
    decidedBy: z.string().describe('The name of who decided.'),
    decidedAt: z.iso.datetime(),
  })
  .openapi('SharingDecision');
const DecisionsJson = z.object({ decisions: z.array(DecisionJson) }).openapi('SharingDecisions');
const IdParam = z.object({ id: z.uuid() });

type Shown = {
  picture: Picture;
  decisions: Decision[];
  mayDecide: boolean;
  names: ReadonlyMap<string, string>;
};

/** Decisions to share something of a family, or not to: what was decided, and writing one down. */
export function decisionRoutes(app: App, { visit }: { visit: Visit }): void {
  app.get('/families/:id/decisions', async (c) => {
    const shown = await visit(c, (tx) => shownOf(tx, idOf(c)), reading);
    const { picture } = shown;
    return page(c, {
      title: `${picture.name}: decisions about sharing`,
      heading: 'Decisions about sharing',
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      lede: 'Who asked for what, and what was decided. A decision not to share is as much one as a decision to share.',
      children: <DecisionsPage {...shown} />,
    });
  });

  app.post('/families/:id/decisions', async (c) => {
    const id = idOf(c);
    const form = await c.req.parseBody({ all: true });
    const said = Deciding.safeParse({ ...form, persons: [form.persons ?? []].flat() });
    if (!said.success) {
      throw new VantageError('bad-input', 'A decision needs who asked, for what, about whom, and a reason.', {
        remedy: 'Go back and fill in every field; the reason in a sentence.',
      });
    }
    await visit(c, (tx) => decideHere(tx, id, said.data), decided(id, said.data));
    return c.redirect(`/families/${id}/decisions`, 303);
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/decisions',
      summary: 'Decisions about sharing what concerns a family, newest first',
      request: { params: IdParam },
      responses: {
        200: { description: 'The decisions.', content: { 'application/json': { schema: DecisionsJson } } },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const shown = await visit(c, (tx) => shownOf(tx, id), reading);
      return c.json({ decisions: shown.decisions.map((one) => jsonOf(one, shown.picture)) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/families/{id}/decisions',
      summary: 'Writes a decision to share, or not to share, down',
      request: {
        params: IdParam,
        body: { required: true, content: { 'application/json': { schema: Deciding } } },
      },
      responses: {
        201: {
          description: 'It is written down.',
          content: { 'application/json': { schema: z.object({ decisionId: z.uuid() }) } },
        },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const said = c.req.valid('json');
      const decisionId = await visit(c, (tx) => decideHere(tx, id, said), decided(id, said));
      return c.json({ decisionId }, 201);
    },
  );
}

const reading = ({ picture, decisions }: Shown): Noted => ({
  action: 'read',
  because: picture.seenBecause,
  families: [picture.familyId],
  persons: [...new Set(decisions.flatMap((one) => one.persons))],
});

const decided = (familyId: string, said: Deciding): Noted => ({
  action: said.decision,
  families: [familyId],
  persons: said.persons,
  reason: `Asked by ${said.askedBy} for: ${said.askedFor}. Because: ${said.reason}`,
});

async function shownOf(tx: Tx, familyId: string): Promise<Shown> {
  return {
    picture: await getPicture(tx, familyId),
    decisions: await decisionsAbout(tx, familyId),
    mayDecide: decides(tx),
    names: new Map((await agencies(tx)).map(({ agency, name }) => [agency, name])),
  };
}

/** Decides about people of a family whose picture the actor may see. */
async function decideHere(tx: Tx, familyId: string, said: Deciding): Promise<string> {
  const { people } = await getPicture(tx, familyId);
  const members = new Set(people.map((person) => person.personId));
  if (!said.persons.every((id) => members.has(id))) {
    throw new VantageError('bad-input', 'A decision is about people of this family.', {
      remedy: 'Choose them on the page of the family’s decisions.',
    });
  }
  return decide(tx, familyId, said);
}

function jsonOf(one: Decision, picture: Picture): z.infer<typeof DecisionJson> {
  const { decisionId, askedBy, askedFor, decision, reason, agency } = one;
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  return {
    decisionId,
    askedBy,
    askedFor,
    decision,
    reason,
    agency,
    about: one.persons.map((personId) => ({ personId, name: names.get(personId) ?? 'somebody' })),
    decidedBy: one.decidedByName,
    decidedAt: one.decidedAt.toISOString(),
  };
}

function DecisionsPage({ picture, decisions, mayDecide, names }: Shown) {
  const firstName = firstNames(picture);
  return (
    <>
      {decisions.length === 0 ? (
        <EmptyState title="No decision that you may see is written down." />
      ) : (
        <StackTable
          head={[
            { text: 'When' },
            { text: 'Decided' },
            { text: 'Asked for' },
            { text: 'About' },
            { text: 'Why' },
            { text: 'By whom' },
          ]}
          rows={decisions.map((one) => [
            { text: <Day on={dayOf(one.decidedAt)} form="short" /> },
            { text: one.decision === 'share' ? 'Shared' : 'Not shared' },
            { text: `${one.askedFor} (${one.askedBy})` },
            { text: namesInList(one.persons.map(firstName)) },
            { text: one.reason },
            { text: `${one.decidedByName}, ${names.get(one.agency) ?? one.agency}` },
          ])}
        />
      )}
      {mayDecide && <DecisionForm picture={picture} />}
    </>
  );
}

function DecisionForm({ picture }: { picture: Picture }) {
  return (
    <form action={`/families/${picture.familyId}/decisions`} method="post">
      <h2>Write a decision down</h2>
      <Words name="askedBy" label="Who asked" least={2} most={200} />
      <Words name="askedFor" label="What for" least={2} />
      <fieldset className="govuk-fieldset govuk-form-group">
        <legend className="govuk-fieldset__legend">About whom</legend>
        {picture.people.map(({ personId, name }) => (
          <p key={personId} className="govuk-body">
            <label>
              <input type="checkbox" name="persons" value={personId} /> {name}
            </label>
          </p>
        ))}
      </fieldset>
      <div className="govuk-form-group">
        <label className="govuk-label" htmlFor="decision">
          What was decided
        </label>
        <select className="govuk-select" id="decision" name="decision">
          <option value="share">To share it</option>
          <option value="not-share">Not to share it</option>
        </select>
      </div>
      <Words name="reason" label="Why" least={10} />
      <Button text="Write it down" />
    </form>
  );
}

type WordsProps = { name: string; label: string; least: number; most?: number };

function Words({ name, label, least, most = 2000 }: WordsProps) {
  return (
    <div className="govuk-form-group">
      <label className="govuk-label" htmlFor={name}>
        {label}
      </label>
      <textarea
        className="govuk-textarea"
        id={name}
        name={name}
        rows={2}
        required
        minLength={least}
        maxLength={most}
      />
    </div>
  );
}

function idOf(c: Context<Env>): string {
  const id = z.uuid().safeParse(c.req.param('id'));
  if (!id.success) throw notFound();
  return id.data;
}
