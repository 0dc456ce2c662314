import type { Agency } from './model.ts';
import type { Worker } from './relations.ts';
import type { WorkRole } from './roles.ts';

/** Roles for which no extract names anybody, and a name for whoever holds each in a made-up area. */
const people: readonly [WorkRole, string][] = [
  ['director', 'Marguerite Osei'],
  ['lead-member', 'Councillor Tobias Finch'],
  ['analyst', 'Wen Li'],
  ['commissioner', 'Harriet Sandhu'],
  ['information-governance-lead', 'Ifeoma Blake'],
  ['inspector', 'Gwilym Rees'],
  ['administrator', 'Petra Novak'],
];
const managers = ['Shabnam Aziz', 'Colin Threlfall', 'Ruta Petrauskaitė', 'Denise Okoro', 'Alan Whitmore'];

/**
 * Somebody for every role, so that each can be tried: made up, like the area. A manager for every team, a lead for
 * every agency, and one of each other role at the agency that leads (social care where there is one).
 */
export function madeUpStaff(
  agencies: readonly Agency[],
  teams: readonly string[],
): (Omit<Worker, 'workerId'> & { role: WorkRole; team: string })[] {
  const home = agencies.find((one) => one.type === 'social-care') ?? agencies[0];
  if (home === undefined) return [];
  const staff = (agency: string, role: WorkRole, name: string, team = '') => ({
    agency,
    toldBy: home.agency,
    localId: `made-up ${role} ${agency} ${team}`.trim(),
    name,
    job: 'Made up, to try the role',
    role,
    team,
  });
  return [
    ...people.map(([role, name]) => staff(home.agency, role, name)),
    ...agencies.map((agency) => staff(agency.agency, 'agency-lead', `The lead of ${agency.name}`)),
    ...teams.map((team, at) => {
      const name = managers[at % managers.length] ?? '';
      return staff(home.agency, 'team-manager', at < managers.length ? name : `${name} (${team})`, team);
    }),
  ];
}
