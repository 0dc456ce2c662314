import { bearerWords } from '../costs/index.ts';
import { EmptyState, Money, numberInWords, StackTable, Table } from '../platform/parts/index.ts';
import { StandsOnList } from '../sources/index.ts';
import type { AreaCounts } from './model.ts';

/** The view from above: what is open now, what began each year, what services spent, and on whose records it stands. */
export function AreaPage({ counts }: { counts: AreaCounts }) {
  return (
    <>
      <section aria-labelledby="known">
        <h2 id="known">Whom records are about</h2>
        <p className="govuk-body">
          {numberInWords(counts.persons)} people in {numberInWords(counts.families)} families. For{' '}
          <Opens to="/behind?open=all" value={counts.personsOpen} /> of them there is a listed reason for a
          picture: of their {numberInWords(counts.familiesOpen)} families there is one. Everybody outside
          those families is linked for counts only: they have no page and cannot be found.
        </p>
      </section>
      <section aria-labelledby="now">
        <h2 id="now">Open now</h2>
        {counts.now.length === 0 ? (
          <EmptyState title="No agency’s records say that anything is open today." />
        ) : (
          <Table
            firstCellIsHeader
            head={[{ text: 'What' }, { text: 'Service' }, { text: 'People', format: 'numeric' }]}
            rows={counts.now.map((one) => [
              {
                text: (
                  <a className="govuk-link" href={`/behind?now=${one.kind}`}>
                    {one.label}
                  </a>
                ),
              },
              { text: one.service },
              { text: numberInWords(one.persons), format: 'numeric' },
            ])}
          />
        )}
      </section>
      <section aria-labelledby="years">
        <h2 id="years">Begun in each financial year</h2>
        <section className="v-scroll" aria-label="Table of the years" tabIndex={0}>
          <Table
            firstCellIsHeader
            head={[
              { text: 'What' },
              ...counts.years.map((year) => ({ text: year, format: 'numeric' as const })),
            ]}
            rows={counts.byYear.map((row) => [
              { text: row.label },
              ...row.counts.map((value, index) => ({
                text:
                  value === 0 ? (
                    '0'
                  ) : (
                    <Opens to={`/behind?began=${row.kind}&year=${counts.years[index]}`} value={value} />
                  ),
                format: 'numeric' as const,
              })),
            ])}
          />
        </section>
        <p className="v-meta">
          Events and spells, once for each person in them, from 1 April to 31 March; {counts.years.at(-1)} is
          not over. Nought means none in the records sent, not that none happened.
        </p>
      </section>
      <section aria-labelledby="spent">
        <h2 id="spent">What services spent</h2>
        <p className="govuk-body">
          Unit costs times what records tell, in prices of {counts.priceBase}: not the agencies’ accounts.
        </p>
        <StackTable
          firstCellIsHeader
          caption={`By service, ${counts.spendingYear}`}
          head={[
            { text: 'Service' },
            { text: 'Borne by' },
            { text: 'People', format: 'numeric' },
            { text: 'About', format: 'numeric' },
            { text: 'Range', format: 'numeric' },
          ]}
          rows={counts.spendingByService.map((one) => [
            { text: one.label },
            { text: bearerWords[one.bearer] ?? one.bearer },
            {
              text: (
                <Opens to={`/behind?spent=${one.unitCost}&year=${counts.spendingYear}`} value={one.persons} />
              ),
              format: 'numeric',
            },
            { text: <Money pence={one.pence} />, format: 'numeric' },
            { text: <Money lowPence={one.lowPence} highPence={one.highPence} />, format: 'numeric' },
          ])}
        />
        <Table
          firstCellIsHeader
          caption="By year"
          head={[
            { text: 'Year' },
            { text: 'About', format: 'numeric' },
            { text: 'Range', format: 'numeric' },
          ]}
          rows={counts.spending.map((one) => [
            {
              text: (
                <a className="govuk-link" href={`/area?year=${one.year}#spent`}>
                  {one.year}
                </a>
              ),
            },
            { text: <Money pence={one.pence} />, format: 'numeric' },
            { text: <Money lowPence={one.lowPence} highPence={one.highPence} />, format: 'numeric' },
          ])}
        />
      </section>
      <section aria-labelledby="coverage">
        <h2 id="coverage">What these counts stand on</h2>
        <StandsOnList standing={counts.standsOn} />
        <p className="v-links">
          <a href="/extracts">Every extract</a>
          <a href="/extracts/held">Rows held back</a>
          <a href="/matching">How records become persons</a>
        </p>
      </section>
    </>
  );
}

function Opens({ to, value }: { to: string; value: number }) {
  return (
    <a className="govuk-link" href={to}>
      {numberInWords(value)}
    </a>
  );
}
