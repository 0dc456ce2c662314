import type { Context } from 'hono';
import { personsByIds } from '../identity/index.ts';
import { type App, answerForm, createRoute, type Env, idOf, page, z } from '../platform/http/index.ts';
import { dayOf, type Tx, VantageError } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  ChooseSome,
  Day,
  EmptyState,
  type FormState,
  freshForm,
  StackTable,
  WordsField,
} from '../platform/parts/index.ts';
import {
  agencies,
  bindsHere,
  Deciding,
  type Decision,
  decide,
  decides,
  decisionsAbout,
  dutyCounts,
  type Noted,
  type Visit,
} from '../sharing/index.ts';
import { firstNames, namesInList } from './called.ts';
import { pictureSeen } from './seen.ts';
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
  /** Whether the duty to share what is relevant counts for the reader's agency. */
  bound: boolean;
  /** By person, the number that goes with what is shared, where the duty to give it counts and the reader may see it. */
  numbers: ReadonlyMap<string, string>;
  names: ReadonlyMap<string, string>;
};

/** Decisions to share something of a family, or not to: what was decided, and writing one down. */
export function decisionRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(c, (tx) => shownOf(tx, idOf(c.req.param('id'))), reading);
    const { picture } = shown;
    return page(c, {
      title: `${picture.name}: decisions about sharing`,
      heading: 'Decisions about sharing',
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      lede: 'Who asked for what, and what was decided. A decision not to share is as much one as a decision to share.',
      form,
      children: <DecisionsPage {...shown} form={form} />,
    });
  };

  app.get('/families/:id/decisions', (c) => show(c, freshForm));

  app.post('/families/:id/decisions', (c) => {
    const id = idOf(c.req.param('id'));
    return answerForm(c, {
      schema: Deciding,
      lists: ['persons'],
      show: (form) => show(c, form),
      act: async (said) => {
        await visit(c, (tx) => decideHere(tx, id, said), decided(id, said));
        return c.redirect(`/families/${id}/decisions`, 303);
      },
    });
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

const reading = ({ picture, decisions }: Shown): Noted => {
  const seen = pictureSeen(picture);
  const persons = [...new Set([...seen.persons, ...decisions.flatMap((one) => one.persons)])];
  return { ...seen, action: 'read', persons };
};

const decided = (familyId: string, said: Deciding): Noted => ({
  action: said.decision,
  families: [familyId],
  persons: said.persons,
  reason: `Asked by ${said.askedBy} for: ${said.askedFor}. Because: ${said.reason}`,
});

async function shownOf(tx: Tx, familyId: string): Promise<Shown> {
  const picture = await getPicture(tx, familyId);
  return {
    picture,
    decisions: await decisionsAbout(tx, familyId),
    mayDecide: decides(tx),
    bound: await bindsHere(tx),
    numbers: await numbersToGive(tx, picture),
    names: new Map((await agencies(tx)).map(({ agency, name }) => [agency, name])),
  };
}

/** The NHS number of each of the family, where the duty to give it with what is shared counts. */
async function numbersToGive(tx: Tx, { people }: Picture): Promise<ReadonlyMap<string, string>> {
  if (!(await dutyCounts(tx, 'identifier'))) return new Map();
  const persons = await personsByIds(
    tx,
    people.map((person) => person.personId),
  );
  return new Map(
    persons.flatMap(({ personId, details }): [string, string][] => {
      const number = details.find((one) => one.kind === 'nhs-number' && one.chosen)?.value;
      return number === undefined ? [] : [[personId, number]];
    }),
  );
}

/** Decides about people of a family whose picture the actor may see. */
async function decideHere(tx: Tx, familyId: string, said: Deciding): Promise<string> {
  const { people } = await getPicture(tx, familyId);
  const members = new Set(people.map((person) => person.personId));
  if (!said.persons.every((id) => members.has(id))) {
    throw new VantageError('bad-input', 'A decision is about people of this family.', {
      remedy: 'Choose them on the page of the family’s decisions.',
      field: 'persons',
    });
  }
  return decide(tx, familyId, said);
}

function jsonOf(one: Decision, picture: Picture): z.infer<typeof DecisionJson> {
  const { decisionId, askedBy, askedFor, decision, reason, ground, agency } = one;
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  return {
    decisionId,
    askedBy,
    askedFor,
    decision,
    reason,
    ground: ground ?? null,
    agency,
    about: one.persons.map((personId) => ({ personId, name: names.get(personId) ?? 'somebody' })),
    decidedBy: one.decidedByName,
    decidedAt: one.decidedAt.toISOString(),
  };
}

function DecisionsPage({
  picture,
  decisions,
  mayDecide,
  bound,
  numbers,
  names,
  form,
}: Shown & { form: FormState }) {
  const firstName = firstNames(picture);
  return (
    <>
      {decisions.length === 0 ? (
        <EmptyState title="No decision that you may see is written down." />
      ) : (
        <StackTable
          heard="Decisions about sharing"
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
            { text: one.ground ? `${grounds[one.ground]} ${one.reason}` : one.reason },
            { text: `${one.decidedByName}, ${names.get(one.agency) ?? one.agency}` },
          ])}
        />
      )}
      {mayDecide && <DecisionForm picture={picture} bound={bound} numbers={numbers} form={form} />}
    </>
  );
}

/** An NHS number as it is printed: 943 476 5919. */
const spaced = (number: string) => number.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');

const grounds = {
  'not-relevant': 'It is not relevant to a child’s safety or welfare, or would not help in the work.',
  'more-detrimental': 'Sharing it would harm the child more than keeping it.',
} as const;

type FormProps = Pick<Shown, 'picture' | 'bound' | 'numbers'> & { form: FormState };

function DecisionForm({ picture, bound, numbers, form }: FormProps) {
  return (
    <form action={`/families/${picture.familyId}/decisions`} method="post" noValidate>
      <h2>Write a decision down</h2>
      <WordsField
        form={form}
        name="askedBy"
        label="Who asked"
        hint="A name and where they work, or how they are related."
        most={200}
      />
      <WordsField form={form} name="askedFor" label="What for" />
      <ChooseSome
        form={form}
        name="persons"
        label="About whom"
        options={picture.people.map(({ personId, name }) => {
          const number = numbers.get(personId);
          return {
            value: personId,
            text: name,
            ...(number !== undefined && {
              hint: `Give their NHS number with what is shared: ${spaced(number)}.`,
            }),
          };
        })}
      />
      <ChooseOne
        form={form}
        name="decision"
        label="What was decided"
        options={[
          { value: 'share', text: 'To share it' },
          { value: 'not-share', text: 'Not to share it' },
        ]}
      />
      {bound && (
        <ChooseOne
          form={form}
          name="ground"
          label="If it is not shared: on which ground"
          hint={
            <>
              The <a href="/duties">duty to share what is relevant</a> counts here. It lets something be kept
              on one of two grounds.
            </>
          }
          options={Object.entries(grounds).map(([value, text]) => ({ value, text }))}
        />
      )}
      <WordsField form={form} name="reason" label="Why" />
      <Button text="Write it down" />
    </form>
  );
}
