import { subjectColumnOf } from '@vantage/returns';
import { describe, expect, it } from 'vitest';
import type { Held, Row } from './book.ts';
import { ageOn, extractDay, iso } from './days.ts';
import { makeGeography } from './geography.ts';
import { surnameOn } from './model.ts';
import { noiseTimes, plain } from './noise.ts';
import { simulate, tellStories, type Unit } from './unit.ts';

const options = { seed: '11', noise: noiseTimes(1), geography: makeGeography(10) };
const areas = [1, 2, 3, 4, 5, 6].map((number) => simulate(number, options));

type Copy = { row: Row; held: Held };

/** Each agency row about who somebody is, with the person it is truly about; people written by hand left out. */
function copies(area: Unit, agency: 'care' | 'police'): Copy[] {
  const desk = area[agency];
  const [kind, column] =
    agency === 'care' ? ['ssd.person', 'pers_person_id'] : ['police.nominals', 'nominal_id'];
  const byNumber = new Map(
    desk.numbers.all().flatMap((held) => held.numbers.map((number) => [number, held])),
  );
  return (desk.book.rows.get(kind) ?? []).flatMap((row) => {
    const held = byNumber.get(row[column] ?? '');
    return held && !held.person.written ? [{ row, held }] : [];
  });
}

const all = (agency: 'care' | 'police'): Copy[] => areas.flatMap((area) => copies(area, agency));
const share = (list: readonly Copy[], fits: (copy: Copy) => boolean): number =>
  list.filter(fits).length / list.length;
const same = (a: string, b: string): boolean => plain(a).toLowerCase() === plain(b).toLowerCase();

describe.each(['care', 'police'] as const)('errors in what %s hold', (agency) => {
  const list = all(agency);
  const [given, surname, born] =
    agency === 'care'
      ? ['pers_forename', 'pers_surname', 'pers_dob']
      : ['forename', 'surname', 'date_of_birth'];

  it('surnames: 4 in 100 are none that the person ever had', () => {
    const rate = share(list, ({ row, held }) =>
      held.person.surnames.every((each) => !same(each.surname, row[surname] ?? '')),
    );
    expect(rate).toBeGreaterThan(0.03);
    expect(rate).toBeLessThan(0.05);
  });

  it('given names: 8 in 100 are another form', () => {
    const rate = share(list, ({ row, held }) => !same(held.person.given, row[given] ?? ''));
    expect(rate).toBeGreaterThan(0.065);
    expect(rate).toBeLessThan(0.095);
  });

  it('birth dates: 2 in 100 of those held are wrong, in every listed way', () => {
    const stated = list.filter(({ row }) => row[born] !== '');
    const wrong = stated.filter(({ row, held }) => row[born] !== iso(held.person.born));
    expect(wrong.length / stated.length).toBeGreaterThan(0.014);
    expect(wrong.length / stated.length).toBeLessThan(0.027);
    const ways = wrong.map(({ row, held }) => {
      const [held1 = '', true1 = ''] = [row[born], iso(held.person.born)];
      if (
        held1.slice(0, 5) + held1.slice(8) + held1.slice(4, 7) ===
        `${true1.slice(0, 5)}${true1.slice(5, 7)}-${true1.slice(8)}`
      )
        return 'swapped';
      return held1.endsWith('-01-01') ? 'default' : 'slip';
    });
    expect(new Set(ways)).toEqual(new Set(['swapped', 'default', 'slip']));
  });

  it('changed surnames: some are held under the one before', () => {
    const changed = list.filter(({ row, held }) => {
      const now = surnameOn(held.person, extractDay);
      return held.person.surnames.some(
        (each) => each.surname !== now && same(each.surname, row[surname] ?? ''),
      );
    });
    expect(changed.length).toBeGreaterThan(10);
  });

  it('now and then hold one person twice', () => {
    const twice = areas
      .flatMap((area) => area[agency].numbers.all())
      .filter((held) => held.numbers.length > 1);
    expect(twice.length).toBeGreaterThan(3);
  });
});

it('twice the noise is twice the errors', () => {
  const noisy = [1, 2, 3].map((number) => simulate(number, { ...options, noise: noiseTimes(2) }));
  const rate = (units: readonly Unit[]) =>
    share(
      units.flatMap((unit) => copies(unit, 'police')),
      ({ row, held }) => held.person.surnames.every((each) => !same(each.surname, row.surname ?? '')),
    );
  expect(rate(noisy) / rate(areas)).toBeGreaterThan(1.6);
  expect(rate(noisy) / rate(areas)).toBeLessThan(2.4);
});

