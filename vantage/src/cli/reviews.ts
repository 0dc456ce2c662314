import { z } from 'zod';
import {
  Closing,
  closeReview,
  jsonOfReview,
  mayOpenReviews,
  Opening,
  openReview,
  type Review,
  ReviewJson,
  reviews as reviewsHere,
} from '../learning/index.ts';
import { type Actor, clock, type Database, dayOf, VantageError } from '../platform/index.ts';
import { type Area, type Noted, record, roles, type WorkRole, workersOn } from '../sharing/index.ts';
import { type Context, defineCommand } from './command.ts';
import { sealNow } from './operator.ts';
import { areaOf, readerOf } from './place.ts';

/** What `vantage reviews` prints: the list, or the one that was opened or closed. */
export const ReviewsOutput = z.object({ reviews: z.array(ReviewJson) });
export type ReviewsOutput = z.infer<typeof ReviewsOutput>;

export const reviews = defineCommand<ReviewsOutput>({
  name: 'reviews',
  arguments: '[open | close REVIEW-ID]',
  summary: 'learning reviews and inspections, inside which is shown what was known when',
  help: `Lists learning reviews and inspections; opens one of one family; or closes one. The last two are done on behalf of
the information governance lead or the director. While it is open, those who take part see at /reviews what each
agency, or all together, knew of the family on any day. An inspection is for inspectors.

  vantage reviews
  vantage reviews open --as WORKER-ID --kind learning --name "Spring review" --person "Kyle Hart" --born 2008-05-14
    --why "To learn from the spring of 2026" --with "Nina Castell"
    --until 2027-01-31
  vantage reviews close REVIEW-ID --as WORKER-ID --why "The report is written"`,
  options: {
    as: { type: 'string', placeholder: 'WORKER-ID', help: 'who opens or closes it' },
    kind: { type: 'string', placeholder: 'KIND', help: 'learning or inspection; learning without it' },
    name: { type: 'string', placeholder: 'WORDS', help: 'what it is called' },
    person: { type: 'string', placeholder: 'NAME', help: 'given name and surname of somebody in the family' },
    born: { type: 'string', placeholder: 'DAY', help: 'when they were born' },
    why: { type: 'string', placeholder: 'WORDS', help: 'why it is held, or closed, in a sentence' },
    with: {
      type: 'string',
      placeholder: 'NAMES',
      help: 'who takes part, semicolons between: names, or numbers as /as has them',
    },
    from: { type: 'string', placeholder: 'DAY', help: 'the first day; today without it' },
    until: { type: 'string', placeholder: 'DAY', help: 'the last day, within twelve months' },
  },
  output: ReviewsOutput,
  async run({ args: [action, ...rest], values, data, open }) {
    if (!['list', 'open', 'close'].includes(action ?? 'list') || rest.length !== (action === 'close' ? 1 : 0))
      throw wrongly('It lists, and does open and close.');
    const db = await open();
    const area = await areaOf(db);
    const today = dayOf(clock.now());
    const actor =
      action === undefined || action === 'list' ? readerOf(area) : await whoActs(db, area, values.as);
    const found = await db.asActor(actor, async (tx) => {
      const { shown, noted } = await act(action ?? 'list');
      await record(tx, { ...noted, route: `vantage reviews${action === undefined ? '' : ` ${action}`}` });
      return shown;

      async function act(what: string): Promise<{ shown: Review[]; noted: Noted }> {
        if (what === 'open') {
          const opened = await openReview(db, tx, read(Opening, asked(values, today)));
          const reason = `Opened the review “${opened.name}”. ${opened.reason}`;
          return { shown: [opened], noted: { action: 'change', families: [opened.familyId], reason } };
        }
        if (what === 'close') {
          const id = read(z.uuid('Give the id of a review.'), rest[0]);
          const { reason } = read(Closing, { reason: values.why });
          const closed = await closeReview(tx, id, reason);
          return {
            shown: (await reviewsHere(tx)).filter((one) => one.reviewId === id),
            noted: {
              action: 'change',
              families: [closed.familyId],
              reason: `Closed the review “${closed.name}”. ${reason}`,
            },
          };
        }
        const all = await reviewsHere(tx);
        return {
          shown: all,
          noted: { action: 'read', families: [...new Set(all.map((one) => one.familyId))] },
        };
      }
    });
    await sealNow({ db, data, area: area.code });
    const listed = found.map((one) => jsonOfReview(one, today));
    return {
      output: { reviews: listed },
      text: listed.map(inWords).join('\n') || 'No review has been opened.',
    };
  },
});

const inWords = (one: ReviewJson) =>
  `${one.reviewId}  ${one.name}: ${one.kind}, ${one.from} to ${one.until}, ${
    one.closedAt === null ? (one.open ? 'open' : 'not open today') : `closed ${one.closedAt.slice(0, 10)}`
  }, ${one.participants.length} taking part`;

const asked = (values: Context['values'], today: string) => ({
  kind: values.kind ?? 'learning',
  name: values.name,
  person: values.person,
  born: values.born,
  reason: values.why,
  from: values.from ?? today,
  until: values.until,
  participants:
    typeof values.with === 'string'
      ? values.with
          .split(';')
          .map((one) => one.trim())
          .filter(Boolean)
      : [],
});

async function whoActs(db: Database, area: Area, id: unknown): Promise<Actor> {
  const workers = await db.asActor(readerOf(area), (tx) => workersOn(tx, dayOf(clock.now())), {
    readOnly: true,
  });
  const post = workers.find((one) => one.workerId === id && mayOpenReviews.has(one.role));
  if (post === undefined) {
    throw new VantageError('bad-input', 'Nobody with this id opens and closes reviews.', {
      remedy: 'Give --as the id of the information governance lead or the director; the page /as has them.',
    });
  }
  const role: WorkRole = post.role;
  return { area: area.code, id: post.workerId, role, purpose: roles[role].purpose };
}

function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const said = schema.safeParse(value);
  if (said.success) return said.data;
  throw wrongly(
    said.error.issues.map(({ path, message }) => [path[0], message].filter(Boolean).join(': ')).join(' '),
  );
}

function wrongly(remedy: string): VantageError {
  return new VantageError('bad-input', 'vantage reviews was asked for something it cannot do.', {
    remedy: `${remedy} See: vantage help reviews.`,
  });
}
