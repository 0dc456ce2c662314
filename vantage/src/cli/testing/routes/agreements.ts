/** Agreements: who makes and ends them. */
import { expect } from 'vitest';
import { type Checks, standing, type Visitor } from './visitor.ts';

/** An agreement of the viewer's own that counts long after everybody has looked. */
const askedBy = ({ sight: { viewer } }: Visitor) => ({
  from: 'police',
  to: 'housing',
  role: '*',
  condition: 'team',
  tier: 'summary',
  subjects: ['police'],
  basis: 'public-task',
  basisWords: 'Children Act 2004, section 11.',
  owner: `Agreed by ${viewer.id}`,
  firstDay: '2099-01-01',
  reason: 'A pilot of the partnership.',
});
const reason = 'The pilot is not needed.';

const mayAgree = ({ sight: { viewer }, scene: { world } }: Visitor) =>
  viewer.role === 'information-governance-lead' ||
  (viewer.role === 'agency-lead' && world.sharing.worksFor.get(viewer.id) === 'police');

export const agreementRoutes: Checks = {
  'GET /agreements': { audited: true, check: standing('/agreements') },
  'GET /api/agreements': { audited: true, check: standing('/api/agreements?of=police') },
  'GET /agreements/new': {
    audited: true,
    check: async ({ get, sight: { viewer } }) => {
      const may = ['information-governance-lead', 'agency-lead'].includes(viewer.role);
      await get('/agreements/new', { status: may ? 200 : 403 });
    },
  },
  'POST /agreements/new': {
    audited: true,
    check: async (visitor) => {
      await visitor.send('/agreements/new', askedBy(visitor), { status: mayAgree(visitor) ? 200 : 403 });
      const status = mayAgree(visitor) ? 303 : 403;
      await visitor.send('/agreements/new', { ...askedBy(visitor), sure: 'yes' }, { status });
    },
  },
  'POST /api/agreements': {
    audited: true,
    check: async (visitor) => {
      await visitor.send('/api/agreements', askedBy(visitor), { status: mayAgree(visitor) ? 200 : 403 });
    },
  },
  'GET /agreements/:id': {
    audited: true,
    check: async (visitor) => {
      const { body } = await visitor.get(`/agreements/${await oneOf(visitor)}`);
      expect(body.includes('If it ends')).toBe(mayAgree(visitor));
    },
  },
  'POST /agreements/:id/end': {
    audited: true,
    check: async (visitor) => {
      const path = `/agreements/${await oneOf(visitor, mayAgree(visitor))}/end`;
      await visitor.send(path, { reason, sure: 'yes' }, { status: mayAgree(visitor) ? 303 : 403 });
    },
  },
  'POST /api/agreements/:id/end': {
    audited: true,
    check: async (visitor) => {
      const path = `/api/agreements/${await oneOf(visitor)}/end`;
      await visitor.send(path, { reason }, { status: mayAgree(visitor) ? 200 : 403 });
    },
  },
};

/** One of the police that stands and that nobody ends; or the viewer's own, whose end changes nobody's sight. */
async function oneOf(visitor: Visitor, own = false): Promise<string> {
  const { body } = await visitor.get('/api/agreements?of=police');
  const { agreements } = JSON.parse(body) as {
    agreements: { agreementId: string; endedOn: string | null; owner: string }[];
  };
  const standing = agreements.filter((one) => one.endedOn === null);
  const made = own
    ? standing.find((one) => one.owner === askedBy(visitor).owner)
    : standing.find((one) => !one.owner.startsWith('Agreed by'));
  if (made === undefined) throw new Error('the police share nothing');
  return made.agreementId;
}
