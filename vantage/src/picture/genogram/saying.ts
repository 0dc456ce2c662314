/** A genogram in words: for its table, for whoever hears it, and for what no line says. */
import { spanInWords } from '../../platform/parts/index.ts';
import { namesInList } from '../called.ts';
import { siblingWords } from '../kin-elsewhere.ts';
import type { PicturePerson } from '../shape.ts';
import { areTwins, betweenOf } from '../siblings/model.ts';
import { pairKey } from './model.ts';
import type { GenogramOn } from './service.ts';

/** Everybody of the family, those who belonged before the reader's work among them. */
export const everybody = ({ picture }: Pick<GenogramOn, 'picture'>): PicturePerson[] => [
  ...picture.people,
  ...picture.before,
];

/** Everybody who is drawn on the day. */
export const drawnOf = (shown: Pick<GenogramOn, 'picture' | 'absent'>): PicturePerson[] =>
  everybody(shown).filter(({ personId }) => !shown.absent.has(personId));

/** Beneath a symbol: "home A", "A, before C", "home kept back", "home not known"; nothing for whoever is not alive on the day. */
export function homeLine(shown: GenogramOn, personId: string): string {
  const { homeOf, letters, kept, moved, on, picture } = shown;
  const person = everybody(shown).find((one) => one.personId === personId);
  if (!person) return '';
  if (person.died !== null && person.died <= on) return `died ${person.died.slice(0, 4)}`;
  if (person.born !== null && person.born > on)
    return person.born > picture.today ? `due ${person.born.slice(0, 4)}` : `born ${person.born.slice(0, 4)}`;
  if (picture.before.some((one) => one.personId === personId)) return 'home not shared';
  const homes = (homeOf.get(personId) ?? []).map((homeId) => letters.get(homeId) ?? '');
  if (homes.length === 0) return kept.has(personId) ? 'home kept back' : 'home not known';
  const placed = shown.homes.find(
    ({ factId, people }) => factId !== null && people.some((one) => one.personId === personId),
  );
  if (placed && homes.length === 1) return `home ${homes[0]}: ${placed.address.toLowerCase()}`;
  const before = moved.find((one) => one.personId === personId)?.from ?? null;
  if (before !== null) return `home ${homes[0]}, before ${letters.get(before) ?? ''}`;
  return `home ${homes.join(' or ')}`;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

const kinds: readonly (readonly [kind: string, one: string, other: string])[] = [
  ['parent', 'parent of', 'child of'],
  ['partner', 'partner of', 'partner of'],
  ['former-partner', 'former partner of', 'former partner of'],
  ['grandparent', 'grandparent of', 'grandchild of'],
  ['carer', 'carer of', 'cared for by'],
  ['other-kin', 'kin of', 'kin of'],
];

/** Relations that begin and end; whoever is a parent, a grandparent or kin stays so, whenever a record of it ended. */
const hasDays = (kind: string) => kind === 'carer' || kind.includes('partner');

/** "Parent of Kyle and Leah; partner of Dean since 2025": every stated relation of somebody to others of the family. */
export function relationsInWords(shown: GenogramOn, person: PicturePerson): string {
  const { name } = shown;
  const pairs = shown.relations
    .filter(({ kind }) => kind === 'partner')
    .map((tie) => pairKey(tie.personId, tie.otherId));
  // Whoever was a partner from day to day need not be told to be a former one as well.
  const relations = shown.relations.filter(
    ({ kind, personId, otherId, happened: { from } }) =>
      !shown.absent.has(personId) &&
      !shown.absent.has(otherId) &&
      (kind !== 'former-partner' || !pairs.includes(pairKey(personId, otherId))) &&
      (!hasDays(kind) || from === null || from <= shown.on),
  );
  const said = kinds.flatMap(([kind, one, other]) => {
    const own = relations.filter((tie) => tie.kind === kind);
    const sides = [
      [one, own.filter((tie) => tie.personId === person.personId).map((tie) => [tie.otherId, tie] as const)],
      [
        other,
        own.filter((tie) => tie.otherId === person.personId).map((tie) => [tie.personId, tie] as const),
      ],
    ] as const;
    const merged = one === other ? [[one, [...sides[0][1], ...sides[1][1]]] as const] : sides;
    return merged.flatMap(([words, ties]) => {
      const byPerson = Map.groupBy(ties, ([id]) => id);
      const names = [...byPerson].map(([id, stated]) => {
        if (!hasDays(kind)) return name(id);
        const spans = [
          ...new Set(
            stated.map(
              ([
                ,
                {
                  happened: { from, to },
                },
              ]) => {
                const end = to !== null && to > shown.on ? null : to;
                return from || end ? spanInWords(from, end, 'day', 'short') : '';
              },
            ),
          ),
        ];
        return [name(id), ...spans.filter(Boolean)].join(', ');
      });
      return names.length === 0 ? [] : [`${words} ${hasDays(kind) ? names.join('; ') : namesInList(names)}`];
    });
  });
  const twinning = {
    bornOn: (id: string) => everybody(shown).find(({ personId }) => personId === id)?.born ?? null,
    isMale: (id: string) => shown.kindred.people.find((one) => one.id === id)?.sex === 'male',
  };
  const siblings = Map.groupBy(
    drawnOf(shown).flatMap(({ personId }) => {
      const between = personId === person.personId ? null : betweenOf(person.personId, personId, relations);
      if (between === null) return [];
      const isTwin = areTwins([person.personId, personId], relations, twinning);
      return [{ words: isTwin ? 'twin of' : siblingWords[between], personId }];
    }),
    ({ words }) => words,
  );
  for (const [words, own] of siblings)
    said.push(`${words} ${namesInList(own.map(({ personId }) => name(personId)))}`);
  return said.map(capital).join('. ');
}

/** Everything that a symbol shows, as one sentence after another. */
export function personInWords(shown: GenogramOn, personId: string): string {
  const person = everybody(shown).find((one) => one.personId === personId);
  const who = shown.kindred.people.find((one) => one.id === personId);
  const coming = shown.expected.get(personId);
  if (coming)
    return `${shown.name(coming.mother)} is expecting a child${coming.due ? `, due ${coming.due}` : ''}`;
  if (!person || !who) return who?.name ?? '';
  const age = who.inside === '' ? '' : `${who.dead ? 'died at' : 'aged'} ${who.inside}`;
  const home = homeLine(shown, personId);
  return [
    [person.name, who.sex === 'other' ? '' : who.sex, age].filter(Boolean).join(', '),
    relationsInWords(shown, person),
    home.startsWith('home') ? capital(home) : '',
  ]
    .filter(Boolean)
    .join('. ');
}

/** Two or three sentences that say what the drawing shows. */
export function genogramInWords(shown: GenogramOn): string {
  const { kindred, homes, picture } = shown;
  const people = kindred.people.filter(
    ({ shape, id }) => shape !== 'not-recorded' && !shown.expected.has(id) && !shown.absent.has(id),
  );
  const children = people.filter(({ index }) => index).map(({ id }) => shown.name(id));
  const partners = kindred.partnerships.filter(({ kind, later }) => kind === 'partners' && !later);
  const couples = partners.map(
    ({ between: [a, b], words }) => `${shown.name(a)} and ${shown.name(b)}${words ? ` (${words})` : ''}`,
  );
  return [
    `${people.length === 1 ? 'One person' : `${people.length} people`} of ${picture.name.replace(/^The/, 'the').replace(/^A /, 'a ')}${children.length > 0 ? `, made around ${namesInList(children)}` : ''}.`,
    couples.length > 0
      ? `Partnerships that records state: ${couples.join('; ')}.`
      : kindred.partnerships.some(({ kind }) => kind === 'partners')
        ? 'No partnership is stated to have begun by this day.'
        : 'No partnership is stated.',
    leftOutOfTheDay(shown),
    ...[...shown.expected.keys()]
      .filter((id) => !shown.absent.has(id))
      .map((id) => `${personInWords(shown, id)}.`),
    homes.length > 0
      ? `Homes on this day: ${homes.map(({ letter, people: there }) => `${letter}, ${namesInList(there.map(({ personId }) => shown.name(personId)))}`).join('; ')}.`
      : 'No home on this day is known.',
    'The same stands in the tables beneath.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Who belongs to the family and is not drawn on the day; nothing where everybody is. */
export function leftOutOfTheDay(shown: GenogramOn): string {
  const names = everybody(shown)
    .filter(({ personId }) => shown.absent.has(personId))
    .map(({ name }) => name);
  if (names.length === 0) return '';
  return `${namesInList(names)} ${names.length === 1 ? 'is' : 'are'} left out: on this day nothing that records state tied ${names.length === 1 ? 'them' : 'any of them'} to this family yet.`;
}
