import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { occurrences } from '../sources/testing.ts';
import { BackupOutput } from './backup.ts';
import { heldBack, takenInWords } from './build.ts';
import { commands } from './commands.ts';
import { DoctorOutput } from './doctor.ts';
import { Failure } from './failure.ts';
import { commandHelp } from './help.ts';
import { runCommand } from './main.ts';
import { RestoreOutput } from './restore.ts';

const vantage = fileURLToPath(new URL('../../bin/vantage.mjs', import.meta.url));
const compiled = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = makeScratchFolder('vantage-cli-');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env };
  delete env.DATABASE_URL;
  return spawnSync(process.execPath, [vantage, ...args], { encoding: 'utf8', cwd: folder, env });
}

/** The same in this process, for what needs no process of its own: one takes a second to start. */
async function runHere(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const heard = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += text;
      return true;
    }),
  );
  try {
    return { status: await runCommand(args), ...said };
  } finally {
    for (const one of heard) one.mockRestore();
  }
}

describe('help', () => {
  it('is what vantage alone prints, and names every command', async () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    for (const { name, summary } of commands) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(summary);
    }
    for (const word of ['--help', 'help'])
      expect(await runHere(word)).toEqual({ status, stdout, stderr: '' });
  });

  it('explains each command and each of its options', async () => {
    for (const command of commands) {
      for (const option of ['data', 'json', 'help', ...Object.keys(command.options)]) {
        expect(commandHelp(command)).toContain(`--${option}`);
      }
    }
    const { stdout } = await runHere('doctor', '--help');
    expect(stdout).toContain('vantage doctor');
    expect((await runHere('help', 'doctor')).stdout).toContain(stdout);
  });
});

it('says its version', async () => {
  const { stdout } = run('--version');
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(await runHere('-v')).toEqual({ status: 0, stdout, stderr: '' });
});

describe('called wrongly', () => {
  it('a process ends with 2', () => {
    const { status, stdout, stderr } = run('nonsense');
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^.+\..+"?vantage.+\n$/)]);
  });

  it.each([
    ['nonsense'],
    ['doctor', '--nonsense'],
    ['backup'],
    ['backup', 'a', 'b'],
    ['doctor', '--data'],
    ['--data', 'x', 'area'],
    ['area', 'hart'],
    ['like', 'foo'],
    ['area', '--data='],
    ['build', 'nowhere'],
    ['build', vantage],
  ])('%s %s ends with 2 and says what to do', async (...args) => {
    const { status, stdout, stderr } = await runHere(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^.+\..+"?vantage.+\n$/);
    const json = await runHere(...args, '--json');
    expect([json.status, json.stderr]).toEqual([2, '']);
    expect(Failure.parse(JSON.parse(json.stdout)).error.code).toBe('bad-input');
  });
});

describe('doctor with a DATABASE_URL that leads nowhere', () => {
  it.each([
    [
      'postgresql://council:sekret@localhost:1/vantage',
      'No PostgreSQL answers at the address in DATABASE_URL',
    ],
    ['council:sekret', 'DATABASE_URL cannot be read'],
  ])('says so of %s, without its password', (address, says) => {
    const env = { ...process.env, DATABASE_URL: address };
    const { status, stdout, stderr } = spawnSync(process.execPath, [vantage, 'doctor'], {
      encoding: 'utf8',
      cwd: folder,
      env,
    });
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain(says);
    expect(stdout).not.toContain('sekret');
  });
});

describe.skipIf(!existsSync(compiled))('a command', () => {
  /** Runs one command in a data folder of its own. */
  const runOne = (name: string, body: string, env: Record<string, string> = {}) => {
    const data = join(folder, name);
    mkdirSync(data, { recursive: true });
    const script = `
      import { z } from 'zod';
      import { runCommand } from '${compiled}';
      const one = { name: 'one', arguments: '', summary: '', help: '', options: {}, output: z.object({ n: z.int() }),
        async run(context) { ${body} } };
      process.exit(await runCommand(['one', '--data', ${JSON.stringify(data)}, ...process.argv.slice(1)], [one]));`;
    return (...args: string[]) =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...args], {
        encoding: 'utf8',
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { ...process.env, ...env },
      });
  };

  it('that tells its output early prints it once', () => {
    const told = runOne('told', 'context.tell({ n: 1 }); return { output: { n: 1 } };');
    expect(told('--json').stdout).toBe('{"n":1}\n');
    expect(told().stdout).toBe('');
    expect(runOne('told', 'return { output: { n: 1 } };')('--json').stdout).toBe('{"n":1}\n');
  });

  it('that meets an unforeseen error says one sentence and a remedy; its log says where', () => {
    const body = `throw Object.assign(new Error('Dawn Hart'), { code: '42P01' });`;
    const { status, stdout, stderr } = runOne('broken', body)();
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Vantage met an error it did not foresee \(Error 42P01\)\. .+\n$/);
    const path = join(folder, 'broken', 'log', 'vantage.log');
    const logged = readFileSync(path, 'utf8');
    expect(stderr).toContain(path);
    const { reference, stack } = JSON.parse(logged) as Record<string, string>;
    expect(stderr).toContain(`of ${reference}.`);
    expect(stack).toContain(' at ');
    expect(logged).not.toContain('Dawn');
    expect(runOne('aloud', body, { VANTAGE_LOG_FILE: '-' })().stderr).toMatch(/^\{.+\}\nVantage met .+\n$/);
    expect(existsSync(join(folder, 'aloud', 'log'))).toBe(false);
  });
});

