import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../platform/http/index.ts';
import { type Actor, clock, dayOf, newId, type Tx } from '../../platform/index.ts';
import { testActor, testDatabase } from '../../platform/testing.ts';
import { type Agreement, agree, agreements, endAgreement, ensureAgreements } from '../agreements.ts';
import { deskRoutes } from '../persons/routes.tsx';
import { sealPerson } from '../relations.ts';
import { routes } from '../routes.tsx';
import { agencies } from '../service.ts';
import { agreeAsReady, workerNear } from '../testing.ts';
import { visits } from '../visit.ts';

const db = await testDatabase();
const area = testActor.area;
const [ann, ben, cora, dan] = [newId(), newId(), newId(), newId()];
let who: Actor = testActor;
let governance: Actor;
let policeLead: Actor;
let recoveryLead: Actor;
/** Of social care: in the team around Ann and Ben; allocated to Ben; with nobody. */
let team: Actor;
let allocated: Actor;
let idle: Actor;

const site = {
  name: 'Vantage',
  nav: [],
  search: { action: '/families', name: 'q', label: 'Find' },
  notice: '',
  footer: [],
  styles: [],
  scripts: [],
  icon: '/icon.svg',
};
const app = createApp({ site, assets: { href: (name) => name, find: () => undefined } });
const visit = visits(db, () => who);
for (const room of [routes, deskRoutes]) room(app, { visit, familyNames: async () => new Map() });

/** Asks as somebody; a form, or JSON to the API. */
async function ask(actor: Actor, path: string, sent?: Record<string, string | string[]>) {
  who = actor;
  const isApi = path.startsWith('/api/');
  const type = isApi ? 'application/json' : 'application/x-www-form-urlencoded';
  const form = () =>
    new URLSearchParams(
      Object.entries(sent ?? {}).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    ).toString();
  const answer = await app.request(path, {
    headers: { host: 'localhost', origin: 'http://localhost', ...(sent && { 'content-type': type }) },
    ...(sent && { method: 'POST', body: isApi ? JSON.stringify(sent) : form() }),
  });
  const text = await answer.text();
  const words = text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return { status: answer.status, text, words, to: answer.headers.get('location') };
}

const form = {
  from: 'police',
  to: '*',
  role: '*',
  condition: 'team',
  tier: 'contact',
  subjects: ['all-but-kept'],
  replacing: 'yes',
  basis: 'public-task',
  basisWords: 'Children Act 2004, section 11.',
  owner: 'Head of information',
  reason: 'The police answer when they are asked.',
};
const sure = { ...form, sure: 'yes' };

/** How much somebody may see of a kind of the police's about a person, and whether they are told to ask. */
async function sight(actor: Actor, person: string, kind = 'occurrence') {
  return db.asActor(
    actor,
    async (tx) => {
      const { tier } = await tx.one<{ tier: number }>(`SELECT tier_here($1, 'police', $2) AS tier`, [
        person,
        kind,
      ]);
      const asks = await tx.sql<{ agency: string }>('SELECT agency FROM to_ask($1::uuid[]) WHERE asks', [
        [person],
      ]);
      return { tier, asks: asks.map(({ agency }) => agency) };
    },
    { readOnly: true },
  );
}

async function fact(tx: Tx, person: string, agency: string, kind: string): Promise<void> {
  await tx.sql(
    'INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING',
    [area, person],
  );
  await tx.sql(
    `INSERT INTO fact (area, fact_id, person_id, role, agency, kind, shape, happened, precision, assertion_key, received_at)
     VALUES ($1, $2, $3, 'subject', $4, $5, 'event', '[2026-01-01,2026-01-02)', 'day', $6, now())`,
    [area, newId(), person, agency, kind, newId()],
  );
}

/** What the police share of it, put back as it was to begin with. */
async function anew(): Promise<void> {
  await db.asOwner(async (client) => {
    await client.query('DELETE FROM agreement');
    await client.query('DELETE FROM seal');
  });
  await db.asTest((tx) =>
    agreeAsReady(tx, [
      { kind: 'occurrence', subject: 'police' },
      { kind: 'detox', subject: 'treatment' },
    ]),
  );
}

