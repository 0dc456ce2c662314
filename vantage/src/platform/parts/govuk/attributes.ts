/** Further HTML attributes of an element, by their HTML names (`data-…`, `aria-…`, `id`). */
export type Attributes = Readonly<Record<string, string>>;

/**
 * @param base The component's own class.
 * @param more Further classes; empty ones are left out.
 * @returns The value of a `class` attribute.
 */
export function classNames(base: string, ...more: (string | false | undefined)[]): string {
  return [base, ...more].filter(Boolean).join(' ');
}
