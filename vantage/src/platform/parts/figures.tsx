import { countInWords, poundsInWords } from './words.ts';

export type MoneyProps = { pence: number } | { lowPence: number; highPence: number };

/** Pounds from integer pence; a range as "£1,000 to £1,400", or one figure when both ends read the same. */
export function Money(props: MoneyProps) {
  if ('pence' in props) return <span className="v-number">{poundsInWords(props.pence)}</span>;
  const low = poundsInWords(props.lowPence);
  const high = poundsInWords(props.highPence);
  if (low === high) return <span className="v-number">{low}</span>;
  return (
    <>
      <span className="v-number">{low}</span> to <span className="v-number">{high}</span>
    </>
  );
}

export type CountProps = { of: number; one: string; many: string };

/** "no families", "1 family", "1,200 families". */
export function Count({ of, one, many }: CountProps) {
  return <span className="v-number">{countInWords(of, one, many)}</span>;
}
