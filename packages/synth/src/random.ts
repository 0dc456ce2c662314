/** A seeded source of chance. The same seed and the same calls give the same numbers on every machine. */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One value, each as likely as its weight. */
  weighted<T>(options: readonly (readonly [T, number])[]): T;
  /** Waiting time with the given mean. */
  wait(mean: number): number;
  /** A stream of its own that depends on the seed and the label only, not on what was drawn before. */
  fork(label: string): Random;
};

/** Four 32-bit words from a text (cyrb128). */
function words(text: string): [number, number, number, number] {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** Opens a stream from a seed (sfc32). */
export function random(seed: string): Random {
  let [a, b, c, d] = words(seed);
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();

  const self: Random = {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const value = list[Math.floor(next() * list.length)];
      if (value === undefined) throw new RangeError('Nothing to pick from.');
      return value;
    },
    weighted: (options) => {
      let left = next() * options.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of options) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = options.at(-1);
      if (!last) throw new RangeError('Nothing to choose from.');
      return last[0];
    },
    wait: (mean) => -mean * Math.log(1 - next()),
    fork: (label) => random(`${seed}/${label}`),
  };
  return self;
}
