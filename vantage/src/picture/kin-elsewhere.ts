/** Relatives of people of a family who belong to another family, as far as their reader may see them there. */
import { familiesOf, relationshipsOf } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import { ageOn, type Tx } from '../platform/index.ts';
import { type Consent, consentsOf } from '../sharing/index.ts';
import { familyNames } from './naming.ts';
import { nameOf, shownFamilies } from './open.ts';
import { type Between, betweenOf } from './siblings/model.ts';

/** Rules by which relatives in other families are named, in plain words. Each id stands in docs/rules.md. */
export const kinElsewhereRules = {
  'kin-elsewhere':
    'A relative who belongs to another family and not to this one is named where records that the reader may see state it, the picture of that family is open today, and the reader may see them in it: that is, where the reader works with that family too, or opened it for a purpose. Of everybody else nothing is said, not even that there is somebody.',
  'kin-agreed':
    'Beside each stands what they agreed to, as far as the reader may see it, and until when. When the picture of that family closes they are named here no more.',
} as const;

export type KinElsewhere = {
  personId: string;
  name: string;
  age: number | null;
  died: string | null;
  /** Of whom of this family they are a relative, and how: a plain word, or what two brothers and sisters are. */
  to: { personId: string; words: string }[];
  isSibling: boolean;
  families: { familyId: string; name: string }[];
  agreed: Consent[];
};

const kinWords: Readonly<Record<string, [string, string]>> = {
  parent: ['parent of', 'child of'],
  partner: ['partner of', 'partner of'],
  'former-partner': ['former partner of', 'former partner of'],
  sibling: ['brother or sister of', 'brother or sister of'],
  grandparent: ['grandparent of', 'grandchild of'],
  carer: ['carer of', 'cared for by'],
  'other-kin': ['kin of', 'kin of'],
};
export const siblingWords: Readonly<Record<Exclude<Between, null>, string>> = {
  full: 'brother or sister of',
  half: 'half-brother or half-sister of',
  'one-parent': 'with one parent in common, and the other not recorded, brother or sister of',
  step: 'step-brother or step-sister of',
  stated: 'stated as brother or sister of',
};

/** Rules kin-elsewhere and kin-agreed. @param of Of whom relatives are wanted. @param members Everybody of the family. */
export async function kinElsewhere(
  tx: Tx,
  { of, members, on }: { of: readonly string[]; members: readonly string[]; on: string },
): Promise<KinElsewhere[]> {
  const own = await relationshipsOf(tx, of);
  const parents = new Set(
    own.flatMap(({ kind, personId, otherId }) =>
      kind === 'parent' && of.includes(otherId) ? [personId] : [],
    ),
  );
  const partners = own
    .concat(await relationshipsOf(tx, [...parents]))
    .flatMap(({ kind, personId, otherId }) => (kind.endsWith('partner') ? [personId, otherId] : []));
  const stated = [...own, ...(await relationshipsOf(tx, [...new Set([...parents, ...partners])]))];
  // Whoever else is a parent of those found tells half-brothers and half-sisters from others.
  const near = [...new Set(stated.flatMap(({ personId, otherId }) => [personId, otherId]))];
  const all = [...stated, ...(await relationshipsOf(tx, near))];
  const elsewhere = near.filter((id) => !members.includes(id));
  const toWhom = (id: string) => {
    const siblings = of.flatMap((personId) => {
      const between = betweenOf(id, personId, all);
      return between === null ? [] : [{ personId, words: siblingWords[between] }];
    });
    const direct = own.flatMap(({ kind, personId, otherId }) => {
      const [from, to] = kinWords[kind] ?? [kind, kind];
      if (personId === id && of.includes(otherId)) return [{ personId: otherId, words: from }];
      if (otherId === id && of.includes(personId)) return [{ personId, words: to }];
      return [];
    });
    const isTold = ({ personId, words }: { personId: string; words: string }) =>
      words === kinWords.sibling?.[0] && siblings.some((one) => one.personId === personId);
    const told = [...siblings, ...direct.filter((one) => !isTold(one))];
    return { to: [...new Map(told.map((one) => [`${one.personId} ${one.words}`, one])).values()], siblings };
  };
  const kin = elsewhere.filter((id) => toWhom(id).to.length > 0);
  const [persons, places] = await Promise.all([personsByIds(tx, kin), familiesOf(tx, kin)]);
  const open = await shownFamilies(
    tx,
    places.filter(({ happened }) => happened.to === null || happened.to > on),
    on,
  );
  const [names, consents] = await Promise.all([
    familyNames(
      tx,
      open.map(({ familyId }) => familyId),
    ),
    consentsOf(
      tx,
      open.map(({ personId }) => personId),
    ),
  ]);
  return persons.flatMap((person): KinElsewhere[] => {
    const { personId, birthDate, deathDate } = person;
    const families = [
      ...new Set(open.flatMap((place) => (place.personId === personId ? [place.familyId] : []))),
    ];
    if (families.length === 0) return [];
    const { to, siblings } = toWhom(personId);
    return [
      {
        personId,
        name: nameOf(person),
        age: birthDate === null ? null : ageOn(birthDate, deathDate ?? on),
        died: deathDate,
        to,
        isSibling: siblings.length > 0,
        families: families.map((familyId) => {
          const name = names.get(familyId);
          return { familyId, name: name ? `The ${name} family` : 'A family without a recorded surname' };
        }),
        agreed: consents.filter((one) => one.personId === personId),
      },
    ];
  });
}
