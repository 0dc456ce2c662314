import { columns, type Definition } from './definition.ts';
import { leavesOf, type XmlNode } from './xml-read.ts';
import type { XmlRow, XmlShape } from './xml-shape.ts';

const subject = [{ role: 'subject', id: 'LAchildID' }];

/**
 * The children in need census, 2021 to 2026, with its own element names. A record names the child and the referral
 * that it stands under. The census states no numbers for what it lists: days are the keys.
 */
export const cin: readonly Definition[] = [
  {
    kind: 'cin.child',
    columns:
      columns(`LAchildID! UPN FormerUPN UPNunknown:code PersonBirthDate:day ExpectedPersonBirthDate:day Sex:code
      GenderCurrent:code PersonDeathDate:day Ethnicity:code Disability`),
    key: ['LAchildID'],
    people: [
      {
        role: 'subject',
        id: 'LAchildID',
        identity: {
          birthDate: 'PersonBirthDate',
          sex: ['Sex', 'GenderCurrent'],
          deathDate: 'PersonDeathDate',
          upn: 'UPN',
        },
      },
    ],
  },
  {
    kind: 'cin.referral',
    columns:
      columns(`LAchildID! CINreferralDate:day! ReferralSource:code PrimaryNeedCode:code CINclosureDate:day
      ReasonForClosure:code DateOfInitialCPC:day ReferralNFA:flag`),
    key: ['LAchildID', 'CINreferralDate'],
    people: subject,
    happened: { from: 'CINreferralDate', to: 'CINclosureDate' },
  },
  {
    kind: 'cin.assessment',
    columns:
      columns(`LAchildID! CINreferralDate:day! AssessmentActualStartDate:day! AssessmentInternalReviewDate:day
      AssessmentAuthorisationDate:day AssessmentFactors`),
    key: ['LAchildID', 'CINreferralDate', 'AssessmentActualStartDate'],
    people: subject,
    happened: { from: 'AssessmentActualStartDate', to: 'AssessmentAuthorisationDate' },
  },
  {
    kind: 'cin.plan',
    columns: columns('LAchildID! CINreferralDate:day! CINPlanStartDate:day! CINPlanEndDate:day'),
    key: ['LAchildID', 'CINreferralDate', 'CINPlanStartDate'],
    people: subject,
    happened: { from: 'CINPlanStartDate', to: 'CINPlanEndDate' },
  },
  {
    kind: 'cin.section47',
    columns:
      columns(`LAchildID! CINreferralDate:day! S47ActualStartDate:day! InitialCPCtarget:day DateOfInitialCPC:day
      ICPCnotRequired:flag`),
    key: ['LAchildID', 'CINreferralDate', 'S47ActualStartDate'],
    people: subject,
    happened: { on: 'S47ActualStartDate' },
  },
  {
    kind: 'cin.cp_plan',
    columns:
      columns(`LAchildID! CINreferralDate:day! CPPstartDate:day! CPPendDate:day InitialCategoryOfAbuse:code
      LatestCategoryOfAbuse:code NumberOfPreviousCPP:integer`),
    key: ['LAchildID', 'CINreferralDate', 'CPPstartDate'],
    people: subject,
    happened: { from: 'CPPstartDate', to: 'CPPendDate' },
  },
  {
    kind: 'cin.cp_review',
    columns: columns('LAchildID! CINreferralDate:day! CPPstartDate:day CPPreviewDate:day!'),
    key: ['LAchildID', 'CINreferralDate', 'CPPreviewDate'],
    people: subject,
    happened: { on: 'CPPreviewDate' },
  },
];

/** Elements that are records, their kind, and what they take from the elements that they stand in. */
const records: Readonly<Record<string, { kind: string; takes: readonly string[] }>> = {
  Child: { kind: 'cin.child', takes: [] },
  CINdetails: { kind: 'cin.referral', takes: ['LAchildID'] },
  Assessments: { kind: 'cin.assessment', takes: ['LAchildID', 'CINreferralDate'] },
  CINPlanDates: { kind: 'cin.plan', takes: ['LAchildID', 'CINreferralDate'] },
  Section47: { kind: 'cin.section47', takes: ['LAchildID', 'CINreferralDate'] },
  ChildProtectionPlans: { kind: 'cin.cp_plan', takes: ['LAchildID', 'CINreferralDate'] },
  CPPreviewDate: { kind: 'cin.cp_review', takes: ['LAchildID', 'CINreferralDate', 'CPPstartDate'] },
};
const names = new Set(Object.keys(records));

function rowsOf(node: XmlNode, above: Readonly<Record<string, string>>): XmlRow[] {
  const record = Object.hasOwn(records, node.name) ? records[node.name] : undefined;
  if (!record) return node.children.flatMap((child) => rowsOf(child, above));
  const text = node.text.trim();
  const isLeaf = node.children.length === 0 && text !== '';
  const content = isLeaf ? { [node.name]: text } : leavesOf(node, names);
  const known: Record<string, string> = { ...above, ...content };
  const taken = record.takes.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]]));
  return [
    { kind: record.kind, line: node.line, content: { ...Object.fromEntries(taken), ...content } },
    ...node.children.flatMap((child) => rowsOf(child, known)),
  ];
}

/** Cuts a census file into records. Groups without a kind of their own belong to the record around them. */
export const cinShape: XmlShape = {
  root: 'Message',
  unit: 'Child',
  kinds: cin.map((definition) => definition.kind),
  rowsOf: (child) => rowsOf(child, {}),
};
