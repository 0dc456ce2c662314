/** Children who are expected, by the pregnancies that records tell of. */
import type { OutlinedFact } from '../../chronology/index.ts';
import type { Person } from '../../identity/index.ts';
import { addDays } from '../../platform/index.ts';
import type { Expected } from './kin.ts';

type Tie = { personId: string; otherId: string; kind: string };

/** Rule unborn: pregnancies that go on, on a day, each once; of what a reader may not see nothing is known. */
export function expectedOn(
  facts: readonly OutlinedFact[],
  { on, persons, ties }: { on: string; persons: ReadonlyMap<string, Person>; ties: readonly Tie[] },
): Expected[] {
  const pregnancies = facts.filter(({ kind }) => kind === 'pregnancy');
  const saidOf = (fact: OutlinedFact, name: string) =>
    fact.detail.parts.find((part) => part.name === name)?.value ?? null;
  return [...Map.groupBy(pregnancies, ({ personId }) => personId)].flatMap(([mother, own]): Expected[] => {
    const now = own.filter(
      ({ happened: { from } }) => from !== null && from <= on && on <= addDays(from, longest),
    );
    if (now.length === 0 || now.some((fact) => saidOf(fact, 'end') !== null)) return [];
    const since = now.flatMap(({ happened: { from } }) => from ?? []).sort()[0] ?? on;
    const isKnown = ties.some(({ kind, personId, otherId }) => {
      const born = persons.get(otherId)?.birthDate ?? null;
      return (
        kind === 'parent' &&
        personId === mother &&
        born !== null &&
        born >= since &&
        born <= addDays(since, longest)
      );
    });
    const due = now.map((fact) => saidOf(fact, 'due_on')).find((said) => said !== null) ?? null;
    return isKnown ? [] : [{ id: `expected of ${mother}`, mother, due, since, factId: now[0]?.factId ?? '' }];
  });
}

/** Days after which a pregnancy that somebody was told of is over, whatever was not written down. */
const longest = 300;
