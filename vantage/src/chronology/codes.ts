/** Plain words for the codes of the national returns. A code without words here is shown as it came. */

export const primaryNeeds: Readonly<Record<string, string>> = {
  N0: 'Not stated',
  N1: 'Abuse, neglect or exploitation',
  N2: 'Child’s disability or illness',
  N3: 'Parent’s disability or illness',
  N4: 'Family in acute stress',
  N5: 'Family dysfunction',
  N6: 'Socially unacceptable behaviour',
  N7: 'Low income',
  N8: 'Absent parenting',
  N9: 'Not a child in need',
};

export const referralSources: Readonly<Record<string, string>> = {
  '1A': 'Family member, relative or carer',
  '1B': 'Acquaintance, neighbour or childminder',
  '1C': 'The person themselves',
  '1D': 'Another individual',
  '2A': 'School',
  '2B': 'Education service',
  '3A': 'Family doctor',
  '3B': 'Health visitor',
  '3C': 'School nurse',
  '3D': 'Other primary health service',
  '3E': 'Accident and emergency',
  '3F': 'Other health service',
  '4': 'Housing',
  '5A': 'Council: social care',
  '5B': 'Council: another service',
  '5C': 'Another council',
  '5D': 'Council: early help',
  '6': 'Police',
  '7': 'Court, probation or other legal agency',
  '8': 'Children’s centre, charity or other',
  '9': 'Somebody who did not give a name',
  '10': 'Not known',
};

export const abuseCategories: Readonly<Record<string, string>> = {
  NEG: 'Neglect',
  PHY: 'Physical abuse',
  SAB: 'Sexual abuse',
  EMO: 'Emotional abuse',
  MUL: 'More than one category',
  NEGLECT: 'Neglect',
  'PHYSICAL ABUSE': 'Physical abuse',
  'SEXUAL ABUSE': 'Sexual abuse',
  'EMOTIONAL ABUSE': 'Emotional abuse',
};

export const closureReasons: Readonly<Record<string, string>> = {
  RC1: 'Adopted',
  RC2: 'Died',
  RC3: 'Child arrangements order',
  RC4: 'Special guardianship order',
  RC5: 'Moved to another council’s services',
  RC6: 'Moved to adult social care',
  RC7: 'Services ended, including because no longer in need',
  RC8: 'Closed after assessment, nothing further done',
  RC9: 'Closed after assessment, passed to early help',
};

/** Placement code to the catalogue's code. Placements for adoption (A3 to A6) keep no detail of their own. */
export function placementKind(code: string): string {
  if (/^U[1-6]$/.test(code)) return 'placement-foster';
  if (code === 'K2') return 'placement-home';
  if (code === 'K1') return 'placement-secure';
  if (code === 'P1') return 'placement-parents';
  if (code === 'H5' || code === 'P2') return 'placement-independent';
  return 'placement-other';
}

export const placements: Readonly<Record<string, string>> = {
  H5: 'Semi-independent living',
  K1: 'Secure children’s home',
  K2: 'Children’s home',
  P1: 'With own parent',
  P2: 'Independent living',
  P3: 'Residential employment',
  R1: 'Residential care home',
  R2: 'Hospital or other health placement',
  R3: 'Family centre or mother and baby unit',
  R5: 'Young offender institution',
  S1: 'Residential school',
  T0: 'Temporary move',
  T1: 'Hospital, for a time',
  T2: 'Holiday',
  T3: 'While the foster carer was away',
  T4: 'Temporary, seven days or less',
  U1: 'Fostered by family or friends, long term',
  U2: 'Fostered by family or friends who may adopt',
  U3: 'Fostered by family or friends',
  U4: 'Foster carer, long term',
  U5: 'Foster carer who may adopt',
  U6: 'Foster carer',
  Z1: 'Other placement',
};