describe('the summary of a build', () => {
  it('says which rows held back still wait', () => {
    expect(heldBack(0, 0)).toBe('nothing');
    expect(heldBack(2, 0)).toBe('nothing now: later files mended the 2 rows of this build');
    expect(heldBack(2, 1)).toBe(
      '1 row waits to be mended; 2 did at first, and later files mended or repeated the rest',
    );
    expect(heldBack(2, 2)).toBe('2 rows wait to be mended');
    expect(heldBack(0, 2)).toBe('2 rows wait to be mended, from earlier builds');
    expect(heldBack(1, 3)).toBe('3 rows wait to be mended, 1 of this build and others of earlier ones');
  });
});

describe('what a build says of a file that is kept', () => {
  it('tells what is new apart from what stood before', () => {
    const file = { path: 'a.csv', agency: 'x', kind: 'y', kept: 7, withdrawn: 0, held: 0 };
    const says = (added: number, changed: number, unchanged: number) =>
      takenInWords({ ...file, added, changed, unchanged });
    expect(says(6, 1, 0)).toBe('kept 7 records from a.csv');
    expect(says(0, 0, 7)).toBe('nothing new in a.csv: 7 records as they stood');
    expect(says(1, 0, 6)).toBe('kept 1 record from a.csv, and 6 as they stood');
  });
});

