import { FirstSearch } from '../picture/index.ts';
import { Key, Table } from '../platform/parts/index.ts';

/** The first page of whoever is nobody at work: search, then what this is. */
export function Welcome() {
  return (
    <>
      <FirstSearch />
      <div className="v-columns">
        <section>
          <h2>Seen from below: one family</h2>
          <p>
            Many services may work with one family, and each knows its own part. Vantage puts the parts
            together: <b>one picture of each family that is being helped</b>, which everyone around it can act
            on. It says what the family said first, then what has been happening, who came, and what services
            spent around them. Everything on it opens to the records it came from.
          </p>
          <p>
            A picture opens for a listed reason with a date: help agreed, a statutory enquiry or plan, care,
            or youth justice. Without one there is no page, no search result and no name.
          </p>
        </section>
        <section>
          <h2>Seen from above: the area</h2>
          <p>
            Everyone else is <b>only counted</b>. <a href="/area">The area</a> says how many families there
            are and which help they have, without a name.
          </p>
          <p>
            <a href="/extracts">Extracts</a> lists what each agency sent, and the rows that were held back
            because something in them was wrong.
          </p>
          <p>There is no score. Nothing here decides anything about a person.</p>
        </section>
      </div>
    </>
  );
}

export function About() {
  return (
    <div className="v-prose">
      <p>
        Vantage is software for the people who help families together: children’s services, the police,
        schools, health, housing and charities of one area. It is free to use and to change, under the MIT
        License.
      </p>
      <h2>What it holds to</h2>
      <ul className="v-list">
        <li>It starts from people. A family’s own account stands before anybody else’s.</li>
        <li>
          It is not a register. A picture opens for a listed reason and closes again; everyone else is counted
          without a name.
        </li>
        <li>
          Counts on the area’s page open to the families behind them where a picture is open; every event to
          the records that tell it, with their agency, file and line.
        </li>
        <li>Facts are corrected or withdrawn, never overwritten. What was known when can be answered.</li>
        <li>There is no score and no ranking of families. Matching of records gives its reasons.</li>
        <li>
          What is uncertain looks uncertain. Costs have a range and a price year, dates say when they are not
          exact, and few records does not mean that all is calm.
        </li>
      </ul>
      <h2>Where the facts come from</h2>
      <p>
        Agencies send extracts of their records. <a href="/extracts">Extracts</a> lists every one of them, and
        the rows that were held back because something in them was wrong.
      </p>
      <h2>This server</h2>
      <p>
        The area shown here is made up: nobody in it is real. The server answers to this machine only, and
        refuses real people’s data until people can sign in and see only what they may.
      </p>
    </div>
  );
}

export function Accessibility() {
  return (
    <div className="v-prose">
      <p>
        Vantage is made to meet the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA. That means
        that you should be able to:
      </p>
      <ul className="v-list">
        <li>
          read every page at 400% zoom, or on a screen 320 pixels wide, without scrolling the page sideways
        </li>
        <li>use every page with a keyboard, and see where you are</li>
        <li>use every page without JavaScript</li>
        <li>hear every page with a screen reader: each picture has the same facts as a list or table</li>
        <li>tell things apart without colour: shape and words always say it too</li>
        <li>print every page</li>
      </ul>
      <p>
        The typeface is Atkinson Hyperlegible Next, made by the Braille Institute for people who see little:
        letters that look alike elsewhere look different here.
      </p>
      <h2>How this is checked</h2>
      <p>
        Tests open the pages in a browser, run the axe checker over them, tab through everything, narrow them
        to 320 pixels, switch JavaScript off and print them. No test with people who use assistive technology
        has been done yet.
      </p>
      <h2>What falls short</h2>
      <ul className="v-list">
        <li>
          Marks in a time axis open with a pointer only. The list under or behind each picture has the same
          links for the keyboard.
        </li>
        <li>Marks in a time axis can be smaller than 24 by 24 pixels. The same links stand in the list.</li>
        <li>
          On a narrow screen a wide table, such as those on the area’s page, a genogram or a network map may
          scroll sideways inside itself.
        </li>
        <li>
          Single-key shortcuts are on at first. You can turn them off under <a href="/keys">Keys</a>.
        </li>
      </ul>
    </div>
  );
}

export function Matching() {
  return (
    <div className="v-prose">
      <p>
        Each agency knows a person by a number of its own. To make one picture, Vantage works out which
        numbers belong to the same person. This page says how, and what can go wrong.
      </p>
      <h2>What is compared</h2>
      <p>
        Given name, surname, date of birth, sex, address, postcode, and numbers that several agencies hold,
        such as the NHS number. Spelling may differ a little, names may be short forms, and a day and month
        may be swapped: these count as nearly the same.
      </p>
      <h2>How it is weighed</h2>
      <p>
        Each thing that agrees adds weight, and each thing that differs takes some away. How much is worked
        out from the records: two people called Smith agree by chance more often than two called
        Featherstonehaugh, so the rarer name weighs more. Something that is missing counts neither way.
      </p>
      <p>
        Two records are taken to be one person only when the weights together make it very likely: of all
        links made, at least 99 in 100 should be right. Each link keeps its weights and its reasons in words,
        and a person’s page shows them.
      </p>
      <h2>Who is kept apart</h2>
      <ul className="v-list">
        <li>
          Twins: the same surname, birth date and address but another given name is another person, unless a
          number says otherwise.
        </li>
        <li>A parent and child with the same name and address but another date of birth.</li>
        <li>Two people who both have a valid number of one kind, and the numbers differ.</li>
      </ul>
      <h2>What can go wrong</h2>
      <p>
        A link can be wrong, and one can be missing: someone who moved and changed their name may stand here
        as two people. Where comparing does not settle it, people decide; they can also part what was joined
        wrongly. What they decide holds from the next build on, and can be taken back without loss, because
        records are kept as they came. Matching only puts records together. It decides nothing about anybody,
        and there is no score.
      </p>
      <h2>Which name is shown</h2>
      <p>
        A person’s name, date of birth and address are chosen from their records by a fixed rule, and each
        shows which record it came from.
      </p>
    </div>
  );
}

export function Keys() {
  const rows: [React.ReactNode, string][] = [
    [<Key name="/" key="search" />, 'Go to the search box'],
    [
      <span key="families">
        <Key name="g" /> then <Key name="f" />
      </span>,
      'Families',
    ],
    [
      <span key="area">
        <Key name="g" /> then <Key name="a" />
      </span>,
      'Area',
    ],
    [
      <span key="extracts">
        <Key name="g" /> then <Key name="e" />
      </span>,
      'Extracts',
    ],
    [
      <span key="choices">
        <Key name="1" />, <Key name="2" />, <Key name="3" />
      </span>,
      'Choose the answer that bears the figure, where two records are compared',
    ],
    [
      'Arrow keys',
      'On somebody in a genogram: to a parent, a child, or whoever stands beside them; in a network map: around the family',
    ],
    [
      'Arrow keys, Home, End',
      'In a list or table of ten links or more, which is one stop of the Tab key: from line to line, from link to link, to the first and the last',
    ],
    [<Key name="?" key="keys" />, 'This page'],
  ];
  return (
    <div className="v-prose">
      <p>Press these keys on any page while you are not writing in a box. They need JavaScript.</p>
      <Table
        heard="Keys and where they go"
        head={[{ text: 'Keys' }, { text: 'Where they go' }]}
        rows={rows.map(([keys, place]) => [{ text: keys }, { text: place }])}
      />
      <div id="keys-switch" />
    </div>
  );
}
