import { EmptyState, StackTable } from '../platform/parts/index.ts';
import { purposeInWords, subjectsInWords } from './agreeing/index.ts';
import type { Agreement } from './agreements.ts';
import { conditionWords, roles, tiers } from './roles.ts';

/** What an agency shares, in words: agencies of which these are the same share alike. */
type Line = {
  withWhom: string;
  inside: boolean;
  what: string;
  howMuch: string;
  about: string;
  forWhat: string;
};
type Shared = { agencies: string[]; codes: string[]; lines: Line[]; basis: string; owners: string };

/** Agreements that stand, one row each; agencies that share alike stand together, with contents above. */
export function AgreementsPage({
  agreements,
  others,
  names,
}: {
  agreements: readonly Agreement[];
  /** Agencies that are not named to the reader. */
  others: number;
  names: ReadonlyMap<string, string>;
}) {
  if (agreements.length === 0) {
    return <EmptyState title="No agency has agreed to share anything, so nobody sees anybody." />;
  }
  const alike = sharedAlike(agreements, (code) => names.get(code) ?? code);
  return (
    <>
      <nav aria-label="Contents">
        <h2>Contents</h2>
        <ul className="v-list">
          {alike.map((one, at) => (
            <li key={one.agencies[0]}>
              <a className="govuk-link" href={`#shared-${at + 1}`}>
                {one.agencies.join(', ')}
              </a>
              {one.agencies.length > 1 && ` (${one.agencies.length} agencies, which share alike)`}
            </li>
          ))}
        </ul>
      </nav>
      {alike.map((one, at) => (
        <section key={one.agencies[0]} aria-labelledby={`shared-${at + 1}`}>
          <h2 id={`shared-${at + 1}`}>
            {one.agencies.length === 1
              ? `${one.agencies[0]} shares`
              : `What ${one.agencies.length} agencies share alike`}
          </h2>
          {one.agencies.length > 1 && <p className="govuk-body">Each of {one.agencies.join(', ')}.</p>}
          <Lines caption="With its own people" lines={one.lines.filter(({ inside }) => inside)} />
          <Lines caption="With others" lines={one.lines.filter(({ inside }) => !inside)} />
          <p className="v-meta">
            {one.basis} Owner: {one.owners}.
          </p>
          <p className="v-links">
            {one.codes.map((code, place) => (
              <a key={code} href={`/agreements?of=${encodeURIComponent(code)}`}>
                Each agreement of {one.agencies[place]}
              </a>
            ))}
          </p>
        </section>
      ))}
      <NotNamed count={others} />
    </>
  );
}

function Lines({ caption, lines }: { caption: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <StackTable
      firstCellIsHeader
      caption={caption}
      head={[
        { text: 'With' },
        { text: 'What' },
        { text: 'How much' },
        { text: 'About whom' },
        { text: 'For what' },
      ]}
      rows={lines.map((one) => [
        { text: one.withWhom },
        { text: one.what },
        { text: one.howMuch },
        { text: one.about },
        { text: one.forWhat },
      ])}
    />
  );
}

/** What each agency shares, those that share alike together, in the order of their agreements. */
export function sharedAlike(agreements: readonly Agreement[], agency: (code: string) => string): Shared[] {
  const each = [...Map.groupBy(agreements, (one) => one.fromAgency)].map(([from, own]): Shared => {
    const lines = own.map((one) => lineOf(one, agency));
    // The owner may be somebody of the agency itself.
    const owners = own.map((one) => one.owner.replaceAll(agency(from), 'the agency itself'));
    return {
      agencies: [agency(from)],
      codes: [from],
      lines: lines.sort((a, b) => (a.withWhom < b.withWhom ? -1 : a.withWhom > b.withWhom ? 1 : 0)),
      basis: [...new Set(own.map((one) => one.basis))].sort().join(' '),
      owners: [...new Set(owners)].sort().join('; '),
    };
  });
  const told = ({ agencies: _, codes: __, lines, ...rest }: Shared) =>
    JSON.stringify([lines.map((line) => JSON.stringify(line)).sort(), rest]);
  return [...Map.groupBy(each, told).values()].flatMap((same) => {
    const [first] = same;
    return first
      ? [
          {
            ...first,
            agencies: same.flatMap((one) => one.agencies),
            codes: same.flatMap((one) => one.codes),
          },
        ]
      : [];
  });
}

function lineOf(one: Agreement, agency: (code: string) => string): Line {
  const inside = one.toAgency === one.fromAgency;
  const role = one.toRole === null ? 'Everybody at work' : roles[one.toRole].label;
  const where = one.toAgency === null ? 'every agency' : agency(one.toAgency);
  return {
    withWhom: inside ? role : `${role}, ${where}`,
    inside,
    what: subjectsInWords(one.subjects),
    howMuch: tiers[one.tier] ?? '',
    about: conditionWords[one.condition],
    forWhat: purposeInWords(one.purpose),
  };
}

/** That there are services of which the reader is not told which. */
export function NotNamed({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p className="govuk-body">
      {count === 1 ? '1 service is' : `${count} services are`} left out and not named here: the name alone
      would say what people come for.
    </p>
  );
}