beforeAll(async () => {
  await db.asTest(async (tx) => {
    await tx.sql(
      `INSERT INTO agency (area, agency, name, type) VALUES ($1, 'recovery', 'Testshire Recovery', 'treatment')`,
      [area],
    );
  });
  await anew();
  await db.asTest(async (tx) => {
    governance = await workerNear(tx, { role: 'information-governance-lead', team: '' });
    policeLead = await workerNear(tx, { role: 'agency-lead', agency: 'police', team: '' });
    recoveryLead = await workerNear(tx, { role: 'agency-lead', agency: 'recovery', team: '' });
    team = await workerNear(tx, { near: [ann, ben], kind: 'team', team: 'North' });
    allocated = await workerNear(tx, { near: [ben], team: 'South' });
    idle = await workerNear(tx, { team: 'South' });
    for (const one of [ann, ben, dan]) await fact(tx, one, 'police', 'occurrence');
    await fact(tx, cora, 'recovery', 'detox');
  });
});

describe('an agreement', () => {
  test('is shown before it counts: who will see more or less of how many people; and nothing has changed', async () => {
    await anew();
    const { status, words } = await ask(governance, '/agreements/new', form);
    expect(status).toBe(200);
    // The team’s worker saw summaries of two, the allocated one detail of one. Dan is nobody’s.
    expect(words).toContain('Less will be seen by 2 workers of 2 people.');
    expect(words).not.toContain('More will be seen');
    expect(words).toContain('Practitioner: less, 2 workers of 2 people');
    expect(words).toContain('whom to ask there, and nothing else');
    expect(words).toContain('Ends with it: 5');
    expect(words).toContain('Testshire Police has set no duty desk yet');
    expect(await sight(team, ann)).toEqual({ tier: 3, asks: [] });
    expect(await sight(allocated, ben)).toEqual({ tier: 4, asks: [] });
    await db.asTest((tx) =>
      sealPerson(tx, { personId: ben, named: [allocated.id], from: '2026-01-01', reason: 'test' }),
    );
    const sealed = await ask(governance, '/agreements/new', form);
    expect(sealed.words).toContain('Less will be seen by 1 worker of 1 person.');
    const asUsual = await ask(governance, '/agreements/new', { ...form, replacing: [] });
    expect(asUsual.words).toContain('As work stands today nobody sees more or less by it');
    expect(asUsual.words).toContain('Shows more all the same: 5');
  });

  test('to answer only when asked counts on the next request: whom to ask, and nothing else; and ending it shows nothing', async () => {
    await anew();
    const answer = await ask(policeLead, '/agreements/new', sure);
    expect([answer.status, answer.to]).toEqual([303, '/agreements?of=police']);
    for (const [actor, person] of [
      [team, ann],
      [allocated, ben],
    ] as const)
      expect(await sight(actor, person)).toEqual({ tier: 2, asks: ['police'] });
    expect(await sight(idle, ann)).toEqual({ tier: 0, asks: [] });
    const listed = await ask(policeLead, '/agreements?of=police');
    expect(listed.words).toContain('Ask first');
    expect(listed.words).toContain('Replaced by another: The police answer when they are asked.');
    const made = (await db.asTest(agreements)).find((one) => one.fromAgency === 'police' && one.tier === 2);
    expect(made).toMatchObject({
      toAgency: null,
      toRole: null,
      basis: 'Public task, UK GDPR Article 6(1)(e). Children Act 2004, section 11.',
      owner: 'Head of information',
      happened: { from: dayOf(clock.now()), to: null },
    });
    const page = await ask(policeLead, `/agreements/${made?.agreementId}`);
    expect(page.words).toContain('Less will be seen by 2 workers of 2 people.');
    expect(page.words).toContain('The police answer when they are asked.');
    const path = `/agreements/${made?.agreementId}/end`;
    expect((await ask(policeLead, path, { sure: 'yes', reason: 'no' })).words).toContain(
      'Write why it ends, in a sentence.',
    );
    expect((await ask(policeLead, path, { sure: 'yes', reason: 'We share nothing more.' })).status).toBe(303);
    expect(await sight(team, ann)).toEqual({ tier: 0, asks: [] });
    expect((await ask(policeLead, path, { sure: 'yes', reason: 'We share nothing more.' })).status).toBe(409);
    const written = await db.asTest((tx) =>
      tx.sql<{ reason: string }>(
        `SELECT reason FROM audit_entry WHERE action = 'change' AND actor = $1 ORDER BY at`,
        [policeLead.id],
      ),
    );
    expect(written.map((one) => one.reason)).toEqual([
      expect.stringMatching(
        /^Agreed: What Testshire Police shares: at every agency.*whom to ask there.*The police answer when they are asked\.$/,
      ),
      expect.stringMatching(
        /^No longer: What Testshire Police shares: at every agency.*We share nothing more\.$/,
      ),
    ]);
  });

  test('that ended is not made again by the next build', async () => {
    await anew();
    const ready = (await db.asTest(agreements)).filter((one) => one.fromAgency === 'police');
    for (const { agreementId } of ready) {
      const ended = await ask(governance, `/api/agreements/${agreementId}/end`, {
        reason: 'The police leave the partnership.',
        sure: 'yes',
      });
      expect(ended.status).toBe(200);
    }
    const before = await db.asTest(agreements);
    await db.asTest(async (tx) => ensureAgreements(tx, await agencies(tx), new Date()));
    expect(await db.asTest(agreements)).toEqual(before);
    expect(before.some((one) => one.fromAgency === 'police')).toBe(false);
    expect(await sight(allocated, ben)).toEqual({ tier: 0, asks: [] });
  });

  test('by the API opens more to one agency, with the numbers of it, from its first day to its last', async () => {
    await anew();
    const asked = {
      ...form,
      to: 'social-care',
      tier: 'detail',
      subjects: ['police'],
      replacing: undefined,
      lastDay: '2099-12-31',
    };
    const { replacing: _, ...sent } = asked;
    const told = JSON.parse((await ask(governance, '/api/agreements', sent)).text);
    // The allocated worker sees detail of Ben already.
    expect(told).toMatchObject({
      agreementId: null,
      effect: { opens: { workers: 1, people: 2 }, closes: { workers: 0, people: 0 } },
      replaced: [],
    });
    expect(told.effect.by).toEqual([
      { agency: 'social-care', role: 'practitioner', opens: true, workers: 1, people: 2 },
    ]);
    const done = JSON.parse((await ask(governance, '/api/agreements', { ...sent, sure: 'yes' })).text);
    expect(await sight(team, ann)).toEqual({ tier: 4, asks: [] });
    const { agreements: all } = JSON.parse((await ask(team, '/api/agreements?of=police')).text);
    expect(all.find((one: { agreementId: string }) => one.agreementId === done.agreementId)).toMatchObject({
      tier: 'detail',
      role: null,
      lastDay: '2099-12-31',
      reason: form.reason,
      endedOn: null,
    });
    const dated = { ...sent, firstDay: '2099-01-01' };
    await ask(governance, `/api/agreements/${done.agreementId}/end`, {
      reason: 'Too early, later.',
      sure: 'yes',
    });
    expect((await ask(governance, '/api/agreements', { ...dated, sure: 'yes' })).status).toBe(200);
    expect((await sight(team, ann)).tier).toBe(3);
  });

  test('is refused where a role alone would open people, and where it would never show anything', async () => {
    await anew();
    const wrong: [Record<string, string | string[]>, string][] = [
      [{ condition: 'any' }, 'A role alone opens nobody'],
      [{ role: 'director', tier: 'summary' }, 'Whoever oversees or inspects sees people who are named'],
      [{ role: 'lead-member' }, 'Choose who of them'],
      [{ to: 'police' }, 'Only who works with people at another agency'],
      [
        { role: 'information-governance-lead', condition: 'any', tier: 'detail' },
        'sees of everybody no more than who they are',
      ],
      [{ subjects: [] }, 'Choose at least one'],
      [{ subjects: ['gossip'] }, 'There is no subject gossip'],
      [{ firstDay: '1/1/2020' }, 'That day is over'],
      [{ lastDay: '1/1/2020' }, 'The last day comes before the first'],
      [{ firstDay: '1/1/2099' }, 'What is replaced ends at once'],
      [{ basis: 'consent' }, 'Choose the lawful basis'],
    ];
    for (const [over, said] of wrong) {
      const answer = await ask(governance, '/agreements/new', { ...sure, ...over });
      expect([said, answer.words.includes(said), answer.text.includes('govuk-error-summary')]).toEqual([
        said,
        true,
        true,
      ]);
      expect(answer.text).toContain('Head of information');
    }
    expect((await db.asTest(agreements)).some((one) => one.tier === 2)).toBe(false);
  });
});

