import { expect, it } from 'vitest';
import { makeProgress } from './progress.ts';

function screen(isTTY: boolean): {
  isTTY: boolean;
  columns: number;
  text: string;
  write(text: string): void;
} {
  return {
    isTTY,
    columns: 100,
    text: '',
    write(text) {
      this.text += text;
    },
  };
}

const work = async (report: (done: number, total: number) => void) => {
  report(1000, 4000);
  await new Promise((resolve) => setTimeout(resolve, 250));
  return 'result';
};

it('prints one line per finished step where there is no terminal', async () => {
  const shown = screen(false);
  const progress = makeProgress(shown);
  expect(await progress.step('records', work)).toBe('result');
  expect(shown.text).toMatch(/^records +1,000 +\d+\.\d s +\d+ MB memory\n$/);
});

it('draws a bar on a terminal, and leaves the line of the finished step', async () => {
  const shown = screen(true);
  await makeProgress(shown).step('records', work);
  expect(shown.text).toMatch(/records +█{8}░{22} 1,000 of 4,000 {2}\d+\.\d s/);
  expect(shown.text.split('\r\u001b[2K').at(-1)).toMatch(/^records +1,000 +\d+\.\d s +\d+ MB memory\n$/);
});

it('shows bytes as megabytes', async () => {
  const shown = screen(false);
  await makeProgress(shown).step('extracts', async (report) => report(3_812_345, 3_812_345), 'bytes');
  expect(shown.text).toMatch(/^extracts +3\.8 MB +\d+\.\d s +\d+ MB memory\n$/);
});

it('measures each step, on no screen too, and not one that failed', async () => {
  const progress = makeProgress(undefined);
  await progress.step('one', async () => Buffer.alloc(50_000_000, 1).length);
  await expect(
    progress.step('two', async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await progress.step('three', work);
  expect(progress.steps().map(({ step }) => step)).toEqual(['one', 'three']);
  const [one, three] = progress.steps();
  expect(three?.seconds).toBeGreaterThan(0.2);
  expect(one?.peakBytes).toBeGreaterThan(50_000_000);
});
