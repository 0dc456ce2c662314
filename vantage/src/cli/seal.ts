import { z } from 'zod';
import { refresh } from '../area/index.ts';
import { personsByIds } from '../identity/index.ts';
import { clock, dayOf, type Tx, VantageError } from '../platform/index.ts';
import { record, sealPerson, seals, unsealPerson, workersByIds } from '../sharing/index.ts';
import { defineCommand } from './command.ts';
import { operator, sealNow } from './operator.ts';
import { areaOf } from './place.ts';
import { sought, stillNamed } from './still-named.ts';

/** What `vantage seal` prints: the seals that stand on the day. */
export const SealOutput = z.object({
  seals: z.array(
    z.object({
      sealId: z.uuid(),
      personId: z.uuid(),
      named: z.array(z.uuid()).describe('Workers for whom the person still exists.'),
      from: z.iso.date(),
      reason: z.string(),
    }),
  ),
  stillNamed: z
    .array(z.object({ personId: z.uuid(), in: z.enum(['words', 'fact', 'plan']), address: z.string() }))
    .describe(
      'After a seal: what others of the family said, or was written of them, that holds the person’s name and is still read.',
    ),
});
export type SealOutput = z.infer<typeof SealOutput>;

export const seal = defineCommand<SealOutput>({
  name: 'seal',
  arguments: '[PERSON-ID]',
  summary: 'hide a person from everyone not named, or list who is hidden',
  help: `Hides a person from everyone not named, as if the person did not exist: on pages, in searches, in counts and
sums, from the next request on. A person's id stands in the address of their page.

  vantage seal 0198c0de-0000-7000-8000-000000000000 --reason "placed with adopters" --named WORKER-ID,WORKER-ID
  vantage seal 0198c0de-0000-7000-8000-000000000000 --end
  vantage seal

What others of the family said, or was written of them, may hold the person's name. It stays, since no seal changes what
somebody said; the command lists where it still stands, so that it can be put right.

Without an id it lists the seals that stand. A seal that ends is kept, and so is who set and ended it.`,
  options: {
    reason: { type: 'string', placeholder: 'WORDS', help: 'why the person is hidden' },
    named: {
      type: 'string',
      placeholder: 'IDS',
      help: 'workers for whom the person still exists, commas between',
    },
    end: { type: 'boolean', help: 'end every seal of the person' },
  },
  output: SealOutput,
  async run({ args, values, data, open }) {
    const [personId, ...rest] = args;
    if (rest.length > 0 || (personId !== undefined && !z.uuid().safeParse(personId).success)) {
      throw new VantageError('bad-input', 'vantage seal needs the id of one person, or none.', {
        remedy: 'Take the id from the address of the person’s page: /families/…/people/ID.',
      });
    }
    const db = await open();
    const { code } = await areaOf(db);
    const isSealing = personId !== undefined && !values.end;
    const names = isSealing ? await db.asActor(operator(code), (tx) => sought(tx, personId)) : null;
    const standing = await db.asActor(operator(code), async (tx) => {
      if (personId !== undefined) {
        if (values.end) await endSeals(tx, personId);
        else await setSeal(tx, personId, values);
        await refresh(tx, personId);
      }
      const standing = await seals(tx, dayOf(clock.now()));
      if (personId === undefined)
        await record(tx, {
          action: 'read',
          route: 'vantage seal',
          persons: standing.map((one) => one.personId),
        });
      return standing;
    });
    const output = {
      seals: standing,
      stillNamed: names
        ? await db.asActor(operator(code, 'counts'), (tx) => stillNamed(tx, names), { readOnly: true })
        : [],
    };
    await sealNow({ db, data, area: code });
    return { output, text: textOf(output) };
  },
});

async function setSeal(tx: Tx, personId: string, values: Record<string, unknown>): Promise<void> {
  const [person] = await personsByIds(tx, [personId]);
  if (!person) {
    throw new VantageError('not-found', `There is no person ${personId}.`, {
      remedy: 'Take the id from the address of the person’s page.',
    });
  }
  const named = typeof values.named === 'string' ? values.named.split(',').map((id) => id.trim()) : [];
  const known = await workersByIds(
    tx,
    named.filter((id) => z.uuid().safeParse(id).success),
  );
  const unknown = named.find((id) => !known.has(id));
  if (unknown !== undefined) {
    throw new VantageError('bad-input', `Nobody who works here has the id "${unknown}".`, {
      remedy: 'Give the ids of workers, commas between; the page /as has them.',
    });
  }
  const reason = typeof values.reason === 'string' ? values.reason : '';
  await sealPerson(tx, { personId, named, from: dayOf(clock.now()), reason });
  await record(tx, { action: 'seal', route: 'vantage seal', persons: [personId], reason });
}

async function endSeals(tx: Tx, personId: string): Promise<void> {
  const own = (await seals(tx, dayOf(clock.now()))).filter((one) => one.personId === personId);
  if (own.length === 0) {
    throw new VantageError('not-found', `No seal stands for the person ${personId}.`, {
      remedy: 'List the seals that stand with: vantage seal.',
    });
  }
  for (const one of own) await unsealPerson(tx, one.sealId);
  await record(tx, { action: 'unseal', route: 'vantage seal', persons: [personId] });
}

function textOf({ seals: standing, stillNamed: named }: SealOutput): string {
  if (standing.length === 0) return 'Nobody is sealed.';
  const lines = standing.map(
    ({ personId, from, named, reason }) =>
      `${personId}  since ${from}, but for ${named.length === 0 ? 'nobody' : named.join(', ')}: ${reason}`,
  );
  if (named.length > 0) {
    lines.push(
      '',
      'The name still stands in what others of the family said, or what was written of them, and is read there:',
      ...named.map(({ personId, in: where, address }) => `  ${placeWords[where]} ${personId}  ${address}`),
      'No seal changes what somebody said. Look at each, and have the agency that sent it, or whoever wrote it, put it right.',
    );
  }
  return lines.join('\n');
}

const placeWords = { words: 'words of', fact: 'a fact about', plan: 'the plan for' } as const;
