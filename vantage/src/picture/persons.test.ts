import { beforeAll, describe, expect, test, vi } from 'vitest';
import { personsByIds } from '../identity/index.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { agree, agreements, endAgreement } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { askingOf, makeThreeHarts, type ThreeHarts, wordsIn } from './testing/three-harts.ts';

const db = await testDatabase();
const ask = askingOf(db);
const worker = (options: Parameters<typeof workerNear>[1]) => db.asTest((tx) => workerNear(tx, options));
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db));
  return () => vi.useRealTimers();
});

const seenBy = (actor: Actor) =>
  db.asActor(
    actor,
    async (tx) => (await personsByIds(tx, [dawn, kyle, lee])).map((one) => one.given).sort(),
    { readOnly: true },
  );

describe('consent to help', () => {
  const answer = (who: string, said: 'given' | 'declined') => ({
    person: who,
    service: 'early-help',
    answer: said,
    words: 'A family support worker once a week.',
    until: '2026-12-31',
  });

  test('of two parents: what rests on the one who takes it back ends, and the child’s help when neither stands', async () => {
    const near = [dawn, kyle, lee];
    const lead = await worker({ near, restsOn: 'early-help' });
    const other = await worker({ near, restsOn: 'early-help', kind: 'team' });
    const statutory = await worker({ near });
    const path = `/families/${family}/consents`;
    expect(await seenBy(lead)).toEqual(['Dawn', 'Kyle', 'Lee']);
    expect((await ask(lead, path, answer(dawn, 'given'))).status).toBe(303);
    expect((await ask(lead, path, answer(lee, 'given'))).status).toBe(303);
    const { consents } = JSON.parse((await ask(lead, `/api${path}`)).text) as {
      consents: { consentId: string; personId: string; lastDay: string; stands: boolean }[];
    };
    expect(consents).toHaveLength(2);
    expect(consents).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ personId: dawn, lastDay: '2026-12-31', stands: true }),
      ]),
    );
    expect((await ask(lead, `/families/${family}`)).text).toContain('agreed, early help and family help');
    const [ofLee, ofDawn] = [lee, dawn].map((id) => consents.find((one) => one.personId === id)?.consentId);

    expect((await ask(other, `${path}/${ofLee}/withdraw`, { sure: 'yes' })).status).toBe(303);
    expect([await seenBy(lead), await seenBy(other)]).toEqual([
      ['Dawn', 'Kyle'],
      ['Dawn', 'Kyle'],
    ]);
    expect((await ask(lead, `${path}/${ofLee}/withdraw`, { sure: 'yes' })).status).toBe(404);

    // Before it counts a page says who will no longer be seen by whom. An answer counts after one that was given before.
    vi.setSystemTime(new Date('2026-11-22T09:01:00Z'));
    const foreseen = wordsIn(await ask(lead, `${path}/${ofDawn}/withdraw`, {}));
    expect(foreseen).toContain('When Dawn Hart does not agree to early help and family help');
    expect(foreseen).toMatch(/Will no longer see .*Dawn Hart, Kyle Hart/);
    expect(await seenBy(lead)).toEqual(['Dawn', 'Kyle']);

    const ended = await ask(lead, `${path}/${ofDawn}/withdraw`, { sure: 'yes' });
    expect(ended.status).toBe(200);
    expect(wordsIn(ended)).toContain('You no longer work with this family');
    expect(wordsIn(ended)).toContain(
      'Dawn Hart took back their consent to early help and family help on 22 November 2026',
    );
    expect(ended.text).toContain('A family support worker once a week.');
    expect([await seenBy(lead), await seenBy(other), await seenBy(statutory)]).toEqual([
      [],
      [],
      ['Dawn', 'Kyle', 'Lee'],
    ]);
    expect((await ask(lead, `/families/${family}`)).status).toBe(404);

    const written = await db.asTest((tx) =>
      tx.sql(`SELECT action, persons FROM audit_entry WHERE action IN ('consent', 'withdraw') ORDER BY at`),
    );
    expect(written).toEqual([
      { action: 'consent', persons: [dawn] },
      { action: 'consent', persons: [lee] },
      { action: 'withdraw', persons: [lee] },
      { action: 'withdraw', persons: [dawn] },
    ]);

    // Whoever sees the family for another reason reads why.
    const declined = await ask(statutory, path, { ...answer(dawn, 'declined'), sure: 'yes' });
    expect(declined.status).toBe(303);
    const said = wordsIn(await ask(statutory, declined.location));
    expect(said).toContain('Dawn Hart declined early help and family help on 22 November 2026');
    expect(said).toMatch(
      /What rested on it has ended\. You see this because you are \w+’s allocated social worker\./,
    );
    expect(said).toContain('That rests on nobody’s consent.');

    // Whoever works with them by statute may write down that they agree again; then it counts at once.
    expect((await ask(statutory, path, answer(dawn, 'given'))).status).toBe(303);
    expect(await seenBy(lead)).toEqual(['Dawn', 'Kyle']);
    vi.setSystemTime(new Date('2027-01-01T00:30:00Z'));
    expect(await seenBy(lead)).toEqual([]);
    vi.setSystemTime(new Date('2026-11-22T09:00:00Z'));
  });

  test('of two parents of whom nothing was written down, one who declines ends their own help alone; and there is a way back', async () => {
    await db.asOwner((client) => client.query('DELETE FROM consent'));
    const near = [dawn, kyle, lee];
    const helper = await worker({ near, restsOn: 'early-help', kind: 'team', via: kyle });
    const throughLee = await worker({ near, restsOn: 'early-help', via: lee });
    // An agency's list names Dawn herself.
    await worker({ near: [dawn], restsOn: 'early-help', kind: 'team' });
    const teacher = await worker({ near, kind: 'team', agency: 'police' });
    const path = `/families/${family}/consents`;
    const form = answer(lee, 'declined');
    expect((await ask(teacher, path, form)).status).toBe(403);
    expect((await ask(teacher, path)).text).not.toContain('Write down an answer');

    const foreseen = await ask(helper, path, form);
    expect([foreseen.status, wordsIn(foreseen)]).toEqual([
      200,
      expect.stringContaining('Nothing is written down yet.'),
    ]);
    expect(wordsIn(foreseen)).toMatch(/Will no longer see .*, practitioner Lee Hart /);
    expect(wordsIn(foreseen)).not.toMatch(/Lee Hart,|, Lee Hart/);
    expect(wordsIn(foreseen)).toContain(
      'Kyle Hart goes on being seen by whoever gives this help: an agency’s list says that it was agreed with Dawn Hart.',
    );
    expect(await seenBy(helper)).toEqual(['Dawn', 'Kyle', 'Lee']);
    expect((await ask(helper, path, { ...form, sure: 'yes' })).status).toBe(303);
    for (const one of [helper, throughLee]) expect(await seenBy(one)).toEqual(['Dawn', 'Kyle']);

    // What was written by mistake is written anew by whoever wrote it, though they do not see him any more.
    const mine = await ask(helper, '/consents');
    expect(mine.text).toContain('A family support worker once a week.');
    const { id } = await db.asTest((tx) =>
      tx.one<{ id: string }>('SELECT consent_id AS id FROM consent WHERE person_id = $1', [lee]),
    );
    const again = { words: 'He never declined.' };
    expect((await ask(teacher, `/consents/${id}/again`, again)).status).toBe(404);
    expect((await ask(helper, `/consents/${id}/again`, again)).status).toBe(303);
    expect(await seenBy(helper)).toEqual(['Dawn', 'Kyle', 'Lee']);
    expect((await ask(helper, '/consents')).text).toContain('Nobody of whom you wrote an answer down');

    // When the other parent declines as well, the child's help ends with it.
    for (const who of [lee, dawn]) await ask(helper, path, { ...answer(who, 'declined'), sure: 'yes' });
    for (const one of [helper, throughLee]) expect(await seenBy(one)).toEqual([]);
    await db.asOwner((client) => client.query('DELETE FROM consent'));
  });

  test('is nobody’s who is seen only because a child is on the list: no second entry of a parent keeps help open', async () => {
    await db.asOwner((client) => client.query('DELETE FROM consent; DELETE FROM relation'));
    const twin = newId();
    await db.asTest(async (tx) => {
      await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, now())', [
        tx.actor.area,
        twin,
      ]);
      await tx.sql(
        `INSERT INTO relationship (area, relationship_id, person_id, other_id, kind, happened, precision, agency, record_id, received_at)
         VALUES ($1, $2, $3, $4, 'parent', '(,)', 'unknown', 'social-care', $2, now())`,
        [tx.actor.area, newId(), twin, kyle],
      );
    });
    const helper = await worker({ near: [dawn, kyle, lee, twin], restsOn: 'early-help', via: kyle });
    const path = `/families/${family}/consents`;
    expect((await ask(helper, path, answer(lee, 'given'))).status).toBe(303);
    expect((await ask(helper, path, answer(dawn, 'declined'))).status).toBe(200);
    const first = wordsIn(await ask(helper, path, answer(dawn, 'declined')));
    expect(first).toContain(
      'Kyle Hart goes on being seen by whoever gives this help: Lee Hart agreed to it.',
    );
    expect((await ask(helper, path, { ...answer(dawn, 'declined'), sure: 'yes' })).status).toBe(303);
    expect(await seenBy(helper)).toEqual(['Kyle', 'Lee']);
    const last = wordsIn(await ask(helper, path, answer(lee, 'declined')));
    expect(last).toContain(
      'Kyle Hart is no longer seen by whoever gives this help: nobody else who answers for them has agreed to it.',
    );
    expect(await seenBy(helper)).toEqual(['Kyle', 'Lee']);
    const ended = await ask(helper, path, { ...answer(lee, 'declined'), sure: 'yes' });
    expect([ended.status, wordsIn(ended)]).toEqual([
      200,
      expect.stringContaining('You no longer work with this family'),
    ]);
    expect(await seenBy(helper)).toEqual([]);
    await db.asOwner((client) => client.query('DELETE FROM consent'));
    await db.asTest((tx) =>
      tx.sql('UPDATE relationship SET superseded_at = now() WHERE person_id = $1', [twin]),
    );
  });

  test('is not a child’s to give, nor for somebody to write down who does not work with them', async () => {
    const statutory = await worker({ near: [dawn, kyle, lee] });
    const path = `/families/${family}/consents`;
    expect((await ask(statutory, path, answer(kyle, 'given'))).status).toBe(400);
    const lead = await worker({ role: 'agency-lead' });
    expect((await ask(lead, path, answer(dawn, 'given'))).status).toBe(403);
    for (const [until, wrong] of [
      ['2026-11-21', 'a day that is not over'],
      ['31/2/2027', 'February 2027 has the days 1 to 28'],
      ['soon', 'as day, month and year'],
    ] as const) {
      const again = await ask(statutory, path, { ...answer(dawn, 'given'), until });
      expect([again.status, again.text]).toEqual([400, expect.stringContaining(wrong)]);
    }
    await expect(
      db.asActor(lead, (tx) =>
        tx.sql(
          `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, agency, recorded_by, recorded_at)
           VALUES ($1, $2, $3, '{}', 'early-help', 'declined', 'x', 'social-care', $4, now())`,
          [tx.actor.area, kyle, dawn, lead.id],
        ),
      ),
    ).rejects.toThrow();
  });
});

