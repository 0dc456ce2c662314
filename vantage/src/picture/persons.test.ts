import { beforeAll, describe, expect, test, vi } from 'vitest';
import { build as buildChronology, chronologyOf, kindsOfEvents } from '../chronology/index.ts';
import { build as buildFamilies, familiesOf } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { personsByIds } from '../identity/index.ts';
import { createApp } from '../platform/http/index.ts';
import { type Actor, newId, silent, spanText } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import {
  agree,
  agreements,
  deskRoutes,
  endAgreement,
  foreseeProtection,
  keptBack,
  sealPerson,
  siteForThemselves,
  visits,
} from '../sharing/index.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { build as buildVoice } from '../voice/index.ts';
import { consentRoutes } from './consents.tsx';
import { index } from './finding.ts';
import { meRoutes } from './me.tsx';
import { protectionRoutes } from './protection.tsx';
import { routes } from './routes.tsx';
import { tellingRoutes } from './telling.tsx';

/**
 * Dawn, Lee and their son Kyle, who has early help. Dawn and Kyle live at 8 Rope Walk; Lee lived there until 2024 and is
 * now at 3 Mill Lane. The police know Lee.
 */
const person = (id: string, given: string, born: string) => ({
  pers_person_id: id,
  pers_forename: given,
  pers_surname: 'Hart',
  pers_dob: born,
});
const address = (id: string, who: string, where: string, postcode: string, from: string, to = '') => ({
  addr_table_id: id,
  addr_person_id: who,
  addr_address_json: where,
  addr_address_postcode: postcode,
  addr_address_start_date: from,
  addr_address_end_date: to,
});
const rows = {
  'ssd.person': [
    person('S1', 'Dawn', '1989-03-02'),
    person('S2', 'Kyle', '2012-04-05'),
    person('S3', 'Lee', '1987-01-20'),
  ],
  'ssd.mother': [
    { moth_table_id: 'M1', moth_person_id: 'S1', moth_childs_person_id: 'S2', moth_childs_dob: '2012-04-05' },
  ],
  'care.relationships': [
    { relationship_id: 'R1', person_id: 'S3', other_person_id: 'S2', relationship: 'parent' },
  ],
  'ssd.address': [
    address('A1', 'S1', '8 Rope Walk', 'AA1 1AA', '2020-01-01'),
    address('A2', 'S2', '8 Rope Walk', 'AA1 1AA', '2020-01-01'),
    address('A3', 'S3', '3 Mill Lane', 'AA1 9ZZ', '2024-05-01'),
    address('A4', 'S3', '8 Rope Walk', 'AA1 1AA', '2019-01-01', '2024-05-01'),
  ],
  'police.nominals': [
    {
      nominal_id: 'N1',
      forename: 'Lee',
      surname: 'Hart',
      date_of_birth: '1987-01-20',
      address: '3 Mill Lane',
      postcode: 'AA1 9ZZ',
    },
  ],
  'ssd.early_help_episodes': [
    {
      earl_episode_id: 'E1',
      earl_person_id: 'S2',
      earl_episode_start_date: '2026-02-01',
      earl_episode_reason: 'Sleep',
    },
  ],
  'ssd.cin_visits': [{ cinv_cin_visit_id: 'V1', cinv_person_id: 'S2', cinv_cin_visit_date: '2026-03-01' }],
  'care.significant_events': [
    {
      event_id: 'G1',
      person_id: 'S2',
      event_type: 'good-news',
      event_date: '2025-06-01',
      note: 'Dawn cried with joy.',
    },
  ],
  'ssd.cin_assessments': [
    {
      cina_assessment_id: 'AS1',
      cina_person_id: 'S2',
      cina_assessment_start_date: '2026-02-02',
      cina_assessment_auth_date: '2026-02-20',
      cina_assessment_child_seen: 'Y',
      cina_assessment_outcome_json: 'Worried about Lee',
    },
  ],
  'ssd.assessment_factors': [
    { cinf_table_id: 'F1', cinf_assessment_id: 'AS1', cinf_assessment_factors_json: '["16A", "99Z"]' },
  ],
  'ssd.contacts': [{ cont_contact_id: 'C1', cont_person_id: 'S2', cont_contact_date: '2026-01-05' }],
  'care.statements': [
    {
      statement_id: 'W1',
      person_id: 'S2',
      said_on: '2026-03-02',
      kind: 'said',
      words: 'I sleep badly.',
      audience: 'speaker-and-lead',
    },
  ],
};

