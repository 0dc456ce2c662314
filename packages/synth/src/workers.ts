import type { Book } from './book.ts';
import { type Day, extractDay, firstDay } from './days.ts';
import { cultures } from './names.ts';
import type { Random } from './random.ts';

/** Somebody who works with families. Made up, like everybody here. */
export type Worker = {
  id: string;
  name: string;
  job: Job;
  team: string;
  from: Day;
  to: Day | null;
  agencyWorker: boolean;
};

export type Job =
  | 'Social worker'
  | 'Family help practitioner'
  | 'Family support worker'
  | 'Independent reviewing officer'
  | 'Health visitor'
  | 'School safeguarding lead'
  | 'Midwife'
  | 'Youth worker'
  | 'Housing officer'
  | 'Substance misuse worker';

/** Posts by job: how many at any time, how long people stay on average (years), and their teams. */
const posts: Readonly<Record<Job, { posts: number; stay: number; teams: readonly string[] }>> = {
  'Social worker': {
    posts: 26,
    stay: 2.4,
    teams: [
      'Front door',
      'Assessment team',
      'Safeguarding team east',
      'Safeguarding team west',
      'Children in care team',
    ],
  },
  'Family help practitioner': { posts: 8, stay: 3, teams: ['Early help east', 'Early help west'] },
  'Family support worker': {
    posts: 8,
    stay: 3.5,
    teams: ['Early help east', 'Early help west', 'Family centre'],
  },
  'Independent reviewing officer': { posts: 3, stay: 6, teams: ['Quality and review'] },
  'Health visitor': { posts: 6, stay: 4, teams: ['Health visiting'] },
  'School safeguarding lead': { posts: 7, stay: 5, teams: ['Schools'] },
  Midwife: { posts: 3, stay: 4, teams: ['Community midwifery'] },
  'Youth worker': { posts: 4, stay: 3, teams: ['Youth service'] },
  'Housing officer': { posts: 4, stay: 4, teams: ['Housing options'] },
  'Substance misuse worker': { posts: 3, stay: 3, teams: ['Recovery service'] },
};

export type Workforce = {
  workers: Worker[];
  /** Somebody of this job who is at work on the day. */
  onDuty(job: Job, on: Day, chance: Random): Worker;
  /** Adds a worker written by hand. */
  add(worker: Omit<Worker, 'id'>): Worker;
};

/** Everybody who held a post over the eighteen years, one after another; `where` comes into their numbers. */
export function makeWorkforce(chance: Random, where: string): Workforce {
  const workers: Worker[] = [];
  const stocks = Object.values(cultures);
  const someone = (): string => {
    const stock = chance.weighted(stocks.map((each) => [each, each.weight] as const));
    return `${chance.pick(chance.chance(0.75) ? stock.female : stock.male)} ${chance.pick(stock.surnames)}`;
  };
  const add = (worker: Omit<Worker, 'id'>): Worker => {
    const added = { ...worker, id: `W${where}${String(workers.length + 1).padStart(4, '0')}` };
    workers.push(added);
    return added;
  };
  for (const [job, { posts: count, stay, teams }] of Object.entries(posts)) {
    for (let post = 0; post < count; post++) {
      let from = firstDay - chance.int(0, 900);
      while (from <= extractDay) {
        const to = from + 90 + Math.round(chance.wait((stay - 0.25) * 365));
        add({
          name: someone(),
          job: job as Job,
          team: teams[post % teams.length] ?? '',
          from,
          to: to > extractDay ? null : to,
          agencyWorker: job === 'Social worker' && chance.chance(0.13),
        });
        from = to;
      }
    }
  }
  const byJob = Map.groupBy(workers, (worker) => worker.job);
  return {
    workers,
    onDuty(job, on, draw) {
      const there = (byJob.get(job) ?? []).filter(
        (worker) => worker.from <= on && (worker.to === null || on < worker.to),
      );
      return draw.pick(there);
    },
    add,
  };
}

/** Columns of social care's tables that name a worker. */
const naming: Readonly<Record<string, string>> = {
  'ssd.early_help_episodes': 'earl_episode_worker_id',
  'ssd.cin_episodes': 'cine_referral_worker_id',
  'ssd.cin_assessments': 'cina_assessment_worker_id',
  'ssd.cin_plans': 'cinp_cin_plan_worker_id',
  'ssd.s47_enquiry': 's47e_s47_completed_by_worker_id',
  'ssd.initial_cp_conference': 'icpc_icpc_worker_id',
  'ssd.involvements': 'invo_professional_id',
};

/** Numbers of the workers who appear in social care's rows. */
export function workersNamed({ rows }: Book): Set<string> {
  const named = new Set<string>();
  for (const [kind, column] of Object.entries(naming))
    for (const row of rows.get(kind) ?? []) named.add(row[column] ?? '');
  return named;
}

/** Writes the list of those professionals who are named. */
export function writeProfessionals(book: Book, { workers }: Workforce, named: ReadonlySet<string>): void {
  for (const worker of workers) {
    if (!named.has(worker.id)) continue;
    const social = worker.job === 'Social worker' || worker.job === 'Independent reviewing officer';
    book.add('ssd.professionals', worker.from, {
      prof_professional_id: worker.id,
      prof_staff_id: `S${worker.id.slice(1)}`,
      prof_professional_name: worker.name,
      prof_social_worker_registration_no: social ? `SW9${worker.id.slice(1)}` : '',
      prof_professional_job_title: worker.job,
      prof_professional_department: worker.team,
      prof_full_time_equivalency: '1',
      prof_agency_worker_flag: worker.agencyWorker ? 'Y' : 'N',
    });
  }
}
