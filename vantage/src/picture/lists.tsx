import { Day, EmptyState, Key, Pagination, pagesOf, StackTable } from '../platform/parts/index.ts';
import { howItFinds, whatToWrite } from './asked.ts';
import type { FamilyList } from './shape.ts';

/** Families on one page of a list. */
export const perPage = 25;

type ResultsProps = {
  found: FamilyList;
  query: string;
  page: number;
  /** Whether the reader oversees or inspects, and so opens families for a purpose. */
  oversees: boolean;
  /** Whether the reader works with families, and so opens one in an emergency. */
  helps: boolean;
};

/** What a search found. Without words it says how to search: there is no list of every family. */
export function Results({ found, query, page, oversees, helps }: ResultsProps) {
  if (query.trim() === '') {
    return (
      <>
        <p className="govuk-body">
          {whatToWrite} {howItFinds}
        </p>
        <p className="govuk-body">
          <Key name="/" /> puts you in the search box on any page.
        </p>
      </>
    );
  }
  const hints = (found.hints ?? []).map((hint) => (
    <p className="govuk-body" key={hint}>
      {hint}
    </p>
  ));
  if (found.total === 0 && oversees) {
    return (
      <EmptyState title={`No family that you may see is found by “${query}”.`}>
        {hints}
        <p className="govuk-body">
          The lead of an agency finds families with whom its workers work; a director or an inspector none
          until they say what for.
        </p>
        <p className="govuk-body">
          You may{' '}
          <a className="govuk-link" href="/purpose">
            open one family for a purpose
          </a>
          , which is written down and reviewed.
        </p>
      </EmptyState>
    );
  }
  if (found.total === 0 && !helps) {
    return <EmptyState title={`No family that you may see is found by “${query}”.`}>{hints}</EmptyState>;
  }
  if (found.total === 0) {
    return (
      <EmptyState title={`You work with no family that is found by “${query}”.`}>
        {hints}
        <p className="govuk-body">
          Try fewer letters, another spelling, or another member of the family. A family has a picture here
          only while there is a listed reason for one: early help agreed, a child in need plan, a child
          protection enquiry, conference or plan, or care; and you find those with whom you work.
        </p>
        <p className="govuk-body">
          When somebody may come to harm and nobody who works with them can be asked, you may{' '}
          <a className="govuk-link" href="/break-glass">
            open a family in an emergency
          </a>
          .
        </p>
      </EmptyState>
    );
  }
  return (
    <FamilyRows
      found={found}
      page={page}
      href={(to) => `/families?q=${encodeURIComponent(query)}&page=${to}`}
    />
  );
}

type FamilyRowsProps = { found: FamilyList; page: number; href: (to: number) => string };

/** Families with their members and why their picture is open, one page of them. */
export function FamilyRows({ found, page, href }: FamilyRowsProps) {
  const last = Math.max(1, Math.ceil(found.total / perPage));
  if (page > last) return <EmptyState title={last === 1 ? 'There is 1 page.' : `There are ${last} pages.`} />;
  if (found.total === 0) return <EmptyState title="No family with an open picture." />;
  return (
    <>
      <p className="govuk-body">
        {found.total === 1 ? '1 family' : `${found.total} families`}
        {last > 1 && `, page ${page} of ${last}`}.
        {found.more && ' Still more are found: write more of a name, or another name of the family.'}
      </p>
      <StackTable
        heard="Families that were found"
        firstCellIsHeader
        head={[{ text: 'Family' }, { text: 'Who is in it' }, { text: 'Open because of' }]}
        rows={found.families.map((family) => [
          {
            text: (
              <a className="govuk-link" href={`/families/${family.familyId}`}>
                {family.name}
              </a>
            ),
          },
          {
            text: (
              <>
                {family.members
                  .map((member) => (member.age === null ? member.name : `${member.name} (${member.age})`))
                  .join(', ')}
                {family.found && <div className="v-meta">Found because {family.found}.</div>}
              </>
            ),
          },
          {
            text: (
              <>
                {family.reason}
                {family.since && (
                  <>
                    , since <Day on={family.since} form="short" />
                  </>
                )}
              </>
            ),
          },
        ])}
      />
      <Pages page={page} last={last} href={href} />
    </>
  );
}

type BehindProps = FamilyRowsProps;

/** The families behind a number, of those whose picture is open and whom the reader may see. */
export function Behind({ found, page, href }: BehindProps) {
  return (
    <>
      <p className="govuk-body">
        Families with an open picture that you may see behind this number. Others may be counted in it; and
        somebody counted in it more than once is one person.
      </p>
      <FamilyRows found={found} page={page} href={href} />
    </>
  );
}

function Pages({ page, last, href }: { page: number; last: number; href: (to: number) => string }) {
  const pages = pagesOf(page, last, href);
  return pages ? <Pagination {...pages} /> : null;
}