describe('doctor, backup and restore', () => {
  it('look, keep and bring back a data folder', () => {
    const first = run('doctor', '--json');
    expect(DoctorOutput.parse(JSON.parse(first.stdout)).ok, first.stdout).toBe(true);
    const none = run('backup', 'kept.vantage', '--json');
    expect(Failure.parse(JSON.parse(none.stdout)).error.message).toContain('holds no area yet');
    mkdirSync(join(folder, 'empty'));
    expect(run('build', 'empty').stderr).toMatch(/^The folder empty is empty\. /);
    expect(existsSync(join(folder, 'data'))).toBe(false);

    mkdirSync(join(folder, 'extracts'));
    writeFileSync(join(folder, 'extracts', 'occurrences.csv'), occurrences([{ no: '1' }]));
    writeFileSync(join(folder, 'extracts', 'noise.csv'), 'a,b\nx\0y,2\n');
    const built = run('build', 'extracts', '--made-up');
    expect([built.status, built.stdout]).toEqual([
      3,
      expect.stringContaining('kept 1 record from occurrences.csv'),
    ]);

    const kept = run('backup', 'kept.vantage', '--json');
    expect([kept.status, kept.stderr]).toEqual([0, '']);
    const { rows } = BackupOutput.parse(JSON.parse(kept.stdout));
    expect(rows).toBeGreaterThan(10);

    const back = run('restore', 'kept.vantage', '--data', 'restored', '--json');
    expect([back.status, back.stderr]).toEqual([0, '']);
    expect(RestoreOutput.parse(JSON.parse(back.stdout)).rows).toBe(rows);

    const last = run('doctor', '--data', 'restored');
    expect(last.stdout).toContain('Everything is in order.');
    expect(last.status).toBe(0);
  });

  it('say in one sentence what is wrong with a file, and end with 1', () => {
    writeFileSync(join(folder, 'not-a-backup'), 'x'.repeat(100));
    for (const [file, says] of [
      ['missing', 'There is no file'],
      ['not-a-backup', 'is damaged or cut short'],
    ] as const) {
      const { status, stderr } = run('restore', file, '--data', 'other', '--json');
      expect([file, status, stderr]).toEqual([file, 1, '']);
      expect(run('restore', file, '--data', 'other').stderr).toContain(says);
      expect(existsSync(join(folder, 'other'))).toBe(false);
    }
  });

  it('doctor ends with 1 and a remedy when something is wrong', () => {
    spawnSync('chmod', ['644', join(folder, 'restored', 'server.json')]);
    const { status, stdout } = run('doctor', '--data', 'restored');
    expect(status).toBe(1);
    expect(stdout).toMatch(/WRONG {2}permissions .*\n +Run: chmod go= .*server\.json/);
  });
});

describe.skipIf(!existsSync(compiled))('a command that is stopped', () => {
  /** Runs one slow command whose transaction is open when it says so. */
  const script = `
    import { z } from 'zod';
    import { runCommand } from '${compiled}';
    const slow = {
      name: 'slow', arguments: '', summary: '', help: '', options: {}, output: z.null(), begins: true, endsItself: process.argv[1] === 'ends-itself',
      async run(context) {
        const db = await context.open();
        if (this.endsItself) {
          context.say('begun');
          await new Promise((resolve) => { const wait = setInterval(() => undefined, 1000); context.signal.onabort = () => { clearInterval(wait); resolve(); }; });
          return { output: null };
        }
        await db.asActor({ area: 'testshire', id: 'x', role: 'system', purpose: 'x' }, async (tx) => {
          await tx.sql("INSERT INTO area VALUES ('testshire', 'Testshire', 'made-up')");
          context.say('begun');
          await tx.sql('SELECT pg_sleep(60)');
        });
        return { output: null };
      },
    };
    process.exit(await runCommand(['slow', '--data', ${JSON.stringify(join(folder, 'stopped'))}], [slow]));`;

  async function stopped(
    how: string,
    signal: NodeJS.Signals,
  ): Promise<{ code: unknown; stderr: string; millis: number }> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, how], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    await once(child.stdout, 'data');
    const started = Date.now();
    child.kill(signal);
    // As from a terminal, where what launched the command passes on what the command has had already.
    setTimeout(() => child.kill(signal), 20);
    const [code] = await once(child, 'close');
    return { code, stderr, millis: Date.now() - started };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s undoes its transaction, says so and leaves no server behind',
    async (signal) => {
      const { code, stderr, millis } = await stopped('cut', signal);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^vantage slow was stopped before it was done\. .+\n$/);
      expect(millis).toBeLessThan(20_000);
      expect(readFileSync(join(folder, 'stopped', 'log', 'postgres.log'), 'utf8')).toMatch(
        /database system is shut down\n$/,
      );
      expect(
        DoctorOutput.parse(JSON.parse(run('doctor', '--data', 'stopped', '--json').stdout)).checks.find(
          ({ name }) => name === 'area',
        )?.says,
      ).toContain('none yet');
    },
  );

  it('ends in order when it sees to that itself', async () => {
    expect(await stopped('ends-itself', 'SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });
});