test('an agency that answers only when asked shows its desk, and nothing of what it holds', async () => {
  const officer = await worker({ agency: 'police', near: [kyle, dawn], kind: 'team' });
  const before = await ask(officer, `/families/${family}`);
  expect(before.text).not.toContain('Ask first');
  const [lead, stranger] = [
    await worker({ role: 'agency-lead', agency: 'police' }),
    await worker({ role: 'practitioner', agency: 'police' }),
  ];
  const desk = { name: 'Police duty desk', telephone: '01632 960001', hours: 'day and night' };
  expect((await ask(stranger, '/desks', desk)).status).toBe(403);
  expect((await ask(lead, '/desks', desk)).status).toBe(303);
  expect(JSON.parse((await ask(stranger, '/api/desks')).text)).toEqual({
    desks: [{ agency: 'police', ...desk, saysItKnows: false }],
  });
  const social = await worker({ near: [dawn, kyle, lee], kind: 'team' });
  const shared = async (tier: 1) =>
    db.asTest(async (tx) => {
      const all = (await agreements(tx)).filter(
        (one) => one.fromAgency === 'police' && one.toAgency === null,
      );
      for (const one of all) await endAgreement(tx, one.agreementId);
      const [first] = all;
      if (first === undefined) throw new Error('the police agreed to nothing');
      await agree(tx, { ...first, toRole: null, purpose: 'help', condition: 'team', tier, subjects: ['*'] });
    });
  const agreed = await ask(lead, '/agreements/new', {
    from: 'police',
    to: '*',
    role: '*',
    condition: 'team',
    tier: 'contact',
    subjects: 'all-but-kept',
    replacing: 'yes',
    basis: 'public-task',
    basisWords: 'Children Act 2004, section 11.',
    owner: 'Head of information',
    reason: 'The police answer when they are asked.',
    sure: 'yes',
  });
  expect(agreed.status).toBe(303);
  const asked = await ask(social, `/families/${family}`);
  expect(asked.text).toContain('Ask first.');
  expect(asked.text).toContain('Police duty desk, 01632 960001, day and night');
  await shared(1);
  expect((await ask(social, `/families/${family}`)).text).not.toMatch(/Ask first|Known to/);
  expect((await ask(lead, '/desks', { ...desk, known: 'yes' })).status).toBe(303);
  expect((await ask(social, `/families/${family}`)).text).toContain('Known to Testshire Police');
  // A service for treatment never says that it knows anybody.
  await db.asTest((tx) =>
    tx.sql(`INSERT INTO kind_of_fact (area, kind, subject) VALUES ($1, 'treatment-begun', 'treatment')`, [
      tx.actor.area,
    ]),
  );
  await db.asTest((tx) =>
    tx.sql(
      `INSERT INTO fact (area, fact_id, person_id, role, agency, kind, shape, happened, precision, assertion_key, received_at)
       VALUES ($1, $2, $2, 'subject', 'police', 'treatment-begun', 'event', '[2026-01-01,2026-01-02)', 'day', 'x', now())`,
      [tx.actor.area, lee],
    ),
  );
  expect((await ask(social, `/families/${family}`)).text).not.toContain('Known to');
});
