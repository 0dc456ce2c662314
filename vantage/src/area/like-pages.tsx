import { Day, EmptyState, numberInWords, Table } from '../platform/parts/index.ts';
import { StandsOnList } from '../sources/index.ts';
import { likeLeast } from './like.ts';
import { likeInWords } from './like-words.ts';
import type { LikeCounts, LikeList, LikeRow } from './model.ts';

/** The families of one group from above: how many, who worked with them, and what followed. */
export function LikePage({ counts }: { counts: LikeCounts }) {
  const { on, last, families } = counts;
  return (
    <>
      <section aria-labelledby="alike">
        <h2 id="alike">How many there were</h2>
        <p className="govuk-body">
          {families === null ? (
            <>
              Fewer than {likeLeast} families in this area were like this on <Day on={on} />, or none. Nothing
              more is told of so few, so that nobody can be recognised.
            </>
          ) : (
            <>
              About {numberInWords(families)} families in this area were like this on <Day on={on} />. What
              stands below is about the year after, to <Day on={last} />.
            </>
          )}
        </p>
        <dl className="govuk-summary-list">
          <Fact term="Help that went on" is={counts.help ?? 'Any of those that open a family’s picture'} />
          {counts.youngest !== null && <Fact term="Youngest child" is={counts.youngest} />}
          {counts.need !== null && <Fact term="What records told of" is={counts.need} />}
        </dl>
      </section>
      {families !== null && (
        <>
          <section aria-labelledby="helped">
            <h2 id="helped">Who worked with them</h2>
            <Rows
              rows={counts.helped}
              caption="Families by service, most first"
              head="Service"
              rest="No more than 5 families each, or none, had"
            />
          </section>
          <section aria-labelledby="followed">
            <h2 id="followed">What followed</h2>
            <Rows
              rows={counts.followed}
              caption="Families of whom it followed in the year"
              head="What followed"
              rest="For no more than 5 families each, or none"
            />
            <p className="govuk-body">
              These counts do not say why anything followed. They do not say that help brought it about, nor
              what will happen to any family. A family may stand in several lines, or in none, so the lines do
              not add up.
            </p>
          </section>
        </>
      )}
      <section aria-labelledby="rests">
        <h2 id="rests">What these counts rest on</h2>
        <ul className="govuk-list govuk-list--bullet">
          <li>
            Every family is in one group at most: {groupedBy(counts)}. Nobody can choose other groups, so no
            two pages can be taken from one another.
          </li>
          {families === null ? (
            <li>Of a group of fewer than {likeLeast} families nothing is told.</li>
          ) : (
            <li>
              Numbers are to the nearest ten. Of 5 families or fewer, none among them, no number is told.
            </li>
          )}
          {families !== null && (
            <li>
              Help or a need that no record tells of is not counted. “No longer” means that no record says so
              any more, which may also mean that few records were sent.
            </li>
          )}
          <li>Whoever is hidden from everyone not named is in none of these counts.</li>
        </ul>
        <StandsOnList standing={counts.standsOn} />
        <p className="v-links">
          <a href="/area/like">All groups of families</a>
          <a href="/area">The whole area</a>
        </p>
      </section>
    </>
  );
}

/** By what families are grouped in this area. */
function groupedBy({ help: of, youngest, need }: Pick<LikeCounts, 'help' | 'youngest' | 'need'>): string {
  if (of === null)
    return 'all families that were helped that day are in one, since there are so few of them in this area that finer groups could not be shown';
  const help = 'by the help that went on that day';
  if (youngest === null)
    return `${help}, and by nothing else, since so few families are helped in this area that finer groups could not be shown`;
  if (need === null)
    return `${help} and the age of its youngest child; the area is too small to group by needs as well`;
  return `${help}, the age of its youngest child, and the first of four lists of needs of which records told`;
}

/** All groups from above. */
export function LikeListPage({ list }: { list: LikeList }) {
  const all = { help: null, youngest: null, need: null };
  const shown = list.groups.filter((one) => one.families !== null);
  return (
    <section aria-labelledby="groups">
      <h2 id="groups">Groups of families</h2>
      <p className="govuk-body">
        Families that were being helped on <Day on={list.on} />, and what followed by <Day on={list.last} />.
        Numbers are to the nearest ten. Each is in one group at most: {groupedBy(list.groups[0] ?? all)}.
      </p>
      {shown.length === 0 ? (
        <EmptyState title={`No group has ${likeLeast} families or more, so none is shown.`} />
      ) : (
        <Table
          firstCellIsHeader
          caption="Families by group"
          head={[{ text: 'Group' }, { text: 'Families, about', format: 'numeric' }]}
          rows={shown.map((one) => [
            {
              text: (
                <a className="govuk-link" href={`/area/like/${one.group}`}>
                  {likeInWords(one)}
                </a>
              ),
            },
            { text: numberInWords(one.families ?? 0), format: 'numeric' as const },
          ])}
        />
      )}
      {shown.length > 0 && shown.length < list.groups.length && (
        <p className="v-meta">
          {list.groups.length - shown.length} more groups have fewer than {likeLeast} families, or none, and
          are not shown.
        </p>
      )}
    </section>
  );
}

function Fact({ term, is }: { term: string; is: string }) {
  return (
    <div className="govuk-summary-list__row">
      <dt className="govuk-summary-list__key">{term}</dt>
      <dd className="govuk-summary-list__value">{is}</dd>
    </div>
  );
}

/** Lines with a number in a table; those without it in one sentence beneath. */
function Rows({
  rows,
  caption,
  head,
  rest,
}: {
  rows: readonly LikeRow[];
  caption: string;
  head: string;
  rest: string;
}) {
  const told = rows.filter((one) => one.families !== null);
  const others = rows.filter((one) => one.families === null);
  return (
    <>
      {told.length > 0 && (
        <Table
          firstCellIsHeader
          caption={caption}
          head={[{ text: head }, { text: 'Families, about', format: 'numeric' }]}
          rows={told.map((one) => [
            { text: one.label },
            { text: numberInWords(one.families ?? 0), format: 'numeric' as const },
          ])}
        />
      )}
      {others.length > 0 && (
        <>
          <p className="v-meta">{rest}:</p>
          <ul className="v-list">
            {others.map((one) => (
              <li key={one.id}>{one.label}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
