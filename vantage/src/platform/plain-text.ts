/** Text without the characters that no page shows and PostgreSQL may not keep: those of control, but for line ends and tabs. */
const control = /[^\P{Cc}\t\n\r]/u;
const controls = new RegExp(control, 'gu');

/** Whether text holds a character of control. */
export const hasControl = (text: string): boolean => control.test(text);

/** The text without them. */
export const withoutControl = (text: string): string => text.replace(controls, '');

/** @returns The place of the first text in a value, or name of one, that holds a character of control; undefined where none does. */
export function placeOfControl(value: unknown, place = ''): string | undefined {
  if (typeof value === 'string') return hasControl(value) ? place || 'the text' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (hasControl(name)) return place || 'a name';
    const found = placeOfControl(inner, place === '' ? name : `${place}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
