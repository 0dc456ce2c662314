import { type Prices, priceBase, pricesOf } from '../costs/index.ts';
import { clock, dayOf, type Tx, VantageError } from '../platform/index.ts';
import { getArea, notNamed } from '../sharing/index.ts';
import { standsOn } from '../sources/index.ts';
import { countLike, likeDays, likeList, likeShown } from './like.ts';
import { type AreaCounts, type LikeCounts, LikeGroupId, type LikeList } from './model.ts';
import { type ShownNumbers, shownNumbers, withoutNames } from './shown.ts';
import { numbersOn } from './snapshot.ts';
import { asCounting, type Snapshot } from './store.ts';

/** What to show of the area. `exact` is for whoever runs the machine, and for nobody else. */
export type AreaQuery = { on?: string; year?: string | undefined; exact?: boolean };

/**
 * The area's counts on a day: what is open, what began in each year, what services spent, by service in one financial
 * year: the last whole one unless another is asked for. The same whoever asks: no sealed person is in them, counts of
 * 1 to 5 and what would reveal them are not shown. Only a service that is not named to the reader is left out, as one that
 * there is not: see withoutNames. The transaction must be able to write.
 */
export async function areaCounts(
  tx: Tx,
  { on = dayOf(clock.now()), year, exact = false }: AreaQuery = {},
): Promise<AreaCounts> {
  const [standing, { types }] = await Promise.all([standsOn(tx), notNamed(tx)]);
  return asCounting(tx, async () => {
    const kept = await numbersOn(tx, on);
    const prices = await pricesOf(tx);
    const { services, ...shown } = withoutNames(
      exact ? shownNumbers(numbersOf(kept), on, { exact, prices }) : seen(kept, prices),
      exact ? new Set() : types,
    );
    const spendingYear = year ?? shown.years.at(-2) ?? '';
    return {
      area: await getArea(tx),
      today: on,
      ...shown,
      spendingByService: services
        .filter((one) => one.year === spendingYear)
        .map(({ year: _, ...service }) => service),
      spendingYear,
      priceBase,
      standsOn: standing,
    };
  });
}

/**
 * What is told of the families of one group, the same whichever of them a reader comes from; of the coarser group that
 * it lies in, where the area is small. A VantageError 'not-found' where there is no such group.
 */
export async function likeCounts(tx: Tx, asked: string): Promise<LikeCounts> {
  const group = LikeGroupId.safeParse(asked);
  const [standing, { types }, area] = await Promise.all([standsOn(tx), notNamed(tx), getArea(tx)]);
  const shown = group.success ? likeShown(await likeNumbers(tx), group.data, types) : undefined;
  if (shown) return { area, ...shown, standsOn: standing };
  throw new VantageError('not-found', 'There is no such group of families in this area.', {
    remedy: 'Take one of the list of groups: /area/like, or vantage like.',
  });
}

/** Every group of families that are like one another, with how many were in it. */
export async function likeGroupList(tx: Tx): Promise<LikeList> {
  const today = dayOf(clock.now());
  return { area: await getArea(tx), ...likeDays(today), groups: likeList(await likeNumbers(tx)) };
}

const likeNumbers = (tx: Tx) =>
  asCounting(tx, async () => {
    const today = dayOf(clock.now());
    return (await numbersOn(tx, today)).lasting.like ?? countLike(tx, today);
  });

const numbersOf = ({ lasting, daily }: Snapshot) => ({ ...lasting, ...daily });

/** What is shown of the last few snapshots, oldest first: working it out takes longer than reading them. */
const seenBefore = new Map<string, ShownNumbers>();
const seenAtMost = 8;

function seen(kept: Snapshot, prices: Prices): ShownNumbers {
  const known = seenBefore.get(kept.snapshotId);
  if (known) return known;
  const shown = shownNumbers(numbersOf(kept), kept.day, { prices });
  seenBefore.set(kept.snapshotId, shown);
  for (const oldest of [...seenBefore.keys()].slice(0, -seenAtMost)) seenBefore.delete(oldest);
  return shown;
}
