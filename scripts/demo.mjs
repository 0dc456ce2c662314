// `npm run demo`: installs, builds, makes a small made-up area, builds its families' pictures and serves them.
// What no agency sends for the Harts, their lead and next steps, is set through the pages as their lead would (harts.mjs).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setHartsPlan } from './harts.mjs';
import { build, install, root } from './steps.mjs';

install();
build();

const vantage = join(root, 'vantage', 'bin', 'vantage.mjs');
const step = (args, accepted = [0]) => {
  const done = spawnSync(process.execPath, [vantage, ...args], { cwd: root, stdio: 'inherit' });
  if (!accepted.includes(done.status ?? 1)) process.exit(done.status ?? 1);
};

const made = join('out', 'ashmere');
if (!existsSync(join(root, made, 'extracts', 'manifest.json'))) {
  step(['synth', '--size', 'small', '--families', '300', '--seed', '1', '--out', made]);
}
const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: false });
const data = typeof values.data === 'string' ? ['--data', values.data] : [];
step(['build', join(made, 'extracts'), ...data], [0, 3]);
const server = spawn(process.execPath, [vantage, 'serve', ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['inherit', 'pipe', 'inherit'],
});
let said = '';
let isSet = false;
server.stdout.on('data', (chunk) => {
  process.stdout.write(chunk);
  said += chunk;
  const [, address] = /Open (http:\S+)/.exec(said) ?? [];
  if (address === undefined || isSet) return;
  isSet = true;
  setHartsPlan(address).catch((error) => console.error(error.message));
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
