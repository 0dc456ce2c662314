import { catalogue, type NeedId, needs } from '../chronology/index.ts';
import { bearerWords, priceBase, stepsOf, sumOf, type UnitCost } from '../costs/index.ts';
import {
  Button,
  Day,
  Details,
  EmptyState,
  Money,
  poundsInWords,
  Span,
  StackTable,
} from '../platform/parts/index.ts';
import { apart, byStage, needsByYear, type Spent, sinceFirstContact, yearsOf } from './money.ts';

type SpendingPageProps = {
  spent: Spent;
  year: string | undefined;
  here: string;
  firstName: (personId: string) => string;
  /** Which kinds of agency have sent no records, as a sentence. */
  silent: string | null;
  /** Key of the service of which it is asked what a year would be. */
  of?: string | undefined;
};

type Shown = SpendingPageProps & { charges: Spent['charges'] };

/** What services spent around a family: each year, then who bore it, then each service, down to the fact. */
export function SpendingPage(props: SpendingPageProps) {
  const { spent, year, silent } = props;
  const charges = spent.charges.filter((one) => year === undefined || one.year === year);
  if (charges.length === 0) {
    return (
      <EmptyState title="Nothing that has a unit cost is recorded.">
        <p className="govuk-body">That does not say that nothing was spent. {silent}</p>
        {year === undefined && <AYearOf {...props} />}
      </EmptyState>
    );
  }
  const { direct, indirect } = apart(charges, spent.prices);
  const since = year === undefined ? sinceFirstContact(spent) : null;
  return (
    <>
      <p className="govuk-body">
        About <Money pence={direct.pence} /> on working with the family, the range being{' '}
        <Money lowPence={direct.lowPence} highPence={direct.highPence} />; and indirectly about{' '}
        <Money pence={indirect.pence} /> (
        <Money lowPence={indirect.lowPence} highPence={indirect.highPence} />) that fell on others in
        consequence. In prices of {priceBase}. It is what services spent, not what the family cost, and only
        what these records can show. {silent} Each figure is rounded by itself: the parts may differ from
        their sum by a few pounds.
      </p>
      {since && (
        <p className="govuk-body">
          Since first contact on <Day on={since.since} />: about <Money pence={since.aYear.direct} /> a year
          directly and <Money pence={since.aYear.indirect} /> indirectly.
        </p>
      )}
      {year === undefined ? (
        <>
          <Years {...props} />
          <NeedsOverYears {...props} />
        </>
      ) : (
        <Charges {...props} charges={charges} />
      )}
      <Stages {...props} charges={charges} />
      <Bearers {...props} charges={charges} />
      <Services {...props} charges={charges} />
      <Sources {...props} charges={charges} />
      {year === undefined && <AYearOf {...props} />}
    </>
  );
}

function Years({ spent, here }: SpendingPageProps) {
  return (
    <>
      <StackTable
        firstCellIsHeader
        caption="By financial year"
        head={[
          { text: 'Year' },
          { text: 'Direct', format: 'numeric' },
          { text: 'Range', format: 'numeric' },
          { text: 'Indirect', format: 'numeric' },
          { text: 'Crises recorded', format: 'numeric' },
          { text: 'On a protection plan or in care at its end', format: 'numeric' },
        ]}
        rows={yearsOf(spent).map(({ year, direct, indirect, crises, protectedAtEnd }) => [
          {
            text: (
              <a className="govuk-link" href={`${here}?year=${year}`}>
                {year}
              </a>
            ),
          },
          { text: <Money pence={direct.pence} />, format: 'numeric' },
          { text: <Money lowPence={direct.lowPence} highPence={direct.highPence} />, format: 'numeric' },
          { text: <Money pence={indirect.pence} />, format: 'numeric' },
          { text: crises, format: 'numeric' },
          { text: protectedAtEnd, format: 'numeric' },
        ])}
      />
      <p className="v-meta">
        Money and events stand side by side. Neither says that one came of the other, nor what would have been
        without it.
      </p>
    </>
  );
}

/** The needs at the end of each of the same years. */
function NeedsOverYears({ spent }: SpendingPageProps) {
  const inWords = (list: readonly NeedId[]) => list.map((need) => needs[need]).join('; ');
  return (
    <>
      <StackTable
        firstCellIsHeader
        caption="What they may have needed, over the same years"
        head={[
          { text: 'Year' },
          { text: 'Needs of which records told at its end' },
          { text: 'Not a year before' },
          { text: 'No longer' },
        ]}
        rows={needsByYear(spent).map(({ year, standing, came, went }) => [
          { text: <span className="v-number">{year}</span> },
          { text: inWords(standing) || 'none that you may see' },
          { text: inWords(came) },
          { text: inWords(went) },
        ])}
      />
      <p className="v-meta">
        By the rules of need, as they stand now, of what is recorded by now. What was spent did not make these
        needs come or go, as far as anything here can say; and what was not recorded may have been there.
      </p>
    </>
  );
}