export const careEndings: Readonly<Record<string, string>> = {
  E2: 'Died',
  E3: 'Care passed to another council',
  E4A: 'Went home as planned',
  E4B: 'Went home, not as planned',
  E13: 'Went to live with family without parental responsibility',
  E41: 'Child arrangements order',
  E45: 'Special guardianship: former foster carer who is family or a friend',
  E46: 'Special guardianship: former foster carer',
  E47: 'Special guardianship: family or a friend',
  E48: 'Special guardianship: another carer',
  E5: 'Independent living with support',
  E6: 'Independent living without support',
  E7: 'Moved to adult residential care',
  E8: 'Ended for another reason',
  E9: 'Sentenced to custody',
  E14: 'Remand ended',
  E15: 'Found to be 18 or over',
  E16: 'Moved abroad',
  E17: 'Stayed with carers after 18',
};

export const legalStatuses: Readonly<Record<string, string>> = {
  C1: 'Interim care order',
  C2: 'Full care order',
  D1: 'Freeing order',
  E1: 'Placement order',
  V2: 'By agreement (section 20)',
  V3: 'Short breaks',
  V4: 'Series of short breaks',
  L1: 'Police protection',
  L2: 'Emergency protection order',
  L3: 'Child assessment order',
  J1: 'Remanded to the council’s care',
  J2: 'Detained under police powers',
  J3: 'Supervision order with residence',
};

export const assessmentFactors: Readonly<Record<string, string>> = {
  '1A': 'alcohol: child',
  '1B': 'alcohol: parent',
  '1C': 'alcohol: someone in the home',
  '2A': 'drugs: child',
  '2B': 'drugs: parent',
  '2C': 'drugs: someone in the home',
  '3A': 'domestic abuse: child',
  '3B': 'domestic abuse: parent',
  '3C': 'domestic abuse: someone in the home',
  '4A': 'mental health: child',
  '4B': 'mental health: parent',
  '4C': 'mental health: someone in the home',
  '5A': 'learning disability: child',
  '5B': 'learning disability: parent',
  '5C': 'learning disability: someone in the home',
  '6A': 'disability or illness: child',
  '6B': 'disability or illness: parent',
  '6C': 'disability or illness: someone in the home',
  '7A': 'young carer',
  '8B': 'private fostering',
  '8C': 'private fostering',
  '8D': 'private fostering',
  '8E': 'private fostering',
  '8F': 'private fostering',
  '9A': 'alone and seeking asylum',
  '10A': 'going missing',
  '11A': 'sexual exploitation',
  '12A': 'trafficking',
  '13A': 'gangs',
  '14A': 'socially unacceptable behaviour',
  '15A': 'self-harm',
  '16A': 'neglect',
  '17A': 'emotional abuse',
  '18A': 'physical abuse',
  '18B': 'physical abuse by a child',
  '18C': 'physical abuse by an adult',
  '19A': 'sexual abuse',
  '19B': 'sexual abuse by a child',
  '19C': 'sexual abuse by an adult',
  '20': 'other',
  '21': 'none found',
  '22A': 'female genital mutilation',
  '23A': 'abuse linked to faith or belief',
  '24A': 'criminal exploitation',
};

export const participation: Readonly<Record<string, string>> = {
  PN0: 'Child under 4',
  PN1: 'Came and spoke',
  PN2: 'Came; an advocate spoke',
  PN3: 'Came and showed their view without words',
  PN4: 'Came and did not speak',
  PN5: 'Did not come; an advocate spoke',
  PN6: 'Did not come; sent their view',
  PN7: 'Did not come and sent no view',
};

export const workerChanges: Readonly<Record<string, string>> = {
  MANAGE: 'Caseloads managed',
  FCONTA: 'First contact or referred again',
  LEFTRL: 'Previous worker left',
  ORGRST: 'Reorganisation',
  TSPROC: 'Passed on as the process says',
  ABSENC: 'Cover for or return from absence',
  CHCHAN: 'Child asked for a change',
  PCCHAN: 'Parent or carer asked for a change',
  SWDIED: 'Previous worker died',
  OTHERS: 'Other reason',
};
