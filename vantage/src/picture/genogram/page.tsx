import { daysBetween, writtenDay } from '../../platform/index.ts';
import { Day, Details, dayInWords, EmptyState, StackTable } from '../../platform/parts/index.ts';
import { aloneInWords } from '../alone.ts';
import { namesInList } from '../called.ts';
import { LeftOut } from '../left-out.tsx';
import { Genogram, Legend } from './draw.tsx';
import { outlines } from './homes.ts';
import { without } from './joined.ts';
import { genogramRules } from './kin.ts';
import { layOut } from './layout.ts';
import {
  drawnOf,
  everybody,
  genogramInWords,
  homeLine,
  leftOutOfTheDay,
  personInWords,
  relationsInWords,
} from './saying.ts';
import type { GenogramOn } from './service.ts';

/** One family's genogram on a day: the drawing, the days on which somebody moved, who lives where, and everybody in words. */
export function GenogramPage({ shown, here }: { shown: GenogramOn; here: string }) {
  const { picture, on, kindred, homes, kept, name } = shown;
  // It is said of today alone, from the fact that the family's page has.
  const alone = on === picture.today ? picture.alone : [];
  const laid = without(layOut(kindred), shown.absent);
  const letterOf = new Map(
    [...shown.homeOf].map(([personId, [home]]) => [personId, shown.letters.get(home ?? '') ?? '']),
  );
  const leftOut = leftOutOfTheDay(shown);
  const drawn = outlines(laid, letterOf);
  const family = `/families/${picture.familyId}`;
  const members = new Set(picture.people.map(({ personId }) => personId));
  const before = new Set(picture.before.map(({ personId }) => personId));
  const present = kindred.people.filter(({ id }) => !shown.absent.has(id));
  const people = present.filter(({ shape }) => shape !== 'not-recorded');
  const lone = present.filter(({ shape }) => shape === 'not-recorded');
  const nowhere = drawnOf(shown).filter(({ personId }) => homeLine(shown, personId) === 'home not known');
  const unshared = drawnOf(shown).filter(({ personId }) => homeLine(shown, personId) === 'home not shared');
  return (
    <>
      {shown.ahead && (
        <p className="govuk-body">
          <b>
            <Day on={shown.ahead} /> lies ahead.
          </b>{' '}
          Nobody knows yet who will live where then: this is today.
        </p>
      )}
      <Days shown={shown} here={here} />
      <section className="v-drawing" aria-label="Genogram">
        <Legend laid={laid} homes={drawn.length} />
        <p className="v-meta v-drawing__wide">
          {people.length === 1 ? 'One person is' : `${people.length} people are`} drawn. On a narrow screen
          move the drawing to its sides to see them all.
        </p>
        {leftOut && <p className="govuk-body">{leftOut}</p>}
        {/* biome-ignore lint/a11y/useSemanticElements: it scrolls. */}
        <div className="v-scroll" role="group" aria-label="Drawing: it scrolls to the sides" tabIndex={0}>
          <Genogram
            id="genogram"
            title={`${picture.name} on ${dayInWords(on)}`}
            description={genogramInWords(shown)}
            laid={laid}
            homes={drawn}
            said={(personId) => homeLine(shown, personId)}
            href={(id) => {
              const coming = shown.expected.get(id);
              if (coming) return `/facts/${coming.factId}`;
              if (members.has(id)) return `${family}/people/${id}`;
              return before.has(id) ? `#who-${id}` : undefined;
            }}
            words={(personId) => personInWords(shown, personId)}
          />
        </div>
        <p className="v-meta v-drawing__keys">
          Each symbol opens that person’s page, or leads to what stands of them beneath. Once one of them has
          the focus, the arrow keys lead to parents, children and those beside them.
        </p>
      </section>

      <div className="v-columns">
        <section aria-labelledby="homes">
          <h2 id="homes">
            Who lives where on <Day on={on} />
          </h2>
          {homes.length === 0 ? (
            <EmptyState title="No home on this day is in records that you may see." />
          ) : (
            <StackTable
              heard="Who lives where on this day"
              head={[{ text: 'Home' }, { text: 'Address' }, { text: 'Who, and since when' }]}
              firstCellIsHeader
              rows={homes.map((home) => [
                { text: home.letter },
                {
                  text: (
                    <a
                      className="govuk-link"
                      href={home.factId ? `/facts/${home.factId}` : `${family}/homes/${home.homeId}`}
                    >
                      {home.address}
                    </a>
                  ),
                },
                {
                  text: (
                    <>
                      {home.people.map(({ personId, since }, n) => (
                        <span key={personId}>
                          {n > 0 && '; '}
                          {name(personId)}
                          {since && (
                            <>
                              , <Day on={since} form="short" />
                            </>
                          )}
                        </span>
                      ))}
                      {alone
                        .filter(({ homeId }) => homeId === home.homeId)
                        .map((one) => (
                          <span key={one.homeId}>. {aloneInWords(one)}</span>
                        ))}
                    </>
                  ),
                },
              ])}
            />
          )}
          {nowhere.length > 0 && (
            <p className="govuk-body">
              Where {namesInList(nowhere.map(({ personId }) => name(personId)))} lived on this day is not
              known.
            </p>
          )}
          {unshared.length > 0 && (
            <p className="govuk-body">
              Where {namesInList(unshared.map(({ personId }) => name(personId)))} lived is not shared with
              you: they belonged only before your work with this family.
            </p>
          )}
          {kept.size > 0 && <p className="govuk-body">Where somebody here lives is kept back for safety.</p>}
        </section>
        <section aria-labelledby="moved">
          <h2 id="moved">What changed on this day</h2>
          <Moves shown={shown} />
        </section>
      </div>

      <section aria-labelledby="people">
        <h2 id="people">Everybody, in words</h2>
        <StackTable
          heard="Everybody, in words"
          firstCellIsHeader
          head={[{ text: 'Name' }, { text: 'Born' }, { text: 'Related' }, { text: 'On this day' }]}
          rows={drawnOf(shown).map((person) => [
            {
              text: members.has(person.personId) ? (
                <a className="govuk-link" href={`${family}/people/${person.personId}`}>
                  {person.name}
                </a>
              ) : (
                <span id={`who-${person.personId}`}>{person.name}</span>
              ),
            },
            {
              text: (
                <>
                  {person.born ? <Day on={person.born} form="short" /> : 'not known'}
                  {person.died && person.died <= on && (
                    <>
                      ; died <Day on={person.died} form="short" />
                    </>
                  )}
                </>
              ),
            },
            { text: relationsInWords(shown, person) || 'no relation is stated where you may see it' },
            { text: homeLine(shown, person.personId) },
          ])}
        />
        {[...shown.expected.values()]
          .filter(({ id }) => !shown.absent.has(id))
          .map(({ id, mother, due, factId }) => (
            <p className="govuk-body" key={id}>
              {name(mother)} is{' '}
              <a className="govuk-link" href={`/facts/${factId}`}>
                expecting a child
              </a>
              {due ? `, due ${due}` : '; when it is due is not told where you may see it'}. The other parent
              is not recorded where you may see it.
            </p>
          ))}
        {lone.length > 0 && (
          <p className="govuk-body">
            The other parent of{' '}
            {namesInList(
              kindred.bonds
                .filter(({ parents }) => lone.some(({ id }) => parents.includes(id)))
                .map(({ child }) => name(child)),
            )}{' '}
            is not recorded where you may see it. Whether anybody asked is not recorded either.
          </p>
        )}
      </section>

      <section aria-labelledby="not-kept">
        <h2 id="not-kept">What this does not show</h2>
        <LeftOut />
        <p className="govuk-body">
          Orders of a court about whom a child lives with or sees, marriages, divorces, adoptions and who is a
          half-brother or half-sister of somebody outside this family: no agency sends them here yet. Ask
          them, and the family. Who holds parental responsibility is no line of the drawing: it stands in
          words{' '}
          <a className="govuk-link" href={`${family}#responsibility`}>
            on the family’s page
          </a>
          , as far as somebody wrote it down.
        </p>
        <Details summaryText="How stated relations become lines">
          <ul className="v-list">
            {Object.entries(genogramRules).map(([id, words]) => (
              <li key={id}>{words}</li>
            ))}
          </ul>
        </Details>
      </section>
    </>
  );
}

