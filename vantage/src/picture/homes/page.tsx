import { Span, StackTable } from '../../platform/parts/index.ts';
import { aloneInWords } from '../alone.ts';
import { namesInList } from '../called.ts';
import { LeftOut } from '../left-out.tsx';
import type { HomeShown } from './service.ts';

/** Who lives and lived at a home, and when; each spell by the agency that tells it. */
export function HomePage({
  shown: { picture, homeId, now, alsoElsewhere, stays, name },
}: {
  shown: HomeShown;
}) {
  const family = `/families/${picture.familyId}`;
  const alone = picture.alone.find((one) => one.homeId === homeId);
  return (
    <>
      <section aria-labelledby="today">
        <h2 id="today">Who of the family lives there today</h2>
        <p className="govuk-body">
          {now.length === 0
            ? 'Nobody, as far as records that you may see say.'
            : `${namesInList(now.map(name))}, as far as records that you may see say.`}
          {alsoElsewhere.length > 0 &&
            ` Of ${namesInList(alsoElsewhere.map(name))} other records tell another home.`}
        </p>
        {alone && <p className="govuk-body">{aloneInWords(alone)}</p>}
        <p className="govuk-body">
          Others may live there who are not here: people of other families, and whoever is not shared with
          you.
        </p>
        <LeftOut />
      </section>
      <section aria-labelledby="lived">
        <h2 id="lived">Who lived there, and when</h2>
        <StackTable
          heard="Who lived there, and when"
          firstCellIsHeader
          head={[{ text: 'Who' }, { text: 'When' }, { text: 'Says who' }]}
          rows={stays.map(({ personId, happened, precision, agency, recordId }) => [
            {
              text: (
                <a className="govuk-link" href={`${family}/people/${personId}`}>
                  {name(personId)}
                </a>
              ),
            },
            {
              text:
                precision === 'unknown' || (happened.from === null && happened.to === null) ? (
                  'date not known'
                ) : (
                  <Span from={happened.from} to={happened.to} precision={precision} form="short" />
                ),
            },
            {
              text:
                recordId === null ? (
                  agency
                ) : (
                  <a className="govuk-link" href={`/records/${recordId}`}>
                    {agency}
                  </a>
                ),
            },
          ])}
        />
        <p className="v-meta">A spell without an end may be over: agencies are not always told of a move.</p>
      </section>
      <p className="v-links">
        <a href={`${family}/genogram`}>Who lives where on any day: the genogram</a>
      </p>
    </>
  );
}
