/** Set up before every test file: a clock that one file set does not go on in the next, which shares its modules. */
import { afterAll, vi } from 'vitest';

afterAll(() => {
  vi.useRealTimers();
});
