import { type NeedId, needs } from '../../chronology/index.ts';
import { addDays, addMonths, daysBetween } from '../../platform/index.ts';
import {
  Button,
  countInWords,
  Details,
  EmptyState,
  type FormState,
  SelectField,
  Span,
  TextField,
  TimeAxis,
} from '../../platform/parts/index.ts';
import { axisOf, firstDay } from '../axis.ts';
import { firstNames, namesInList } from '../called.ts';
import { HappeningList } from '../happenings.tsx';
import type { Picture } from '../shape.ts';
import { asQuery, type ChronologyFilter, chosen, isEverything, tones } from './filter.ts';
import { ListedLines } from './list.tsx';

type Props = { picture: Picture; filter: ChronologyFilter; form: FormState };
type PageProps = Props & {
  /** Which page of the list, from 1. */
  page: number;
  /** Whether the reader may take it out. */
  takes: boolean;
};

/** The chronology of a family: what was asked for on its axis of time and as a list, newest year first. */
export function ChronologyPage({ picture, filter, form, page, takes }: PageProps) {
  const firstName = firstNames(picture);
  const lines = chosen(picture, filter);
  const pinned = picture.happenings.filter((line) => filter.pin.includes(line.factId));
  const here = `/families/${picture.familyId}/chronology`;
  const to = (change: Partial<ChronologyFilter>) => {
    const query = asQuery({ ...filter, ...change });
    return query ? `${here}?${query}` : here;
  };
  const isOfAll = isEverything({ ...filter, from: null, to: null });
  const axis = axisOf(picture, firstName, {
    from: filter.from,
    to: filter.to,
    ...(!isEverything(filter) && { lines }),
    load: isOfAll,
    byPerson: filter.lanes === 'people',
    pinned,
  });
  const all = picture.happenings.length;
  const query = asQuery(filter);
  if (form.wrong.some(({ field }) => field === 'who'))
    return (
      <>
        <FilterForm
          picture={picture}
          filter={{ ...filter, who: null }}
          form={{ ...form, written: { ...form.written, who: [] } }}
          here={here}
        />
        <p className="v-links">
          <a href={to({ who: null })}>See it of everybody</a>
          <a href={`/families/${picture.familyId}`}>The family’s page</a>
        </p>
      </>
    );
  return (
    <>
      <p className="govuk-body">
        {lines.length === all
          ? `${countInWords(all, 'event or spell', 'events and spells')} of ${namesInList(picture.people.map((person) => firstName(person.personId)))}.`
          : `${countInWords(lines.length, 'event or spell', 'events and spells')} of ${all}: ${filterInWords(picture, filter, firstName)}.`}{' '}
        Each opens to the records that tell it.
      </p>
      <Details
        classes="v-screen-only"
        summaryText="Choose what to see"
        open={form.wrong.length > 0 || !isOfAll}
      >
        <FilterForm picture={picture} filter={filter} form={form} here={here} />
      </Details>
      <Times picture={picture} filter={filter} to={to} />
      {axis && <TimeAxis {...axis} />}
      <FewRecords picture={picture} filter={filter} />
      {pinned.length > 0 && (
        <section aria-labelledby="pinned">
          <h2 id="pinned">Pinned</h2>
          <form action={here} method="get">
            <Asked filter={filter} page={page} />
            <HappeningList
              heard="Pinned moments"
              lines={pinned}
              firstName={firstName}
              button={{ name: 'unpin', text: 'Unpin' }}
            />
          </form>
        </section>
      )}
      {lines.length === 0 && (
        <EmptyState title="Nothing that you may see is recorded of this.">
          <p className="govuk-body">
            That says what was written down, not what happened. <a href={here}>See everything</a>, or choose
            less.
          </p>
        </EmptyState>
      )}
      <form action={here} method="get">
        <Asked filter={filter} page={page} />
        <ListedLines
          lines={lines}
          page={page}
          href={(of) => `${to({})}${of === 1 ? '' : `${query ? '&' : '?'}page=${of}`}`}
          firstName={firstName}
        />
      </form>
      <p className="v-links v-screen-only">
        {takes && (
          <a href={query ? `${here}/print?${query}` : `${here}/print`}>
            Print it for a conference or a court
          </a>
        )}
        <a href={`/families/${picture.familyId}`}>The family’s page</a>
      </p>
    </>
  );
}

/** What is asked for already, for a form that asks for one thing more. */
function Asked({ filter, page }: { filter: ChronologyFilter; page: number }) {
  const asked: [string, string][] = [...new URLSearchParams(asQuery(filter))];
  if (page > 1) asked.push(['page', String(page)]);
  return asked.map(([name, value]) => (
    <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
  ));
}

function FewRecords({ picture, filter }: { picture: Picture; filter: ChronologyFilter }) {
  const bands = picture.fewRecords.filter(
    (band) =>
      (filter.from === null || band.last >= filter.from) && (filter.to === null || band.from <= filter.to),
  );
  if (bands.length === 0) return null;
  return (
    <ul className="v-list">
      {bands.map((band) => (
        <li key={band.from}>
          Few records <Span from={band.from} to={addDays(band.last, 1)} />: {band.words}
        </li>
      ))}
    </ul>
  );
}

type TimesProps = {
  picture: Picture;
  filter: ChronologyFilter;
  to: (change: Partial<ChronologyFilter>) => string;
};

