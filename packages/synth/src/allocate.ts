import { type Day, extractDay } from './days.ts';
import type { Person, Spell } from './model.ts';
import { endFor, type Town } from './town.ts';
import type { Job } from './workers.ts';

/**
 * Gives people a worker of a job between two days: one after another, as workers leave and cases move.
 * Siblings share the worker. A child's own part ends where help for it does, or with its eighteenth birthday or death.
 */
export function allocate(
  { care, workforce, chance }: Town,
  people: readonly Person[],
  spell: Spell,
  {
    job,
    role,
    referral,
    planned = () => Number.POSITIVE_INFINITY,
  }: { job: Job; role: string; referral: (person: Person) => string; planned?: (person: Person) => Day },
): void {
  const end = spell.to ?? extractDay + 1;
  let why = 'FCONTA';
  for (let at = spell.from; at < end; ) {
    const worker = workforce.onDuty(job, at, chance);
    const stays = at + 45 + Math.round(chance.wait(300));
    const until = Math.min(end, stays, worker.to ?? end);
    for (const person of people) {
      const own = Math.min(endFor(person, until), planned(person));
      if (own <= at) continue;
      const open = own === end && spell.to === null;
      care.involvement(
        person,
        { from: at, to: open ? null : own },
        { worker, role, why, referral: referral(person) },
      );
    }
    why = worker.to === until ? 'LEFTRL' : chance.pick(['MANAGE', 'TSPROC', 'ORGRST', 'ABSENC']);
    at = until;
  }
}
