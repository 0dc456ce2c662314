/**
 * Works something out of an object once for as long as the object is in use. Neither the object nor what comes of it may be
 * changed: a list that comes of it is frozen.
 */
export function once<Of extends object, Out>(work: (of: Of) => Out): (of: Of) => Out {
  const known = new WeakMap<Of, Out>();
  return (of) => {
    if (known.has(of)) return known.get(of) as Out;
    const out = work(of);
    if (Array.isArray(out)) Object.freeze(out);
    known.set(of, out);
    return out;
  };
}
