import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { BackupOutput } from './backup.ts';
import { commands } from './commands.ts';
import { DoctorOutput } from './doctor.ts';
import { Failure } from './failure.ts';
import { commandHelp } from './help.ts';
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

describe('help', () => {
  it('is what vantage alone prints, and names every command', () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    for (const { name, summary } of commands) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(summary);
    }
    expect(run('--help').stdout).toBe(stdout);
    expect(run('help').stdout).toBe(stdout);
  });

  it('explains each command and each of its options', () => {
    for (const command of commands) {
      for (const option of ['data', 'json', 'help', ...Object.keys(command.options)]) {
        expect(commandHelp(command)).toContain(`--${option}`);
      }
    }
    expect(run('help', 'doctor').stdout).toContain(run('doctor', '--help').stdout);
  });
});

describe('called wrongly', () => {
  it.each([['nonsense'], ['doctor', '--nonsense'], ['backup'], ['backup', 'a', 'b'], ['doctor', '--data']])(
    '%s %s ends with 2 and says what to do',
    (...args) => {
      const { status, stdout, stderr } = run(...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^.+\..+"?vantage.+\n$/);
      const json = run(...args, '--json');
      expect([json.status, json.stderr]).toEqual([2, '']);
      expect(Failure.parse(JSON.parse(json.stdout)).error.code).toBe('bad-input');
    },
  );
});

describe('doctor, backup and restore', () => {
  it('look, keep and bring back a data folder', () => {
    const first = run('doctor', '--json');
    expect(DoctorOutput.parse(JSON.parse(first.stdout)).ok, first.stdout).toBe(true);
    expect(existsSync(join(folder, 'data'))).toBe(false);

    const kept = run('backup', 'kept.vantage', '--json');
    expect([kept.status, kept.stderr]).toEqual([0, '']);
    expect(BackupOutput.parse(JSON.parse(kept.stdout)).rows).toBe(0);

    const back = run('restore', 'kept.vantage', '--data', 'restored', '--json');
    expect([back.status, back.stderr]).toEqual([0, '']);
    expect(RestoreOutput.parse(JSON.parse(back.stdout)).rows).toBe(0);

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
      name: 'slow', arguments: '', summary: '', help: '', options: {}, output: z.null(), endsItself: process.argv[1] === 'ends-itself',
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
