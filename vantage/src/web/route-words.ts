import type { RouteWords } from '../sharing/index.ts';

const seen = (words: string): RouteWords => ({ seen: words });
const changed = (words: string, done: string): RouteWords => ({ seen: words, done });

/**
 * What each page and operation is called in the audit: what is seen there, and what whoever sends its form does. A page
 * and its operation in the API are called the same.
 */
const pages: Readonly<Record<string, RouteWords>> = {
  '/as': seen('who works with a family, before anybody was chosen'),
  '/families': seen('families found by a search'),
  '/export/families': seen('the list of families'),
  '/behind': seen('families behind a number'),
  '/families/:id': seen('a family’s page'),
  '/families/:id/chronology': seen('a family’s chronology'),
  '/families/:id/spending': seen('what services spent around a family'),
  '/families/:id/needs': seen('what a family may need'),
  '/families/:id/needs/:need': changed('a need of a family', 'Disagreed with a need'),
  '/families/:id/needs/:need/undo': changed('a need of a family', 'Took a disagreement back'),
  '/families/:id/people/:person': seen('a person’s page'),
  '/families/:id/decisions': seen('decisions about sharing'),
  '/families/:id/consents': seen('what a family agreed to'),
  '/families/:id/consents/:consent/withdraw': seen('what a family agreed to'),
  '/consents': seen('answers that they wrote down'),
  '/consents/:consent/again': seen('answers that they wrote down'),
  '/families/:id/people/:person/protection': changed('what protects a person', 'Protected somebody'),
  '/families/:id/people/:person/protection/:protection': seen('what protects a person'),
  '/families/:id/people/:person/protection/:protection/named': changed(
    'what protects a person',
    'Changed who may know where somebody is',
  ),
  '/families/:id/people/:person/protection/:protection/end': changed(
    'what protects a person',
    'Ended a protection',
  ),
  '/facts/:id': seen('one event or spell'),
  '/facts/:id/telling': changed('what a person is told', 'Decided what a person is told'),
  '/records/:id': seen('a record as it came'),
  '/area': seen('the area’s numbers'),
  '/extracts': seen('the list of extracts'),
  '/extracts/:id': seen('an extract'),
  '/extracts/held': seen('rows held back'),
  '/held': seen('rows held back'),
  '/extracts/held/:id': changed('a row held back', 'Mended a row held back'),
  '/held/:id': changed('a row held back', 'Mended a row held back'),
  '/extracts/mappings': seen('how spreadsheets are read'),
  '/mappings': seen('how spreadsheets are read'),
  '/extracts/mappings/:name': changed('how a spreadsheet is read', 'Changed how a spreadsheet is read'),
  '/mappings/:name': changed('how a spreadsheet is read', 'Changed how a spreadsheet is read'),
  '/extracts/waiting/:id': changed('a spreadsheet that waits', 'Said how a spreadsheet is read'),
  '/me': seen('what is said of them'),
  '/me/consents/:consent/withdraw': seen('what they agreed to'),
  '/desks': changed('duty desks', 'Set their agency’s duty desk'),
  '/duties': changed('duties in law', 'Set from when a duty counts'),
  '/agreements': changed('agreements', 'Agreed to share'),
  '/agreements/new': changed('what an agreement would do', 'Agreed to share'),
  '/agreements/:id': seen('an agreement'),
  '/agreements/:id/end': changed('what ending an agreement would do', 'Ended an agreement'),
  '/openings': seen('families opened without a relation'),
  '/openings/:id': seen('a family opened without a relation'),
  '/openings/:id/told': changed(
    'a family opened without a relation',
    'Wrote down that a family was told that it was opened',
  ),
  '/reviews': changed('learning reviews and inspections', 'Opened a review'),
  '/reviews/:id': seen('a learning review or an inspection'),
  '/reviews/:id/close': changed('a learning review or an inspection', 'Closed a review'),
  '/reviews/:id/known': seen('what was known of a family on a day'),
  '/break-glass': seen('the page to open a family in an emergency'),
  '/purpose': seen('the page to open a family for a purpose'),
  '/who-is-who': changed('who is who', 'Decided who is who'),
  '/who-is-who/pairs': seen('who is who'),
  '/who-is-who/decisions': changed('decisions about who is who', 'Decided who is who'),
  '/who-is-who/decisions/:id/take-back': changed(
    'decisions about who is who',
    'Took a decision about who is who back',
  ),
  '/who-is-who/persons/:id': changed('the numbers of one person', 'Decided who is who'),
  '/audit': seen('who looked at whom'),
  '/audit/unusual': seen('unusual looking'),
};

/** The words of a route's pattern; undefined for a command and for what nobody is written down at. */
export function routeWords(route: string): RouteWords | undefined {
  return pages[route.replace(/^\/api(?=\/)/, '').replace(/\{(\w+)\}/g, ':$1')];
}
