import { type Column, type CsvDefinition, columns, type HappenedColumns } from './definition.ts';

const child = 'Child Unique ID';

type List = {
  title: string;
  /** One heading a line, with its type after a bar, and `!` where a row cannot do without it; other headings after `=`. */
  columns: string;
  key?: string[];
  happened?: HappenedColumns;
  /** Headings besides the needed ones by which the list is told from others. */
  marks?: string[];
  /** The list is about grown people who are not helped: no person is made of its rows. */
  nobody?: true;
};

const about = `
  Child Unique ID!
  Gender
  Ethnicity
  Date of Birth | day
  Age of Child (Years) = Age`;
const disability = 'Does the Child have a Disability';
const allocated = `
  Allocated Team
  Allocated Worker`;

/**
 * The eleven lists of Annex A, by which Ofsted asks an authority for its children (inspection of local authority
 * children’s services), with the headings of the published workbook.
 */
const lists: readonly List[] = [
  {
    title: 'Annex A, list 1: contacts',
    columns: `${about}
      Date of Contact! | day
      Contact Source`,
    key: [child, 'Date of Contact'],
    happened: { on: 'Date of Contact' },
  },
  {
    title: 'Annex A, list 2: early help assessments',
    columns: `${about}
      Assessment start date! | day
      Assessment completion date | day
      Organisation completing assessment`,
    key: [child, 'Assessment start date'],
    happened: { from: 'Assessment start date', to: 'Assessment completion date' },
  },
  {
    title: 'Annex A, list 3: referrals',
    columns: `${about}
      Date of Referral! | day
      Referral Source
      Referral NFA? | flag
      Number of Referrals in Last 12 Months | integer ${allocated}`,
    key: [child, 'Date of Referral'],
    happened: { on: 'Date of Referral' },
  },
  {
    title: 'Annex A, list 4: assessments',
    columns: `${about}
      ${disability} | flag
      Continuous Assessment Start Date! | day
      Child Seen During Continuous Assessment | flag
      Continuous Assessment Date of Authorisation | day
      Was the child assessed as requiring LA children's social care support? ${allocated}`,
    key: [child, 'Continuous Assessment Start Date'],
    happened: { from: 'Continuous Assessment Start Date', to: 'Continuous Assessment Date of Authorisation' },
  },
  {
    title: 'Annex A, list 5: section 47 enquiries and initial conferences',
    columns: `${about}
      ${disability} | flag
      Strategy discussion initiating Section 47 Enquiry Start Date! | day
      Was an Initial Child Protection Conference deemed unnecessary? | flag
      Date of Initial Child Protection Conference | day
      Did the Initial Child Protection Conference Result in a Child Protection Plan | flag
      Number of Section 47 Enquiries in the last 12 months | integer
      Number of ICPCs in the last 12 months | integer ${allocated}`,
    key: [child, 'Strategy discussion initiating Section 47 Enquiry Start Date'],
    happened: { on: 'Strategy discussion initiating Section 47 Enquiry Start Date' },
  },
  {
    title: 'Annex A, list 6: children in need',
    columns: `${about}
      ${disability} | flag
      CIN Start Date! | day
      Primary Need Code
      Date Child Was Last Seen | day
      CIN Closure Date | day
      Reason for Closure
      Case Status ${allocated}`,
    key: [child, 'CIN Start Date'],
    happened: { from: 'CIN Start Date', to: 'CIN Closure Date' },
  },
  {
    title: 'Annex A, list 7: child protection plans',
    columns: `${about}
      ${disability} | flag
      Child Protection Plan Start Date! | day
      Initial Category of Abuse
      Latest Category of Abuse
      Date of the Last Statutory Visit | day
      Was the Child Seen Alone? | flag
      Date of latest review conference | day
      Child Protection Plan End Date | day
      Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N) | flag
      Number of Previous Child Protection Plans | integer ${allocated}`,
    key: [child, 'Child Protection Plan Start Date'],
    happened: { from: 'Child Protection Plan Start Date', to: 'Child Protection Plan End Date' },
  },
  {
    title: 'Annex A, list 8: children looked after',
    columns: `${about}
      Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N) = Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)) | flag
      ${disability} | flag
      Date Started to be Looked After! | day
      Child's Category of Need
      Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N) | flag
      Start date of current legal status | day
      Child's Legal Status
      Date of Latest Statutory Review | day
      Date of Last Social Work Visit | day
      What is the permanence plan for this child?
      Date of Last IRO Visit / Contact to the Child | day
      Date of Last Health Assessment | day
      Date of Last Dental Check | day
      Number of Placements in the Last 12 months | integer
      Date Ceased to be Looked After | day
      Reason Ceased to be Looked After
      Start Date of Most Recent Placement | day
      Placement Type
      Placement Provider
      Placement postcode
      URN of Placement
      Placement Location
      LA of Placement
      Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months | integer
      Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months | integer
      Was the child offered a Return Interview after their last missing episode (Y/N)? | flag
      Did the child accept a Return Interview after their last missing episode (Y/N)? | flag ${allocated}`,
    key: [child, 'Date Started to be Looked After'],
    happened: { from: 'Date Started to be Looked After', to: 'Date Ceased to be Looked After' },
  },
  {
    title: 'Annex A, list 9: care leavers',
    columns: `${about}
      Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N) | flag
      ${disability} | flag ${allocated}
      Allocated Personal Advisor
      Eligibility Category
      Latest Pathway Plan Review Date | day
      LA in Touch | flag
      Latest Date of Contact | day
      Type of Accommodation
      Suitability of Accommodation
      Activity Status`,
    marks: ['Eligibility Category', 'LA in Touch'],
  },
  {
    title: 'Annex A, list 10: children to be adopted',
    columns: `${about}
      Family identifier
      ${disability} | flag
      Date the Child Entered Care | day
      Date of Decision that Child Should be Placed for Adoption | day
      Date of Placement Order | day
      Date of Matching Child and Prospective Adopters | day
      Date Placed for Adoption | day
      Date of Adoption Order | day
      Date of Decision that Child Should No Longer be Placed for Adoption | day
      Reason Why Child No Longer Placed for Adoption
      Date the child was placed for fostering in FFA or concurrent planning placement | day`,
    marks: ['Date of Decision that Child Should be Placed for Adoption'],
  },
  {
    title: 'Annex A, list 11: adopters',
    columns: `
      Individual adopter identifier!
      Family identifier
      Gender
      Ethnicity
      Disability | flag
      Is the (prospective) adopter fostering for adoption? | flag
      Date enquiry received | day
      Date Stage 1 started | day
      Date Stage 1 ended | day
      Date Stage 2 started | day
      Date Stage 2 ended | day
      Date application submitted | day
      Date application approved | day
      Date adopter matched with child(ren) | day
      Date child/children placed with adopter(s) | day
      No. of children placed | integer
      Date of Adoption Order | day
      Date of leaving adoption process | day
      Reason for leaving adoption process`,
    key: ['Individual adopter identifier'],
    nobody: true,
  },
];

