import { EmptyState, StackTable } from '../platform/parts/index.ts';
import type { Agreement } from './agreements.ts';
import { conditionWords, roles, tiers } from './roles.ts';

const purposeWords: Record<Agreement['purpose'], string> = {
  help: 'to help',
  oversight: 'to oversee the work',
  governance: 'to look after information',
  inspection: 'to inspect',
  administration: 'to run the system',
};

/** Agreements that stand, one row each, by the agency whose facts they are about. */
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
  const agency = (code: string) => names.get(code) ?? code;
  return (
    <>
      {[...Map.groupBy(agreements, (one) => one.fromAgency)].map(([from, own]) => (
        <section key={from}>
          <h2>{agency(from)} shares</h2>
          <StackTable
            firstCellIsHeader
            head={[
              { text: 'With' },
              { text: 'What' },
              { text: 'How much' },
              { text: 'About whom' },
              { text: 'For what' },
            ]}
            rows={own.map((one) => [
              { text: withWhom(one, agency) },
              { text: one.subjects.includes('*') ? 'everything' : one.subjects.join(', ') },
              { text: tiers[one.tier] ?? '' },
              { text: conditionWords[one.condition] },
              { text: purposeWords[one.purpose] },
            ])}
          />
          <p className="v-meta">
            {[...new Set(own.map((one) => one.basis))].join(' ')} Owner:{' '}
            {[...new Set(own.map((one) => one.owner))].join('; ')}.
          </p>
        </section>
      ))}
      <NotNamed count={others} />
    </>
  );
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

function withWhom({ toAgency, toRole }: Agreement, agency: (code: string) => string): string {
  const role = toRole === null ? 'everybody at work' : roles[toRole].label;
  return `${role}, ${toAgency === null ? 'every agency' : agency(toAgency)}`;
}
