import { catalogue, type OutlinedFact, toldOutline } from '../chronology/index.ts';
import { personsByIds } from '../identity/index.ts';
import { type Lead, ownPlan, type Step } from '../plans/index.ts';
import { type App, createRoute, idOf, notFound, page, z } from '../platform/http/index.ts';
import { dayOf, type Tx, withLastDays } from '../platform/index.ts';
import { Day, EmptyState, Span, StackTable } from '../platform/parts/index.ts';
import {
  agencies,
  type Consent,
  consentStands,
  consentsOf,
  type Noted,
  seesOwnPlan,
  siteForThemselves,
  type Visit,
  voluntaryServices,
  withdrawConsent,
} from '../sharing/index.ts';
import {
  type Account,
  accountsNow,
  endAccount,
  type FamilyWords,
  readersInWords,
  type Statement,
  strengths,
  type Tie,
  takeOwnTieBack,
  tieKinds,
  tiesSaidBy,
  voiceOf,
  wordsForFamily,
} from '../voice/index.ts';
import { namesInList } from './called.ts';
import { happenedToYou, saidToYou } from './me-words.ts';
import { nameOf, today } from './open.ts';

const day = z.iso.date();
const span = z.object({
  from: day.nullable(),
  to: day.nullable().describe('The last day; null while it goes on.'),
});

/** What a person sees of themselves, and of nobody else. */
const Me = z
  .object({
    personId: z.uuid(),
    names: z.array(z.string()),
    leads: z
      .array(z.object({ name: z.string(), job: z.string(), telephone: z.string(), since: day }))
      .describe('Who leads for them now, with a number to ring.'),
    steps: z
      .array(z.object({ who: z.string(), what: z.string(), by: day }))
      .describe('Next steps that are for them alone.'),
    words: z.array(
      z.object({
        words: z.string(),
        saidOn: day.nullable(),
        saidTo: z.string(),
        done: z.string().nullable().describe('What was done about it; null where nothing is written down.'),
      }),
    ),
    familyWords: z
      .array(z.object({ name: z.string().nullable(), words: z.string(), saidOn: day.nullable() }))
      .describe('What others of their family said and let the family read.'),
    facts: z.array(
      z.object({
        label: z.string(),
        agency: z.string(),
        happened: span,
        said: z.array(z.object({ label: z.string(), value: z.string() })),
      }),
    ),
    accounts: z
      .array(z.object({ accountId: z.uuid(), words: z.string(), lastDay: day.nullable() }))
      .describe('Words of theirs that are told without a name.'),
    ties: z
      .array(
        z.object({
          tieId: z.uuid(),
          kind: z.string(),
          name: z
            .string()
            .nullable()
            .describe('As they said it; null of a relative or a service of records.'),
          strength: z.string(),
          saidOn: day,
        }),
      )
      .describe('Whom they said is around them.'),
    consents: z.array(
      z.object({
        consentId: z.uuid(),
        service: z.string(),
        words: z.string(),
        lastDay: day.nullable(),
        answer: z.enum(['given', 'declined']),
        withdrawnOn: day.nullable(),
        stands: z.boolean(),
      }),
    ),
  })
  .openapi('Me');

