import { expect, test } from 'vitest';
import { catalogue } from '../chronology/index.ts';
import { codes } from '../chronology/testing.ts';
import { happenedToYou, saidToYou } from './me-words.ts';

const part = (name: string, label: string, value: string, code?: string) => ({
  name,
  label,
  value,
  ...(code && { code }),
});

test('somebody reads of a visit and of a plan as of something that happened to them', () => {
  const visit = (seen: string, alone: string) =>
    saidToYou([part('seen', 'Child seen', seen, 'true'), part('alone', 'Seen alone', alone, 'true')]);
  expect(visit('yes', 'yes')).toBe('You were seen by yourself');
  expect(visit('yes', 'no')).toBe('You were seen, not by yourself');
  expect(visit('no', 'no')).toBe('You were not seen');
  expect(
    saidToYou([
      part('need', 'Main need', 'Family dysfunction', 'N5'),
      part('ending', 'Why it ended', 'Services ended', 'RC8'),
    ]),
  ).toBe('People were worried that you did not get what you needed at home; Why it ended: Services ended');
  expect(happenedToYou('worker', 'Worker allocated')).toBe('You had a worker');
  expect(happenedToYou('house-move', 'Moved home')).toBe('Moved home');
});

test('no need, category, part in a meeting or change of worker is told as services put it', () => {
  const lists = {
    need: codes.primaryNeeds,
    category: codes.abuseCategories,
    participation: codes.participation,
    change: codes.workerChanges,
  };
  for (const [name, list] of Object.entries(lists))
    for (const [code, value] of Object.entries(list))
      expect([code, saidToYou([part(name, 'Said', value, code)])]).not.toEqual([code, `Said: ${value}`]);
  for (const kind of [
    'worker',
    'in-need',
    'cin-plan',
    'cin-visit',
    's47',
    'cp-conference',
    'cp-plan',
    'cp-visit',
    'cp-review',
  ]) {
    const label = catalogue.get(kind)?.label;
    expect([kind, label]).not.toEqual([kind, undefined]);
    expect(happenedToYou(kind, label ?? '')).not.toBe(label);
  }
});
