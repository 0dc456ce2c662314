/**
 * A second evaluator of tiers, in plain TypeScript, for tests only: the rules as they are written in docs/sharing.md, with
 * nothing shared with the SQL that decides in the product.
 */
import type { Agreement } from './agreements.ts';
import type { Grant } from './openings/index.ts';
import type { Post, Relation, Sealing } from './relations.ts';
import type { Tier } from './roles.ts';

/** Everything on which a tier depends. */
export type Sharing = {
  /** The agency each worker works for; null outside the partnership. */
  worksFor: ReadonlyMap<string, string | null>;
  posts: readonly Post[];
  relations: readonly Pick<Relation, 'workerId' | 'personId' | 'via' | 'kind' | 'happened'>[];
  agreements: readonly Omit<Agreement, 'agreementId' | 'owner' | 'basis'>[];
  seals: readonly (Pick<Sealing, 'personId' | 'named'> & { happened: Days })[];
  grants: readonly Pick<Grant, 'workerId' | 'persons' | 'begunAt' | 'until'>[];
  subjectOf: ReadonlyMap<string, string>;
};

type Days = { from: string | null; to: string | null };
type Viewer = { id: string; role: string; purpose: string };

const londonDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' });
const holdsOn = ({ from, to }: Days, day: string) => (from ?? '') <= day && (to === null || day < to);

/** How much a viewer may see at a moment of a kind of fact that an agency holds about a person. */
export function tierOf(
  sharing: Sharing,
  viewer: Viewer,
  { personId, agency, kind }: { personId: string; agency: string; kind: string },
  now: Date,
): Tier {
  const day = londonDay.format(now);
  const hidden = new Set(
    sharing.seals
      .filter((seal) => holdsOn(seal.happened, day) && !seal.named.includes(viewer.id))
      .map((seal) => seal.personId),
  );
  if (viewer.role === 'system') return 4;
  if (hidden.has(personId)) return 0;
  if (viewer.role === 'counts') return 4;

  const standing = sharing.posts.filter((post) => holdsOn(post.happened, day));
  const isAtWork = standing.some((post) => post.workerId === viewer.id && post.role === viewer.role);
  const home = sharing.worksFor.get(viewer.id) ?? null;
  if (!isAtWork || home === null) return 0;

  const ties = sharing.relations.filter(
    (tie) => tie.personId === personId && !hidden.has(tie.via) && holdsOn(tie.happened, day),
  );
  const own = ties.filter((tie) => tie.workerId === viewer.id);
  const managed = new Set(
    standing
      .filter((post) => post.workerId === viewer.id && post.role === 'team-manager' && post.team !== '')
      .map((post) => post.team),
  );
  const conditions = new Set<string>(['any']);
  if (own.length > 0) conditions.add('team');
  if (own.some((tie) => tie.kind === 'allocated')) conditions.add('allocated');
  if (
    viewer.role === 'team-manager' &&
    ties.some(
      (tie) =>
        tie.kind === 'allocated' &&
        sharing.worksFor.get(tie.workerId) === home &&
        standing.some((post) => post.workerId === tie.workerId && managed.has(post.team)),
    )
  ) {
    conditions.add('manager');
  }
  if (
    sharing.grants.some(
      (grant) =>
        grant.workerId === viewer.id &&
        grant.persons.includes(personId) &&
        grant.begunAt <= now &&
        now < grant.until,
    )
  ) {
    conditions.add('named');
  }

  let most: Tier = 0;
  for (const one of sharing.agreements) {
    const subject = sharing.subjectOf.get(kind);
    if (
      subject !== undefined &&
      one.fromAgency === agency &&
      (one.toAgency === null || one.toAgency === home) &&
      (one.toRole === null || one.toRole === viewer.role) &&
      one.purpose === viewer.purpose &&
      conditions.has(one.condition) &&
      (one.subjects.includes('*') || one.subjects.includes(subject)) &&
      holdsOn(one.happened, day) &&
      one.tier > most
    ) {
      most = one.tier;
    }
  }
  return most;
}
