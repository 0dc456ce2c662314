import { v7 } from 'uuid';

/** A new uuid v7: ids made later sort later. */
export function newId(): string {
  return v7();
}
