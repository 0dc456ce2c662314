import { formatNamed } from '@vantage/returns';
import type { ReactNode } from 'react';
import { dayOf } from '../platform/index.ts';
import {
  BackLink,
  Count,
  Day,
  EmptyState,
  numberInWords,
  Pagination,
  pagesOf,
  Span,
  StackTable,
  SummaryList,
  Table,
  type TableCell,
} from '../platform/parts/index.ts';
import { NotNamed } from '../sharing/index.ts';
import { differences, type Extract, type HeldRow, type Page, type Version } from './model.ts';

/** Names of agencies by code. */
export type Names = ReadonlyMap<string, string>;

const numeric = (value: number): TableCell => ({ text: numberInWords(value), format: 'numeric' });
const numericHead = (text: string): TableCell => ({ text, format: 'numeric' });
const on = (at: Date) => <Day on={dayOf(at)} form="short" />;
const titleOf = (kind: string) => formatNamed(kind)?.title ?? kind;

/** A wide table that scrolls by itself on a small screen, by keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a region within the page's main part
    <div className="v-scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

function Pages({ of, href }: { of: Page<unknown>; href: (page: number) => string }) {
  const props = pagesOf(of.page, of.pages, href);
  return props === undefined ? null : <Pagination {...props} />;
}

type NothingProps = { of: Page<unknown>; title: string; first: string; children: ReactNode };

/** In place of an empty list: that there is nothing, or nothing on this page. */
function Nothing({ of, title, first, children }: NothingProps) {
  if (of.total === 0) {
    return (
      <EmptyState title={title}>
        <p>{children}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="There are not so many pages">
      <p>
        <a className="govuk-link" href={first}>
          Go to the first
        </a>
      </p>
    </EmptyState>
  );
}

export type ExtractsPageProps = {
  names: Names;
  extracts: Page<Extract>;
  /** Services whose files are left out, since they are not named to the reader. */
  others: number;
  /** How many rows are held back; null for those who do not mend them. */
  held: number | null;
  withRows: boolean;
  /** How many spreadsheets wait for a mapping; null for those who do not make mappings. */
  waiting: number | null;
};

/** What came, when, and what became of it. */
export function ExtractsPage({ names, extracts, others, held, withRows, waiting }: ExtractsPageProps) {
  return (
    <>
      <p className="v-links">
        {held !== null && (
          <a className="govuk-link" href="/extracts/held">
            Rows held back ({numberInWords(held)})
          </a>
        )}
        {waiting !== null && (
          <>
            {' '}
            <a className="govuk-link" href="/extracts/mappings">
              Spreadsheets and mappings ({numberInWords(waiting)} waiting)
            </a>
          </>
        )}
      </p>
      <NotNamed count={others} />
      {extracts.rows.length === 0 ? (
        <Nothing of={extracts} title="No extract has come yet" first="/extracts">
          Build a folder of extracts to see what came.
        </Nothing>
      ) : (
        <StackTable
          firstCellIsHeader
          caption={<Count of={extracts.total} one="extract" many="extracts" />}
          captionClasses="govuk-table__caption--s"
          head={[
            { text: 'File' },
            { text: 'From' },
            { text: 'Received' },
            ...(withRows ? ['Rows in', 'Kept', 'Held back', 'Withdrawn'].map(numericHead) : []),
          ]}
          rows={extracts.rows.map((one) => [
            {
              text: withRows ? (
                <a className="govuk-link" href={`/extracts/${one.extractId}`}>
                  {one.path}
                </a>
              ) : (
                one.path
              ),
            },
            { text: names.get(one.agency) ?? one.agency },
            { text: on(one.receivedAt) },
            ...(withRows
              ? [one.rowsIn, one.rowsIn - one.rowsHeld, one.rowsHeld, one.rowsWithdrawn].map(numeric)
              : []),
          ])}
        />
      )}
      <Pages of={extracts} href={(page) => `/extracts?page=${page}`} />
    </>
  );
}

export type ExtractPageProps = {
  names: Names;
  extract: Extract;
  held: Page<HeldRow>;
};

/** One file: what it was, and what became of its rows. */
export function ExtractPage({ names, extract, held }: ExtractPageProps) {
  const row = (key: string, value: ReactNode) => ({ key: { text: key }, value: { text: value } });
  const { from, to } = extract.covers;
  return (
    <>
      <BackLink href="/extracts" text="All extracts" />
      <SummaryList
        rows={[
          row('From', names.get(extract.agency) ?? extract.agency),
          row('What it is', `${titleOf(extract.kind)} (read as ${extract.mapping})`),
          row('Received', <Day on={dayOf(extract.receivedAt)} />),
          row('Taken in', <Day on={dayOf(extract.takenAt)} />),
          row('Days it speaks for', from === null && to === null ? 'All days' : <Span from={from} to={to} />),
          row('Coverage', coverageInWords(extract)),
          row('Rows in', numberInWords(extract.rowsIn)),
          row('New', numberInWords(extract.rowsAdded)),
          row('Changed', numberInWords(extract.rowsChanged)),
          row('As before', numberInWords(extract.rowsUnchanged)),
          row('Held back', numberInWords(extract.rowsHeld)),
          row('Records withdrawn', numberInWords(extract.rowsWithdrawn)),
          row('Size', `${numberInWords(extract.bytes)} bytes`),
          row('Fingerprint (SHA-256)', <span className="v-scroll">{extract.sha256}</span>),
        ]}
      />
      {held.rows.length > 0 && (
        <>
          <h2 className="govuk-heading-m">First held back by this extract, and still open</h2>
          <HeldTable names={names} rows={held.rows} mended={false} />
          {held.total > held.rows.length && (
            <p className="govuk-body">
              These are the first {held.rows.length} of {numberInWords(held.total)}.{' '}
              <a className="govuk-link" href="/extracts/held">
                All rows held back
              </a>
            </p>
          )}
        </>
      )}
    </>
  );
}

function coverageInWords({ coverage, whole }: Extract): string {
  if (coverage === 'delta') return 'Changes only: it withdraws nothing';
  return whole
    ? 'Full: a record it does not show is withdrawn'
    : 'Full, but it withdrew nothing: rows held back leave it unclear which records it shows';
}

export type HeldPageProps = {
  names: Names;
  held: Page<HeldRow>;
  others: number;
  mended: boolean;
};

/** Rows that could not be kept: what is wrong, where, and what to do. */
export function HeldPage({ names, held, others, mended }: HeldPageProps) {
  const here = mended ? '/extracts/held?mended=true' : '/extracts/held';
  return (
    <>
      <BackLink href="/extracts" text="All extracts" />
      {(mended || others > 0) && (
        <p className="v-links">
          <a className="govuk-link" href={mended ? '/extracts/held' : '/extracts/held?mended=true'}>
            {mended ? 'Rows still held back' : 'Rows mended since'} ({numberInWords(others)})
          </a>
        </p>
      )}
      {held.rows.length === 0 ? (
        <Nothing of={held} title={mended ? 'No row has been mended yet' : 'No row is held back'} first={here}>
          {mended ? 'A later extract mends a row by sending it right.' : 'Every row that came has been kept.'}
        </Nothing>
      ) : (
        <HeldTable names={names} rows={held.rows} mended={mended} />
      )}
      <Pages of={held} href={(page) => `${here}${mended ? '&' : '?'}page=${page}`} />
    </>
  );
}

type HeldTableProps = { names: Names; rows: readonly HeldRow[]; mended: boolean };

function HeldTable({ names, rows, mended }: HeldTableProps) {
  return (
    <Wide label="Rows held back">
      <Table
        heard="Rows that were held back"
        head={[
          { text: 'Where' },
          { text: 'Column' },
          { text: 'Value' },
          { text: 'What is wrong' },
          { text: mended ? 'Mended' : 'What to do' },
        ]}
        rows={rows.map((row) => [
          {
            text: (
              <>
                <a className="govuk-link" href={`/extracts/${row.extractId}`}>
                  {row.path}
                </a>
                {inSheet(row.sheet)}, line {numberInWords(row.line)}
                <br />
                <span className="v-meta">
                  {names.get(row.agency) ?? row.agency}, received {on(row.receivedAt)}
                </span>
              </>
            ),
          },
          { text: row.column ?? 'The whole row' },
          { text: row.hidden ? 'Not shown: it may identify somebody' : (row.value ?? 'Nothing') },
          { text: row.reason },
          {
            text:
              row.mendedAt === null ? (
                <>
                  {row.remedy}{' '}
                  <a className="govuk-link" href={`/extracts/held/${row.heldId}`}>
                    Mend line {numberInWords(row.line)} here
                  </a>
                </>
              ) : (
                <a className="govuk-link" href={`/extracts/${row.mendedBy}`}>
                  By what came on {on(row.mendedAt)}
                </a>
              ),
          },
        ])}
      />
    </Wide>
  );
}

export type RecordPageProps = { names: Names; versions: readonly Version[] };

/** One record: who sent it, what it says, and what it said before. */
export function RecordPage({ names, versions }: RecordPageProps) {
  const last = versions.find(({ supersededAt }) => supersededAt === null) ?? versions.at(-1);
  if (last === undefined) return null;
  const row = (key: string, value: ReactNode) => ({ key: { text: key }, value: { text: value } });
  return (
    <>
      <SummaryList
        rows={[
          row('From', names.get(last.agency) ?? last.agency),
          row('What it is', titleOf(last.kind)),
          row('Their key for it', last.key),
          row('About', last.people.map(({ role, id }) => `${role} ${id}`).join(', ') || 'Nobody named'),
          row('Where', <Where version={last} />),
          row('Days it speaks of', <Happened version={last} />),
          row('Recorded by them', <Recorded version={last} />),
          row('Received', <Day on={dayOf(last.receivedAt)} />),
          row('Now', standing(last)),
        ]}
      />
      <h2 className="govuk-heading-m">As it came</h2>
      <Wide label="As it came">
        <Table
          heard="The row as it came"
          firstCellIsHeader
          head={[{ text: 'Column' }, { text: 'Value' }]}
          rows={Object.entries(last.content)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([column, value]) => [{ text: column }, { text: value }])}
        />
      </Wide>
      <h2 className="govuk-heading-m">Versions</h2>
      <ol className="govuk-list govuk-list--number">
        {versions.map((version, at) => (
          <li key={version.version}>
            <VersionNote version={version} before={versions[at - 1]} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** ", sheet Clients", or nothing in a file that is no workbook. */
export const inSheet = (sheet: string | null) => (sheet === null ? '' : `, sheet ${sheet}`);

function Where({ version }: { version: Version }) {
  return (
    <>
      <a className="govuk-link" href={`/extracts/${version.extractId}`}>
        {version.path}
      </a>
      {inSheet(version.sheet)}, line {numberInWords(version.line)}
    </>
  );
}

function Happened({ version: { happened } }: { version: Version }) {
  return happened === null ? 'It states none' : <Span from={happened.from} to={happened.to} />;
}

function Recorded({ version: { recordedAt } }: { version: Version }) {
  return recordedAt === null ? 'Not recorded when' : <Day on={dayOf(recordedAt)} />;
}

function standing({ supersededAt, supersededBy }: Version): ReactNode {
  if (supersededAt === null) return 'It stands';
  return (
    <>
      {supersededBy === 'withdrawn' ? 'Withdrawn' : 'Changed'} by what came on{' '}
      <Day on={dayOf(supersededAt)} />
    </>
  );
}

function VersionNote({ version, before }: { version: Version; before: Version | undefined }) {
  const changes = before === undefined ? [] : differences(before.content, version.content);
  return (
    <>
      <p className="govuk-body">
        Received {on(version.receivedAt)} (<Where version={version} />
        ).{' '}
        {version.recordedAt === null ? (
          'Not recorded when.'
        ) : (
          <>Recorded by the agency on {on(version.recordedAt)}.</>
        )}{' '}
        {standing(version)}.
      </p>
      {before !== undefined && changes.length === 0 && <p className="v-meta">It says what it said before.</p>}
      {changes.length > 0 && (
        <Wide label={`What version ${version.version} changed`}>
          <Table
            heard="What changed in this version"
            firstCellIsHeader
            head={[{ text: 'Column' }, { text: 'Before' }, { text: 'Then' }]}
            rows={changes.map(({ column, before: old, after }) => [
              { text: column },
              { text: old === null ? 'Nothing' : <del>{old}</del> },
              { text: after === null ? 'Nothing' : <ins>{after}</ins> },
            ])}
          />
        </Wide>
      )}
    </>
  );
}