const db = await testDatabase();
let dawn: string;
let kyle: string;
let lee: string;
let family: string;
let asking: Actor = testActor;
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
const visit = visits(db, () => asking);
for (const room of [routes, consentRoutes, protectionRoutes, tellingRoutes, meRoutes, deskRoutes])
  room(app, { visit });

const unprotect = () =>
  db.asTest((tx) =>
    tx.sql(`UPDATE protection SET ended_at = now(), ended_by = 'test' WHERE ended_at IS NULL`),
  );

/** Asks as somebody; with a form, sends it. */
async function ask(actor: Actor, path: string, form?: Record<string, string>) {
  asking = actor;
  const answer = await app.request(path, {
    headers: {
      host: 'localhost',
      origin: 'http://localhost',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
  });
  return {
    status: answer.status,
    text: (await answer.text()).replace(/<[^>]+>/g, ' '),
    location: answer.headers.get('location') ?? '',
  };
}
const wordsIn = ({ text }: { text: string }) => text.replace(/\s+/g, ' ').replace(/ ([.,;])/g, '$1');
const worker = (options: Parameters<typeof workerNear>[1]) => db.asTest((tx) => workerNear(tx, options));
const seenBy = (actor: Actor) =>
  db.asActor(
    actor,
    async (tx) => (await personsByIds(tx, [dawn, kyle, lee])).map((one) => one.given).sort(),
    { readOnly: true },
  );

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  const asOf = await deliver(db, testActor, '2026-11-16', rows);
  await db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    await buildVoice(tx, { asOf });
    await agreeAsReady(tx, kindsOfEvents());
    await index(tx);
    const number = await personNumbered(tx);
    [dawn, kyle, lee] = [number('S1'), number('S2'), number('S3')];
    family = (await familiesOf(tx, [kyle]))[0]?.familyId ?? '';
  });
  return () => vi.useRealTimers();
});

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

    // Before it counts a page says who will no longer be seen by whom.
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

