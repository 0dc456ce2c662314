/** A built area in which somebody of every role looks, and some are hidden, kept back, helped or opened for a reason. */
import { type Actor, type Database, dayOf, newId } from '../../../platform/index.ts';
import {
  type Agreement,
  agree,
  agreements,
  breakGlass,
  decide,
  endAgreement,
  type Grant,
  grants,
  protectPerson,
  recordConsent,
  roles,
  sealPerson,
  type WorkRole,
  workersOn,
} from '../../../sharing/index.ts';
import { workerNear } from '../../../sharing/testing.ts';
import { actorOf, buildArea } from '../area.ts';
import { type Sight, sightOf } from '../sight.ts';
import { areaCode, readWorld, system, type World } from '../world.ts';

/** The moment at which everybody looks. */
export const today = new Date('2026-11-22T09:00:00Z');

export type Viewer = { title: string; actor: Actor };

/** One agency's number for somebody, as a build leaves it to be reviewed. */
type Numbered = {
  number: string;
  personId: string;
  agency: string;
  open: boolean;
  said: Record<string, string>;
};

export type Scene = {
  world: World;
  viewers: readonly Viewer[];
  /** What a viewer may see of the world today. */
  sightOf(viewer: Actor): Sight;
  /** Families opened in an emergency or for a purpose. */
  opened: readonly Grant[];
  /** Who is sealed from everybody; whose picture is open through a sealed child alone. */
  sealed: readonly Sealed[];
  /** Rows held back, but for one that holds the number of somebody sealed. */
  heldShown: number;
  /** What somebody at social care decided not to share. */
  decision: { familyId: string; persons: string[]; askedFor: string };
  /** Who answered when asked whether they want help. */
  consented: readonly { familyId: string; personId: string; consentId: string }[];
  /** Who is protected from whom. */
  guarded: readonly Guarded[];
  /** Every number and pair that a build leaves to be reviewed, the most informative pair first. */
  numbers: ReadonlyMap<string, Numbered>;
  doubtful: readonly { pairId: string; number: string; other: string; open: boolean }[];
  /** An open learning review, and who takes part. */
  review: { reviewId: string; familyId: string; participants: string[] };
  /** What people agreed to have told without a name, sealed people among them. */
  accounts: readonly Told[];
  /** Words that viewers have searched by: the audit tells them to whoever may read it. */
  searched: string[];
};

type Told = { accountId: string; about: string; personId: string; familyId: string; words: string };
type Sealed = { personId: string; familyId: string };
type Guarded = { familyId: string; personId: string; fromId: string; protectionId: string; reason: string };
type Members = { id: string; members: { personId: string; part: string }[]; persons: string[] };

/** Builds the area into an empty database and sets the scene. */
export async function setScene(db: Database): Promise<Scene> {
  await buildArea(db, 80, 'routes');
  const before = await readWorld(db);
  const all = sightOf(before, system, today);
  const families = [...all.open].sort().map((id) => ({
    id,
    members: all.membersOf(id),
    persons: all.membersOf(id).map((member) => member.personId),
  }));
  const family = (at: number) => {
    const found = families[at];
    if (found === undefined) throw new Error(`there are not ${at + 1} open families`);
    return found;
  };
  const treated = family(families.findIndex((one) => one.persons.some((id) => knownInTreatment(before, id))));
  const viewers = [...(await peopleAtWork(db)), ...(await peopleNear(db, family, treated))];
  const titled = (title: string): Actor => {
    const found = viewers.find((one) => one.title === title);
    if (found === undefined) throw new Error(`nobody is ${title}`);
    return found.actor;
  };
  const decision = {
    familyId: family(3).id,
    persons: family(3).persons.slice(0, 2),
    askedFor: 'Where they live now',
  };
  await db.asActor(titled('somebody allocated to some of a family'), (tx) =>
    decide(tx, decision.familyId, {
      ...decision,
      askedBy: 'A grandfather',
      decision: 'not-share',
      reason: 'He would tell their father.',
    }),
  );
  const guarded = await protect(db, [family(0), family(1), family(3)]);
  const consented = await turnHelpAway(db, family(6));
  await askFirst(db);
  await db.asActor(titled('somebody in an emergency'), (tx) =>
    breakGlass(tx, {
      familyId: family(2).id,
      persons: family(2).persons,
      reason: 'A neighbour rang: a child is alone and crying.',
    }),
  );
  for (const role of ['director', 'inspector'] as const)
    await openForPurpose(db, titled(role), family(1), `What the ${role} asked to look into.`);
  // One child of a family; everybody of another; and of a third all those because of whom its picture is open.
  const opensIt = new Set(all.openingsOf(family(4).id).map((one) => one.personId));
  const child = family(0).members.find((member) => member.part === 'child')?.personId ?? '';
  const sealed = [
    { personId: child, familyId: family(0).id },
    ...family(5).persons.map((personId) => ({ personId, familyId: family(5).id })),
    ...[...opensIt].map((personId) => ({ personId, familyId: family(4).id })),
  ];
  await seal(db, sealed, family(0).id, [titled('a police officer allocated').id]);
  const review = {
    reviewId: newId(),
    familyId: family(0).id,
    participants: [
      ...(['practitioner', 'team-manager', 'agency-lead', 'director'] as const),
      'somebody of the team',
      'somebody without relations',
      'a worker of the treatment service',
    ].map((title) => titled(title).id),
  };
  await lookBack(db, review, titled('director').id);
  const heldShown = await holdRows(db, before.numbers.get(sealed.at(-1)?.personId ?? '')?.[0]);
  await db.filled();
  const world = await readWorld(db);
  const sights = new Map<string, Sight>();
  return {
    world,
    viewers,
    sightOf(viewer) {
      const key = `${viewer.id} ${viewer.role}`;
      const sight = sights.get(key) ?? sightOf(world, viewer, today);
      sights.set(key, sight);
      return sight;
    },
    opened: await db.asActor(system, (tx) => grants(tx)),
    sealed,
    heldShown,
    decision,
    consented,
    guarded,
    ...(await leftToReview(db)),
    review,
    accounts: await tellAccounts(db, before),
    searched: [],
  };
}

