import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pricesToCome } from '../costs/index.ts';
import { decisionsPrint } from '../identity/index.ts';
import { canonicalJson, clock, dayOf, sha256Hex, type Tx } from '../platform/index.ts';
import { agencies } from '../sharing/index.ts';
import { extractsPrint, firstDayCovered } from '../sources/index.ts';

/** The folder of the rooms, `src` or compiled `dist`, and that of the repository. */
const rooms = dirname(import.meta.dirname);
const house = dirname(dirname(rooms));

/** Fingerprint of the program: a rule that has been changed makes other things of the same records. */
function programPrint(): string {
  const code = ['packages/linkage', 'packages/returns', 'vantage'].flatMap((part) =>
    globSync(join(house, part, basename(rooms), '**/*.{js,ts}')).sort(),
  );
  return sha256Hex(code.map((file) => sha256Hex(readFileSync(file))).join());
}

/** What everything that follows from the records is made with beside them, but for the day. */
async function besideRecords(tx: Tx) {
  const { costs, levels } = await pricesToCome(tx);
  return {
    program: programPrint(),
    decisions: await decisionsPrint(tx),
    agencies: await agencies(tx),
    firstDay: await firstDayCovered(tx),
    prices: [...costs, levels],
  };
}

/** Fingerprint of what people decided of who is who, the agencies, the first day of which they tell, the prices, and the program itself. */
export async function basisBesideRecords(tx: Tx): Promise<string> {
  return sha256Hex(canonicalJson(await besideRecords(tx)));
}

/**
 * Fingerprint of all that what follows from the records is made of: that, the extracts, and the day. Where it is the
 * same, so is what is made.
 */
export async function basisOf(tx: Tx): Promise<string> {
  return sha256Hex(
    canonicalJson({
      ...(await besideRecords(tx)),
      day: dayOf(clock.now()),
      extracts: await extractsPrint(tx),
    }),
  );
}