describe('who agrees', () => {
  test('is the information governance lead, and the lead of an agency for what it gives: by page, by the API and past them', async () => {
    await anew();
    const [first] = (await db.asTest(agreements)).filter((one) => one.fromAgency === 'police');
    const { agreementId, ...one } = first as Agreement;
    for (const actor of [team, recoveryLead]) {
      expect((await ask(actor, '/agreements/new', sure)).status).toBe(403);
      expect((await ask(actor, '/api/agreements', sure)).status).toBe(403);
      const ending = { reason: 'Because I say so.', sure: 'yes' };
      expect((await ask(actor, `/agreements/${agreementId}/end`, ending)).status).toBe(403);
      expect((await ask(actor, `/agreements/${agreementId}`)).words).not.toContain('If it ends');
      await expect(db.asActor(actor, (tx) => agree(tx, one))).rejects.toThrow(/row-level security/);
      await db.asActor(actor, (tx) => endAgreement(tx, agreementId, 'past the page'));
    }
    expect((await ask(team, '/agreements/new')).status).toBe(403);
    const standing = await db.asTest(agreements);
    expect(standing.map((two) => two.agreementId)).toContain(agreementId);
  });

  test('on what tells by itself what somebody came for is the agency’s own lead alone', async () => {
    await anew();
    const outward = { ...sure, from: 'recovery', replacing: [] };
    expect((await ask(governance, '/agreements/new', outward)).words).toContain('is agreed by its own lead');
    for (const subjects of [['treatment'], ['records'], ['*']]) {
      const answer = await ask(governance, '/agreements/new', { ...sure, subjects });
      expect(answer.words).toContain('Only the lead of the agency that recorded it');
    }
    const past = (over: Partial<Agreement>) =>
      db.asActor(governance, async (tx) => {
        const [first] = (await agreements(tx)).filter((one) => one.fromAgency === 'police');
        const { agreementId: _, ...one } = first as Agreement;
        return agree(tx, { ...one, toAgency: null, subjects: ['police'], ...over });
      });
    await expect(past({ fromAgency: 'recovery' })).rejects.toThrow(/row-level security/);
    await expect(past({ subjects: ['treatment'] })).rejects.toThrow(/row-level security/);
    await past({});
    const helper = await db.asTest((tx) => workerNear(tx, { near: [cora], kind: 'team' }));
    const asks = () =>
      db.asActor(helper, (tx) => tx.sql('SELECT agency, asks FROM to_ask($1::uuid[])', [[cora]]), {
        readOnly: true,
      });
    expect(await asks()).toEqual([]);
    const chosen = { ...outward, subjects: ['treatment'] };
    expect((await ask(recoveryLead, '/agreements/new', chosen)).status).toBe(303);
    expect(await asks()).toEqual([{ agency: 'recovery', asks: true }]);
  });

  test('is told of no service that is not named to them, not even in a count', async () => {
    await anew();
    await db.asTest((tx) => workerNear(tx, { agency: 'recovery', near: [ann], kind: 'team' }));
    const forGovernance = await ask(governance, '/agreements/new', form);
    expect(forGovernance.words).toContain('Less will be seen by 3 workers of 2 people.');
    expect(forGovernance.words).toContain('Testshire Recovery');
    const forPolice = await ask(policeLead, '/agreements/new', form);
    expect(forPolice.words).toContain('Less will be seen by 2 workers of 2 people.');
    expect(forPolice.words).not.toMatch(/recovery/i);
    expect((await ask(policeLead, '/agreements?of=recovery')).status).toBe(404);
  });
});
