import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BadRow, formatNamed, type GoodRow } from '@vantage/returns';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArea } from './area.ts';
import { iso } from './days.ts';
import { makeGeography } from './geography.ts';
import { noiseTimes } from './noise.ts';
import { makeUnit } from './sheets.ts';

/** Threads load packages as they are compiled. */
const compiledReturns = new URL('../../returns/dist/index.js', import.meta.url);

type Cells = Record<string, string>;
type Extract = { path: string; agency: string; kind: string; coverage: string };

let out = '';
const good: (GoodRow & { agency: string })[] = [];
const bad: BadRow[] = [];
let manifest: { area: Cells; extracts: Extract[] };

const table = async (path: string): Promise<Cells[]> =>
  Papa.parse<Cells>(await readFile(join(out, path), 'utf8'), { header: true, skipEmptyLines: true }).data;

const contents = (kind: string): Cells[] => good.filter((row) => row.kind === kind).map((row) => row.content);

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .sort();
  for (const name of names) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex');
}

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'ashmere-'));
  await makeArea({ size: 'small', seed: 7, families: 123, out });
  manifest = JSON.parse(await readFile(join(out, 'extracts/manifest.json'), 'utf8'));
  for (const { path, agency, kind } of manifest.extracts) {
    const format = formatNamed(kind);
    if (!format) throw new Error(`No format is called ${kind}`);
    await format.read(join(out, 'extracts', path), {
      keep: (row) => void good.push({ ...row, agency }),
      hold: (row) => void bad.push(row),
    });
  }
});
afterAll(() => rm(out, { recursive: true, force: true }));