type Part = { shown: GenogramOn; here: string };

/** The days on which somebody moved: the one before, the one after, all on a line, and a field for any day. */
function Days({ shown: { on, changes, picture }, here }: Part) {
  const before = changes.findLast((day) => day < on);
  const after = changes.find((day) => day > on);
  const [first] = changes;
  const isToday = on === picture.today;
  const at = (day: string) => (day === picture.today ? here : `${here}?on=${day}`);
  return (
    <div className="v-days">
      <nav aria-label="Days on which somebody moved" className="v-days__steps">
        <p className="v-links">
          {before ? (
            <a href={at(before)} rel="prev">
              Move before: <Day on={before} form="short" />
            </a>
          ) : (
            <span className="v-meta">No earlier move is known</span>
          )}
          {after && (
            <a href={at(after)} rel="next">
              Next move: <Day on={after} form="short" />
            </a>
          )}
          {!isToday && <a href={here}>Today</a>}
        </p>
      </nav>
      {first && first < picture.today && (
        <Line changes={changes} on={on} from={first} to={picture.today} at={at} />
      )}
      <form action={here} method="get" className="v-days__form">
        <label className="govuk-label" htmlFor="on">
          Who lived where on
        </label>
        <input
          className="govuk-input govuk-input--width-10"
          id="on"
          name="on"
          type="text"
          defaultValue={writtenDay(on)}
        />
        <button className="v-button" type="submit">
          Show
        </button>
      </form>
    </div>
  );
}

