import type { PictureLine } from './shape.ts';

/** Who tells a thing, where that is more than one agency: each opens to its own account. */
export function ToldBy({ tellers }: { tellers: PictureLine['tellers'] }) {
  if (tellers.length < 2) return null;
  return (
    <span className="v-meta">
      {' '}
      Told by{' '}
      {tellers.map(({ agency, factId }, at) => (
        <span key={factId}>
          {at > 0 && (at === tellers.length - 1 ? ' and ' : ', ')}
          <a className="govuk-link" href={`/facts/${factId}`}>
            {agency}
          </a>
        </span>
      ))}
      .
    </span>
  );
}
