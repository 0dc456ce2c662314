import { type CatalogueEntry, of } from './kinds.ts';
import { partnerKinds } from './partner-kinds.ts';
import { writtenKinds } from './written-kinds.ts';

const entries: readonly CatalogueEntry[] = [
  ...of(
    { service: 'front-door', serviceLabel: 'Front door', agencyType: 'social-care', lane: 'social-care' },
    [
      {
        code: 'contact',
        label: 'Contact with children’s services',
        shape: 'event',
        returns: 'SSD contacts; Annex A 1',
      },
      {
        code: 'referral',
        label: 'Referral to children’s services',
        shape: 'event',
        costs: ['contact-and-referral'],
        returns: 'SSD cin_episodes; CIN CINdetails',
      },
    ],
  ),
  ...of(
    { service: 'early-help', serviceLabel: 'Early help', agencyType: 'social-care', lane: 'social-care' },
    [
      {
        code: 'early-help',
        label: 'Early help',
        shape: 'involvement',
        costs: ['early-help-month'],
        returns: 'SSD early_help_episodes; Annex A 2',
      },
    ],
  ),
  ...of(
    {
      service: 'child-in-need',
      serviceLabel: 'Children in need',
      agencyType: 'social-care',
      lane: 'social-care',
    },
    [
      {
        code: 'in-need',
        label: 'Open to children’s social care',
        shape: 'involvement',
        returns: 'SSD cin_episodes; CIN CINdetails',
      },
      {
        code: 'assessment',
        label: 'Child and family assessment',
        shape: 'involvement',
        costs: ['assessment'],
        returns: 'SSD cin_assessments; CIN Assessments',
      },
      {
        code: 'cin-plan',
        label: 'Child in need plan',
        shape: 'involvement',
        costs: ['child-in-need-week'],
        returns: 'SSD cin_plans; CIN CINPlanDates',
      },
      {
        code: 'cin-visit',
        label: 'Visit under a child in need plan',
        shape: 'event',
        visit: true,
        returns: 'SSD cin_visits',
      },
      {
        code: 'worker',
        label: 'Worker allocated',
        shape: 'involvement',
        subject: 'workers',
        returns: 'SSD involvements; 903 SW episodes',
      },
    ],
  ),
  ...of(
    {
      service: 'child-protection',
      serviceLabel: 'Child protection',
      agencyType: 'social-care',
      lane: 'social-care',
    },
    [
      {
        code: 's47',
        label: 'Child protection enquiry (section 47)',
        shape: 'involvement',
        tone: 'crisis',
        costs: ['s47-enquiry'],
        returns: 'SSD s47_enquiry; CIN Section47',
      },
      {
        code: 'cp-conference',
        label: 'Initial child protection conference',
        shape: 'event',
        tone: 'crisis',
        visit: true,
        costs: ['protection-conference'],
        returns: 'SSD initial_cp_conference; CIN DateOfInitialCPC',
      },
      {
        code: 'cp-plan',
        label: 'Child protection plan',
        shape: 'involvement',
        tone: 'crisis',
        costs: ['protection-plan-month'],
        returns: 'SSD cp_plans; CIN ChildProtectionPlans',
      },
      {
        code: 'cp-visit',
        label: 'Visit under a child protection plan',
        shape: 'event',
        visit: true,
        returns: 'SSD cp_visits',
      },
      {
        code: 'cp-review',
        label: 'Child protection review conference',
        shape: 'event',
        visit: true,
        returns: 'SSD cp_reviews; CIN CPPreviewDate',
      },
    ],
  ),
  ...of(
    { service: 'care', serviceLabel: 'Children in care', agencyType: 'social-care', lane: 'social-care' },
    [
      {
        code: 'in-care',
        label: 'In care',
        shape: 'involvement',
        tone: 'crisis',
        returns: 'SSD cla_episodes; 903 episodes',
      },
      {
        code: 'placement-foster',
        label: 'Foster placement',
        shape: 'involvement',
        costs: ['foster-week'],
        returns: 'placement U1 to U6',
      },
      {
        code: 'placement-home',
        label: 'Children’s home placement',
        shape: 'involvement',
        costs: ['childrens-home-week'],
        returns: 'placement K2',
      },
      {
        code: 'placement-secure',
        label: 'Secure children’s home placement',
        shape: 'involvement',
        tone: 'crisis',
        costs: ['secure-home-year'],
        returns: 'placement K1',
      },
      {
        code: 'placement-parents',
        label: 'Placed at home with a parent',
        shape: 'involvement',
        costs: ['child-in-need-week'],
        returns: 'placement P1',
      },
      {
        code: 'placement-independent',
        label: 'Semi-independent or independent living',
        shape: 'involvement',
        costs: ['looked-after-week'],
        returns: 'placement H5, P2',
      },
      {
        code: 'placement-other',
        label: 'Other placement',
        shape: 'involvement',
        costs: ['looked-after-week'],
        returns: 'any other placement code',
      },
      {
        code: 'care-review',
        label: 'Review of a child in care',
        shape: 'event',
        visit: true,
        returns: '903 reviews',
      },
      {
        code: 'missing',
        label: 'Missing',
        shape: 'event',
        tone: 'crisis',
        returns: 'SSD missing; 903 missing',
      },
      {
        code: 'deprivation-of-liberty',
        label: 'Deprivation of liberty order',
        shape: 'involvement',
        tone: 'crisis',
        returns: '903 DoLo',
      },
    ],
  ),
  ...of({ service: 'police', serviceLabel: 'Police', agencyType: 'police', lane: 'police' }, [
    {
      code: 'police-domestic-abuse',
      label: 'Police called: domestic abuse',
      shape: 'event',
      tone: 'crisis',
      costs: ['police-domestic-incident', 'domestic-incident-others'],
    },
    {
      code: 'police-violence',
      label: 'Police called: violence',
      shape: 'event',
      tone: 'crisis',
      costs: ['police-call-out', 'crime-others'],
    },
    {
      code: 'police-missing-person',
      label: 'Police called: missing person',
      shape: 'event',
      tone: 'crisis',
      costs: ['police-call-out'],
    },
    {
      code: 'police-anti-social-behaviour',
      label: 'Police called: anti-social behaviour',
      shape: 'event',
      costs: ['police-asb-report'],
    },
    {
      code: 'police-theft',
      label: 'Police called: theft',
      shape: 'event',
      costs: ['police-call-out', 'crime-others'],
    },
    {
      code: 'police-criminal-damage',
      label: 'Police called: criminal damage',
      shape: 'event',
      costs: ['police-call-out', 'crime-others'],
    },
    { code: 'police-drugs', label: 'Police called: drugs', shape: 'event', costs: ['police-call-out'] },
    {
      code: 'police-neighbour-dispute',
      label: 'Police called: dispute with neighbours',
      shape: 'event',
      costs: ['police-call-out'],
    },
    { code: 'police-other', label: 'Police called', shape: 'event', costs: ['police-call-out'] },
  ]),
  ...partnerKinds,
  ...of({ service: 'family', serviceLabel: 'Family and friends', agencyType: 'other', lane: 'family' }, [
    { code: 'debt', label: 'Debt', shape: 'event', tone: 'crisis' },
    { code: 'house-move', label: 'Moved home', shape: 'event' },
    { code: 'bereavement', label: 'Bereavement', shape: 'event', tone: 'crisis' },
    { code: 'good-news', label: 'Good news', shape: 'event', tone: 'good' },
    { code: 'family-event', label: 'Family event', shape: 'event' },
  ]),
  ...writtenKinds,
];

/** Kinds of services, and the unit costs of which one is counted for what these services do. */
export function ofServices(services: ReadonlySet<string>): { kinds: Set<string>; costs: Set<string> } {
  const own = entries.filter((entry) => services.has(entry.service));
  return {
    kinds: new Set(own.map((entry) => entry.code)),
    costs: new Set(own.flatMap((entry) => entry.costs ?? [])),
  };
}

/** Code to entry, in the order of the list. */
export const catalogue: ReadonlyMap<string, CatalogueEntry> = new Map(
  entries.map((entry) => [entry.code, entry]),
);