/** What a year of a service would be, from the list of unit costs: an illustration. */
function AYearOf({ spent: { illustrations: services }, here, of }: SpendingPageProps) {
  const asked = services.find(({ cost }) => cost.key === of);
  return (
    <section aria-labelledby="a-year-of">
      <h2 id="a-year-of">What a year of a service would be</h2>
      <form action={`${here}#a-year-of`} method="get" className="v-ask">
        <div className="govuk-form-group">
          <label className="govuk-label" htmlFor="of">
            A year of
          </label>
          <select className="govuk-select" id="of" name="of" defaultValue={asked?.cost.key ?? ''}>
            {services.map(({ cost }) => (
              <option key={cost.key} value={cost.key}>
                {cost.label}
              </option>
            ))}
          </select>
        </div>
        <Button text="Show" classes="govuk-button--secondary" />
      </form>
      {asked && (
        <p className="govuk-body">
          <b>An illustration.</b> A year of {asked.cost.label.toLowerCase()} would be about{' '}
          <Money pence={asked.pence} />, the range being{' '}
          <Money lowPence={asked.lowPence} highPence={asked.highPence} />:{' '}
          {asked.units === 1
            ? 'the unit cost of a year'
            : `${unitsInWords(asked.units, asked.cost.per)} at ${poundsInWords(asked.unitPence)}`}
          , in prices of {priceBase}. It comes from the{' '}
          <a className="govuk-link" href="/costs">
            list of unit costs
          </a>{' '}
          ({asked.cost.source}). It is not what this family needs, was offered or would be spent on, and says
          nothing of what would follow.
        </p>
      )}
    </section>
  );
}

function Stages({ spent, charges }: Shown) {
  return (
    <>
      <StackTable
        firstCellIsHeader
        caption="Crisis against prevention: the direct spending"
        head={[{ text: 'On' }, { text: 'About', format: 'numeric' }, { text: 'Share', format: 'numeric' }]}
        rows={byStage(charges, spent.prices).map(({ words, sum, share }) => [
          { text: words },
          { text: <Money pence={sum.pence} />, format: 'numeric' },
          { text: `${Math.round(share * 100)}%`, format: 'numeric' },
        ])}
      />
      <p className="v-meta">
        By service, in the same way for every family (<a href="/costs">the list of unit costs</a>). What is
        called ahead of a crisis may have come after one.
      </p>
    </>
  );
}

function Bearers({ spent, charges }: Shown) {
  const bearers = [...Map.groupBy(charges, (one) => one.bearer)].sort(
    ([, a], [, b]) => sumOf(b).pence - sumOf(a).pence,
  );
  return (
    <StackTable
      firstCellIsHeader
      caption="By who bears it"
      head={[
        { text: 'Borne by' },
        { text: 'Direct', format: 'numeric' },
        { text: 'Indirect', format: 'numeric' },
      ]}
      rows={bearers.map(([bearer, own]) => {
        const { direct, indirect } = apart(own, spent.prices);
        return [
          { text: bearerWords[bearer] ?? bearer },
          { text: <Money pence={direct.pence} />, format: 'numeric' },
          { text: <Money pence={indirect.pence} />, format: 'numeric' },
        ];
      })}
    />
  );
}

function Services({ spent, charges }: Shown) {
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
        { text: 'Kind' },
        { text: 'About', format: 'numeric' },
        { text: 'Range', format: 'numeric' },
      ]}
      rows={services.map(([key, own]) => {
        const sum = sumOf(own);
        const cost = spent.prices.costs.get(key);
        return [
          { text: cost?.label ?? key },
          { text: bearerWords[own[0]?.bearer ?? ''] ?? '' },
          { text: cost?.reach ?? '' },
          { text: <Money pence={sum.pence} />, format: 'numeric' },
          { text: <Money lowPence={sum.lowPence} highPence={sum.highPence} />, format: 'numeric' },
        ];
      })}
    />
  );
}

function Charges({ spent, charges, firstName }: Shown) {
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
              {spent.prices.costs.get(one.unitCost)?.reach === 'indirect' && ' (indirect)'}
            </>
          ),
        },
        { text: unitsInWords(one.units, spent.prices.costs.get(one.unitCost)?.per), format: 'numeric' },
        { text: <Money pence={one.pence} />, format: 'numeric' },
      ])}
    />
  );
}

function Sources({ spent: { prices }, charges }: Shown) {
  const keys = [...new Set(charges.map((one) => one.unitCost))];
  return (
    <Details summaryText="Where the unit costs come from">
      <ul className="v-list">
        {keys.map((key) => {
          const cost = prices.costs.get(key);
          return cost && <UnitCostLine key={key} cost={cost} />;
        })}
      </ul>
      {keys.map((key) => {
        const cost = prices.costs.get(key);
        return (
          cost?.steps && (
            <StackTable
              key={key}
              caption={`${cost.label}, put together`}
              head={[
                { text: 'Of' },
                { text: 'Times', format: 'numeric' },
                { text: 'About', format: 'numeric' },
              ]}
              rows={stepsOf(cost.steps, prices).map((step) => [
                { text: `${step.of.label}: ${step.words}` },
                { text: step.times.toFixed(2), format: 'numeric' },
                { text: <Money pence={step.pence} />, format: 'numeric' },
              ])}
            />
          )
        );
      })}
      <p className="govuk-body">
        <a className="govuk-link" href="/costs">
          All unit costs and price levels
        </a>
      </p>
    </Details>
  );
}

function UnitCostLine({ cost }: { cost: UnitCost }) {
  return (
    <li>
      {cost.label}, {cost.per}: <Money pence={cost.pence} /> (
      <Money lowPence={cost.lowPence} highPence={cost.highPence} />,{' '}
      {cost.range === 'published' ? 'published range' : 'our range'}) in prices of {cost.priceYear}.{' '}
      {cost.source}.
    </li>
  );
}

/** "2.5 weeks", "1 month", and nothing for what is counted by itself. */
function unitsInWords(units: number, per: string | undefined): string {
  if (per === undefined || per === 'each') return '';
  const shown = units.toFixed(1).replace(/\.0$/, '');
  return `${shown} ${per}${shown === '1' ? '' : 's'}`;
}
