import { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const kinds: Readonly<Record<string, string>> = {
  string: 'Write it as text',
  number: 'Give a number',
  int: 'Give a whole number',
  boolean: 'Say true or false',
  array: 'Give a list',
  object: 'Give an object',
};

const formats: Readonly<Record<string, string>> = {
  date: 'Write a day such as 2027-03-31',
  datetime: 'Write a moment such as 2027-03-31T09:30:00Z',
  uuid: 'Give an id, such as 0198c0de-0000-7000-8000-000000000000',
};

/** What would be right in place of a value that fits no schema, in plain words: for whatever schema says nothing better itself. */
export function wordsOfIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'This is missing';
      return kinds[issue.expected] ?? 'This cannot be read';
    case 'too_small':
      if (issue.origin === 'string') {
        return Number(issue.minimum) <= 1 ? 'Write something' : `Write ${issue.minimum} characters or more`;
      }
      if (issue.origin === 'array') return `Give ${issue.minimum} or more`;
      return issue.inclusive === false ? `Give more than ${issue.minimum}` : `Give ${issue.minimum} or more`;
    case 'too_big':
      if (issue.origin === 'string') return `Write no more than ${issue.maximum} characters`;
      return issue.inclusive === false
        ? `Give less than ${issue.maximum}`
        : `Give no more than ${issue.maximum}`;
    case 'invalid_format':
      return formats[issue.format] ?? 'This is not written as it must be';
    case 'invalid_value':
      return `Give one of: ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `Leave out what is not known here: ${issue.keys.join(', ')}`;
    default:
      return 'This cannot be read';
  }
}

z.config({ localeError: wordsOfIssue });