async function lookBack(db: Database, review: Scene['review'], openedBy: string): Promise<void> {
  await db.asActor(system, (tx) =>
    tx.sql(
      `INSERT INTO review (area, review_id, kind, name, family_id, reason, happened, participants, opened_by, opened_at)
       VALUES ($1, $2, 'learning', 'Autumn review', $3, 'To learn from it.', '[2026-11-01,2026-12-31)', $4, $5, $6)`,
      [areaCode, review.reviewId, review.familyId, review.participants, openedBy, today],
    ),
  );
}

/** Of everybody who said something, that they agreed to have it told: in words that are found nowhere else. */
async function tellAccounts(db: Database, { places, statements }: World): Promise<Told[]> {
  const said = statements.filter((one) => one.kind === 'said');
  const accounts = said.map((one, at) => ({
    accountId: newId(),
    about: one.recordId,
    personId: one.personId,
    familyId: places.find(({ personId }) => personId === one.personId)?.familyId ?? '',
    words: `Somebody agreed to account ${at + 1}.`,
  }));
  await db.asActor(system, async (tx) => {
    for (const one of accounts)
      await tx.sql(
        `INSERT INTO account (area, account_id, about, person_id, words, agreed, agency, written_by, written_at)
         SELECT $1, $2, $3, $4, $5, 'They said yes.', agency, worker_id, $6 FROM worker
         WHERE area = $1 AND agency = 'social-care' LIMIT 1`,
        [areaCode, one.accountId, one.about, one.personId, one.words, today],
      );
  });
  return accounts;
}

const knownInTreatment = ({ details }: World, personId: string) =>
  (details.get(personId) ?? []).some((one) => one.agency === 'recovery');

/** Of every role whoever is near to most people, and the lead of the police. */
async function peopleAtWork(db: Database): Promise<Viewer[]> {
  const listed = await db.asActor(system, (tx) => workersOn(tx, dayOf(today)));
  const police = listed.find((one) => one.role === 'agency-lead' && one.agency === 'police');
  return [
    ...(Object.keys(roles) as WorkRole[]).map((role) => {
      const [busiest] = listed.filter((one) => one.role === role).sort((a, b) => b.persons - a.persons);
      if (busiest === undefined) throw new Error(`nobody is ${role}`);
      return { title: role, actor: actorOf(busiest.workerId, role) };
    }),
    { title: 'agency-lead of the police', actor: actorOf(police?.workerId ?? '', 'agency-lead') },
  ];
}

/** People who work with some of the families, each in another way, and two who work with none. */
async function peopleNear(
  db: Database,
  family: (at: number) => Members,
  treated: Members,
): Promise<Viewer[]> {
  const viewers: Viewer[] = [];
  const near = (title: string, options: Parameters<typeof workerNear>[1]) =>
    db.asActor(system, async (tx) => viewers.push({ title, actor: await workerNear(tx, options) }));
  await near('somebody of the team', { near: family(0).persons, kind: 'team' });
  await near('a police officer of the team', { near: family(1).persons, kind: 'team', agency: 'police' });
  await near('a police officer allocated', {
    near: [...family(0).persons, ...family(2).persons],
    agency: 'police',
  });
  await near('somebody allocated to some of a family', { near: family(3).persons.slice(0, 2) });
  await near('somebody allocated through a child who is sealed', { near: family(4).persons });
  await near('a worker of the treatment service', { near: treated.persons, agency: 'recovery' });
  await near('a social worker of somebody in treatment', { near: treated.persons });
  await near('somebody without relations', {});
  await near('a youth worker whom one of the family turned away', {
    near: family(6).persons,
    restsOn: 'youth-work',
  });
  await near('somebody who must ask first', { near: family(7).persons, kind: 'team' });
  await near('somebody in an emergency', {});
  return viewers;
}

