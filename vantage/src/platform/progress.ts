/** What a step did: wall seconds and the greatest resident memory of the process while it ran, in bytes. */
export type StepSummary = { step: string; seconds: number; peakBytes: number };

/** Tells how far a step is. `total` is unknown when left out. */
export type Report = (done: number, total?: number) => void;

/** What a step counts. */
export type Unit = 'things' | 'bytes';

/** Runs the steps of a long command one after another, showing and measuring each. */
export type Progress = {
  step<T>(name: string, work: (report: Report) => Promise<T>, unit?: Unit): Promise<T>;
  /** The steps that are done, in order. */
  steps(): readonly StepSummary[];
};

/** Where progress is shown. */
export type Screen = {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write(text: string): unknown;
};

const sampleMillis = 100;

/** Shows a bar per step on a terminal, one line per finished step elsewhere, nothing when there is no screen. */
export function makeProgress(screen: Screen | undefined): Progress {
  const done: StepSummary[] = [];
  return {
    steps: () => done,
    async step(name, work, unit = 'things') {
      const started = performance.now();
      let peakBytes = process.memoryUsage.rss();
      let state: { done: number; total: number | undefined } | undefined;
      const seconds = () => (performance.now() - started) / 1000;
      const draw = () => {
        if (screen?.isTTY === true)
          screen.write(`\r\x1b[2K${bar(name, state, unit, seconds(), screen.columns ?? 80)}`);
      };
      const timer = setInterval(() => {
        peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
        draw();
      }, sampleMillis);
      timer.unref();
      draw();
      const clear = screen?.isTTY === true ? '\r\x1b[2K' : '';
      try {
        const result = await work((count, total) => {
          state = { done: count, total };
        });
        peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
        done.push({ step: name, seconds: seconds(), peakBytes });
        screen?.write(`${clear}${line(name, state, unit, seconds(), peakBytes)}\n`);
        return result;
      } catch (error) {
        screen?.write(clear);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** Progress that is neither shown nor heard of. */
export const silent: Progress = makeProgress(undefined);

function bar(
  name: string,
  state: { done: number; total: number | undefined } | undefined,
  unit: Unit,
  seconds: number,
  columns: number,
): string {
  const time = `${seconds.toFixed(1)} s`;
  const total = state?.total;
  if (state === undefined || total === undefined || total === 0) {
    return `${name.padEnd(24)} ${state === undefined ? '' : amountOf(state.done, unit)} ${time}`.slice(
      0,
      columns - 1,
    );
  }
  const width = Math.max(5, Math.min(30, columns - 60));
  const filled = Math.min(width, Math.round((state.done / total) * width));
  return `${name.padEnd(24)} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${amountOf(state.done, unit)} of ${amountOf(total, unit)}  ${time}`;
}

function line(
  name: string,
  state: { done: number } | undefined,
  unit: Unit,
  seconds: number,
  peakBytes: number,
): string {
  const amount = state === undefined ? '' : amountOf(state.done, unit);
  return `${name.padEnd(24)} ${amount.padStart(12)} ${`${seconds.toFixed(1)} s`.padStart(9)} ${`${Math.round(peakBytes / 1e6)} MB`.padStart(8)} memory`;
}

function amountOf(value: number, unit: Unit): string {
  return unit === 'bytes' ? `${(value / 1e6).toFixed(1)} MB` : value.toLocaleString('en-GB');
}
