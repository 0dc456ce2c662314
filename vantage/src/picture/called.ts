/** What people are called on a family's pages. */
import { dayInWords } from '../platform/parts/index.ts';
import { nameNotRecorded, type Picture, type PictureLine } from './shape.ts';

/** What each part in an event is called on a page. */
const parts: Record<string, string> = {
  subject: '',
  victim: 'harmed',
  suspect: 'suspected',
  witness: 'saw it',
  'child-present': 'was there',
  parent: 'parent',
};

/** "Leah (was there)". */
export function partInWords(name: string, role: string, kind: string): string {
  // Of somebody missing the police say "victim": nobody has said that they were harmed.
  const victim = role === 'victim' && kind === 'police-missing-person';
  const part = victim ? '' : (parts[role] ?? role);
  return part ? `${name} (${part})` : name;
}

/** "Kyle, Leah (was there)". */
export function peopleInWords(line: PictureLine, firstName: (personId: string) => string): string {
  const said = line.people.map((person) => partInWords(firstName(person.personId), person.role, line.kind));
  // Two agencies may name one person.
  return [...new Set(said)].join(', ');
}

/** First name of each person of a picture; the whole name where two share a first name; who they are where none is recorded. */
export function firstNames(picture: Picture): (personId: string) => string {
  const everybody = [...picture.people, ...picture.before];
  const shared = Map.groupBy(everybody, (person) => person.given);
  const names = new Map(
    everybody.map((person) => {
      if (person.name === nameNotRecorded) return [person.personId, 'somebody whose name is not recorded'];
      const own = person.given !== '' && shared.get(person.given)?.length === 1;
      return [person.personId, own ? person.given : person.name];
    }),
  );
  return (personId) => names.get(personId) ?? 'somebody outside the family';
}

/**
 * What they like to be called; of whom nobody has asked, where that may be said; and of all others a sentence that is true
 * whether they were not asked or what they said is not for the reader.
 */
export function calledLine(
  picture: Pick<Picture, 'calledNote' | 'notAsked' | 'people'>,
  called: CalledBy,
): string {
  const { calledNote, notAsked, people } = picture;
  if (calledNote !== null) return calledNote;
  if (notAsked.length === 0)
    return 'No name that they like to be called by is recorded where you may see it.';
  const names = namesInList(notAsked.map((one) => called(one.personId)));
  const others =
    people.length > notAsked.length ? ' Of others no such name is recorded where you may see it.' : '';
  return `Nobody has asked ${names} what they like to be called.${others}`;
}

type CalledBy = (personId: string) => string;

/** Names in a sentence: "Dawn", "Dawn and Kyle", "Dawn, Leah and Kyle". */
export function namesInList(names: readonly string[]): string {
  const own = [...new Set(names)];
  if (own.length < 2) return own[0] ?? '';
  return `${own.slice(0, -1).join(', ')} and ${own.at(-1)}`;
}

/** A value as another record says it, a day in words. */
export const saidInWords = (said: string | null): string =>
  said === null ? 'none stated' : /^\d{4}-\d{2}-\d{2}$/.test(said) ? dayInWords(said, 'day', 'short') : said;

/** When a record was written, or came here: "recorded on 3 Mar 2024". Nothing is known of one that the reader may not open. */
export function writtenInWords({ recorded, received }: { recorded: string | null; received: string | null }) {
  if (recorded !== null) return `recorded on ${dayInWords(recorded, 'day', 'short')}`;
  if (received !== null) return `received here on ${dayInWords(received, 'day', 'short')}`;
  return 'on which day is not shared with you';
}

/** "Records differ: another, of Social care, recorded on 5 Mar 2024, says of last day: 3 Mar 2024." */
export function differingInWords(differing: PictureLine['differing']): string {
  const others = differing.map(
    ({ label, said, agency, ...times }) =>
      `another, of ${agency}, ${writtenInWords(times)}, says of ${label.toLowerCase()}: ${saidInWords(said)}`,
  );
  return `Records differ: ${others.join('; ')}.`;
}