/** Each person for themselves: their names, their words, what they are told, what they agreed to. */
export function meRoutes(app: App, { visit }: { visit: Visit }): void {
  const looking = (own: Own): Noted => ({
    action: 'read',
    persons: [...new Set([own.personId, ...own.familyWords.map(({ personId }) => personId)])],
    because:
      own.familyWords.length === 0
        ? 'It is about themselves.'
        : 'It is about themselves, or was said for their family to read.',
  });

  app.get('/me', async (c) => {
    const own = await visit(c, ownRecord, looking);
    c.set('site', siteForThemselves(c.get('site'), own.names[0]));
    return page(c, {
      current: 'me',
      title: 'What is said of you',
      heading: own.names[0] ?? 'What is said of you',
      lede: 'This is about you. Nobody in your family sees it here, but for words of yours that you let them read.',
      children: <MePage own={own} />,
    });
  });

  app.post('/me/consents/:consent/withdraw', async (c) => {
    const consentId = idOf(c.req.param('consent'));
    await visit(
      c,
      async (tx) => {
        if (!isSelf(tx)) throw notFound();
        const [own] = (await consentsOf(tx, [tx.actor.id])).filter((one) => one.consentId === consentId);
        if (own === undefined) throw notFound();
        await withdrawConsent(tx, consentId);
        return tx.actor.id;
      },
      (personId) => ({ action: 'withdraw' as const, persons: [personId] }),
    );
    return c.redirect('/me', 303);
  });

  app.post('/me/accounts/:account/end', async (c) => {
    const accountId = idOf(c.req.param('account'));
    await visit(
      c,
      async (tx) => {
        if (!isSelf(tx)) throw notFound();
        await endAccount(tx, accountId, null);
        return tx.actor.id;
      },
      (personId) => ({ action: 'withdraw' as const, persons: [personId] }),
    );
    return c.redirect('/me', 303);
  });

  const takeBack = async (tx: Tx, tieId: string) => {
    if (!isSelf(tx)) throw notFound();
    await takeOwnTieBack(tx, tieId);
    return tx.actor.id;
  };
  const tookBack = (personId: string): Noted => ({ action: 'withdraw', persons: [personId] });

  app.post('/me/ties/:tie/take-back', async (c) => {
    const tieId = idOf(c.req.param('tie'));
    await visit(c, (tx) => takeBack(tx, tieId), tookBack);
    return c.redirect('/me', 303);
  });

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/me/ties/{tie}/take-back',
      summary: 'Takes back what somebody said themselves is around them',
      request: { params: z.object({ tie: z.uuid() }) },
      responses: { 204: { description: 'It is on no map any more.' } },
    }),
    async (c) => {
      await visit(c, (tx) => takeBack(tx, c.req.valid('param').tie), tookBack);
      return c.body(null, 204);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/me',
      summary: 'What a person sees of themselves, and of nobody else',
      responses: {
        200: { description: 'About them alone.', content: { 'application/json': { schema: Me } } },
      },
    }),
    async (c) => {
      const own = await visit(c, ownRecord, looking);
      return c.json(
        {
          personId: own.personId,
          names: own.names,
          leads: own.leads.map(({ content, day: since }) => ({ ...content, since })),
          steps: own.steps.map(({ content: { who, what }, day: by }) => ({ who, what, by })),
          words: own.said.map(({ words, happened, saidTo, done }) => ({
            words,
            saidOn: happened.from,
            saidTo,
            done,
          })),
          familyWords: own.familyWords.map(({ name, words, happened }) => ({
            name,
            words,
            saidOn: happened.from,
          })),
          facts: own.facts.map((fact) => ({
            label: catalogue.get(fact.kind)?.label ?? fact.kind,
            agency: own.agencyNames.get(fact.agency) ?? fact.agency,
            happened: withLastDays(fact.happened),
            said: fact.detail.parts.map(({ label, value }) => ({ label, value })),
          })),
          accounts: own.accounts.map(({ accountId, words, lastDay }) => ({ accountId, words, lastDay })),
          ties: own.ties.map(({ tieId, kind, name, strength, saidOn }) => ({
            tieId,
            kind,
            name,
            strength,
            saidOn,
          })),
          consents: own.consents.map((one) => ({
            consentId: one.consentId,
            service: voluntaryServices[one.service],
            words: one.words,
            lastDay: one.lastDay,
            answer: one.answer,
            withdrawnOn: one.withdrawnAt && dayOf(one.withdrawnAt),
            stands: consentStands(one, today()),
          })),
        },
        200,
      );
    },
  );
}

type Own = {
  personId: string;
  names: string[];
  leads: Lead[];
  steps: Step[];
  said: Statement[];
  familyWords: FamilyWords[];
  accounts: Account[];
  ties: Tie[];
  facts: OutlinedFact[];
  consents: Consent[];
  agencyNames: ReadonlyMap<string, string>;
};

const isSelf = ({ actor }: Tx) => actor.role === 'family-member';