describe('the files', () => {
  it('are the same bytes for the same seed, and others for another', async () => {
    const folders = ['a', 'b', 'c'].map((name) => join(out, 'again', name));
    const [a = '', b = '', c = ''] = folders;
    await makeArea({ size: 'small', seed: 1, families: 20, out: a });
    await makeArea({ size: 'small', seed: 1, families: 20, out: b });
    await makeArea({ size: 'small', seed: 2, families: 20, out: c });
    expect(await hashOf(a)).toBe(await hashOf(b));
    expect(await hashOf(a)).not.toBe(await hashOf(c));
  });

  it.skipIf(!existsSync(compiledReturns))('are the same bytes made in threads', async () => {
    const [here, there] = [join(out, 'here'), join(out, 'threads')];
    const options = { size: 'small', seed: 1, families: 43, noise: 2 } as const;
    const made = await makeArea({ ...options, out: here });
    expect(await makeArea({ ...options, out: there, threads: 2 })).toEqual(made);
    expect(await hashOf(there)).toBe(await hashOf(here));
  });

  it('count every record by its kind', async () => {
    const about = JSON.parse(await readFile(join(out, 'truth/about.json'), 'utf8')) as {
      rows: Record<string, number>;
    };
    const counted: Record<string, number> = {};
    for (const { kind } of good) counted[kind] = (counted[kind] ?? 0) + 1;
    expect(about.rows).toEqual(counted);
  });

  it('say that they are made up, and list every file', async () => {
    expect(manifest.area).toEqual({ code: 'ashmere', name: 'Ashmere', marking: 'made-up' });
    const files = (await readdir(join(out, 'extracts'), { recursive: true })).filter((name) =>
      /\.(csv|xml)$/.test(name),
    );
    expect(files.sort()).toEqual(manifest.extracts.map(({ path }) => path).sort());
    expect(new Set(manifest.extracts.map(({ coverage }) => coverage))).toEqual(new Set(['full']));
  });

  it('read back with no row held back and no key twice', () => {
    expect(bad).toEqual([]);
    const keys = good.map((row) => `${row.kind}|${row.key}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(good.length).toBeGreaterThan(5000);
  });

  it('give every record that is about somebody its true person, under the key by which it is kept', async () => {
    const truth = await table('truth/records.csv');
    const about = good.filter((row) => row.people.some(({ role }) => role === 'subject'));
    expect(truth.map(({ agency, kind, key }) => `${agency} ${kind} ${key}`).sort()).toEqual(
      about.map(({ agency, kind, key }) => `${agency} ${kind} ${key}`).sort(),
    );
    const people = new Map<string, Set<string>>();
    const trueOf = new Map(truth.map(({ kind, key, person_id }) => [`${kind}|${key}`, person_id ?? '']));
    for (const row of about) {
      const number = `${row.agency} ${row.people.find(({ role }) => role === 'subject')?.id}`;
      people.set(number, (people.get(number) ?? new Set()).add(trueOf.get(`${row.kind}|${row.key}`) ?? ''));
    }
    expect([...people.values()].filter((persons) => persons.size !== 1)).toEqual([]);
  });
});

describe('what rows refer to', () => {
  it('is there: people, workers, referrals, assessments, plans, conferences, placements', () => {
    const lists = [
      'ssd.person',
      'police.nominals',
      'school.pupils',
      'school.carers',
      'health.patients',
      'ae.patients',
    ];
    lists.push(
      'camhs.patients',
      'yj.people',
      'housing.people',
      'treatment.clients',
      'eh.people',
      'other.notices',
    );
    const known = new Set(
      good
        .filter(({ kind }) => lists.includes(kind))
        .flatMap(({ agency, people }) => people.map(({ id }) => `${agency} ${id}`)),
    );
    for (const row of good)
      for (const { id, role } of row.people) {
        // An unborn child is known by its mother’s record alone.
        if (row.kind === 'health.pregnancies' && role === 'subject') continue;
        expect(known.has(`${row.agency} ${id}`), `${row.kind} ${row.key}: ${id}`).toBe(true);
      }

    const ids = (kind: string, column: string) => new Set(contents(kind).map((row) => row[column] ?? ''));
    const links: [from: string, column: string, to: string, key: string][] = [
      ['ssd.cin_assessments', 'cina_referral_id', 'ssd.cin_episodes', 'cine_referral_id'],
      ['ssd.cin_plans', 'cinp_referral_id', 'ssd.cin_episodes', 'cine_referral_id'],
      ['ssd.s47_enquiry', 's47e_referral_id', 'ssd.cin_episodes', 'cine_referral_id'],
      ['ssd.cla_episodes', 'clae_referral_id', 'ssd.cin_episodes', 'cine_referral_id'],
      ['ssd.involvements', 'invo_referral_id', 'ssd.cin_episodes', 'cine_referral_id'],
      ['ssd.involvements', 'invo_professional_id', 'ssd.professionals', 'prof_professional_id'],
      ['ssd.early_help_episodes', 'earl_episode_worker_id', 'ssd.professionals', 'prof_professional_id'],
      ['ssd.assessment_factors', 'cinf_assessment_id', 'ssd.cin_assessments', 'cina_assessment_id'],
      ['ssd.initial_cp_conference', 'icpc_s47_enquiry_id', 'ssd.s47_enquiry', 's47e_s47_enquiry_id'],
      ['ssd.initial_cp_conference', 'icpc_cp_plan_id', 'ssd.cp_plans', 'cppl_cp_plan_id'],
      ['ssd.cp_plans', 'cppl_icpc_id', 'ssd.initial_cp_conference', 'icpc_icpc_id'],
      ['ssd.cp_visits', 'cppv_cp_plan_id', 'ssd.cp_plans', 'cppl_cp_plan_id'],
      ['ssd.cp_reviews', 'cppr_cp_plan_id', 'ssd.cp_plans', 'cppl_cp_plan_id'],
      ['ssd.cla_episodes', 'clae_cla_placement_id', 'ssd.cla_placement', 'clap_cla_placement_id'],
    ];
    for (const [from, column, to, key] of links) {
      const known = ids(to, key);
      const named = contents(from).flatMap((row) => row[column] ?? []);
      expect(named.length, `${from} ${column}`).toBeGreaterThan(0);
      expect(
        named.filter((id) => !known.has(id)),
        `${from} ${column}`,
      ).toEqual([]);
    }
  });
});

describe('who is named', () => {
  const role = { social: 'Allocated social worker', lead: 'Lead practitioner' };
  const tables: [kind: string, subject: string, to: string, worker: string, role: string][] = [
    ['ssd.cin_episodes', 'cine_person_id', 'cine_close_date', 'cine_referral_worker_id', role.social],
    ['ssd.cin_plans', 'cinp_person_id', 'cinp_cin_plan_end_date', 'cinp_cin_plan_worker_id', role.social],
    [
      'ssd.early_help_episodes',
      'earl_person_id',
      'earl_episode_end_date',
      'earl_episode_worker_id',
      role.lead,
    ],
  ];

  it.each(tables)(
    'in %s is whoever is allocated: now, or on the day it ended',
    async (kind, subject, to, worker, as) => {
      const truth = await table('truth/records.csv');
      const trueOf = new Map(truth.map(({ kind: of, key, person_id }) => [`${of}|${key}`, person_id ?? '']));
      const numberOf = new Map(
        good.flatMap((row) => {
          const about = row.people.find((each) => each.role === 'subject');
          return about ? [[about.id, trueOf.get(`${row.kind}|${row.key}`)] as const] : [];
        }),
      );
      const allocated = contents('ssd.involvements').filter((row) => row.invo_professional_role_id === as);
      let open = 0;
      for (const row of contents(kind)) {
        const own = allocated.filter(
          (each) => numberOf.get(each.invo_person_id ?? '') === numberOf.get(row[subject] ?? ''),
        );
        if (!row[to]) open += 1;
        const on = row[to] || '2026-11-15';
        const during = own.filter(
          (each) =>
            (each.invo_involvement_start_date ?? '') <= on &&
            (each.invo_involvement_end_date || '9') >= (row[to] || '9'),
        );
        // A referral that is turned away at once is nobody's to work with.
        if (row.cine_referral_nfa === 'Y') continue;
        expect(
          during.map((each) => each.invo_professional_id),
          `${kind} ${JSON.stringify(row)}`,
        ).toContain(row[worker]);
      }
      expect(open).toBeGreaterThan(0);
    },
  );
});

describe('dates', () => {
  const isDay = /^\d{4}-\d\d-\d\d$/;

  it('never pass the extract, and a row is recorded no sooner than the latest day that it states', () => {
    const forecasts = ['icpc_icpc_target_date', 'cppr_cp_review_due', 'due_on', 'DUC', 'InitialCPCtarget'];
    for (const row of good) {
      const days = Object.entries(row.content)
        .filter(([column, value]) => isDay.test(value) && !forecasts.includes(column))
        .map(([, value]) => value)
        .sort();
      const last = days.at(-1) ?? '';
      expect(last <= '2026-11-15', `${row.kind} ${row.key} ${last}`).toBe(true);
      if (row.recordedAt === null) continue;
      const recorded = row.recordedAt.slice(0, 10);
      expect(recorded >= last && recorded <= '2026-11-15', `${row.kind} ${row.key} ${recorded} ${last}`).toBe(
        true,
      );
    }
    // Returns and registers say nothing of when they were recorded.
    const saying = good.filter(({ kind }) => !/^(cin|ssda903|school\.attendance)/.test(kind));
    const unsaid = saying.filter((row) => row.recordedAt === null).length / saying.length;
    expect(unsaid).toBeGreaterThan(0.005);
    expect(unsaid).toBeLessThan(0.05);
  });

  it('end no sooner than they begin, and help nobody before birth', async () => {
    const truth = await table('truth/records.csv');
    const trueOf = new Map(truth.map(({ kind, key, person_id }) => [`${kind}|${key}`, person_id ?? '']));
    const options = { seed: '7', noise: noiseTimes(1), geography: makeGeography(10), families: 12 };
    const people = Array.from({ length: 11 }, (_, i) => makeUnit(i, options).world.people).flat();
    const births = new Map(people.map((person) => [person.id, iso(person.born)]));
    let looked = 0;
    for (const row of good) {
      if (row.happened === null) continue;
      expect(row.happened.to === null || row.happened.to >= row.happened.from, `${row.kind} ${row.key}`).toBe(
        true,
      );
      const born = births.get(trueOf.get(`${row.kind}|${row.key}`) ?? '');
      if (born === undefined || ['care.relationships', 'health.pregnancies'].includes(row.kind)) continue;
      looked += 1;
      expect(row.happened.from >= born, `${row.kind} ${row.key}`).toBe(true);
    }
    expect(looked).toBeGreaterThan(1000);
  });

  it('keep what follows from a referral within it', () => {
    const referrals = new Map(contents('ssd.cin_episodes').map((row) => [row.cine_referral_id, row]));
    const within: [kind: string, referral: string, from: string, to: string][] = [
      ['ssd.cin_assessments', 'cina_referral_id', 'cina_assessment_start_date', 'cina_assessment_auth_date'],
      ['ssd.cin_plans', 'cinp_referral_id', 'cinp_cin_plan_start_date', 'cinp_cin_plan_end_date'],
      ['ssd.s47_enquiry', 's47e_referral_id', 's47e_s47_start_date', 's47e_s47_end_date'],
      ['ssd.cp_plans', 'cppl_referral_id', 'cppl_cp_plan_start_date', 'cppl_cp_plan_end_date'],
      ['ssd.cla_episodes', 'clae_referral_id', 'clae_cla_episode_start_date', 'clae_cla_episode_ceased_date'],
    ];
    for (const [kind, referralColumn, from, to] of within)
      for (const row of contents(kind)) {
        const referral = referrals.get(row[referralColumn]);
        const where = `${kind} ${JSON.stringify(row)} ${JSON.stringify(referral)}`;
        expect((row[from] ?? '') >= (referral?.cine_referral_date ?? '9'), where).toBe(true);
        const closed = referral?.cine_close_date;
        if (closed) expect((row[to] ?? '9') <= closed, where).toBe(true);
      }
    const plans = new Map(contents('ssd.cp_plans').map((row) => [row.cppl_cp_plan_id, row]));
    for (const visit of contents('ssd.cp_visits')) {
      const plan = plans.get(visit.cppv_cp_plan_id);
      const on = visit.cppv_cp_visit_date ?? '';
      expect(on >= (plan?.cppl_cp_plan_start_date ?? '9') && on <= (plan?.cppl_cp_plan_end_date ?? '9')).toBe(
        true,
      );
    }
  });
});

describe('the pace of services', () => {
  /** Monday to Friday from the day after one day up to another. */
  const workingDays = (from: string, to: string): number => {
    let count = 0;
    for (let at = Date.parse(from) + 86_400_000; at <= Date.parse(to); at += 86_400_000)
      if (![0, 6].includes(new Date(at).getUTCDay())) count += 1;
    return count;
  };
  const shareWithin = (spells: [string | undefined, string | undefined][], limit: number): number => {
    const whole = spells.flatMap(([from, to]) => (from && to ? [workingDays(from, to)] : []));
    return whole.filter((days) => days <= limit).length / whole.length;
  };

  it('is like England’s: most assessments in 45 working days, most conferences in 15', () => {
    const referred = new Map(
      contents('ssd.cin_episodes').map((row) => [row.cine_referral_id, row.cine_referral_date]),
    );
    const assessed = shareWithin(
      contents('ssd.cin_assessments').map((row) => [
        referred.get(row.cina_referral_id),
        row.cina_assessment_auth_date,
      ]),
      45,
    );
    expect(assessed).toBeGreaterThan(0.75);
    expect(assessed).toBeLessThan(0.97);
    const enquired = new Map(
      contents('ssd.s47_enquiry').map((row) => [row.s47e_s47_enquiry_id, row.s47e_s47_start_date]),
    );
    const met = shareWithin(
      contents('ssd.initial_cp_conference').map((row) => [
        enquired.get(row.icpc_s47_enquiry_id),
        row.icpc_icpc_date,
      ]),
      15,
    );
    // Of so small an area’s few conferences all may be in time.
    expect(met).toBeGreaterThan(0.6);
  });
});
