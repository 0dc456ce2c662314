import type { ReactNode } from 'react';
import { Day, Details, EmptyState } from '../../platform/parts/index.ts';
import { namesInList } from '../called.ts';
import { siblingWords } from '../kin-elsewhere.ts';
import { KinList } from '../kin-list.tsx';
import { LeftOut } from '../left-out.tsx';
import { siblingRules } from './model.ts';
import type { Item, Peer, Sibling, Siblings } from './service.ts';

/** Brothers and sisters side by side: what differs first, then each of them under the same headings. */
export function SiblingsPage({ shown }: { shown: Siblings }) {
  const { siblings, differences } = shown;
  if (siblings.length === 0)
    return <EmptyState title="No child of this family is recorded where you may see it." />;
  return (
    <>
      <section aria-labelledby="differs">
        <h2 id="differs">Where what is known of them differs</h2>
        {differences.length === 0 ? (
          <p className="govuk-body">
            {siblings.length === 1
              ? 'No brother or sister of theirs belongs to this family where you may see it.'
              : 'Nothing in the listed rules differs in what you may see.'}
          </p>
        ) : (
          <ul className="v-list">
            {differences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="side-by-side">
        <h2 id="side-by-side">Side by side</h2>
        <div className="v-siblings">
          {siblings.map((one) => (
            <One key={one.personId} one={one} shown={shown} />
          ))}
        </div>
      </section>
      <section aria-labelledby="elsewhere">
        <h2 id="elsewhere">In other families</h2>
        <KinList kin={shown.elsewhere} today={shown.picture.today} name={shown.name} />
      </section>
      <section aria-labelledby="not-here">
        <h2 id="not-here">Who is not here</h2>
        <p className="govuk-body">
          Brothers and sisters in families that you may not see, and those of whom no agency states it. Ask
          them, and the family.
        </p>
        <LeftOut />
        <Details summaryText="How they stand side by side">
          <ul className="v-list">
            {Object.entries(siblingRules).map(([id, words]) => (
              <li key={id}>{words}</li>
            ))}
          </ul>
        </Details>
      </section>
    </>
  );
}

function One({ one, shown: { picture, name } }: { one: Sibling; shown: Siblings }) {
  const id = `sibling-${one.personId}`;
  const to = [
    ...Map.groupBy(one.to, ({ between, twin, shared, lacking }) =>
      JSON.stringify([between, twin, shared, lacking]),
    ),
  ].flatMap(([, others]) => {
    const [first] = others;
    if (first === undefined) return [];
    const names = namesInList(others.map(({ personId }) => name(personId)));
    const isTwin = first.twin ? `twin of ${names}` : null;
    if (isTwin !== null && first.between === 'full') return [isTwin];
    if (isTwin !== null && first.between === 'half') return [`${isTwin}, with another stated father`];
    if (first.between !== 'one-parent') return [`${siblingWords[first.between]} ${names}`];
    const whose = namesInList(first.lacking.map((id) => `${name(id)}’s`));
    return [
      `${isTwin === null ? '' : `${isTwin}: `}child of ${namesInList(first.shared.map(name))}, as ${names} ${others.length > 1 ? 'are' : 'is'}; whether they have the same other parent is not known: ${whose} is not recorded where you may see it`,
    ];
  });
  const rows: [string, ReactNode][] = [
    ['Is', to.length === 0 ? 'nothing stated' : to.join('; ')],
    ['Lives', one.died ? '' : (one.lives ?? (one.isKept ? 'kept back for safety' : 'not known'))],
    [
      'With',
      one.livesWith.length > 0
        ? namesInList(one.livesWith.map(name))
        : 'nobody of the family, as far as records say',
    ],
    ['School', schoolInWords(one)],
    ['Plans and care', <Items key="p" items={one.plans} none="none that goes on" />],
    ['Who works with them', <Items key="w" items={one.workers} none="nobody who is named" />],
    [
      'Last seen alone',
      one.seenAlone === null ? (
        one.visits === 'not-shared' ? (
          'what visits to them say is not shared with you'
        ) : (
          'no record that you may see says so'
        )
      ) : (
        <>
          <a className="govuk-link" href={one.seenAlone.href}>
            <Day on={one.seenAlone.on} form="short" />
            <span className="govuk-visually-hidden">: {one.name}</span>
          </a>
          , {one.seenAlone.by}
        </>
      ),
    ],
    ['Looks up to', peersInWords(one.looksUpTo)],
    ['Friends of their age', peersInWords(one.friends)],
    ['What they said', <Said key="s" one={one} />],
    ['May need', one.needs.length > 0 ? one.needs.join('; ') : 'nothing in the listed rules'],
    ['No record that you may see says', one.notKnown.length > 0 ? namesInList(one.notKnown) : ''],
  ];
  return (
    <section className="v-siblings__one" aria-labelledby={id}>
      <h3 id={id}>
        <a className="govuk-link" href={`/families/${picture.familyId}/people/${one.personId}`}>
          {one.name}
        </a>
        <span className="v-meta"> {ageInWords(one)}</span>
      </h3>
      <dl>
        {rows.map(([heading, said]) => (
          <div key={heading}>
            <dt>{heading}</dt>
            <dd>{said === '' ? '–' : said}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** "Tom; Jay (strained)": nobody has said is not that there is nobody. */
function peersInWords(peers: readonly Peer[]): string {
  if (peers.length === 0) return 'nobody has said';
  return peers.map(({ name, tie }) => (tie === 'strong' ? name : `${name} (${tie})`)).join('; ');
}

function schoolInWords({ schools, schoolUntil, schoolsBefore, isKept }: Sibling): ReactNode {
  if (isKept) return 'kept back for safety';
  if (schools.length > 0) return namesInList(schools);
  if (schoolUntil === null) return 'no school’s record that you may see names them';
  return (
    <>
      none now, as far as records say; last at {namesInList(schoolsBefore)}, until{' '}
      <Day on={schoolUntil} form="short" />
    </>
  );
}

function ageInWords({ died, age }: Sibling): ReactNode {
  if (died !== null)
    return (
      <>
        died <Day on={died} form="short" />
      </>
    );
  if (age === null) return 'age not known';
  return age < 0 ? 'not born yet' : age < 1 ? 'under 1' : `${age}`;
}

function Items({ items, none }: { items: readonly Item[]; none: string }) {
  if (items.length === 0) return none;
  return (
    <ul className="v-list">
      {items.map(({ words, href, since }) => (
        <li key={`${words} ${href}`}>
          {href === null ? (
            words
          ) : (
            <a className="govuk-link" href={href}>
              {words}
            </a>
          )}
          {since && (
            <span className="v-meta">
              {' '}
              since <Day on={since} form="short" />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Said({ one: { said, notAsked } }: { one: Sibling }) {
  if (said === null) return notAsked ? 'nobody has asked yet' : 'nothing that you may read';
  return (
    <>
      “{said.words}”
      <span className="v-meta">
        {said.on && (
          <>
            {' '}
            <Day on={said.on} form="short" />
          </>
        )}
        ; {said.audience}
      </span>
    </>
  );
}
