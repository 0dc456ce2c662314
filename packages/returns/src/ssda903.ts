import { type CsvDefinition, columns, type HappenedColumns, type IdentityColumns } from './definition.ts';
import { leavesOf, type XmlNode } from './xml-read.ts';
import type { XmlRow, XmlShape } from './xml-shape.ts';

type List = {
  kind: string;
  title: string;
  columns: string;
  key: string[];
  identity?: IdentityColumns;
  happened?: HappenedColumns;
  marks?: string[];
};

const born: IdentityColumns = { birthDate: 'DOB' };

/**
 * The lists of the looked-after children return (SSDA903), 2015 to 2026, with their own column names. The return
 * states no row numbers. Reviews: a child can have two on one day under different codes, so the code is in the key.
 * Lists without dates (child, oc2, oc3, uasc, previous permanence) hold one row a child: each year's replaces the last.
 */
const lists: Record<string, List> = {
  header: {
    kind: 'child',
    title: 'Looked-after children: the children',
    columns: 'CHILD! SEX:code DOB:day ETHNIC:code UPN MOTHER:integer MC_DOB:day',
    key: ['CHILD'],
    identity: { birthDate: 'DOB', sex: 'SEX', upn: 'UPN' },
    marks: ['SEX', 'DOB', 'ETHNIC', 'UPN'],
  },
  episodes: {
    kind: 'episode',
    title: 'Looked-after children: episodes of care',
    columns: `CHILD! DECOM:day! RNE:code LS:code CIN:code PLACE:code PLACE_PROVIDER:code DEC:day REC:code
      REASON_PLACE_CHANGE:code HOME_POST PL_POST URN`,
    key: ['CHILD', 'DECOM'],
    identity: { postcode: 'HOME_POST' },
    happened: { from: 'DECOM', to: 'DEC' },
  },
  reviews: {
    kind: 'review',
    title: 'Looked-after children: reviews',
    columns: 'CHILD! DOB:day REVIEW:day! REVIEW_CODE:code!',
    key: ['CHILD', 'REVIEW', 'REVIEW_CODE'],
    happened: { on: 'REVIEW' },
  },
  uasc: {
    kind: 'uasc',
    title: 'Looked-after children: unaccompanied children seeking asylum',
    columns: 'CHILD! SEX:code DOB:day DUC:day',
    key: ['CHILD'],
    identity: { birthDate: 'DOB', sex: 'SEX' },
    marks: ['DUC'],
  },
  oc2: {
    kind: 'oc2',
    title: 'Looked-after children: health and offending over twelve months',
    columns: `CHILD! DOB:day SDQ_SCORE:integer SDQ_REASON:code CONVICTED:flag HEALTH_CHECK:flag IMMUNISATIONS:flag
      TEETH_CHECK:flag HEALTH_ASSESSMENT:flag SUBSTANCE_MISUSE:flag INTERVENTION_RECEIVED:flag
      INTERVENTION_OFFERED:flag`,
    key: ['CHILD'],
    marks: ['SDQ_SCORE', 'CONVICTED'],
  },
  oc3: {
    kind: 'oc3',
    title: 'Care leavers',
    columns: 'CHILD! DOB:day IN_TOUCH:code ACTIV:code ACCOM:code',
    key: ['CHILD'],
    marks: ['IN_TOUCH', 'ACTIV', 'ACCOM'],
  },
  ad1: {
    kind: 'ad1',
    title: 'Looked-after children: adopters',
    columns: `CHILD! DOB:day DATE_INT:day! DATE_MATCH:day FOSTER_CARE:flag NB_ADOPTR:integer SEX_ADOPTR:code
      LS_ADOPTR:code`,
    key: ['CHILD', 'DATE_INT'],
    happened: { on: 'DATE_INT' },
  },
  placed_for_adoption: {
    kind: 'placed_for_adoption',
    title: 'Looked-after children: decisions to place for adoption',
    columns: 'CHILD! DOB:day DATE_PLACED:day! DATE_PLACED_CEASED:day REASON_PLACED_CEASED:code',
    key: ['CHILD', 'DATE_PLACED'],
    happened: { from: 'DATE_PLACED', to: 'DATE_PLACED_CEASED' },
  },
  previous_permanence: {
    kind: 'previous_permanence',
    title: 'Looked-after children: permanence before this care',
    columns: 'CHILD! DOB:day PREV_PERM:code LA_PERM:code DATE_PERM:day',
    key: ['CHILD'],
    marks: ['PREV_PERM'],
  },
  missing: {
    kind: 'missing',
    title: 'Looked-after children: missing and away without leave',
    columns: 'CHILD! DOB:day MISSING:code MIS_START:day! MIS_END:day',
    key: ['CHILD', 'MIS_START'],
    happened: { from: 'MIS_START', to: 'MIS_END' },
  },
  sw_episodes: {
    kind: 'sw_episode',
    title: 'Looked-after children: their social workers',
    columns: 'CHILD! DOB:day SW_ID! SW_DECOM:day! SW_DEC:day SW_REASON:code',
    key: ['CHILD', 'SW_DECOM', 'SW_ID'],
    happened: { from: 'SW_DECOM', to: 'SW_DEC' },
  },
  dolo: {
    kind: 'dolo',
    title: 'Looked-after children: deprivation of liberty orders',
    columns: 'CHILD! DOB:day DOLO_START:day! DOLO_END:day',
    key: ['CHILD', 'DOLO_START'],
    happened: { from: 'DOLO_START', to: 'DOLO_END' },
  },
};

