import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { build as buildChronology, chronologyOf, outlineOf } from '../chronology/index.ts';
import { type Actor, newId, silent } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { endProtection, protectPerson, sealPerson, workerNames } from '../sharing/index.ts';
import { csvOf, findDraft, keepDraft, outbox, Receipts, takeReceipts } from './handover.ts';
import {
  correct,
  follow,
  getNote,
  managersHere,
  managersOfAll,
  notesAbout,
  ownWriting,
  settle,
  writeDown,
} from './service.ts';
import { jsonOf } from './shape.ts';
import { makeWorkers, toWrite } from './testing.ts';

const db = await testDatabase();
let scene: Awaited<ReturnType<typeof makeWorkers>>;
const now = new Date('2026-11-22T09:00:00Z');

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  scene = await makeWorkers(db);
});
beforeEach(() => void vi.setSystemTime(now));

const write = (over: Record<string, unknown>, who: Actor = scene.author) =>
  db.asActor(who, (tx) => writeDown(tx, { familyId: scene.familyId, writing: toWrite(over) }));

/** How much of a note somebody sees of each person: nothing, that it was written, or what. */
async function seen(who: Actor, noteId: string) {
  return db.asActor(who, async (tx) => {
    const facts = await outlineOf(tx, [scene.dawn, scene.kyle, scene.leah]);
    const own = facts.filter((one) => one.occasion === noteId);
    const reads = await getNote(tx, noteId).then(
      () => true,
      () => false,
    );
    const parts = own.flatMap((one) => one.detail.parts);
    expect(parts.length > 0).toBe(reads);
    return reads ? 'what' : own.length > 0 ? 'that' : 'nothing';
  });
}