/** Ways to look closer, at other days, and at all again. */
function Times({ picture, filter, to }: TimesProps) {
  const first = firstDay(picture);
  if (first === null) return null;
  const closer = closerTimes({
    from: filter.from !== null && filter.from > first ? filter.from : first,
    to: filter.to !== null && filter.to < picture.today ? filter.to : picture.today,
  });
  const isPart = filter.from !== null || filter.to !== null;
  const beside = isPart ? besides(filter, first, picture.today) : [];
  return (
    <nav className="v-screen-only" aria-label="Days that the picture shows">
      <p className="v-links">
        {isPart && <a href={to({ from: null, to: null })}>All years</a>}
        {beside.map((one) => (
          <a key={one.text} href={to({ from: one.from, to: one.to })}>
            {one.text}
          </a>
        ))}
        {closer.map((one) => (
          <a key={one.from} href={to({ from: one.from, to: one.to })}>
            {one.text}
          </a>
        ))}
      </p>
    </nav>
  );
}

type Time = { text: string; from: string; to: string };
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The parts of some days: years, of a year its months, of a month its weeks. None of a week. */
export function closerTimes({ from, to }: { from: string; to: string }): Time[] {
  const days = daysFrom(from, to);
  if (days <= 7) return [];
  const parts: Time[] = [];
  if (days <= 31) {
    const back = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7;
    for (let monday = addDays(from, -back); monday <= to; monday = addDays(monday, 7))
      parts.push({ text: `Week of ${shortDay(monday)}`, from: monday, to: addDays(monday, 6) });
    return parts;
  }
  const step = days <= 366 ? 1 : 12;
  const start = step === 1 ? `${from.slice(0, 7)}-01` : `${from.slice(0, 4)}-01-01`;
  for (let begin = start; begin <= to; begin = addMonths(begin, step)) {
    const text =
      step === 1 ? `${monthNames[Number(begin.slice(5, 7)) - 1]} ${begin.slice(0, 4)}` : begin.slice(0, 4);
    parts.push({ text, from: begin, to: addDays(addMonths(begin, step), -1) });
  }
  return parts;
}

/** As many days just before and just after. */
function besides(filter: ChronologyFilter, first: string, today: string): Time[] {
  const [from, last] = [filter.from ?? first, filter.to ?? today];
  const days = daysFrom(from, last);
  const found: Time[] = [];
  if (from > first) found.push({ text: 'Earlier', from: addDays(from, -days), to: addDays(from, -1) });
  if (last < today) found.push({ text: 'Later', from: addDays(last, 1), to: addDays(last, days) });
  return found;
}

/** How many days, the first and the last among them. */
const daysFrom = (from: string, to: string) => daysBetween(from, to) + 1;

const shortDay = (day: string) => `${Number(day.slice(8, 10))} ${monthNames[Number(day.slice(5, 7)) - 1]}`;

type FilterFormProps = Props & { here: string };

function FilterForm({ picture, filter, form, here }: FilterFormProps) {
  const tellers = new Set(picture.happenings.flatMap((line) => line.tellers.map((one) => one.agency)));
  const kinds = new Map(picture.happenings.map((line) => [line.kind, line.label]));
  const sorted = (list: Iterable<{ value: string; text: string }>) =>
    [...list].sort((a, b) => a.text.localeCompare(b.text, 'en-GB'));
  return (
    <form action={here} method="get" noValidate>
      <div className="v-fields">
        <SelectField
          form={form}
          name="who"
          label="Who"
          none="Everybody"
          options={picture.people.map(({ personId, name }) => ({ value: personId, text: name }))}
        />
        <SelectField
          form={form}
          name="agency"
          label="Told by"
          none="Every agency"
          options={sorted([...tellers].map((name) => ({ value: name, text: name })))}
        />
        <SelectField
          form={form}
          name="kind"
          label="What happened"
          none="Everything"
          options={sorted([...kinds].map(([value, text]) => ({ value, text })))}
        />
        <SelectField
          form={form}
          name="need"
          label="Counts for the need"
          none="Any or none"
          options={(Object.keys(needs) as NeedId[]).map((value) => ({ value, text: needs[value] }))}
        />
        <SelectField
          form={form}
          name="tone"
          label="Stands out as"
          none="Anything"
          options={Object.entries(tones).map(([value, text]) => ({ value, text }))}
        />
        <SelectField
          form={form}
          name="lanes"
          label="A lane for each"
          none="Agency"
          options={[{ value: 'people', text: 'Person' }]}
        />
        <TextField form={form} name="words" label="Words in it" />
        <TextField form={form} name="from" label="From, such as 31/3/2024" />
        <TextField form={form} name="to" label="To, the last day" />
      </div>
      {filter.pin.map((id) => (
        <input key={id} type="hidden" name="pin" value={id} />
      ))}
      <div className="govuk-button-group">
        <Button text="Show" />
        <a className="govuk-link" href={here}>
          Show everything
        </a>
      </div>
    </form>
  );
}

/** What is asked for, in words: "of Kyle, told by Ashmere Police, from 1 January 2024". */
export function filterInWords(
  picture: Picture,
  filter: ChronologyFilter,
  firstName: (personId: string) => string,
): string {
  const kind = picture.happenings.find((line) => line.kind === filter.kind)?.label ?? filter.kind;
  const day = (iso: string) => `${shortDay(iso)} ${iso.slice(0, 4)}`;
  const said = [
    filter.who && `of ${firstName(filter.who)}`,
    filter.agency && `told by ${filter.agency}`,
    filter.kind && `“${kind}”`,
    filter.need && `of the kinds that count for “${needs[filter.need]}”`,
    filter.tone && `${filter.tone === 'crisis' ? 'crises' : 'good news'} only`,
    filter.words && `with the words “${filter.words}”`,
    filter.from && filter.to
      ? `${day(filter.from)} to ${day(filter.to)}`
      : filter.from
        ? `since ${day(filter.from)}`
        : filter.to && `until ${day(filter.to)}`,
  ].filter(Boolean);
  return said.join(', ') || 'everything';
}
