import type { Format } from '@vantage/returns';

/** Which of the formats yield which of the kinds that this one yields. */
export function tellersOf(
  format: Pick<Format, 'yields'>,
  formats: readonly Pick<Format, 'name' | 'yields'>[],
): { format: string; kind: string }[] {
  return formats.flatMap(({ name, yields }) =>
    yields.filter((kind) => format.yields.includes(kind)).map((kind) => ({ format: name, kind })),
  );
}
