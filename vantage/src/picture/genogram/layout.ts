import { type Graph, generationsOf } from './generations.ts';
import type { Kindred } from './model.ts';
import { type Order, orderOf } from './ordering.ts';
import { type Drawing, place } from './placing.ts';

export type Laid = Drawing & { graph: Graph; order: Order };

/** Everybody of a kindred with a place; the same for the same kindred, whoever asks. */
export function layOut(kindred: Kindred): Laid {
  const graph = generationsOf(kindred);
  const order = orderOf(graph);
  return { ...place(graph, order), graph, order };
}
