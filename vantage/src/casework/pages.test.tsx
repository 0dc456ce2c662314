import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { freshForm } from '../platform/parts/index.ts';
import { untilSharedWords } from './model.ts';
import { Settling } from './note-page.tsx';
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

test('the form that settles a working hypothesis says who sees it once it is sealed', () => {
  const settling = (mine: boolean, managers: string[]) =>
    renderToStaticMarkup(
      <Settling here="/" form={freshForm} mine={mine} writer="Amira Said" managers={managers} />,
    ).replaceAll(/<[^>]*>/g, '');
  expect(settling(true, [])).toContain(
    'Only you see it from now on. Nobody at your agency manages the work with everybody it is about today;',
  );
  expect(settling(true, ['Alan Whitmore', 'Colin Threlfall'])).toContain(
    'Only you, and Alan Whitmore and Colin Threlfall, who manage the work with everybody it is about at your agency,',
  );
  expect(settling(false, [])).toContain(
    'Only Amira Said and whoever manages the work with everybody it is about',
  );
});

test('of an hour that came twice, the form says to write what the clock showed', () => {
  expect(formWith([], 'note')).toContain('of an hour that came twice as clocks went back');
});