describe('identifiers', () => {
  const children = all('care').filter(({ held }) => ageOn(held.person.born, held.since) < 18);
  it('35 in 100 NHS numbers are missing; about 1 in 200 of the others is wrong', () => {
    expect(share(children, ({ row }) => row.pers_common_child_id === '')).toBeCloseTo(0.35, 1);
    const stated = children.filter(({ row }) => row.pers_common_child_id !== '');
    const wrong = share(stated, ({ row, held }) => row.pers_common_child_id !== held.person.nhsNumber);
    expect(wrong).toBeGreaterThan(0);
    expect(wrong).toBeLessThan(0.013);
  });

  it('true ones are well formed and belong to nobody', () => {
    // Check digits worked out by the published rules, written here afresh.
    const people = areas.flatMap(({ world }) => world.people);
    for (const { nhsNumber: number, upn } of people) {
      if (number === '' || upn === '') continue;
      let sum = 0;
      for (let i = 0; i < 9; i++) sum += Number(number[i]) * (10 - i);
      expect(number).toMatch(/^999\d{7}$/);
      expect((sum + Number(number[9])) % 11).toBe(0);
      const total = [...upn.slice(1)].reduce((so, digit, i) => so + Number(digit) * (i + 2), 0);
      expect(upn[0]).toBe('ABCDEFGHJKLMNPQRTUVWXYZ'[total % 23]);
    }
  });
});

describe('addresses', () => {
  it('15 in 100 of those who moved are held at the home before', () => {
    let moved = 0;
    let old = 0;
    for (const area of areas) {
      const open = new Map<string, string>();
      for (const row of area.care.book.rows.get('ssd.address') ?? [])
        if (row.addr_address_end_date === '')
          open.set(row.addr_person_id ?? '', row.addr_address_start_date ?? '');
      for (const { person, numbers } of area.care.numbers.all()) {
        const last = person.stays.at(-1);
        if (person.written || !last || last.to !== null || person.stays.length < 2 || numbers.length > 1)
          continue;
        moved += 1;
        if (open.get(numbers[0] ?? '') !== iso(last.from)) old += 1;
      }
    }
    expect(old / moved).toBeGreaterThan(0.12);
    expect(old / moved).toBeLessThan(0.18);
  });

  it('are nowhere: every postcode is well formed and in AM, which is no postcode area', () => {
    const codes = areas.flatMap((area) =>
      (area.police.book.rows.get('police.nominals') ?? []).flatMap((row) => row.postcode || []),
    );
    expect(codes.length).toBeGreaterThan(1000);
    for (const code of codes) expect(code).toMatch(/^AM\d{1,2} \d[ABD-HJLNP-UW-Z]{2}$/);
    expect(
      areas.some((area) =>
        area.police.book.rows.get('police.nominals')?.some((row) => row.address === 'No fixed abode'),
      ),
    ).toBe(true);
  });
});