/** What row security lets the person see of themselves; not found for everybody else. */
async function ownRecord(tx: Tx): Promise<Own> {
  if (!isSelf(tx)) throw notFound();
  const personId = tx.actor.id;
  const [person] = await personsByIds(tx, [personId]);
  const voice = await voiceOf(tx, [personId]);
  const names = (person?.details ?? []).filter((one) => one.kind === 'name').map((one) => one.value);
  const seesPlan = await seesOwnPlan(tx);
  return {
    personId,
    names: [...new Set([nameOf(person), ...names])],
    ...(await ownPlan(tx, personId)),
    // What was done may tell where somebody is who is protected from them.
    said: seesPlan ? voice.said : voice.said.map((one) => ({ ...one, saidTo: '', done: null })),
    familyWords: await wordsForFamily(tx),
    accounts: await accountsNow(tx, [personId]),
    ties: await tiesSaidBy(tx, personId),
    facts: (await toldOutline(tx, personId)).filter((fact) => catalogue.has(fact.kind)),
    consents: await consentsOf(tx, [personId]),
    agencyNames: new Map((await agencies(tx)).map(({ agency, name }) => [agency, name])),
  };
}

function MePage({ own }: { own: Own }) {
  return (
    <>
      <h2>Your names here</h2>
      <p className="govuk-body">{own.names.join(', ')}</p>
      <h2>Who to ring</h2>
      {own.leads.length === 0 ? (
        <EmptyState title="Nobody is set here as the one who leads for you." />
      ) : (
        <ul className="v-list">
          {own.leads.map(({ entryId, content, day }) => (
            <li key={entryId}>
              <b>{content.name}</b>, {content.job}, ring{' '}
              <a className="govuk-link" href={`tel:${content.telephone.replace(/[^\d+]/g, '')}`}>
                {content.telephone}
              </a>{' '}
              (since <Day on={day} form="short" />)
            </li>
          ))}
        </ul>
      )}
      <h2>What happens next for you</h2>
      {own.steps.length === 0 ? (
        <EmptyState title="No next step that is for you alone is set here." />
      ) : (
        <ul className="v-list">
          {own.steps.map(({ entryId, content, day }) => (
            <li key={entryId}>
              {content.who}: {content.what}, by <Day on={day} form="short" />
            </li>
          ))}
        </ul>
      )}
      <h2>What you said</h2>
      {own.said.length === 0 && <EmptyState title="No words of yours are written down." />}
      <ul className="v-list">
        {own.said.map((one) => (
          <li key={one.statementId}>
            “{one.words}”
            {one.happened.from && (
              <>
                {' '}
                (<Day on={one.happened.from} form="short" />)
              </>
            )}
            <br />
            {one.done ? `What we did: ${one.done}` : 'Nothing is written down yet of what was done about it.'}
          </li>
        ))}
      </ul>
      {own.familyWords.length > 0 && (
        <>
          <h2>What your family said, and let you read</h2>
          <ul className="v-list">
            {own.familyWords.map((one) => (
              <li key={one.statementId}>
                {one.name ?? 'Somebody of your family'}: “{one.words}” (
                <Span {...one.happened} precision={one.precision} form="short" />)
              </li>
            ))}
          </ul>
        </>
      )}
      {own.ties.length > 0 && <AroundYou ties={own.ties} />}
      {own.accounts.length > 0 && <ToldOfYours accounts={own.accounts} />}
      <h2>What you were asked to agree to</h2>
      {own.consents.length === 0 && <EmptyState title="Nothing that you were asked is written down." />}
      {own.consents.map((one) => (
        <form key={one.consentId} action={`/me/consents/${one.consentId}/withdraw`} method="post">
          <p className="govuk-body">
            {voluntaryServices[one.service]}: {one.words}.{' '}
            {consentStands(one, today()) ? (
              <button className="v-button" type="submit">
                I take it back
              </button>
            ) : (
              <SaidNow consent={one} />
            )}
          </p>
        </form>
      ))}
      <h2>What is said of you</h2>
      <p className="govuk-body">
        Some things are not here: those that name somebody else too, those that your worker will tell you
        about first, and what somebody wrote, until your worker has read it. You may ask for all that is held
        about you.
      </p>
      {own.facts.length === 0 ? (
        <EmptyState title="Nothing yet that you have been told." />
      ) : (
        [...byYear(own.facts)].map(([year, facts]) => (
          <section key={year} aria-labelledby={`y${year}`}>
            <h3 id={`y${year}`}>{year}</h3>
            <StackTable
              heard={`What was told of ${year}, and who says so`}
              firstCellIsHeader
              head={[{ text: 'What' }, { text: 'When' }, { text: 'Who says so' }, { text: 'What they say' }]}
              rows={toldOnce(facts).map(([fact, tellers]) => [
                { text: happenedToYou(fact.kind, catalogue.get(fact.kind)?.label ?? '') },
                {
                  text: (
                    <Span
                      from={fact.happened.from}
                      to={fact.happened.to}
                      precision={fact.precision}
                      form="short"
                    />
                  ),
                },
                { text: namesInList(tellers.map((agency) => own.agencyNames.get(agency) ?? agency)) },
                { text: saidToYou(fact.detail.parts) },
              ])}
            />
          </section>
        ))
      )}
    </>
  );
}