/** A column from a line such as `Date of Contact! | day` or `Age of Child (Years) = Age`. */
function columnFrom(line: string): Column {
  const [names = '', type = 'text'] = line.split(' | ');
  const [name = '', ...also] = names.split(' = ');
  const [column] = columns(`x:${type}${name.endsWith('!') ? '!' : ''}`);
  return {
    ...(column ?? { type: 'text' }),
    name: name.replace(/!$/, ''),
    ...(also.length > 0 ? { also } : {}),
  };
}

export const annexA: readonly CsvDefinition[] = lists.map((list, at) => ({
  name: `annex-a.list_${at + 1}`,
  kind: `annex-a.list_${at + 1}`,
  title: list.title,
  columns: list.columns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(columnFrom),
  key: list.key ?? [child],
  people:
    list.nobody === true
      ? []
      : [{ role: 'subject', id: child, identity: { birthDate: 'Date of Birth', sex: 'Gender' } }],
  ...(list.happened ? { happened: list.happened } : {}),
  ...(list.marks ? { marks: list.marks } : {}),
}));

/** The number in the name of a list's sheet, as in `List 4` or `List 4 - Assessments`. */
export const annexSheet = (list: number) => new RegExp(`^\\s*list\\s*${list}(?!\\d)`, 'i');
