/** What somebody sent with a form: what they wrote, by field, and what is wrong with it. */
export type FormState = {
  written: Readonly<Record<string, readonly string[]>>;
  wrong: readonly { field: string; text: string }[];
  /** Ends the id of each field, where a page has several forms. */
  suffix?: string;
  /** The status to answer with, where it is not that something was written wrongly. */
  status?: number;
};

/** A form that nobody has sent yet. */
export const freshForm: FormState = { written: {}, wrong: [] };

/** The id of a field. */
export const idOfField = ({ suffix = '' }: FormState, name: string): string => `${name}${suffix}`;

/** What is wrong with a field. */
export const errorOfField = ({ wrong }: FormState, name: string): string | undefined =>
  wrong.find((one) => one.field === name)?.text;
