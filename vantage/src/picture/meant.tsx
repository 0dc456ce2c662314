/** Who is meant by a name and a birth date, where a family is opened in an emergency or for a purpose. */
import { membersOfFamilies } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import { z } from '../platform/http/index.ts';
import { type Database, type Tx, VantageError } from '../platform/index.ts';
import { DayField, type FormState, TextField } from '../platform/parts/index.ts';
import { agenciesNaming, countsActor, type WorkRole } from '../sharing/index.ts';
import { wordsOf } from './names.ts';
import { shownFamilies } from './open.ts';
import { findFamilies } from './search.ts';

/** Somebody in a family, by name and date of birth. */
export const Meant = z.object({
  name: z
    .string('Write the given name and the surname.')
    .trim()
    .min(2, 'Write the given name and the surname.')
    .max(200, 'Write it in fewer than 200 characters.'),
  born: z.iso.date('Write the date of birth, such as 2012-04-05.'),
});

export function MeantFields({ form }: { form: FormState }) {
  return (
    <>
      <TextField
        form={form}
        name="name"
        label="Name of somebody in the family"
        hint="Given name and surname, as they are recorded."
        width={20}
        numeric
      />
      <DayField form={form} name="born" label="Date of birth" means="Day, month and year." />
    </>
  );
}

/**
 * The family that a worker means, of all but sealed people, as agencies that let the worker see a name tell of it.
 * @throws {VantageError} not-found when nobody of a family with an open picture, or more than one, is meant.
 */
export async function familyMeant(
  db: Database,
  tx: Tx,
  { workerId, role }: { workerId: string; role: WorkRole },
  { name, born }: z.output<typeof Meant>,
): Promise<{ familyId: string; persons: string[] }> {
  const tellers = await agenciesNaming(tx, workerId, role);
  const found = await db.asActor(
    countsActor(tx.actor.area, 'find the family that is meant'),
    (all) => familyOf(all, name, born, tellers),
    { readOnly: true, snapshot: true },
  );
  if (!found) throw noSuchPicture();
  return found;
}

/** The same whether there is no such person, no picture of them, or one that is hidden. */
function noSuchPicture(): VantageError {
  return new VantageError('not-found', 'There is no picture of such a person.', {
    remedy:
      'Check the spelling and the date of birth. If somebody is in danger, ring 999, or the front door of children’s services.',
  });
}

/** So that what was written stays in the form when there is no such picture. */
export function inTheForm(error: unknown): never {
  if (!(error instanceof VantageError) || error.code !== 'not-found') throw error;
  const { message, remedy } = error;
  throw new VantageError('bad-input', message, { remedy, field: 'name', cause: error });
}

/**
 * The one family with an open picture, of people who are not sealed, in which somebody bears every word of the
 * name and was born on the day, as one of the agencies `tellers` says.
 */
async function familyOf(
  tx: Tx,
  name: string,
  born: string,
  tellers: ReadonlySet<string>,
): Promise<{ familyId: string; persons: string[] } | undefined> {
  const hits = await shownFamilies(tx, await findFamilies(tx, name));
  const members = await membersOfFamilies(
    tx,
    hits.map((hit) => hit.familyId),
  );
  const wanted = wordsOf(name);
  const meant = new Set(
    (await personsByIds(tx, [...new Set(members.map((member) => member.personId))]))
      .filter(({ details }) => {
        const told = details.filter((one) => tellers.has(one.agency));
        const borne = new Set(told.filter((one) => one.kind === 'name').flatMap((one) => wordsOf(one.value)));
        const [birth] = told.filter((one) => one.kind === 'birth-date').sort((a, b) => a.place - b.place);
        return birth?.value === born && wanted.every((word) => borne.has(word));
      })
      .map((person) => person.personId),
  );
  const [first, ...others] = new Set(
    members.filter((member) => meant.has(member.personId)).map((member) => member.familyId),
  );
  if (first === undefined || others.length > 0) return undefined;
  const persons = members.filter((member) => member.familyId === first).map((member) => member.personId);
  return { familyId: first, persons };
}
