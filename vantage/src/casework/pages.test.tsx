import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { freshForm } from '../platform/parts/index.ts';
import { untilSharedWords } from './model.ts';
import { WritingForm } from './pages.tsx';

const person = (personId: string, name: string) => ({ personId, name, born: null, died: null, home: null });
const family = {
  familyId: 'F',
  name: 'The Harts',
  people: [person('K', 'Kyle Hart'), person('L', 'Leah Hart')],
  workers: [],
};
const formWith = (
  managers: { personId: string; name: string }[],
  kind: 'hypothesis' | 'note' = 'hypothesis',
) =>
  renderToStaticMarkup(
    <WritingForm kind={kind} family={family} managers={managers} form={freshForm} action="/" draftId="D" />,
  ).replaceAll(/<[^>]*>/g, '');

test('the form of a working hypothesis says who sees it until it is shared, and which manager of whom', () => {
  const alan = formWith([
    { personId: 'K', name: 'Alan Whitmore' },
    { personId: 'L', name: 'Alan Whitmore' },
    { personId: 'L', name: 'Colin Threlfall' },
  ]);
  expect(alan).toContain(untilSharedWords);
  expect(alan).toContain('Alan Whitmore, for Kyle Hart, Leah Hart; Colin Threlfall, for Leah Hart.');
  expect(alan).toContain('Within three months.');
  expect(formWith([])).toContain('Nobody there manages the work with them today, so that no manager does.');
  expect(formWith([], 'note')).not.toContain('Until it is shared');
});