describe('people', () => {
  it('include twins: born on one day to one family under different given names', () => {
    expect(areas.flatMap(({ world }) => world.twins).length).toBeGreaterThan(20);
    for (const { world, households } of areas) {
      for (const [one, other] of world.twins) {
        expect(one.born).toBe(other.born);
        expect(one.given).not.toBe(other.given);
        expect(households.some(({ children }) => children.includes(one) && children.includes(other))).toBe(
          true,
        );
      }
    }
  });

  it('include cousins of one name, born within a year, in two families', () => {
    for (const { world, households } of areas) {
      expect(world.cousins.length).toBeGreaterThan(2);
      for (const [one, other] of world.cousins) {
        expect([one.given, surnameOn(one, one.born)]).toEqual([other.given, surnameOn(other, other.born)]);
        expect(Math.abs(one.born - other.born)).toBeLessThanOrEqual(366);
        const homes = [one, other].map(
          (child) => households.find(({ children }) => children.includes(child))?.id,
        );
        expect(homes[0]).not.toBe(homes[1]);
      }
    }
  });

  it('include sons who bear the whole of their father’s name', () => {
    const named = areas.flatMap(({ world }) =>
      world.ties.filter(
        ({ kind, person, other }) =>
          kind === 'parent' &&
          person.sex === 'male' &&
          other.sex === 'male' &&
          person.given === other.given &&
          surnameOn(person, other.born) === surnameOn(other, other.born),
      ),
    );
    expect(named.length).toBeGreaterThan(2);
  });

  it('are known to one agency only, or to both', () => {
    for (const { care, police } of areas) {
      const known = care.numbers.all().map(({ person }) => person);
      const both = known.filter((person) => police.numbers.has(person)).length;
      expect(both).toBeGreaterThan(200);
      expect(known.length - both).toBeGreaterThan(100);
      expect(police.numbers.all().length - both).toBeGreaterThan(100);
    }
  });

  it('include half-brothers and half-sisters in two homes', () => {
    const halves = areas.flatMap(({ world }) => world.ties.filter(({ kind }) => kind === 'sibling'));
    const parents = new Map<string, Set<string>>();
    for (const { world } of areas)
      for (const { person, other, kind } of world.ties)
        if (kind === 'parent') parents.set(other.id, (parents.get(other.id) ?? new Set()).add(person.id));
    const shared = halves.filter(({ person, other }) => {
      const [one, two] = [parents.get(person.id) ?? new Set(), parents.get(other.id) ?? new Set()];
      return one.intersection(two).size === 1;
    });
    expect(shared.length).toBeGreaterThan(10);
  });

  it('include children who were expected and lost, and are in no agency’s list of people', () => {
    const lost = areas.flatMap(({ world }) => world.pregnancies.filter(({ outcome }) => outcome === 'loss'));
    expect(lost.length).toBeGreaterThan(30);
    const named = new Set(
      areas.flatMap(({ desks }) =>
        desks.flatMap(({ book }) =>
          (book.rows.get('health.patients') ?? []).map((row) => row.patient_id ?? ''),
        ),
      ),
    );
    for (const { desks } of areas)
      for (const { numbers } of desks.filter(({ agency }) => agency === 'community-health'))
        for (const held of numbers.all())
          if (lost.some(({ child }) => child === held.person))
            for (const number of held.numbers) expect(named.has(number)).toBe(false);
  });

  it('in hiding have no address with anybody but social care', () => {
    let hidden = 0;
    for (const { desks } of areas)
      for (const { agency, book, numbers } of desks.filter((desk) => desk.agency !== 'social-care')) {
        const shielded = new Set(numbers.all().flatMap((held) => (held.person.shielded ? held.numbers : [])));
        for (const [kind, rows] of book.rows)
          for (const row of rows) {
            if (!('postcode' in row) || !shielded.has(row[subjectColumnOf(kind) ?? ''] ?? '')) continue;
            hidden += 1;
            expect([row.address ?? row.addressline1, row.postcode], agency).toEqual(['', '']);
          }
      }
    expect(hidden).toBeGreaterThan(3);
  });

  it('live in one home at a time', () => {
    for (const { id, stays } of areas.flatMap(({ world }) => world.people))
      stays.slice(1).forEach((stay, i) => {
        const before = stays[i];
        expect(before?.to !== null && (before?.to ?? 0) <= stay.from, `${id} ${i}`).toBe(true);
      });
  });

  it('die, and stay in no home after', () => {
    const dead = areas.flatMap(({ world }) => world.people).filter((person) => person.died !== null);
    expect(dead.length).toBeGreaterThan(10);
    for (const { died, stays } of dead)
      for (const stay of stays) expect(stay.to !== null && died !== null && stay.to <= died).toBe(true);
  });

  it('are tied to others while both live', () => {
    for (const { person, other, kind, from, to } of areas.flatMap(({ world }) => world.ties)) {
      expect(to === null || from <= to, `${person.id} ${kind} ${other.id}`).toBe(true);
      expect(person.died === null || from <= person.died, `${person.id} ${kind} ${other.id}`).toBe(true);
    }
  });

  it('have parents who were alive and old enough', () => {
    for (const { person, other, kind } of areas.flatMap(({ world }) => world.ties)) {
      if (kind !== 'parent') continue;
      expect(ageOn(person.born, other.born), `${person.id} ${other.id}`).toBeGreaterThanOrEqual(14);
      if (person.sex === 'female') expect(person.died === null || person.died >= other.born).toBe(true);
    }
  });

  it('carry names from many languages', () => {
    const letters = areas.flatMap(({ world }) => world.people.map(({ given }) => given)).join('');
    const special = new Set([...letters.normalize('NFC')].filter((letter) => letter > '~'));
    expect(special.size).toBeGreaterThanOrEqual(10);
    expect(new Set(areas[0]?.world.people.map(({ culture }) => culture)).size).toBeGreaterThanOrEqual(10);
  });

  it('are at least the written families, however few are asked for', () => {
    const few = tellStories(options);
    expect(new Set(few.world.members.map(({ family }) => family))).toEqual(
      new Set(['hart', 'okafor', 'pell']),
    );
  });
});

