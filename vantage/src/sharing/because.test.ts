import { expect, test } from 'vitest';
import { goesOnInWords, type Ties } from './because.ts';

const tie = (over: Partial<Ties['relations'][number]>): Ties['relations'][number] => ({
  kind: 'allocated',
  via: 'kyle',
  reason: 'Allocated social worker',
  workerId: 'w',
  restsOn: null,
  own: true,
  ...over,
});
const words = (relations: Ties['relations'], role = 'practitioner', grant: Ties['grant'] = null) =>
  goesOnInWords({ relations, grant }, role, {
    named: () => 'Kyle',
    service: 'early-help',
    voluntary: (reason) => reason === 'Lead practitioner',
  });

test('why somebody goes on seeing a family says on what that rests', () => {
  expect(words([tie({})])).toBe(
    'You see this because you are Kyle’s allocated social worker. That rests on nobody’s consent.',
  );
  expect(words([tie({ reason: 'Lead practitioner' })])).toContain(
    'a child of the family has a statutory plan or enquiry, or is in care',
  );
  expect(words([tie({ restsOn: 'early-help' })])).toContain('consent to the same help which still stands');
  expect(words([tie({ restsOn: 'youth-work' })])).toContain('consent to other help: youth work.');
  const managed = tie({ own: false });
  expect(words([managed], 'team-manager')).toBe(
    'You see this because a worker of your team is Kyle’s allocated social worker. That rests on nobody’s consent.',
  );
  // An allocation of the reader's own counts before a part in the team, and before what others do.
  expect(words([managed, tie({ kind: 'team', reason: 'Midwife' }), tie({})])).toContain(
    'allocated social worker',
  );
  expect(words([], 'agency-lead')).not.toContain('rests on');
});