describe('protecting a harmed person', () => {
  test('keeps back where she is, and the home that her son shares, from all but those allocated to her or named', async () => {
    const direct = await worker({ near: [dawn, kyle, lee] });
    const ofKyle = await worker({ near: [dawn, kyle, lee], via: kyle });
    const ofLee = await worker({ near: [dawn, kyle, lee], via: lee });
    await db.asTest((tx) =>
      tx.sql(
        `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, agency, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, 'youth-work', 'given', 'The garage project for Kyle on Fridays', 'social-care', 'test', now())`,
        [tx.actor.area, newId(), lee, [kyle]],
      ),
    );
    const [visited] = await db.asTest(async (tx) =>
      (await chronologyOf(tx, [kyle])).filter((fact) => fact.kind === 'cin-visit'),
    );
    for (const one of [direct, ofKyle, ofLee]) {
      expect((await ask(one, `/families/${family}`)).text).toContain('8 Rope Walk');
      expect((await ask(one, `/families/${family}/people/${lee}`)).text).toContain('8 Rope Walk');
      expect((await ask(one, `/families/${family}/consents`)).text).toContain('garage project');
      expect((await ask(one, `/facts/${visited?.factId}`)).status).toBe(200);
    }
    const path = `/families/${family}/people/${dawn}/protection`;
    const form = { from: lee, reason: 'He followed her home.', sure: 'yes' };
    // Only somebody allocated to her herself records it, and for days to come.
    for (const one of [ofLee, ofKyle]) expect((await ask(one, path, form)).status).toBe(404);
    expect((await ask(direct, path, { ...form, until: '2020-01-01' })).status).toBe(400);
    const herself = await ask(direct, path, { ...form, from: dawn });
    expect([herself.status, herself.text]).toEqual([
      400,
      expect.stringContaining('Nobody is protected from themselves.'),
    ]);
    // Before it is sent the page says who will lose sight of what, and nothing is kept back yet.
    const { sure: _, ...first } = form;
    const foreseen = await ask(direct, path, first);
    expect(foreseen.status).toBe(200);
    expect(foreseen.text).toContain('Where Dawn and Kyle are or will be');
    expect(foreseen.text).toMatch(/Not kept back: where Lee\s+is/);
    const listed = foreseen.text.match(/East, Testshire/g) ?? [];
    expect(foreseen.text).toContain(`Who will no longer know: ${listed.length} workers`);
    const nameOf = (id: string) =>
      db.asTest((tx) => tx.one<{ name: string }>('SELECT name FROM worker WHERE worker_id = $1', [id]));
    expect(foreseen.text).toContain((await nameOf(ofKyle.id)).name);
    expect(foreseen.text).toContain('allocated social worker of Kyle');
    expect(foreseen.text).toContain((await nameOf(ofLee.id)).name);
    expect(foreseen.text).toContain('works with whom they are protected from');
    expect(foreseen.text).not.toMatch(new RegExp(`${(await nameOf(direct.id)).name}[^;]*of Dawn`));
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    for (const [who, kept] of [
      [direct, 2],
      [ofKyle, 0],
      [ofLee, 0],
    ] as const) {
      const seen = await db.asActor(who, (tx) => foreseeProtection(tx, dawn, [lee]), { readOnly: true });
      expect([seen.kept.length, seen.losing.length > 0]).toEqual([kept, kept > 0]);
    }
    expect((await ask(direct, path, form)).status).toBe(303);

    const own = await ask(direct, `/families/${family}`);
    expect(own.text).toContain('8 Rope Walk');
    for (const one of [ofKyle, ofLee]) {
      const pages = [
        '',
        '/chronology',
        '/spending',
        '/consents',
        ...[dawn, kyle, lee].map((id) => `/people/${id}`),
      ];
      for (const page of pages) {
        const { status, text } = await ask(one, `/families/${family}${page}`);
        expect([page, status]).toEqual([page, 200]);
        expect(text).not.toMatch(/Rope Walk|AA1 1AA|garage project/);
        expect(text).not.toContain('Visit under a child in need plan');
      }
      const { text } = await ask(one, `/families/${family}`);
      expect(text).toContain('kept back for safety');
      expect(text).toContain('3 Mill Lane');
      expect((await ask(one, `/facts/${visited?.factId}`)).status).toBe(404);
      const raw = await db.asActor(
        one,
        (tx) =>
          tx.sql(
            `SELECT FROM person_detail WHERE value LIKE '%Rope%' UNION ALL SELECT FROM home WHERE address LIKE '%Rope%'
             UNION ALL SELECT FROM residence WHERE person_id = ANY ($1::uuid[])
             UNION ALL SELECT FROM record WHERE content::text LIKE '%Rope%' UNION ALL SELECT FROM fact_detail WHERE person_id = ANY ($1::uuid[])`,
            [[dawn, kyle]],
          ),
        { readOnly: true },
      );
      expect(raw).toEqual([]);
    }
    expect((await ask(direct, path)).text).toContain('He followed her home.');
    for (const one of [ofKyle, ofLee])
      expect((await ask(one, path)).text).not.toContain('He followed her home.');

    // Whoever is named sees it.
    const { protections } = JSON.parse((await ask(direct, `/api${path}`)).text) as {
      protections: { protectionId: string }[];
    };
    const [only] = protections;
    for (const one of [ofKyle, ofLee])
      expect(
        (await ask(one, `${path}/${only?.protectionId}/end`, { reason: 'He is in prison.' })).status,
      ).toBe(404);
    // Who may know stands beside it and is changed there.
    const one = `${path}/${only?.protectionId}`;
    expect((await ask(ofKyle, one)).status).toBe(404);
    const changed = await ask(direct, `${one}/named`, { named: ofKyle.id });
    expect(changed.status).toBe(303);
    expect((await ask(direct, changed.location)).text).toMatch(
      new RegExp(`Whoever is allocated to Dawn\\s*, and ${(await nameOf(ofKyle.id)).name}`),
    );
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    expect((await ask(direct, `${changed.location}/named`, { named: newId() })).status).toBe(404);
    const unnamed = await ask(direct, `${changed.location}/named`, {});
    expect((await ask(ofKyle, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    // It is ended for a reason, which the audit keeps.
    const ending = await ask(direct, `${unnamed.location}/end`, {});
    expect([ending.status, ending.text]).toEqual([
      400,
      expect.stringContaining('Write why it is no longer needed'),
    ]);
    expect((await ask(direct, `${unnamed.location}/end`, { reason: 'He is in prison.' })).status).toBe(303);
    expect((await ask(direct, path)).text).toContain('He is in prison.');
    expect(
      await db.asTest((tx) =>
        tx.sql(`SELECT FROM audit_entry WHERE reason = 'He is in prison.' AND action = 'change'`),
      ),
    ).toHaveLength(1);
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    const named = { ...form, named: ofKyle.id };
    expect((await ask(direct, path, named)).status).toBe(303);
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    expect((await ask(ofLee, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    // The last day is the last on which it holds.
    const standing = JSON.parse((await ask(direct, `/api${path}`)).text) as {
      protections: { protectionId: string; endedOn: string | null }[];
    };
    for (const { protectionId, endedOn } of standing.protections)
      if (endedOn === null) await ask(direct, `${path}/${protectionId}/end`, { reason: 'To try another.' });
    expect((await ask(direct, path, { ...form, until: '22/11/2026' })).status).toBe(303);
    const { protections: all } = JSON.parse((await ask(direct, `/api${path}`)).text) as {
      protections: { happened: object; endedOn: string | null }[];
    };
    expect(all.find((one) => one.endedOn === null)?.happened).toEqual({
      from: '2026-11-22',
      to: '2026-11-22',
    });
    expect((await ask(ofKyle, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    vi.setSystemTime(new Date('2026-11-23T09:00:00Z'));
    expect((await ask(ofKyle, `/families/${family}`)).text).toContain('8 Rope Walk');
    vi.setSystemTime(new Date('2026-11-22T09:00:00Z'));
    await unprotect();
  });

  test('may be from somebody whom no record tells of, but not from nobody', async () => {
    const direct = await worker({ near: [dawn, kyle, lee] });
    const ofKyle = await worker({ near: [dawn, kyle, lee], via: kyle });
    const path = `/families/${family}/people/${dawn}/protection`;
    const form = { reason: 'He threatened her at work.', sure: 'yes' };
    expect((await ask(direct, path, form)).status).toBe(400);
    expect((await ask(direct, path, { ...form, somebody: 'Lee’s brother, not known to us' })).status).toBe(
      303,
    );
    expect((await ask(direct, path)).text).toContain('Lee’s brother, not known to us');
    expect((await ask(ofKyle, `/families/${family}`)).text).not.toContain('8 Rope Walk');
    await unprotect();
  });

  test('says from whom only of those who exist for the reader', async () => {
    const direct = await worker({ near: [dawn, kyle, lee] });
    const path = `/families/${family}/people/${dawn}/protection`;
    const form = { from: lee, somebody: 'his brother', reason: 'He followed her home.', sure: 'yes' };
    expect((await ask(direct, path, form)).status).toBe(303);
    const from = async () =>
      (JSON.parse((await ask(direct, `/api${path}`)).text) as { protections: { fromIds: string[] }[] })
        .protections[0]?.fromIds;
    expect(await from()).toEqual([lee]);
    await db.asTest((tx) => sealPerson(tx, { personId: lee, named: [], from: '2026-01-01', reason: 'test' }));
    expect(await from()).toEqual([]);
    expect((await ask(direct, path)).text).not.toMatch(/outside the family/);
    await db.asOwner((client) => client.query('DELETE FROM seal'));
    await unprotect();
  });
});

/** Where people are, before somebody protects Dawn from Lee on 1 November 2026; and who is kept back with her. */
const places: {
  name: string;
  stays: [who: string, home: string, from: string | null, to: string | null][];
  kept: string[];
}[] = [
  {
    name: 'she fled, and an old stay with him was never ended',
    stays: [
      ['Dawn', 'his', '2020-01-01', null],
      ['Lee', 'his', '2018-01-01', null],
      ['Dawn', 'refuge', '2026-10-01', null],
      ['Kyle', 'refuge', '2026-10-01', null],
      ['Stranger', 'refuge', '2026-09-01', null],
      ['Nan', 'his', '2015-01-01', null],
    ],
    kept: ['Dawn', 'Kyle', 'Stranger'],
  },
  {
    name: 'she fled after the protection began, to a place of which no day is known',
    stays: [
      ['Dawn', 'his', '2020-01-01', '2026-11-10'],
      ['Lee', 'his', '2018-01-01', null],
      ['Dawn', 'refuge', null, null],
      ['Kyle', 'refuge', '2026-11-10', null],
    ],
    kept: ['Dawn', 'Kyle'],
  },
  {
    name: 'he left the home that they shared',
    stays: [
      ['Dawn', 'theirs', '2020-01-01', null],
      ['Kyle', 'theirs', '2020-01-01', null],
      ['Lee', 'theirs', '2018-01-01', '2026-11-05'],
      ['Lee', 'his', '2026-11-05', null],
    ],
    kept: ['Dawn', 'Kyle'],
  },
  {
    name: 'they live together still',
    stays: [
      ['Dawn', 'theirs', '2020-01-01', null],
      ['Lee', 'theirs', '2018-01-01', null],
    ],
    kept: ['Dawn', 'Lee'],
  },
  {
    name: 'she left before the protection began, nobody knows when for where',
    stays: [
      ['Dawn', 'hostel', '2020-01-01', '2026-09-01'],
      ['Stranger', 'hostel', '2015-01-01', null],
      ['Dawn', 'refuge', null, null],
    ],
    kept: ['Dawn'],
  },
  {
    name: 'she once lived at her mother’s, and the stay was never ended',
    stays: [
      ['Dawn', 'nan', '2010-01-01', null],
      ['Nan', 'nan', '1990-01-01', null],
      ['Dawn', 'refuge', '2026-10-01', null],
    ],
    kept: ['Dawn'],
  },
  {
    name: 'she lives at her mother’s now, as far as anybody knows',
    stays: [
      ['Dawn', 'nan', null, null],
      ['Nan', 'nan', '1990-01-01', null],
      ['Lee', 'his', null, null],
    ],
    kept: ['Dawn', 'Nan'],
  },
];

test.each(places)('with her are kept back those who live where she does: $name', async ({ stays, kept }) => {
  const people = new Map(['Dawn', 'Lee', 'Kyle', 'Nan', 'Stranger'].map((name) => [name, newId()]));
  const homes = new Map([...new Set(stays.map((one) => one[1]))].map((name) => [name, newId()]));
  const at = new Date('2026-11-01T00:00:00Z');
  const id = (name: string) => people.get(name) ?? '';
  for (const asPostcodes of [false, true]) {
    const found = await db
      .asTest(async (tx) => {
        const { area } = tx.actor;
        const familyId = newId();
        for (const one of people.values())
          await tx.sql(
            'INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
            [area, one, at],
          );
        await tx.sql(`INSERT INTO family (area, family_id, name, created_at) VALUES ($1, $2, 'x', $3)`, [
          area,
          familyId,
          at,
        ]);
        for (const one of people.values())
          await tx.sql(
            `INSERT INTO membership (area, membership_id, family_id, person_id, part, reason, evidence, happened, decided_by, decided_at)
           VALUES ($1, $2, $3, $4, 'kin', 'x', '[]', '(,)', 'test', $5)`,
            [area, newId(), familyId, one, at],
          );
        for (const home of homes.values())
          await tx.sql(
            `INSERT INTO home (area, home_id, address, address_key) VALUES ($1, $2, 'x', $3) ON CONFLICT DO NOTHING`,
            [area, home, home],
          );
        for (const [who, home, from, to] of stays) {
          const rest = [area, newId(), id(who), asPostcodes ? home : homes.get(home), spanText(from, to), at];
          await tx.sql(
            asPostcodes
              ? `INSERT INTO person_detail (area, detail_id, person_id, kind, value, parts, place, rule, agency, record_id, received_at, happened)
               VALUES ($1, $2, $3, 'address', 'x', jsonb_build_object('postcode', $4::text), 0, 'test', 'police', $2, $6, $5)`
              : `INSERT INTO residence (area, residence_id, person_id, home_id, happened, precision, agency, record_id, received_at)
               VALUES ($1, $2, $3, $4, $5, 'day', 'social-care', $2, $6)`,
            rest,
          );
        }
        await tx.sql(
          `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, '{}', '[2026-11-01,)', 'test', 'test', $5)`,
          [area, newId(), id('Dawn'), [id('Lee')], at],
        );
        return workerNear(tx, {});
      })
      .then((stranger) =>
        db.asActor(stranger, (tx) => keptBack(tx, [...people.values()]), { readOnly: true }),
      );
    const names = [...people]
      .filter(([, one]) => found.has(one))
      .map(([name]) => name)
      .sort();
    expect({ asPostcodes, names }).toEqual({ asPostcodes, names: kept });
    await db.asTest(async (tx) => {
      for (const table of ['residence', 'person_detail'])
        await tx.sql(`UPDATE ${table} SET superseded_at = now() WHERE person_id = ANY ($1::uuid[])`, [
          [...people.values()],
        ]);
    });
    await unprotect();
  }
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
  const shared = async (tier: 1 | 2 | 3) =>
    db.asTest(async (tx) => {
      const all = (await agreements(tx)).filter(
        (one) => one.fromAgency === 'police' && one.toAgency === null,
      );
      for (const one of all) await endAgreement(tx, one.agreementId);
      const [first] = all;
      if (first === undefined) throw new Error('the police agreed to nothing');
      await agree(tx, { ...first, toRole: null, purpose: 'help', condition: 'team', tier, subjects: ['*'] });
    });
  await shared(2);
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

test('a person sees their own words and what they are told, which the allocated worker decides', async () => {
  const self: Actor = { area: testActor.area, id: kyle, role: 'family-member', purpose: 'own' };
  const mine = async () =>
    JSON.parse((await ask(self, '/api/me')).text) as {
      facts: { label: string }[];
      words: { words: string }[];
      names: string[];
    };
  const labels = async () => (await mine()).facts.map((one) => one.label).sort();
  expect((await mine()).words.map((one) => one.words)).toEqual(['I sleep badly.']);
  expect((await mine()).names).toEqual(['Kyle Hart']);
  expect(await labels()).toEqual(['Early help', 'Good news', 'Visit under a child in need plan']);
  const facts = await db.asTest((tx) => chronologyOf(tx, [kyle]));
  const contact = facts.find((fact) => fact.kind === 'contact')?.factId;
  const help = facts.find((fact) => fact.kind === 'early-help')?.factId;
  const allocated = await worker({ near: [dawn, kyle, lee] });
  const team = await worker({ near: [dawn, kyle, lee], kind: 'team' });
  expect((await ask(allocated, `/facts/${contact}`)).text).toMatch(/By rule: not told yet/);
  const decide = (who: Actor, fact: string | undefined, form: Record<string, string>) =>
    ask(who, `/facts/${fact}/telling`, { reason: 'He asked about it.', ...form });
  expect((await decide(team, contact, { state: 'shared' })).status).toBe(403);
  expect((await decide(allocated, contact, { state: 'not-yet', from: '2026-12-01' })).status).toBe(303);
  expect((await decide(allocated, help, { state: 'never' })).status).toBe(303);
  expect(await labels()).toEqual(['Good news', 'Visit under a child in need plan']);
  vi.setSystemTime(new Date('2026-12-01T00:00:00Z'));
  expect(await labels()).toEqual([
    'Contact with children’s services',
    'Good news',
    'Visit under a child in need plan',
  ]);
  vi.setSystemTime(new Date('2026-11-22T09:00:00Z'));
  expect((await ask(self, `/families/${family}`)).status).toBe(403);
  expect((await ask({ ...self, purpose: 'help' }, '/me')).status).toBe(403);
});

test('what somebody wrote is told to a person only when a worker has read and cleared it', async () => {
  const self: Actor = { area: testActor.area, id: kyle, role: 'family-member', purpose: 'own' };
  const facts = await db.asTest((tx) => chronologyOf(tx, [kyle]));
  const good = facts.find((fact) => fact.kind === 'good-news')?.factId;
  const assessment = facts.find((fact) => fact.kind === 'assessment')?.factId;
  const allocated = await worker({ near: [dawn, kyle, lee] });
  const decide = (fact: string | undefined, form: Record<string, string>) =>
    ask(allocated, `/facts/${fact}/telling`, { reason: 'He asked about it.', state: 'shared', ...form });
  const mine = async () => {
    const { facts: told } = JSON.parse((await ask(self, '/api/me')).text) as {
      facts: { label: string; said: { label: string; value: string }[] }[];
    };
    return (label: string) => told.find((one) => one.label === label)?.said;
  };
  // Good news is told by rule; its note is not, and neither does the row of the note open to him.
  expect((await mine())('Good news')).toEqual([]);
  expect((await ask(self, '/me')).text).not.toContain('Dawn cried');
  const words = () =>
    db.asActor(self, (tx) => tx.sql(`SELECT detail FROM fact_detail WHERE fact_id = $1`, [good]), {
      readOnly: true,
    });
  expect(await words()).toEqual([]);
  expect((await decide(good, { words: 'yes' })).status).toBe(303);
  expect((await mine())('Good news')).toEqual([{ label: 'Note', value: 'Dawn cried with joy.' }]);
  expect(await words()).toHaveLength(1);
  expect((await decide(good, {})).status).toBe(303);
  expect((await mine())('Good news')).toEqual([]);

  // Of what an assessment found only what a list has words for is told, and never a bare code.
  expect((await decide(assessment, {})).status).toBe(303);
  expect((await mine())('Child and family assessment')).toEqual([
    { label: 'Child seen', value: 'yes' },
    { label: 'Found', value: 'neglect' },
  ]);
  const page = await ask(self, '/me');
  expect(page.text).not.toMatch(/99Z|Worried about Lee/);
  expect(page.text).toMatch(/You are\s+Kyle Hart\s*, looking for yourself\.\s+Be somebody else/);
  // From whom somebody is protected is told that it happened, and not even what comes from lists.
  await db.asTest((tx) =>
    tx.sql(
      `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, '{}', '[2026-11-01,)', 'test', 'test', now())`,
      [tx.actor.area, newId(), dawn, [kyle]],
    ),
  );
  expect((await mine())('Child and family assessment')).toEqual([]);
  await unprotect();

  // Nobody clears words that are not shared with them.
  const officer = await worker({ agency: 'police', near: [dawn, kyle, lee] });
  const clear = () =>
    ask(officer, `/facts/${good}/telling`, { reason: 'He asked.', state: 'shared', words: 'yes' });
  await db.asTest(async (tx) => {
    const shared = (await agreements(tx)).filter(
      (one) => one.fromAgency === 'social-care' && one.toAgency === null && one.condition === 'allocated',
    );
    for (const { agreementId, ...one } of shared) {
      await endAgreement(tx, agreementId);
      await agree(tx, { ...one, tier: 3 });
    }
  });
  expect((await clear()).status).toBe(403);

  const years = [...page.text.matchAll(/\s(20\d\d)\s{2,}What/g)].map((one) => one[1]);
  expect(years).toEqual(['2026', '2025']);
});

test('somebody who looks for themselves is led nowhere that refuses them', async () => {
  const staff = { ...site, nav: [{ key: 'families', text: 'Families', href: '/families' }] };
  const footer = [
    { text: 'Who shares what', href: '/agreements' },
    { text: 'About', href: '/about', forAll: true },
  ];
  const own = siteForThemselves({ ...staff, footer });
  expect(own.search).toBeUndefined();
  expect([...own.nav, ...own.footer].map((one) => one.href)).toEqual(['/me', '/about']);
});