type LineProps = {
  changes: readonly string[];
  on: string;
  from: string;
  to: string;
  at(day: string): string;
};

/** Every move on one line of time, for the pointer; keys and ears have the links beside it. */
function Line({ changes, on, from, to, at }: LineProps) {
  const days = Math.max(1, daysBetween(from, to));
  const x = (day: string) =>
    Math.round(8 + (984 * Math.min(Math.max(daysBetween(from, day), 0), days)) / days);
  return (
    <svg className="v-days__line" viewBox="0 0 1000 28" aria-hidden="true" focusable="false">
      <path d="M8 14H992" stroke="#d6d2c4" strokeWidth={3} />
      {changes.map((day) => (
        <a key={day} href={at(day)} tabIndex={-1}>
          <title>{dayInWords(day)}</title>
          <rect x={x(day) - 5} y={2} width={10} height={24} fill="transparent" />
          <path d={`M${x(day)} 7v14`} stroke="#11403a" strokeWidth={2} />
        </a>
      ))}
      <circle cx={x(on)} cy={14} r={7} fill="#f0b429" stroke="#11403a" strokeWidth={2} />
    </svg>
  );
}

function Moves({ shown }: { shown: GenogramOn }) {
  const { on, moved, relations, letters, name, homes } = shown;
  const address = new Map(homes.map((home) => [home.homeId, home.address]));
  const place = (homeId: string | null) =>
    homeId === null
      ? 'where is not known'
      : `home ${letters.get(homeId) ?? ''}${address.has(homeId) ? ` (${address.get(homeId)})` : ''}`;
  const begun = relations.filter(({ kind, happened }) => kind === 'partner' && happened.from === on);
  const over = relations.filter(({ kind, happened }) => kind === 'partner' && happened.to === on);
  const born = everybody(shown).filter((person) => person.born === on);
  const died = everybody(shown).filter((person) => person.died === on);
  const said = [
    ...born.map((person) => `${name(person.personId)} was born.`),
    ...died.map((person) => `${name(person.personId)} died.`),
    ...moved.map((one) => `${name(one.personId)}: from ${place(one.from)} to ${place(one.to)}.`),
    ...begun.map((tie) => `${name(tie.personId)} and ${name(tie.otherId)} became partners.`),
    ...over.map((tie) => `${name(tie.personId)} and ${name(tie.otherId)} were no longer partners.`),
  ];
  if (said.length === 0) return <p className="govuk-body">Nothing that records date to this very day.</p>;
  return (
    <ul className="v-list">
      {said.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}