/** In each family somebody, rather a main carer, is protected from somebody else of it. */
async function protect(db: Database, families: readonly Members[]): Promise<Guarded[]> {
  return db.asActor(system, async (tx) => {
    const guarded: Guarded[] = [];
    for (const { id, members } of families) {
      const [harmed, other] = [...members].sort(
        (a, b) => Number(b.part === 'main-carer') - Number(a.part === 'main-carer'),
      );
      if (harmed === undefined || other === undefined) throw new Error('there is nobody to protect');
      const reason = `Followed home in family ${guarded.length}.`;
      const protectionId = await protectPerson(tx, {
        personId: harmed.personId,
        fromIds: [other.personId],
        fromWords: '',
        fromBorn: null,
        named: [],
        happened: { from: '2026-01-01', to: null },
        reason,
      });
      guarded.push({ familyId: id, personId: harmed.personId, fromId: other.personId, protectionId, reason });
    }
    return guarded;
  });
}

/** One of a family turns help away, another takes it. */
async function turnHelpAway(db: Database, { id, persons }: Members): Promise<Scene['consented']> {
  return db.asActor(system, async (tx) => {
    const consented: { familyId: string; personId: string; consentId: string }[] = [];
    for (const answer of ['declined', 'given'] as const) {
      const personId = persons[consented.length];
      if (personId === undefined) throw new Error('nobody turns help away');
      const consentId = await recordConsent(tx, {
        personId,
        children: [],
        service: 'youth-work',
        answer,
        words: 'A youth worker once a week.',
        lastDay: null,
        agency: 'social-care',
      });
      consented.push({ familyId: id, personId, consentId });
    }
    return consented;
  });
}

/** Housing answers only when asked. */
async function askFirst(db: Database): Promise<void> {
  await db.asActor(system, async (tx) => {
    const housing = (await agreements(tx)).filter((one) => one.fromAgency === 'housing' && !one.toAgency);
    if (housing.length === 0) throw new Error('housing agreed to nothing');
    for (const one of housing) await endAgreement(tx, one.agreementId);
    const { agreementId: _, ...first } = housing[0] as Agreement;
    await agree(tx, { ...first, toRole: null, purpose: 'help', tier: 2, condition: 'team', subjects: ['*'] });
  });
}

async function openForPurpose(db: Database, actor: Actor, family: Members, purpose: string): Promise<void> {
  await db.asActor(system, (tx) =>
    tx.sql(
      `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
       VALUES ($1, $2, $3, 'purpose', $4, $5, $6, $7, $8, 'test')`,
      [
        areaCode,
        newId(),
        actor.id,
        family.id,
        family.persons,
        purpose,
        today,
        new Date(today.getTime() + 3_600_000),
      ],
    ),
  );
}

/** Seals persons from everybody, but those of one family not from some who are named. */
async function seal(db: Database, sealed: readonly Sealed[], familyId: string, named: string[]) {
  await db.asActor(system, async (tx) => {
    for (const one of sealed) {
      await sealPerson(tx, {
        personId: one.personId,
        named: one.familyId === familyId ? named : [],
        from: '2026-11-01',
        reason: 'Somebody looks for them.',
      });
    }
  });
}

/** Holds back a row, and one that holds a number of somebody sealed; returns how many rows are held but for that one. */
async function holdRows(
  db: Database,
  number: { agency: string; localId: string } | undefined,
): Promise<number> {
  return db.asActor(system, async (tx) => {
    await tx.sql(
      `INSERT INTO held_row (area, held_id, extract_id, agency, kind, line, column_name, value, reason, remedy, content, received_at)
       SELECT area, $1, extract_id, agency, kind, 2, 'pers_sex', 'Q', 'It is no sex.', 'Write F or M.', '{}', received_at
       FROM extract WHERE kind = 'ssd.person' LIMIT 1`,
      [newId()],
    );
    const { n } = await tx.one<{ n: number }>('SELECT count(*) AS n FROM held_row WHERE mended_at IS NULL');
    await tx.sql(
      `INSERT INTO held_row (area, held_id, extract_id, agency, kind, line, reason, remedy, content, received_at)
       SELECT area, $1, extract_id, $2, kind, 3, 'A row about somebody sealed.', 'None.', jsonb_build_object('id', $3::text), received_at
       FROM extract LIMIT 1`,
      [newId(), number?.agency, number?.localId],
    );
    return n;
  });
}

async function leftToReview(db: Database): Promise<Pick<Scene, 'numbers' | 'doubtful'>> {
  return db.asActor(system, async (tx) => {
    const numbers = await tx.sql<Numbered>(
      'SELECT number, person_id AS "personId", agency, open, said FROM agency_number',
    );
    return {
      numbers: new Map(numbers.map((one) => [one.number, one])),
      doubtful: await tx.sql(
        'SELECT pair_id AS "pairId", number, other, open FROM doubtful_pair ORDER BY informs DESC, pair_id',
      ),
    };
  });
}