/** Whom they said is around them, each of which they may take back. */
function AroundYou({ ties }: { ties: readonly Tie[] }) {
  return (
    <>
      <h2>Who you said is around you</h2>
      <p className="govuk-body">
        These stand on your family’s network map for those whom you let see them. When you take one back it
        stands there no more.
      </p>
      {ties.map((one) => (
        <form key={one.tieId} action={`/me/ties/${one.tieId}/take-back`} method="post">
          <p className="govuk-body">
            {one.name ?? (one.withId ? 'Somebody of your family' : 'A service or a school')} (
            {tieKinds[one.kind].one.toLowerCase()}). {strengths[one.strength]}. Said{' '}
            <Day on={one.saidOn} form="short" />.{' '}
            <button className="v-button" type="submit">
              I take it back
              <span className="govuk-visually-hidden"> {one.name ?? ''}</span>
            </button>
          </p>
        </form>
      ))}
    </>
  );
}

/** Words that they agreed to have told, each of which they may take back. */
function ToldOfYours({ accounts }: { accounts: readonly Account[] }) {
  return (
    <>
      <h2>What you let others read, without your name</h2>
      <p className="govuk-body">
        These may be read by {readersInWords}. They see the words and the month in which you agreed, and not
        whose they are. When you take one back nobody reads it here any more.
      </p>
      {accounts.map((one) => (
        <form key={one.accountId} action={`/me/accounts/${one.accountId}/end`} method="post">
          <p className="govuk-body">
            “{one.words}”{' '}
            {one.lastDay !== null && (
              <>
                Until <Day on={one.lastDay} form="short" />.{' '}
              </>
            )}
            <button className="v-button" type="submit">
              Take it back
            </button>
          </p>
        </form>
      ))}
    </>
  );
}

/** What somebody said of help to which they do not agree now. */
function SaidNow({ consent: { answer, withdrawnAt, lastDay } }: { consent: Consent }) {
  if (answer === 'declined') return <>You said no to this.</>;
  if (withdrawnAt) {
    return (
      <>
        You said yes to this, and took it back on <Day on={dayOf(withdrawnAt)} form="short" />.
      </>
    );
  }
  return (
    <>
      You said yes to this{' '}
      {lastDay && (
        <>
          until <Day on={lastDay} form="short" />
        </>
      )}
      , which is over.
    </>
  );
}

/** What several agencies tell alike, with the same days and in the same words, once with each of them. */
function toldOnce(facts: readonly OutlinedFact[]): [OutlinedFact, string[]][] {
  const same = Map.groupBy(facts, ({ kind, happened, detail }) =>
    JSON.stringify([kind, happened, detail.parts.map(({ label, value }) => [label, value])]),
  );
  return [...same.values()].flatMap((told) =>
    told[0] ? [[told[0], [...new Set(told.map(({ agency }) => agency))]]] : [],
  );
}

const byYear = (facts: readonly OutlinedFact[]) =>
  Map.groupBy(facts, (fact) => fact.happened.from?.slice(0, 4) ?? 'No day is known');
