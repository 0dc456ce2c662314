/** For tests: parents and a son who live apart, and answers of the pages on which persons agree, are protected and are told. */
import { build as buildChronology, kindsOfEvents } from '../../chronology/index.ts';
import { build as buildFamilies, familiesOf } from '../../families/index.ts';
import { deliver, personNumbered, type Rows, type RowToWrite } from '../../families/testing.ts';
import { createApp } from '../../platform/http/index.ts';
import { type Actor, type Database, silent } from '../../platform/index.ts';
import { type TestDatabase, testActor } from '../../platform/testing.ts';
import { deskRoutes, routes as sharingRoutes, visits } from '../../sharing/index.ts';
import { agreeAsReady } from '../../sharing/testing.ts';
import { build as buildVoice } from '../../voice/index.ts';
import { consentRoutes } from '../consents.tsx';
import { eyeRoutes } from '../eye/index.ts';
import { index } from '../finding.ts';
import { genogramRoutes } from '../genogram/index.ts';
import { familyHomeRoutes } from '../homes/index.ts';
import { meRoutes } from '../me.tsx';
import { familyNames } from '../naming.ts';
import { networkRoutes } from '../network/index.ts';
import { protectionRoutes } from '../protection.tsx';
import { routes } from '../routes.tsx';
import { siblingRoutes } from '../siblings/index.ts';
import { tellingRoutes } from '../telling.tsx';
import { turnedDownRoutes } from '../turned-down.tsx';

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
    {
      statement_id: 'W2',
      person_id: 'S2',
      said_on: '2026-03-01',
      kind: 'said',
      words: 'I want to swim.',
      said_to: 'Nina Okafor',
      audience: 'team',
      done: 'Nina asked for a second day at the pool.',
    },
  ],
};

export type ThreeHarts = { dawn: string; kyle: string; lee: string; family: string };

/**
 * Dawn, Lee and their son Kyle, who has early help. Dawn and Kyle live at 8 Rope Walk; Lee lived there until 2024 and is
 * now at 3 Mill Lane. The police know Lee. `more` rows are delivered with theirs.
 */
export async function makeThreeHarts(db: TestDatabase, more: Rows = {}): Promise<ThreeHarts> {
  const all: Record<string, readonly RowToWrite[]> = { ...rows };
  for (const [kind, some] of Object.entries(more)) all[kind] = [...(all[kind] ?? []), ...some];
  const asOf = await deliver(db, testActor, '2026-11-16', all);
  return db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    await buildVoice(tx, { asOf });
    await agreeAsReady(tx, kindsOfEvents());
    await index(tx);
    const number = await personNumbered(tx);
    const [dawn, kyle, lee] = [number('S1'), number('S2'), number('S3')];
    return { dawn, kyle, lee, family: (await familiesOf(tx, [kyle]))[0]?.familyId ?? '' };
  });
}

export const site = {
  name: 'Vantage',
  nav: [],
  search: { action: '/families', name: 'q', label: 'Find' },
  notice: '',
  footer: [],
  styles: [],
  scripts: [],
  icon: '/icon.svg',
};

export type Said = { status: number; text: string; location: string };

/** Asks as somebody; with a form, sends it. The text is what the page says, without its tags unless they are asked for. */
export function askingOf(
  db: Database,
): (actor: Actor, path: string, form?: Record<string, string>, as?: { tags: boolean }) => Promise<Said> {
  let asking: Actor = testActor;
  const app = createApp({ site, assets: { href: (name) => name, find: () => undefined } });
  const visit = visits(db, () => asking);
  for (const room of [
    routes,
    genogramRoutes,
    networkRoutes,
    familyHomeRoutes,
    siblingRoutes,
    eyeRoutes,
    consentRoutes,
    turnedDownRoutes,
    protectionRoutes,
    tellingRoutes,
    meRoutes,
    deskRoutes,
    sharingRoutes,
  ])
    room(app, { visit, familyNames, networkScript: 'network.js' });
  return async (actor, path, form, { tags } = { tags: false }) => {
    asking = actor;
    const answer = await app.request(path, {
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      text: tags ? text : text.replace(/<[^>]+>/g, ' '),
      location: answer.headers.get('location') ?? '',
    };
  };
}

export const wordsIn = ({ text }: { text: string }) => text.replace(/\s+/g, ' ').replace(/ ([.,;])/g, '$1');

/** Ends every protection. */
export async function unprotect(db: TestDatabase): Promise<void> {
  await db.asTest((tx) =>
    tx.sql(`UPDATE protection SET ended_at = now(), ended_by = 'test' WHERE ended_at IS NULL`),
  );
}