describe('what workers note', () => {
  type Noted = { row: Row; person: Held['person']; on: string; household: Unit['households'][number] };
  const noted = (area: Unit, words: string): Noted[] => {
    const persons = new Map(
      area.care.numbers.all().flatMap(({ person, numbers }) => numbers.map((number) => [number, person])),
    );
    return (area.care.book.rows.get('care.significant_events') ?? []).flatMap((row) => {
      const person = persons.get(row.person_id ?? '');
      const household = area.households.find(
        ({ head, children }) => person && (head === person || children.includes(person)),
      );
      return row.note === words && person && household
        ? [{ row, person, household, on: row.event_date ?? '' }]
        : [];
    });
  };
  const everywhere = (words: string, check: (each: Noted, area: Unit) => void): void => {
    const found = areas.flatMap((area) => noted(area, words).map((each) => ({ each, area })));
    expect(found.length, words).toBeGreaterThan(0);
    for (const { each, area } of found) check(each, area);
  };

  it('of a grandmother who has the children was noted while a grandmother lived', () => {
    everywhere('Grandmother has the children on Saturdays', ({ household, on }) => {
      expect(household.kin.some(({ died }) => died === null || iso(died) >= on)).toBe(true);
    });
  });

  it('of nobody was beyond their years', () => {
    everywhere('Passed the driving theory test', ({ person, on }) => {
      expect(ageOn(person.born, Date.parse(on) / 86_400_000)).toBeGreaterThanOrEqual(17);
    });
    everywhere('Full week in school, the first for a long time', ({ person, on }) => {
      const age = ageOn(person.born, Date.parse(on) / 86_400_000);
      expect(age >= 5 && age < 16).toBe(true);
    });
  });

  it('of a year without a call to the police is borne out by the police', () => {
    everywhere('A year without a call to the police', ({ household, on }, { police }) => {
      const family = [
        household.head,
        ...household.partnerships.map(({ partner }) => partner),
        ...household.children,
      ];
      const numbers = police.numbers
        .all()
        .flatMap((held) => (family.includes(held.person) ? held.numbers : []));
      const since = iso(Date.parse(on) / 86_400_000 - 365);
      for (const row of police.book.rows.get('police.occurrences') ?? [])
        if (numbers.includes(row.nominal_id ?? ''))
          expect((row.occurred_from ?? '') > on || (row.occurred_to || row.occurred_from || '') < since).toBe(
            true,
          );
    });
  });

  it('and decided reads as words', () => {
    const rows = (kind: string): Row[] => areas.flatMap(({ care }) => care.book.rows.get(kind) ?? []);
    expect(new Set(rows('ssd.contacts').map((row) => row.cont_contact_outcome_json))).toEqual(
      new Set([
        'No further action',
        'Information and advice',
        'Early help',
        'Referral accepted',
        'Added to an open referral',
      ]),
    );
    expect(new Set(rows('ssd.cin_episodes').map((row) => row.cine_referral_outcome_json))).toEqual(
      new Set(['No further action', 'Assessment']),
    );
    for (const { note } of rows('care.significant_events')) expect(note).toMatch(/\S \S/);
  });
});

describe('partners', () => {
  it('who are still so were written down soon after it began, or after both were known', () => {
    let looked = 0;
    for (const { care } of areas) {
      const since = new Map(
        care.numbers.all().flatMap((held) => held.numbers.map((number) => [number, held.since] as const)),
      );
      for (const row of care.book.rows.get('care.relationships') ?? []) {
        if (row.relationship !== 'partner' || row.end_date || !row.recorded_at) continue;
        looked += 1;
        const start = Date.parse(row.start_date ?? '') / 86_400_000;
        const known = [row.person_id, row.other_person_id].map((number) => since.get(number ?? '') ?? 0);
        const recorded = Date.parse(row.recorded_at.slice(0, 10)) / 86_400_000;
        expect(recorded - Math.max(start, ...known)).toBeLessThanOrEqual(90);
      }
    }
    expect(looked).toBeGreaterThan(100);
  });
});
