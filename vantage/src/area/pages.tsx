import { bearerWords } from '../costs/index.ts';
import { Details, EmptyState, Money, numberInWords, StackTable, Table } from '../platform/parts/index.ts';
import { StandsOnList } from '../sources/index.ts';
import { type AreaCounts, type Shown, withheld } from './model.ts';

/** The view from above: what is open now, what began each year, what services spent, and on whose records it stands. */
export function AreaPage({ counts, readsAccounts }: { counts: AreaCounts; readsAccounts: boolean }) {
  return (
    <>
      <section aria-labelledby="known">
        <h2 id="known">Whom records are about</h2>
        <p className="govuk-body">
          {shownInWords(counts.persons, 'people')} in {shownInWords(counts.families, 'families')}. For{' '}
          <Opens to="/behind?open=all" value={counts.personsOpen} /> of them there is a listed reason for a
          picture; {shownInWords(counts.familiesOpen, 'families')} have one. Everybody outside those families
          is linked for counts only: they have no page and cannot be found.
        </p>
        <p className="govuk-body" id="few">
          Counts of 1 to 5 are not shown, so that nobody can be recognised in them: they say “1 to 5”. Where a
          number would reveal one by subtraction, or tells of 1 to 5 people, it says “not shown”. A service
          that is not named to you has no row and is in no sum of a year, whether there is one or not.
        </p>
        {readsAccounts && (
          <p className="govuk-body">
            <a className="govuk-link" href="/accounts">
              In people’s own words
            </a>
            : what some of them agreed to have told to you, without a name.
          </p>
        )}
      </section>
      <section aria-labelledby="now">
        <h2 id="now">Open now</h2>
        {counts.now.length === 0 ? (
          <EmptyState title="No agency’s records say that anything is open today." />
        ) : (
          <Table
            heard="Open now"
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
              { text: shownInWords(one.persons), format: 'numeric' },
            ])}
          />
        )}
      </section>
      <section aria-labelledby="needs">
        <h2 id="needs">What families may need</h2>
        <p className="govuk-body">
          By the same listed rules as on a family’s page, from records of the last months: how many families a
          rule finds something about. Where little is recorded little is found.
        </p>
        <Table
          firstCellIsHeader
          caption="Families by need"
          head={[{ text: 'Need' }, { text: 'Families', format: 'numeric' }]}
          rows={counts.needs.map((one) => [
            { text: one.label },
            {
              text: one.families === 0 ? '0' : <Opens to={`/behind?need=${one.need}`} value={one.families} />,
              format: 'numeric' as const,
            },
          ])}
        />
        <Table
          firstCellIsHeader
          caption="All families by how many needs"
          head={[{ text: 'Band' }, { text: 'What it counts' }, { text: 'Families', format: 'numeric' }]}
          rows={counts.bands.map((one) => [
            { text: one.label },
            { text: one.words },
            { text: shownInWords(one.families), format: 'numeric' },
          ])}
        />
        <p className="v-meta">
          Bands count a population, so that help can be planned for every one of them. No family’s page says
          which it is counted in, and no names stand behind a band.
        </p>
        <p className="v-links">
          <a href="/area/like">Families like one another: who worked with them, and what followed</a>
        </p>
      </section>
      <section aria-labelledby="years">
        <h2 id="years">Begun in each financial year</h2>
        <section className="v-scroll" aria-label="Table of the years" tabIndex={0}>
          <Table
            heard="Begun in each financial year"
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
                    shownInWords(value)
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
          People are to the nearest ten, amounts to the price of six events or six days, or a little more. An
          amount around 1 to 5 people is not shown and is in no sum.{' '}
          <a className="govuk-link" href="/costs">
            The unit costs
          </a>
        </p>
        <StackTable
          firstCellIsHeader
          caption={`By service, ${counts.spendingYear}`}
          head={[
            { text: 'Service' },
            { text: 'Borne by' },
            { text: 'Kind' },
            { text: 'People', format: 'numeric' },
            { text: 'About', format: 'numeric' },
            { text: 'Range', format: 'numeric' },
          ]}
          rows={counts.spendingByService.map((one) => [
            { text: one.label },
            { text: bearerWords[one.bearer] ?? one.bearer },
            { text: one.reach },
            {
              text: (
                <Opens to={`/behind?spent=${one.unitCost}&year=${counts.spendingYear}`} value={one.persons} />
              ),
              format: 'numeric',
            },
            ...amountCells(one.amount),
          ])}
        />
        <SpentByYear caption="By year, direct alone" years={counts.spending.slice(0, unfolded)} />
        {counts.spending.length > unfolded && (
          <Details
            summaryText={`Earlier years, ${counts.spending.at(-1)?.year} to ${counts.spending[unfolded]?.year}`}
          >
            <SpentByYear caption="Earlier years" years={counts.spending.slice(unfolded)} />
          </Details>
        )}
      </section>
      <section aria-labelledby="coverage">
        <h2 id="coverage">What these counts stand on</h2>
        <StandsOnList standing={counts.standsOn} />
        <p className="v-links">
          <a href="/extracts">Every extract</a>
          <a href="/matching">How records become persons</a>
        </p>
      </section>
    </>
  );
}

/** Years of spending that stand unfolded: the newest. */
const unfolded = 5;

function SpentByYear({ caption, years }: { caption: string; years: AreaCounts['spending'] }) {
  return (
    <StackTable
      firstCellIsHeader
      caption={caption}
      head={[
        { text: 'Year' },
        { text: 'About', format: 'numeric' },
        { text: 'Range', format: 'numeric' },
        { text: 'Of' },
      ]}
      rows={years.map((one) => [
        {
          text: (
            <a className="govuk-link" href={`/area?year=${one.year}#spent`}>
              {one.year}
            </a>
          ),
        },
        ...amountCells(one.amount),
        { text: one.whole ? 'All direct services' : 'Without those not shown' },
      ])}
    />
  );
}

/** A number that is shown, or in words why it is not. With `of`, what it counts: "12 people", "1 to 5 families". */
function shownInWords(value: Shown, of?: string): string {
  const text = typeof value === 'number' ? numberInWords(value) : value;
  if (of === undefined) return text;
  return value === withheld ? `${of} (number ${withheld})` : `${text} ${of}`;
}

function amountCells(amount: AreaCounts['spending'][number]['amount']) {
  if (amount === null) return [0, 1].map(() => ({ text: withheld, format: 'numeric' as const }));
  const { pence, lowPence, highPence } = amount;
  return [
    { text: <Money pence={pence} />, format: 'numeric' as const },
    { text: <Money lowPence={lowPence} highPence={highPence} />, format: 'numeric' as const },
  ];
}

function Opens({ to, value }: { to: string; value: Shown }) {
  return (
    <a className="govuk-link" href={to}>
      {shownInWords(value)}
    </a>
  );
}
