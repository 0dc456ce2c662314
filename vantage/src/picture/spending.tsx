import { catalogue } from '../chronology/index.ts';
import { bearerWords, type Charge, priceBase, sumOf, unitCosts } from '../costs/index.ts';
import { Details, EmptyState, Money, Span, StackTable, Table } from '../platform/parts/index.ts';

type YearCharge = Charge & { year: string };
type SpendingPageProps = {
  charges: readonly YearCharge[];
  year: string | undefined;
  here: string;
  firstName: (personId: string) => string;
  /** Which kinds of agency have sent no records, as a sentence. */
  silent: string | null;
};

const labels = new Map(unitCosts.map((cost) => [cost.key, cost]));

/** What services spent around a family: each year, then each service, down to the fact. */
export function SpendingPage({ charges, year, here, firstName, silent }: SpendingPageProps) {
  const shown = year === undefined ? charges : charges.filter((one) => one.year === year);
  if (shown.length === 0) {
    return (
      <EmptyState title="Nothing that has a unit cost is recorded.">
        <p className="govuk-body">That does not say that nothing was spent. {silent}</p>
      </EmptyState>
    );
  }
  const total = sumOf(shown);
  return (
    <>
      <p className="govuk-body">
        About <Money pence={total.pence} />, the range being{' '}
        <Money lowPence={total.lowPence} highPence={total.highPence} />, in prices of {priceBase}. It is what
        services spent, not what the family cost, and only what these records can show. {silent}
      </p>
      {year === undefined ? (
        <Years charges={charges} here={here} />
      ) : (
        <Charges charges={shown} firstName={firstName} />
      )}
      <Services charges={shown} />
      <Details summaryText="Where the unit costs come from">
        <ul className="v-list">
          {[...new Set(shown.map((one) => one.unitCost))].map((key) => {
            const cost = labels.get(key);
            return (
              cost && (
                <li key={key}>
                  {cost.label}, {cost.per}: <Money pence={cost.pence} /> (
                  <Money lowPence={cost.lowPence} highPence={cost.highPence} />,{' '}
                  {cost.range === 'published' ? 'published range' : 'our range: a fifth either way'}) in
                  prices of {cost.priceYear}. {cost.source}.
                </li>
              )
            );
          })}
        </ul>
      </Details>
    </>
  );
}

function Years({ charges, here }: { charges: readonly YearCharge[]; here: string }) {
  const years = [...Map.groupBy(charges, (one) => one.year)].sort(([a], [b]) => (a < b ? 1 : -1));
  return (
    <Table
      firstCellIsHeader
      caption="By financial year"
      head={[{ text: 'Year' }, { text: 'About', format: 'numeric' }, { text: 'Range', format: 'numeric' }]}
      rows={years.map(([year, own]) => {
        const sum = sumOf(own);
        return [
          {
            text: (
              <a className="govuk-link" href={`${here}?year=${year}`}>
                {year}
              </a>
            ),
          },
          { text: <Money pence={sum.pence} />, format: 'numeric' },
          { text: <Money lowPence={sum.lowPence} highPence={sum.highPence} />, format: 'numeric' },
        ];
      })}
    />
  );
}

function Services({ charges }: { charges: readonly YearCharge[] }) {
  const services = [...Map.groupBy(charges, (one) => one.unitCost)].sort(
    ([, a], [, b]) => sumOf(b).pence - sumOf(a).pence,
  );
  return (
    <StackTable
      firstCellIsHeader
      caption="By service"
      head={[
        { text: 'Service' },
        { text: 'Borne by' },
        { text: 'About', format: 'numeric' },
        { text: 'Range', format: 'numeric' },
      ]}
      rows={services.map(([key, own]) => {
        const sum = sumOf(own);
        return [
          { text: labels.get(key)?.label ?? key },
          { text: bearerWords[own[0]?.bearer ?? ''] ?? '' },
          { text: <Money pence={sum.pence} />, format: 'numeric' },
          { text: <Money lowPence={sum.lowPence} highPence={sum.highPence} />, format: 'numeric' },
        ];
      })}
    />
  );
}

function Charges({
  charges,
  firstName,
}: {
  charges: readonly YearCharge[];
  firstName: (personId: string) => string;
}) {
  return (
    <StackTable
      caption="Each spell and event"
      head={[
        { text: 'When' },
        { text: 'What' },
        { text: 'Units', format: 'numeric' },
        { text: 'About', format: 'numeric' },
      ]}
      rows={charges.map((one) => [
        { text: <Span from={one.happened.from} to={one.happened.to} form="short" /> },
        {
          text: (
            <>
              <a className="govuk-link" href={`/facts/${one.factId}`}>
                {catalogue.get(one.kind)?.label ?? one.kind}
              </a>
              : {firstName(one.personId)}
            </>
          ),
        },
        { text: unitsInWords(one.units, labels.get(one.unitCost)?.per), format: 'numeric' },
        { text: <Money pence={one.pence} />, format: 'numeric' },
      ])}
    />
  );
}

/** "2.5 weeks", "1 month", and nothing for what is counted by itself. */
function unitsInWords(units: number, per: string | undefined): string {
  if (per === undefined || per === 'each') return '';
  const shown = units.toFixed(1).replace(/\.0$/, '');
  return `${shown} ${per}${shown === '1' ? '' : 's'}`;
}
