import type { Detail, OutlinedFact } from './model.ts';

/**
 * Keeps facts in memory. What a fact says never changes (what is told otherwise becomes another fact), so whatever was
 * read once need not be read again, by whomever: which of it a reader may see, the database says each time.
 *
 * @param most How many facts at the most. Persons not looked at for longest are forgotten first.
 */
export function remember(most: number) {
  /** As somebody meets it who may not see what is said of it, and as somebody who may. */
  const facts = new Map<string, { bare: OutlinedFact; said: OutlinedFact | undefined }>();
  /** The numbers of each person's facts, whoever was looked at last at the end. */
  const ofPersons = new Map<string, Set<string>>();

  return {
    has: (personId: string): boolean => ofPersons.has(personId),

    /** A fact with what is said of it, or without; undefined where it was not read so. */
    get(factId: string, { told }: { told: boolean }): OutlinedFact | undefined {
      const one = facts.get(factId);
      return told ? one?.said : one?.bare;
    },

    /** Keeps a fact, and what is said of it where the reader sees that; the person must have been looked at. */
    keep(bare: OutlinedFact, detail: Detail | undefined): OutlinedFact {
      const one = facts.get(bare.factId) ?? { bare, said: undefined };
      if (detail !== undefined) one.said ??= { ...bare, detail, withheld: false };
      facts.set(bare.factId, one);
      ofPersons.get(bare.personId)?.add(bare.factId);
      return detail === undefined ? one.bare : (one.said ?? one.bare);
    },

    /** Persons looked at are forgotten last. */
    lookedAt(personIds: readonly string[]): void {
      for (const personId of personIds) {
        const own = ofPersons.get(personId) ?? new Set();
        ofPersons.delete(personId);
        ofPersons.set(personId, own);
      }
    },

    /** Forgets whom nobody has looked at for longest, until no more facts are kept than may be. */
    forget(): void {
      for (const [personId, own] of ofPersons) {
        if (facts.size <= most) return;
        for (const factId of own) facts.delete(factId);
        ofPersons.delete(personId);
      }
    },
  };
}

/**
 * Keeps lists of facts as they were answered, by the text that says which facts those are and what of each is said.
 *
 * @param most Letters of those texts at the most. Answers not asked for for longest are forgotten first.
 */
export function keepAnswers(most: number) {
  const answers = new Map<string, readonly OutlinedFact[]>();
  let letters = 0;
  return {
    get(key: string): readonly OutlinedFact[] | undefined {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    keep(key: string, answer: readonly OutlinedFact[]): void {
      if (answers.has(key)) return;
      answers.set(key, Object.freeze(answer));
      letters += key.length;
      for (const oldest of answers.keys()) {
        if (letters <= most) return;
        answers.delete(oldest);
        letters -= oldest.length;
      }
    },
  };
}
