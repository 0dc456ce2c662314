import { Money, StackTable, Table } from '../platform/parts/index.ts';
import { type Prices, type Replaced, stepsOf, uprated } from './prices.ts';
import { bearerWords, priceBase } from './unit-costs.ts';

const grades = {
  A: 'A: official and current',
  B: 'B: quoted at second hand',
  C: 'C: official, but dated',
  D: 'D: put together here',
} as const;

/** Every unit cost with its source, range and arithmetic, and the price levels. */
export function CostsPage({ prices, waiting }: { prices: Prices; waiting: Replaced }) {
  const all = [...prices.costs.values()];
  return (
    <>
      <p className="govuk-body">
        What one unit of a service costs, from published tables. Amounts on other pages are these times what
        records tell, brought to prices of {priceBase}. Direct is work with the family; indirect is what falls
        on others in consequence.
      </p>
      <Waiting prices={prices} waiting={waiting} />
      <p className="govuk-body">
        The administrator and commissioners put other prices in place at /costs/replace: of the Greater
        Manchester workbook, the council’s own outturn, or a table of their own.
      </p>
      <StackTable
        firstCellIsHeader
        caption="Unit costs"
        head={[
          { text: 'What' },
          { text: 'Price', format: 'numeric' },
          { text: `In ${priceBase}`, format: 'numeric' },
          { text: 'Borne by' },
          { text: 'Source' },
        ]}
        rows={all.map((cost) => [
          { text: `${cost.label}, ${cost.per}` },
          {
            text: (
              <>
                <Money pence={cost.pence} /> (<Money lowPence={cost.lowPence} highPence={cost.highPence} />)
                in {cost.priceYear}
              </>
            ),
            format: 'numeric',
          },
          { text: <Money pence={uprated(cost.pence, cost.priceYear, prices.levels)} />, format: 'numeric' },
          { text: `${bearerWords[cost.bearer]}; ${cost.reach}, ${cost.lens}` },
          {
            text: `${cost.source}${cost.range === 'published' ? '' : '. The range is ours'}. ${grades[cost.grade]}`,
          },
        ])}
      />
      <h2>How costs are put together</h2>
      <p className="govuk-body">
        Where no unit cost is published. The hours and how often are ours: correct them.
      </p>
      {all.map(
        (cost) =>
          cost.steps && (
            <StackTable
              key={cost.key}
              caption={`${cost.label}, ${cost.per}`}
              head={[
                { text: 'Of' },
                { text: 'Times', format: 'numeric' },
                { text: 'About', format: 'numeric' },
                { text: 'Range', format: 'numeric' },
              ]}
              rows={stepsOf(cost.steps, prices).map((step) => [
                { text: `${step.of.label}: ${step.words}` },
                { text: step.times.toFixed(2), format: 'numeric' },
                { text: <Money pence={step.pence} />, format: 'numeric' },
                { text: <Money lowPence={step.lowPence} highPence={step.highPence} />, format: 'numeric' },
              ])}
            />
          ),
      )}
      <h2>Price levels</h2>
      <p className="govuk-body">{prices.levelsFrom}.</p>
      <Table
        heard="Price levels by financial year"
        firstCellIsHeader
        head={[{ text: 'Financial year' }, { text: 'Level', format: 'numeric' }]}
        rows={Object.entries(prices.levels)
          .sort(([a], [b]) => (a < b ? 1 : -1))
          .map(([year, level]) => [{ text: year }, { text: String(level), format: 'numeric' }])}
      />
    </>
  );
}

/** What is counted by from the next build on; nothing where nothing waits. */
export function Waiting({ prices, waiting: { levels, prices: put } }: { prices: Prices; waiting: Replaced }) {
  if (levels === undefined && put.length === 0) return null;
  return (
    <section id="waiting" aria-labelledby="waiting-heading">
      <h2 id="waiting-heading">Counted by from the next build on</h2>
      {levels !== undefined && <p className="govuk-body">Price levels: {levels.source}.</p>}
      {put.length > 0 && (
        <StackTable
          heard="Prices that count from the next build on"
          firstCellIsHeader
          head={[{ text: 'What' }, { text: 'Price', format: 'numeric' }, { text: 'Source' }]}
          rows={put.map((price) => [
            { text: prices.costs.get(price.key)?.label ?? price.key },
            {
              text: (
                <>
                  <Money pence={price.pence} /> (
                  <Money lowPence={price.lowPence} highPence={price.highPence} />) in {price.priceYear}
                </>
              ),
              format: 'numeric' as const,
            },
            { text: price.source },
          ])}
        />
      )}
    </section>
  );
}
