import {
  Button,
  ChooseOne,
  FileField,
  type FormState,
  Money,
  StackTable,
  TextField,
} from '../platform/parts/index.ts';
import { Waiting } from './pages.tsx';
import type { Prices, Replaced } from './prices.ts';
import { kindsOfFile, type Read } from './reading.ts';

export type ReplacingPageProps = {
  form: FormState;
  standing: { prices: Prices; waiting: Replaced };
  tried?: Read & { before: Prices };
};

/** Reads a file of prices, shows what it says beside what stands, and puts it in place. */
export function ReplacingPage({ form, standing, tried }: ReplacingPageProps) {
  return (
    <>
      {tried && <Tried {...tried} />}
      <Waiting {...standing} />
      {(standing.waiting.levels ?? standing.waiting.prices[0]) && (
        <form method="post" action="/costs/replace/leave">
          <Button text="Leave prices as they are" classes="govuk-button--secondary" />
        </form>
      )}
      <p className="govuk-body">
        Unit costs and price levels of a file take the place of those that stand, from the next build on.
        Nothing is kept before you have seen what the file says.
      </p>
      <form method="post" action="/costs/replace" encType="multipart/form-data">
        <ChooseOne
          form={form}
          name="what"
          label="What the file is"
          options={Object.entries(kindsOfFile).map(([value, text]) => ({ value, text }))}
        />
        <FileField
          form={form}
          name="file"
          label="File"
          hint="A workbook (.xlsx) or a CSV"
          accept=".xlsx,.csv"
        />
        <TextField
          form={form}
          name="source"
          label="What it is called on pages"
          hint="Such as: GMCA Unit Cost Database v3.0, 2026. Its name, where you leave this empty."
        />
        <TextField
          form={form}
          name="year"
          label="Financial year of an outturn"
          hint="Such as 2024-25. Only where the file does not say it."
          width={10}
        />
        <Button text="Read it" classes="govuk-button--secondary" />
      </form>
    </>
  );
}

function Tried({ offer, read, before }: Read & { before: Prices }) {
  const label = (key: string) => {
    const cost = before.costs.get(key);
    return cost === undefined ? key : `${cost.label}, ${cost.per}`;
  };
  return (
    <section id="read" aria-labelledby="read-heading">
      <h2 className="govuk-heading-m" id="read-heading">
        What {offer.source} says
      </h2>
      {offer.levels !== undefined && (
        <p className="govuk-body">Price levels of {Object.keys(offer.levels).length} financial years.</p>
      )}
      {read.prices.length > 0 && (
        <StackTable
          firstCellIsHeader
          caption="Unit costs that change"
          head={[
            { text: 'What' },
            { text: 'Stands now', format: 'numeric' },
            { text: 'In the file', format: 'numeric' },
            { text: 'What the file calls it' },
            { text: 'Where' },
          ]}
          rows={read.prices.map((price) => {
            const standing = before.costs.get(price.key);
            return [
              { text: label(price.key) },
              {
                text: standing && (
                  <>
                    <Money pence={standing.pence} /> in {standing.priceYear}
                  </>
                ),
                format: 'numeric' as const,
              },
              {
                text: (
                  <>
                    <Money pence={price.pence} /> in {price.priceYear}
                  </>
                ),
                format: 'numeric' as const,
              },
              { text: price.described },
              { text: price.place },
            ];
          })}
        />
      )}
      {read.without.length > 0 && (
        <>
          <p className="govuk-body">Not in it, so that these stay as they are:</p>
          <ul className="govuk-list govuk-list--bullet">
            {read.without.map(({ key, why }) => (
              <li key={key}>
                {label(key)}: {why}
              </li>
            ))}
          </ul>
        </>
      )}
      {read.others > 0 && (
        <p className="govuk-body">
          {read.others} entries of the file are of things that nothing here is counted by.
        </p>
      )}
      <form method="post" action="/costs/replace/keep">
        <input type="hidden" name="offer" value={JSON.stringify(offer)} />
        <Button text="Count by these from the next build on" />
      </form>
    </section>
  );
}
