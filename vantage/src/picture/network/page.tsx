import { dayOf } from '../../platform/index.ts';
import { Day, Details, StackTable } from '../../platform/parts/index.ts';
import { audienceWords, type Tie, tieKinds } from '../../voice/index.ts';
import { namesInList } from '../called.ts';
import { Legend, NetworkDrawing } from './draw.tsx';
import { type Around, networkRules } from './model.ts';
import { networkInWords, tieInWords } from './saying.ts';
import type { Network } from './service.ts';
import type { Boxed } from './sizes.ts';

type Props = { network: Network; helps: boolean; here: string };

/** One family's network map: what it shows in sentences, the drawing, and its table. The form stands between them. */
export function NetworkSeen({ network, helps, here }: Props) {
  const sentences = networkInWords(network);
  const places = new Map(network.around.map(({ id }, at) => [id, `around-${at + 1}`]));
  const href = ({ one, kind, id }: Boxed) => {
    if (one === null) return helps ? `${here}?kind=${kind}#draw` : undefined;
    if (helps && one.isRecorded && one.ties.length === 0)
      return `${here}?of=${encodeURIComponent(id)}&kind=${kind}#draw`;
    return `#${places.get(id)}`;
  };
  return (
    <>
      <section aria-labelledby="shows">
        <h2 id="shows" className="govuk-visually-hidden">
          What it shows
        </h2>
        <ul className="v-list">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="v-meta">
          Of what you may see: the family may have let others see more, or agencies may.
        </p>
      </section>
      <section className="v-drawing v-network" id="drawing" aria-label="Network map">
        <Legend network={network} />
        {[false, true].map((isUpright) => (
          // biome-ignore lint/a11y/useSemanticElements: it scrolls.
          <div
            key={String(isUpright)}
            className={isUpright ? 'v-scroll v-network__upright' : 'v-scroll v-network__wide'}
            role="group"
            aria-label="Drawing: it scrolls to the sides"
            tabIndex={0}
          >
            <NetworkDrawing
              network={network}
              title={`Who is around ${network.picture.name}`}
              description={`${sentences.join(' ')} The same stands in the table beneath.`}
              href={href}
              isUpright={isUpright}
            />
          </div>
        ))}
        {helps && (
          <p className="v-drawing__keys">
            <a className="v-button" href={`${here}#draw`} data-kind="">
              Add somebody
            </a>
          </p>
        )}
        <p className="v-meta v-drawing__keys">
          {helps
            ? 'Touch an empty place to add somebody there, or what records tell of to say how the tie is. The arrow keys lead around.'
            : 'Each box leads to its row in the table. The arrow keys lead around.'}
        </p>
      </section>
    </>
  );
}

/** Everybody around the family in a table, what was before, and how the map is made. */
export function NetworkTable({ network, helps, here }: Props) {
  const { around, before, name } = network;
  return (
    <>
      <section aria-labelledby="around">
        <h2 id="around">Who is around them</h2>
        {around.length === 0 ? (
          <p className="govuk-body">Nobody that you may see, by records or by what the family says.</p>
        ) : (
          <StackTable
            heard="Who is around them"
            firstCellIsHeader
            head={[
              { text: 'Who or what' },
              { text: 'How the tie is' },
              { text: 'Whose' },
              { text: 'Who says so' },
            ]}
            rows={around.map((one, at) => [
              {
                text: (
                  <span id={`around-${at + 1}`}>
                    {one.name}
                    <span className="v-meta"> {tieKinds[one.kind].one}</span>
                  </span>
                ),
              },
              { text: <How one={one} name={name} /> },
              { text: one.whose.length === 0 ? 'not said' : namesInList(one.whose.map(name)) },
              { text: <Says one={one} name={name} helps={helps} here={here} /> },
            ])}
          />
        )}
      </section>
      {before.length > 0 && (
        <Details summaryText={`What was drawn before: ${before.length}`}>
          <ul className="v-list">
            {before.map((tie) => (
              <li key={`${tie.tieId} ${tie.version}`}>
                <Before tie={tie} network={network} />
              </li>
            ))}
          </ul>
        </Details>
      )}
      <Details summaryText="How the map is made">
        <ul className="v-list">
          {Object.entries(networkRules).map(([id, words]) => (
            <li key={id}>{words}</li>
          ))}
        </ul>
      </Details>
    </>
  );
}

type OneProps = { one: Around; name: Network['name'] };

function How({ one, name }: OneProps) {
  if (one.ties.length === 0) return 'Nobody has said';
  return (
    <ul className="v-list">
      {one.ties.map((tie) => (
        <li key={tie.tieId}>
          {tieInWords(tie, name)}
          {tie.words && <>. “{tie.words}”</>}
        </li>
      ))}
    </ul>
  );
}

function Says({ one, name, helps, here }: OneProps & { helps: boolean; here: string }) {
  return (
    <ul className="v-list">
      {one.told.map(({ words, href }) => (
        <li key={`${words} ${href}`}>
          {href === null ? (
            words
          ) : (
            <a className="govuk-link" href={href}>
              {words}
            </a>
          )}
        </li>
      ))}
      {one.isRecorded && one.told.length === 0 && <li>Its records name them</li>}
      {one.ties.map((tie) => (
        <li key={tie.tieId}>
          {name(tie.speaker)}, <Day on={tie.saidOn} form="short" />, written down by {tie.writtenBy};{' '}
          {audienceWords[tie.audience]}.{' '}
          {helps && (
            <a className="govuk-link v-screen-only" href={`${here}/${tie.tieId}`}>
              Change<span className="govuk-visually-hidden"> the tie with {one.name}</span>
            </a>
          )}
        </li>
      ))}
      {helps && (
        <li className="v-screen-only">
          <a className="govuk-link" href={sayHref(one, here)}>
            {one.ties.length === 0 ? 'Say how it is' : 'Somebody says otherwise'}
            <span className="govuk-visually-hidden">: {one.name}</span>
          </a>
        </li>
      )}
    </ul>
  );
}

const sayHref = ({ id, kind, name, isRecorded }: Around, here: string) => {
  const asked = new URLSearchParams({ kind, ...(isRecorded ? { of: id } : { name }) });
  return `${here}?${asked}#draw`;
};

function Before({ tie, network: { name, around } }: { tie: Tie; network: Network }) {
  const id = tie.withId === null ? `record:${tie.withRecord}` : `person:${tie.withId}`;
  const what = tie.name ?? around.find((one) => one.id === id)?.name ?? '';
  return (
    <>
      {what} ({tieKinds[tie.kind].one.toLowerCase()}): {tieInWords(tie, name).toLowerCase()}; said by{' '}
      {name(tie.speaker)} on <Day on={tie.saidOn} form="short" />, written down by {tie.writtenBy}.{' '}
      {tie.outcome === 'taken-back' ? 'Taken back' : 'Drawn anew'}
      {tie.endedAt && (
        <>
          {' '}
          on <Day on={dayOf(tie.endedAt)} form="short" />
        </>
      )}
      {tie.endedBy ? ` by ${tie.endedBy}` : tie.endedBySpeaker && ' by whoever said so'}
      {tie.endedWords ? `: ${tie.endedWords}` : '.'}
    </>
  );
}