export const ssda903: readonly CsvDefinition[] = Object.entries(lists).map(
  ([list, { kind, columns: words, identity, ...rest }]) => ({
    ...rest,
    name: `ssda903.${list}`,
    kind: `ssda903.${kind}`,
    columns: columns(words),
    people: [{ role: 'subject', id: 'CHILD', identity: identity ?? born }],
  }),
);

const columnNames = (kind: string) =>
  ssda903.find((definition) => definition.kind === kind)?.columns.map((column) => column.name) ?? [];

/** Elements of the XML file that are records. */
const groups: Readonly<Record<string, string>> = {
  EPISODE: 'ssda903.episode',
  AREVIEW: 'ssda903.review',
  OC2: 'ssda903.oc2',
  AD_PLACED: 'ssda903.placed_for_adoption',
  PERMANENCE: 'ssda903.previous_permanence',
  AMISSING: 'ssda903.missing',
};
const groupNames = new Set(Object.keys(groups));

/** Lists whose items the XML file puts straight into the child's header, known by the first item that has a value. */
const inHeader: Readonly<Record<string, readonly string[]>> = {
  'ssda903.uasc': ['DUC'],
  'ssda903.oc3': ['IN_TOUCH', 'ACTIV', 'ACCOM'],
  'ssda903.ad1': ['DATE_INT', 'DATE_MATCH', 'FOSTER_CARE', 'NB_ADOPTR', 'SEX_ADOPTR', 'LS_ADOPTR'],
};

/** XML names that the CSV files spell otherwise. */
const spellings: Readonly<Record<string, string>> = { CHILDID: 'CHILD', PL: 'PLACE' };

const respelt = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, text]) => [
      (Object.hasOwn(spellings, name) ? spellings[name] : undefined) ?? name,
      text,
    ]),
  );

const only = (values: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));

function rowsOfChild(child: XmlNode): XmlRow[] {
  const about = respelt(leavesOf(child, groupNames));
  const elsewhere = Object.values(inHeader).flat();
  const header = child.children.find((node) => node.name === 'HEADER') ?? child;
  const rows: XmlRow[] = [
    {
      kind: 'ssda903.child',
      line: child.line,
      content: Object.fromEntries(Object.entries(about).filter(([name]) => !elsewhere.includes(name))),
    },
  ];
  for (const [kind, items] of Object.entries(inHeader)) {
    const isUasc = kind === 'ssda903.uasc' && about.UASC === '1';
    if (isUasc || items.some((item) => about[item] !== undefined))
      rows.push({ kind, line: header.line, content: only(about, columnNames(kind)) });
  }
  const visit = (node: XmlNode) => {
    const kind = Object.hasOwn(groups, node.name) ? groups[node.name] : undefined;
    if (!kind) {
      for (const inner of node.children) visit(inner);
      return;
    }
    const shared = columnNames(kind).filter((name) => name === 'CHILD' || name === 'DOB');
    rows.push({
      kind,
      line: node.line,
      content: { ...only(about, shared), ...respelt(leavesOf(node, groupNames)) },
    });
  };
  visit(child);
  return rows;
}

/** Cuts an XML return into the same records as its CSV files. Header items that no list has stay with the child. */
export const ssda903Shape: XmlShape = {
  root: 'EXPSSDA903',
  unit: 'CHILD',
  kinds: ['ssda903.child', ...Object.keys(inHeader), ...Object.values(groups)],
  rowsOf: rowsOfChild,
};
