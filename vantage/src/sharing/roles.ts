/** Roles of people at work, and what each role looks for here. Access comes from relation and agreement, not from the role alone. */
export const roles = {
  practitioner: { label: 'Practitioner', purpose: 'help' },
  'lead-practitioner': { label: 'Lead practitioner', purpose: 'help' },
  'child-protection-practitioner': { label: 'Child protection practitioner', purpose: 'help' },
  'team-manager': { label: 'Team manager', purpose: 'help' },
  'agency-lead': { label: 'Agency lead', purpose: 'oversight' },
  director: { label: 'Director of children’s services', purpose: 'oversight' },
  'lead-member': { label: 'Lead member', purpose: 'oversight' },
  analyst: { label: 'Analyst', purpose: 'oversight' },
  commissioner: { label: 'Commissioner', purpose: 'oversight' },
  'information-governance-lead': { label: 'Information governance lead', purpose: 'governance' },
  inspector: { label: 'Inspector', purpose: 'inspection' },
  administrator: { label: 'Administrator', purpose: 'administration' },
} as const;

export type WorkRole = keyof typeof roles;

/** Why facts are looked at. An agreement is for one of them, and holds for nobody who looks for another. */
export type Purpose = (typeof roles)[WorkRole]['purpose'];

/** How much may be seen of a fact, least first. */
export const tiers = ['nothing', 'existence', 'contact', 'summary', 'detail'] as const;
export type Tier = 0 | 1 | 2 | 3 | 4;

/** What must hold between a viewer and a person for an agreement to apply. */
export type Condition = 'any' | 'team' | 'allocated' | 'manager' | 'named';

export const conditionWords: Readonly<Record<Condition, string>> = {
  any: 'about anybody',
  team: 'about people in whose team they are, or who are allocated to them',
  allocated: 'about people who are allocated to them, and their families',
  manager: 'about people who are allocated to a worker of their team',
  named:
    'about people named in a recorded purpose or in an emergency, and for a lead those with whom their agency’s workers work',
};

/** Roles for which people are numbers: no count of theirs may be finer than what the area's page shows. */
export const seesNumbersOnly: ReadonlySet<string> = new Set<WorkRole>([
  'director',
  'lead-member',
  'analyst',
  'commissioner',
]);

/** Roles of those who lead or manage the work, or oversee it; and commands of the machine. */
const seeSpending: ReadonlySet<string> = new Set<WorkRole | 'system' | 'counts'>([
  'lead-practitioner',
  'team-manager',
  'agency-lead',
  'director',
  'commissioner',
  'inspector',
  'system',
  'counts',
]);

/** Whether somebody in a role may look at what services spent around a family that they see. */
export const maySeeSpending = (role: string): boolean => seeSpending.has(role);

/** Who may open a family for a recorded purpose: those who oversee or inspect. */
export const mayHavePurpose: ReadonlySet<string> = new Set<WorkRole>([
  'director',
  'agency-lead',
  'inspector',
]);
