/** Names and addresses that a viewer may not see, looked for in what the viewer is answered. */
import type { Sight } from './sight.ts';
import type { World } from './world.ts';

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

/** What a page says: without its tags. JSON stays as it is but for its escapes. */
export function textOf(body: string): string {
  if (!body.startsWith('<')) return body.replaceAll('\\"', '"');
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#x27);/g, (found) => entities[found] ?? found);
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Words that stand for themselves: Ann Smith is not in Ann Smith-Jones. */
const anyOf = (words: readonly string[]) =>
  words.length === 0
    ? /(?!)/g
    : new RegExp(`(?<!\\p{L}-?)(?:${words.map(quoted).join('|')})(?!-?\\p{L})`, 'gu');

/** Finds words in a text that are not also in what excuses them. */
const among = (words: readonly string[]) => {
  const pattern = anyOf([...words].sort((a, b) => b.length - a.length));
  return (text: string, excused: string) => [
    ...new Set(
      [...text.matchAll(pattern)]
        .filter(([word]) => !excused.includes(word))
        .map((found) => `${found[0]}: …${text.slice(Math.max(0, found.index - 60), found.index + 60)}…`),
    ),
  ];
};

/** @returns What finds, in an answer, full names and addresses that the viewer may not see. */
export function unseenWords(world: World, sight: Sight): (body: string, excused?: string) => string[] {
  const all = [...world.details.values()].flat();
  const seenNames = new Set([
    ...world.workers,
    ...all
      .filter((one) => one.kind === 'name' && sight.detailsOf(one.personId).includes(one))
      .map((one) => one.value),
  ]);
  const seenAddresses = new Set([...world.details.keys()].flatMap(sight.addressesOf));
  const names = all.filter((one) => one.kind === 'name').map((one) => one.value);
  const addresses = [
    ...all.filter((one) => one.kind === 'address').map((one) => one.value),
    ...[...world.residences.values()].flat().map((one) => one.address),
  ];
  const shownAddresses = [...seenAddresses].join('\n');
  const find = among([
    ...new Set(names.filter((name) => !seenNames.has(name))),
    ...new Set(addresses.filter((one) => !shownAddresses.includes(one))),
  ]);
  return (body, excused = '') => find(textOf(body), excused);
}

/** @returns What finds, on a family's page, given names and surnames that only members whom the viewer may not see bear. */
export function unseenInFamily(world: World, sight: Sight, familyId: string): (body: string) => string[] {
  const members = world.places.filter((place) => place.familyId === familyId).map((place) => place.personId);
  const borne = members.flatMap((id) => (world.details.get(id) ?? []).filter((one) => one.kind === 'name'));
  const shown = members.flatMap((id) => sight.detailsOf(id).filter((one) => one.kind === 'name'));
  const wordsOf = (all: typeof borne) =>
    new Set(all.flatMap((one) => [one.given, one.surname].filter((word) => word !== null)));
  const seen = wordsOf(shown);
  const find = among([...wordsOf(borne)].filter((word) => !seen.has(word) && word.length > 2));
  // Words of others that the viewer may read: nobody can tell whom they name.
  const read = [
    ...sight.statementsOf(familyId).map((one) => one.words),
    ...sight
      .factsOf(familyId)
      .filter(sight.isTold)
      .flatMap((fact) => fact.detail.parts.map((part) => part.value)),
  ];
  const excused = [...world.workers, ...read].join('\n');
  return (body) => find(textOf(body), excused);
}