describe('who sees what is written', () => {
  const viewers = [
    'author',
    'allocated',
    'ofKyle',
    'team',
    'manager',
    'otherManager',
    'lead',
    'policeAllocated',
    'policeTeam',
    'policeLead',
    'emergency',
    'director',
    'stranger',
  ] as const;
  const seenByAll = async (noteId: string) => {
    const found: Record<string, string> = {};
    for (const who of viewers) found[who] = await seen(scene[who], noteId);
    return found;
  };
  const nobodyElse = { otherManager: 'nothing', director: 'nothing', stranger: 'nothing' };

  test('those allocated and their managers, where nothing else was said', async () => {
    const { noteId } = await write({ persons: [scene.kyle] });
    expect(await seenByAll(noteId)).toEqual({
      author: 'what',
      allocated: 'what',
      ofKyle: 'what',
      team: 'nothing',
      manager: 'what',
      lead: 'that',
      policeAllocated: 'what',
      policeTeam: 'nothing',
      // The police's lead sees a summary of those with whom officers work.
      policeLead: 'that',
      emergency: 'what',
      ...nobodyElse,
    });
  });

  test('the team as well, by what agencies agreed: a summary', async () => {
    const { noteId } = await write({ persons: [scene.kyle], audience: 'team' });
    expect(await seenByAll(noteId)).toMatchObject({
      author: 'what',
      team: 'that',
      policeTeam: 'that',
      ...nobodyElse,
    });
  });

  test('of several people, what was written only by whoever may see all of them', async () => {
    const { noteId } = await write({ persons: [scene.kyle, scene.dawn] });
    expect(await seenByAll(noteId)).toMatchObject({
      author: 'what',
      allocated: 'what',
      ofKyle: 'that',
      team: 'nothing',
    });
  });

  test('a working hypothesis stays with the agency; shared it goes further, sealed to whoever wrote and manages', async () => {
    const { author } = scene;
    const think = {
      kind: 'hypothesis',
      persons: [scene.kyle],
      words: 'He may be carrying for somebody.',
      due: '2026-12-20',
      anyway: 'yes',
    };
    const [open, shared, sealed, withdrawn] = [
      await write(think),
      await write(think),
      await write(think),
      await write(think),
    ];
    const become = (noteId: string, state: 'shared' | 'sealed' | 'withdrawn') =>
      db.asActor(author, (tx) => settle(tx, noteId, { state, reason: 'Talked it over.' }));
    const forTeam = await write({ ...think, audience: 'team' });
    // Until it is shared the choice of the team lets their own agency's see that there is one, and another's nothing.
    expect(await seenByAll(forTeam.noteId)).toMatchObject({
      allocated: 'what',
      manager: 'what',
      team: 'that',
      lead: 'that',
      policeAllocated: 'nothing',
      policeTeam: 'nothing',
      policeLead: 'nothing',
      ...nobodyElse,
    });
    await become(shared.noteId, 'shared');
    await become(sealed.noteId, 'sealed');
    await become(withdrawn.noteId, 'withdrawn');
    expect(await seenByAll(open.noteId)).toMatchObject({
      author: 'what',
      allocated: 'what',
      manager: 'what',
      team: 'nothing',
      policeAllocated: 'nothing',
      policeLead: 'nothing',
    });
    expect(await seenByAll(shared.noteId)).toMatchObject({
      author: 'what',
      team: 'that',
      policeAllocated: 'what',
      policeTeam: 'that',
    });
    expect(await seenByAll(sealed.noteId)).toEqual({
      ...Object.fromEntries(viewers.map((one) => [one, 'nothing'])),
      author: 'what',
      manager: 'what',
    });
    const facts = await db.asActor(author, (tx) => outlineOf(tx, [scene.kyle]));
    expect(facts.filter((one) => one.occasion === withdrawn.noteId)).toEqual([]);
    const [last, first] = await db.asActor(author, (tx) => getNote(tx, withdrawn.noteId));
    expect([last.state, last.reason, first?.state]).toEqual(['withdrawn', 'Talked it over.', 'open']);
    await expect(become(withdrawn.noteId, 'shared')).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      db.asActor(scene.allocated, (tx) => settle(tx, open.noteId, { state: 'shared', reason: 'Mine now.' })),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  test('whoever writes one is told who manages the work at their agency, or that nobody does', async () => {
    const { author, ofKyle, policeAllocated, stranger, dawn, kyle, leah } = scene;
    const told = async (who: Actor) =>
      (await db.asActor(who, (tx) => managersHere(tx, [dawn, kyle, leah]))).map(({ personId, name }) => [
        personId,
        name,
      ]);
    const nameOf = ({ id }: Actor) =>
      db.asTest((tx) => tx.one<{ name: string }>('SELECT name FROM worker WHERE worker_id = $1', [id]));
    const { name } = await nameOf(scene.manager);
    expect((await told(author)).sort()).toEqual([dawn, kyle, leah].map((id) => [id, name]).sort());
    // Of those with whom somebody does not work nothing is told, nor of another agency's managers.
    expect(await told(ofKyle)).toEqual([[kyle, name]]);
    expect(await told(policeAllocated)).toEqual([]);
    expect(await told(stranger)).toEqual([]);
  });

  test('a hypothesis whose day has come is listed to whoever wrote it and their manager', async () => {
    const { noteId } = await write({ kind: 'hypothesis', persons: [scene.kyle], due: '2026-11-30' });
    vi.setSystemTime(new Date('2026-12-01T09:00:00Z'));
    const waiting = async (who: Actor) =>
      (await db.asActor(who, ownWriting)).hypotheses.map((one) => one.noteId).includes(noteId);
    expect(await waiting(scene.author)).toBe(true);
    expect(await waiting(scene.manager)).toBe(true);
    for (const who of ['allocated', 'otherManager', 'lead', 'policeAllocated'] as const)
      expect(await waiting(scene[who])).toBe(false);
  });

  test('once its day has come a manager settles it in their own name, and nobody else but its writer', async () => {
    const think = {
      kind: 'hypothesis',
      persons: [scene.kyle],
      words: 'He may be carrying.',
      due: '2026-11-30',
      anyway: 'yes',
    };
    const [shared, sealed, withdrawn] = [await write(think), await write(think), await write(think)];
    const become = (who: Actor, noteId: string, state: 'shared' | 'sealed' | 'withdrawn') =>
      db.asActor(who, (tx) => settle(tx, noteId, { state, reason: 'She is on leave.' }));
    await expect(become(scene.manager, shared.noteId, 'shared')).rejects.toMatchObject({ code: 'refused' });
    vi.setSystemTime(new Date('2026-11-30T09:00:00Z'));
    for (const who of ['allocated', 'policeAllocated', 'otherManager', 'lead', 'director'] as const)
      await expect(become(scene[who], shared.noteId, 'shared')).rejects.toMatchObject({
        code: expect.stringMatching(/refused|not-found/),
      });
    expect(await become(scene.manager, shared.noteId, 'shared')).toMatchObject({
      settledBy: scene.manager.id,
    });
    await become(scene.manager, sealed.noteId, 'sealed');
    await become(scene.manager, withdrawn.noteId, 'withdrawn');
    expect(await seenByAll(shared.noteId)).toMatchObject({
      author: 'what',
      team: 'that',
      policeAllocated: 'what',
    });
    expect(await seenByAll(sealed.noteId)).toEqual({
      ...Object.fromEntries(viewers.map((one) => [one, 'nothing'])),
      author: 'what',
      manager: 'what',
    });
    expect(await seen(scene.manager, withdrawn.noteId).catch(() => 'nothing')).toBe('nothing');
    const [last, first] = await db.asActor(scene.author, (tx) => getNote(tx, withdrawn.noteId));
    expect([last.state, last.writtenBy, last.settledBy, first?.settledBy]).toEqual([
      'withdrawn',
      scene.author.id,
      scene.manager.id,
      null,
    ]);
    const waiting = await db.asActor(scene.manager, ownWriting);
    expect(waiting.hypotheses.map(({ noteId }) => noteId)).not.toContain(shared.noteId);
    await expect(become(scene.manager, shared.noteId, 'withdrawn')).rejects.toMatchObject({
      code: 'conflict',
    });
    // The case system is told who settled it, not that its writer did.
    const { manager } = await db.asTest((tx) =>
      tx.one<{ manager: string }>('SELECT name AS manager FROM worker WHERE worker_id = $1', [
        scene.manager.id,
      ]),
    );
    const rows = await db.asTest((tx) => outbox(tx, 'social-care'));
    expect(
      rows.rows
        .filter(({ noteId }) => noteId === shared.noteId)
        .map(({ writtenBy }) => writtenBy === manager),
    ).toEqual([false, true]);
  });

  test('nobody who manages another team writes for its writer, even past the product', async () => {
    const { noteId } = await write({ kind: 'hypothesis', persons: [scene.kyle], due: '2026-11-30' });
    vi.setSystemTime(new Date('2026-11-30T09:00:00Z'));
    const insert = (who: Actor) =>
      db.asActor(who, (tx) =>
        tx.sql(
          `INSERT INTO case_note (area, note_id, version, family_id, kind, agency, persons, about, audience, happened, precision, content,
             state, due, written_by, written_at, reason, settled_by)
           SELECT $1, $2, 2, $3, 'hypothesis', 'social-care', ARRAY[$4::uuid], ARRAY[$4::uuid], 'team', '[2026-11-22,2026-11-23)', 'day', '{}',
             'sealed', '2026-11-30', $5, now(), 'x', $6`,
          [who.area, noteId, scene.familyId, scene.kyle, scene.author.id, who.id],
        ),
      );
    for (const who of [scene.manager, scene.otherManager])
      await expect(insert(who)).rejects.toThrow(/row-level security/);
  });

  test('nobody of whom somebody in it is sealed from them', async () => {
    const { noteId } = await write({ persons: [scene.kyle, scene.leah] }, scene.allocated);
    const mine = await write({ persons: [scene.leah] });
    const sealId = await db.asTest((tx) =>
      sealPerson(tx, {
        personId: scene.leah,
        named: [scene.ofKyle.id],
        from: '2026-11-01',
        reason: 'Looked for.',
      }),
    );
    expect(await seen(scene.allocated, noteId)).toBe('that');
    expect(await seen(scene.author, mine.noteId)).toBe('nothing');
    const shown = await db.asActor(scene.allocated, (tx) => notesAbout(tx, [scene.kyle, scene.leah]));
    expect(shown.some((one) => one.noteId === noteId)).toBe(false);
    await expect(write({ persons: [scene.leah] })).rejects.toMatchObject({ code: 'bad-input' });
    const waiting = await db.asActor(scene.lead, (tx) => outbox(tx, 'social-care'));
    expect(waiting.rows.some((one) => [noteId, mine.noteId].includes(one.noteId))).toBe(false);
    await db.asTest((tx) =>
      tx.sql(`UPDATE seal SET undone_at = now(), undone_by = 'test' WHERE seal_id = $1`, [sealId]),
    );
    expect(await seen(scene.author, mine.noteId)).toBe('what');
  });
});

describe('who writes', () => {
  test.each(['stranger', 'emergency', 'lead', 'director', 'policeLead'] as const)('not: %s', async (who) => {
    await expect(write({ persons: [scene.kyle] }, scene[who])).rejects.toMatchObject({
      code: expect.stringMatching(/refused|bad-input/),
    });
  });

  test('only about people with whom they work, of the family', async () => {
    await expect(write({ persons: [scene.dawn] }, scene.ofKyle)).rejects.toMatchObject({
      code: expect.stringMatching(/refused|bad-input/),
    });
    await expect(write({ persons: [newId()] })).rejects.toMatchObject({
      code: 'bad-input',
      field: 'persons',
    });
    expect(await write({ persons: [scene.kyle] }, scene.policeTeam)).toMatchObject({ agency: 'police' });
  });

  test('nobody in another’s name, at another’s agency, or over what another wrote', async () => {
    const { noteId } = await write({ persons: [scene.kyle] });
    const forged = (agency: string, writtenBy: string) =>
      db.asActor(scene.allocated, (tx) =>
        tx.sql(
          `INSERT INTO fact (area, fact_id, assertion_key, person_id, role, agency, kind, shape, happened, precision, received_at,
             audience, written_by)
           VALUES ($1, $2::uuid, $2::text, $3, 'subject', $4, 'note', 'event', '[2026-01-01,2026-01-02)', 'day', now(), 'team', $5)`,
          [scene.allocated.area, newId(), scene.kyle, agency, writtenBy],
        ),
      );
    expect(await forged('social-care', scene.allocated.id)).toEqual([]);
    await expect(forged('social-care', scene.author.id)).rejects.toThrow(/row-level security/);
    await expect(forged('police', scene.allocated.id)).rejects.toThrow(/row-level security/);
    const ended = await db.asActor(scene.allocated, (tx) =>
      tx.sql('UPDATE fact SET superseded_at = now() WHERE occasion = $1 RETURNING 1 AS one', [noteId]),
    );
    expect(ended).toEqual([]);
    await expect(
      db.asActor(scene.allocated, (tx) =>
        correct(tx, noteId, { writing: toWrite({ persons: [scene.kyle] }), reason: 'I know better.' }),
      ),
    ).rejects.toMatchObject({ code: 'refused' });
  });
});

test('what has a number is written once, however often it is sent', async () => {
  const id = newId();
  const [first, second] = [
    await write({ persons: [scene.kyle], id, words: 'He got up at ten.' }),
    await write({ persons: [scene.kyle], id, words: 'Again.' }),
  ];
  expect([first.noteId, second.content.words]).toEqual([id, first.content.words]);
  expect(await db.asActor(scene.author, (tx) => getNote(tx, id))).toHaveLength(1);
});

test('a number that another took is refused alike, whoever may see what has it; a draft’s too', async () => {
  const [note, draft] = [newId(), newId()];
  await write({ persons: [scene.kyle], id: note }, scene.allocated);
  const keep = (who: Actor, draftId: string) =>
    db.asActor(who, (tx) =>
      keepDraft(tx, { draftId, familyId: scene.familyId, kind: 'note', written: { words: ['x'] } }),
    );
  await keep(scene.author, draft);
  await keep(scene.author, draft);
  const conflict = { code: 'conflict', message: 'Something else has this number.' };
  expect(await seen(scene.team, note)).not.toBe('what');
  for (const who of ['team', 'ofKyle'] as const)
    await expect(write({ persons: [scene.kyle], id: note }, scene[who])).rejects.toMatchObject(conflict);
  await expect(keep(scene.allocated, draft)).rejects.toMatchObject(conflict);
  expect(await db.asActor(scene.author, (tx) => findDraft(tx, draft))).toMatchObject({ draftId: draft });
});

test('a visit is about whoever was seen, and about those whom it was to see where nobody was', async () => {
  const visit = { kind: 'visit', where: 'home', words: 'Curtains drawn.' };
  const alone = await write({ ...visit, seen: [scene.dawn], alone: [scene.kyle] });
  expect([...alone.persons].sort()).toEqual([scene.dawn, scene.kyle].sort());
  const [fact] = await db
    .asActor(scene.author, (tx) => outlineOf(tx, [scene.kyle]))
    .then((facts) => facts.filter((one) => one.occasion === alone.noteId));
  expect(fact?.detail.parts.find((part) => part.name === 'note')?.value).toBe(
    'Seen alone: Kyle Hart; seen: Dawn Hart. Curtains drawn.',
  );
  const nobody = await write({ ...visit, where: 'nobody-in' });
  expect([...nobody.persons].sort()).toEqual([scene.dawn, scene.kyle, scene.leah].sort());
  // Where nobody opened, nothing is said of who was seen alone.
  const facts = await db.asActor(scene.author, (tx) => outlineOf(tx, [scene.kyle]));
  const parts = facts.find(({ occasion }) => occasion === nobody.noteId)?.detail.parts;
  expect(parts?.map(({ name, value }) => [name, value])).toEqual(
    expect.arrayContaining([['seen-here', 'no']]),
  );
  expect(parts?.some(({ name }) => name === 'alone')).toBe(false);
});

test('a visit does not say two things at once, nor that nobody was seen where somebody was in', async () => {
  const visit = { kind: 'visit', words: 'At the door.' };
  await expect(write({ ...visit, where: 'nobody-in', seen: [scene.kyle] })).rejects.toMatchObject({
    code: 'bad-input',
    field: 'where',
  });
  await expect(write({ ...visit, where: 'home' })).rejects.toMatchObject({
    code: 'bad-input',
    field: 'seen',
  });
  expect(await write({ ...visit, where: 'home', others: 'A neighbour' })).toMatchObject({ kind: 'visit' });
});

test('nothing happened to anybody before they were born', async () => {
  const { kyle, dawn } = scene;
  const early = { persons: [kyle], on: '4/4/2012' };
  await expect(write(early)).rejects.toMatchObject({ code: 'bad-input', field: 'on' });
  expect(await write({ ...early, on: '5/4/2012' })).toMatchObject({ kind: 'note' });
  expect(await write({ ...early, on: 'April 2012' })).toMatchObject({ precision: 'month' });
  expect(await write({ ...early, persons: [kyle, dawn] })).toMatchObject({ kind: 'note' });
});

test('of a version that is hidden there is neither a gap nor a word', async () => {
  const { noteId } = await write({ persons: [scene.kyle, scene.leah] });
  const writing = toWrite({ persons: [scene.kyle], words: 'He was late.' });
  await db.asActor(scene.author, (tx) => correct(tx, noteId, { writing, reason: 'Wrong child before.' }));
  const read = (who: Actor) =>
    db.asActor(who, async (tx) =>
      (await getNote(tx, noteId)).map((one) => jsonOf(one)).map(({ version, reason }) => [version, reason]),
    );
  const all = [
    [2, 'Wrong child before.'],
    [1, null],
  ];
  expect(await read(scene.allocated)).toEqual(all);
  const seal = { personId: scene.leah, named: [scene.ofKyle.id], from: '2026-11-01', reason: 'Looked for.' };
  const sealId = await db.asTest((tx) => sealPerson(tx, seal));
  expect(await read(scene.allocated)).toEqual([[1, null]]);
  expect(await read(scene.author)).toEqual([[1, null]]);
  const [listed] = await db.asActor(scene.allocated, async (tx) =>
    (await notesAbout(tx, [scene.kyle])).filter((one) => one.noteId === noteId).map((one) => jsonOf(one)),
  );
  expect(listed).toMatchObject({ version: 1, reason: null });
  // Another change goes on from the one that stands.
  const again = { writing: toWrite({ persons: [scene.kyle], words: 'By an hour.' }), reason: 'How late.' };
  await db.asActor(scene.author, (tx) => correct(tx, noteId, again));
  expect(await read(scene.allocated)).toEqual([
    [2, null],
    [1, null],
  ]);
  await db.asTest((tx) =>
    tx.sql(`UPDATE seal SET undone_at = now(), undone_by = 'test' WHERE seal_id = $1`, [sealId]),
  );
  expect(await read(scene.allocated)).toEqual([[3, 'How late.'], ...all]);
});

test('a change keeps what was there, with who and when; an earlier version is no way round a later one', async () => {
  const { noteId } = await write({ persons: [scene.kyle], audience: 'team', words: 'He hit her.' });
  await db.asOwner((client) =>
    client.query(
      `UPDATE agreement SET tier = 4 WHERE condition = 'team' AND to_agency = 'social-care' AND subjects = '{*}'`,
    ),
  );
  expect(await seen(scene.team, noteId)).toBe('what');
  vi.setSystemTime(new Date('2026-11-22T10:30:00Z'));
  const writing = toWrite({
    persons: [scene.kyle],
    words: 'She hit him.',
    audience: 'allocated',
    on: 'October 2026',
  });
  await db.asActor(scene.author, (tx) =>
    correct(tx, noteId, { writing, reason: 'I had it the wrong way round.' }),
  );
  const versions = await db.asActor(scene.allocated, (tx) => getNote(tx, noteId));
  expect(
    versions.map((one) => [
      one.version,
      one.content.words,
      one.reason,
      one.writtenAt.toISOString(),
      one.precision,
    ]),
  ).toEqual([
    [2, 'She hit him.', 'I had it the wrong way round.', '2026-11-22T10:30:00.000Z', 'month'],
    [1, 'He hit her.', null, '2026-11-22T09:00:00.000Z', 'day'],
  ]);
  const facts = await db.asActor(scene.allocated, (tx) => chronologyOf(tx, [scene.kyle]));
  const own = facts.filter((one) => one.occasion === noteId);
  expect(own.map((one) => [one.happened.from, one.receivedAt.toISOString()])).toEqual([
    ['2026-10-01', '2026-11-22T10:30:00.000Z'],
  ]);
  expect(await seen(scene.team, noteId)).toBe('nothing');
});

test('a build makes and ends nothing of what is written here', async () => {
  const { noteId } = await write({ persons: [scene.kyle, scene.dawn] });
  const { changed } = await db.asTest((tx) => buildChronology(tx, { asOf: scene.asOf, progress: silent }));
  expect(changed).toMatchObject({ factsAdded: 0, factsSuperseded: 0 });
  expect(await seen(scene.allocated, noteId)).toBe('what');
});

describe('the case system, where it has its legal home', () => {
  test('is given each version once it is asked for, by the agency’s own numbers, until it gives a receipt', async () => {
    const { noteId } = await write({
      kind: 'visit',
      alone: [scene.kyle],
      seen: [scene.dawn],
      where: 'home',
      words: '=HYPERLINK("x"), she said "no"',
    });
    const waiting = () => db.asActor(scene.lead, (tx) => outbox(tx, 'social-care'));
    const { rows, persons } = await waiting();
    const row = rows.find((one) => one.noteId === noteId);
    expect(row).toMatchObject({
      version: 1,
      kind: 'A visit',
      seenAlone: 'S2',
      from: '2026-11-22',
      last: '2026-11-22',
    });
    expect(row?.persons.split(' ').sort()).toEqual(['S1', 'S2']);
    expect(persons).toEqual(expect.arrayContaining([scene.kyle, scene.dawn]));
    expect(row && csvOf([row])).toContain(`"'=HYPERLINK(""x""), she said ""no"""`);
    for (const who of ['author', 'allocated', 'manager', 'policeLead', 'director'] as const) {
      const theirs = await db.asActor(scene[who], (tx) => outbox(tx, 'social-care'));
      expect(theirs.rows).toEqual([]);
    }
    const told = Receipts.parse([{ noteId, version: 1, outcome: 'received', words: 'CS-4711' }]);
    expect(await db.asActor(scene.policeLead, (tx) => takeReceipts(tx, 'social-care', told))).toBe(0);
    expect(await db.asActor(scene.lead, (tx) => takeReceipts(tx, 'social-care', told))).toBe(1);
    expect(await db.asActor(scene.lead, (tx) => takeReceipts(tx, 'social-care', told))).toBe(0);
    expect((await waiting()).rows.some((one) => one.noteId === noteId)).toBe(false);
    const writing = toWrite({ kind: 'visit', alone: [scene.kyle], where: 'home', words: 'She was out.' });
    await db.asActor(scene.author, (tx) => correct(tx, noteId, { writing, reason: 'Dawn was out.' }));
    expect((await waiting()).rows.filter((one) => one.noteId === noteId).map((one) => one.version)).toEqual([
      2,
    ]);
  });
});

test('what is somebody’s alone, and of whom where they are is kept back, the machine hands over and not the lead', async () => {
  const mine = await write({ kind: 'hypothesis', persons: [scene.leah], due: '2026-12-20' });
  await db.asActor(scene.author, (tx) =>
    settle(tx, mine.noteId, { state: 'sealed', reason: 'It did not bear out.' }),
  );
  const hers = await write({ persons: [scene.dawn], words: 'She has a new door.' });
  const protectionId = await db.asTest((tx) =>
    protectPerson(tx, {
      personId: scene.dawn,
      fromIds: [scene.kyle],
      fromWords: '',
      fromBorn: null,
      named: [],
      happened: { from: '2026-11-01', to: null },
      reason: 'Threats by letter.',
    }),
  );
  const ids = async (who: Actor) =>
    new Set((await db.asActor(who, (tx) => outbox(tx, 'social-care'))).rows.map(({ noteId }) => noteId));
  const operated = await ids({
    area: scene.author.area,
    id: 'machine:test',
    role: 'counts',
    purpose: 'command',
  });
  expect([operated.has(mine.noteId), operated.has(hers.noteId)]).toEqual([true, true]);
  const led = await ids(scene.lead);
  expect([led.has(mine.noteId), led.has(hers.noteId)]).toEqual([false, false]);
  await db.asTest((tx) => endProtection(tx, protectionId, 'It is over.'));
  expect((await ids(scene.lead)).has(hers.noteId)).toBe(true);
});

test('what was written follows whoever was meant, when records are held together otherwise', async () => {
  const { noteId } = await write({ persons: [scene.leah], words: 'Leah sang.' });
  const thought = await write({
    kind: 'hypothesis',
    persons: [scene.leah],
    words: 'She hums when she is afraid.',
    due: '2026-12-20',
  });
  const owner = (text: string, params: string[]) => db.asOwner((client) => client.query(text, params));
  const move = (to: string) =>
    owner(`UPDATE link SET person_id = $1 WHERE agency = 'social-care' AND local_id = 'S3'`, [to]);
  const about = async () =>
    db.asTest(async (tx) => {
      const facts = await outlineOf(tx, [scene.kyle, scene.leah]);
      const [note] = await getNote(tx, noteId);
      return [facts.filter((one) => one.occasion === noteId).map((one) => one.personId), note.about];
    });
  // Leah's number is held to be Kyle's, and then is her own again.
  await move(scene.kyle);
  expect(await db.asTest(follow)).toBeGreaterThan(0);
  expect(await about()).toEqual([[scene.kyle], [scene.kyle]]);
  expect(await seen(scene.ofKyle, noteId)).toBe('what');
  expect(await db.asTest(follow)).toBe(0);
  const guess = await db.asActor(scene.author, (tx) =>
    settle(tx, thought.noteId, { state: 'shared', reason: 'Told to his teacher.' }),
  );
  expect([guess.persons, guess.about]).toEqual([[scene.kyle], [scene.kyle]]);
  expect(await db.asTest(follow)).toBe(0);
  await move(scene.leah);
  await db.asTest(follow);
  expect(await about()).toEqual([[scene.leah], [scene.leah]]);
  expect(await seen(scene.ofKyle, noteId)).toBe('nothing');
  // What was settled in between is still about whom it was written of.
  expect((await db.asTest((tx) => getNote(tx, thought.noteId)))[0].about).toEqual([scene.leah]);
});

test('what is settled already is said to be so', async () => {
  const { noteId } = await write({
    kind: 'hypothesis',
    persons: [scene.kyle],
    words: 'He may be hungry.',
    due: '2026-12-20',
  });
  const settled = () =>
    db.asActor(scene.author, (tx) => settle(tx, noteId, { state: 'shared', reason: 'Told his teacher.' }));
  await settled();
  await expect(settled()).rejects.toMatchObject({ code: 'conflict', message: 'This was settled already.' });
});

test('at half past midnight in July it is the day that calendars in England show', async () => {
  vi.setSystemTime(new Date('2027-07-10T23:30:00Z'));
  const due = async (day: string) =>
    Promise.try(() =>
      write({ kind: 'hypothesis', persons: [scene.kyle], words: `By ${day}.`, due: day }),
    ).then(
      ({ noteId }) => noteId,
      () => 'refused',
    );
  // It is 11 July: a hypothesis is due on a day that comes, within three months.
  expect([await due('2027-07-11'), await due('2027-10-12')]).toEqual(['refused', 'refused']);
  expect(await due('2027-10-11')).not.toBe('refused');
  const noteId = await due('2027-07-12');
  expect(await write({ persons: [scene.kyle], words: 'He woke.' })).toMatchObject({
    happened: { from: '2027-07-11', to: '2027-07-12' },
  });
  // On the evening of the 11th in UTC it is the 12th in England, and a manager may settle it.
  const settles = () =>
    db.asActor(scene.manager, (tx) => settle(tx, noteId, { state: 'shared', reason: 'Talked it over.' }));
  vi.setSystemTime(new Date('2027-07-11T22:59:00Z'));
  await expect(settles()).rejects.toMatchObject({ code: 'refused' });
  vi.setSystemTime(new Date('2027-07-11T23:01:00Z'));
  expect(await settles()).toMatchObject({ state: 'shared' });
});

test('to whom a hypothesis is sealed: whoever manages the work with everybody in it, if there is anybody', async () => {
  const managing = (who: Actor, about: string[]) => db.asActor(who, (tx) => managersOfAll(tx, about));
  const { manager, kyle, dawn, author, policeAllocated } = scene;
  const names = await db.asTest(workerNames);
  expect(await managing(author, [kyle, dawn])).toEqual([names.get(manager.id)]);
  expect(await managing(scene.ofKyle, [kyle])).toEqual([names.get(manager.id)]);
  expect(await managing(scene.ofKyle, [kyle, dawn])).toEqual([]);
  expect(await managing(policeAllocated, [kyle])).toEqual([]);
});

describe('what is sent twice', () => {
  const visit = () => ({
    kind: 'visit',
    seen: [scene.kyle],
    where: 'home',
    words: 'He was drawing a boat.',
    at: '08:10',
  });
  const later = (minutes: number) => void vi.setSystemTime(new Date(now.getTime() + minutes * 60_000));

  test('the same words of the same people, within the hour, lead to what was written first', async () => {
    const first = await write(visit());
    expect(first.already).toBe(false);
    later(59);
    const again = await write({ ...visit(), id: newId() });
    expect(again).toMatchObject({ noteId: first.noteId, already: true, writtenAt: now });
    const changed = [
      { words: 'He was drawing a ship.' },
      { seen: [scene.leah] },
      { alone: [scene.kyle] },
      { at: '08:11' },
      { on: '21/11/2026' },
      { audience: 'team' },
      { where: 'school' },
      { kind: 'note', persons: [scene.kyle] },
    ];
    for (const over of changed)
      expect(await write({ ...visit(), ...over })).toMatchObject({ already: false });
    expect(await write(visit(), scene.team)).toMatchObject({ already: false });
    later(61);
    expect(await write(visit())).toMatchObject({ already: false });
  });

  test('what was changed since is still what was written first; its draft goes', async () => {
    const words = 'He rang twice.';
    const { noteId } = await write({ persons: [scene.kyle], words });
    await db.asActor(scene.author, (tx) =>
      correct(tx, noteId, {
        writing: toWrite({ persons: [scene.kyle], words: 'He rang once.' }),
        reason: 'I misheard.',
      }),
    );
    const id = newId();
    await db.asActor(scene.author, (tx) =>
      keepDraft(tx, { draftId: id, familyId: scene.familyId, kind: 'note', written: { words: [words] } }),
    );
    expect(await write({ persons: [scene.kyle], words, id })).toMatchObject({
      noteId,
      version: 2,
      already: true,
      content: { words: 'He rang once.' },
    });
    const { drafts } = await db.asActor(scene.author, ownWriting);
    expect(drafts.filter((one) => one.draftId === id)).toEqual([]);
  });

  test('two that truly happened are both recorded, once each', async () => {
    const call = { kind: 'call', persons: [scene.kyle], withWhom: 'the school', words: 'No answer.' };
    const first = await write(call);
    const id = newId();
    const second = await write({ ...call, anyway: 'yes', id });
    const twice = await write({ ...call, anyway: 'yes', id });
    expect([second.already, second.noteId, twice.noteId]).toEqual([false, id, id]);
    expect(second.noteId).not.toBe(first.noteId);
  });

  test('a change that is sent twice is made once', async () => {
    const { noteId } = await write({ persons: [scene.leah], words: 'She slept.' });
    const change = {
      writing: toWrite({ persons: [scene.leah], words: 'She slept late.' }),
      reason: 'I left it out.',
    };
    for (const _ of [1, 2]) await db.asActor(scene.author, (tx) => correct(tx, noteId, change));
    const versions = await db.asActor(scene.author, (tx) => getNote(tx, noteId));
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  });
});
