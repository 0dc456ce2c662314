// `npm test`: installs what is missing, checks the house, runs every test on embedded PostgreSQL and those that
// use the database again on Debian's. Ends with the line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build, install, pinnedNode, root } from './steps.mjs';

const only = process.argv.slice(2);

const debianPostgres = () =>
  existsSync('/usr/lib/postgresql') &&
  readdirSync('/usr/lib/postgresql').some(
    (v) => Number(v) >= 15 && existsSync(`/usr/lib/postgresql/${v}/bin/initdb`),
  );

/** Debian's Chromium and PostgreSQL, where this user may install them. */
function debianPackages() {
  const wanted = [];
  if (!existsSync('/usr/bin/chromium')) wanted.push('chromium');
  if (!debianPostgres()) wanted.push('postgresql');
  if (wanted.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', ...args];
    return (
      spawnSync(command, rest, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0
    );
  };
  console.log(`Installing Debian's ${wanted.join(' and ')} for the tests that need them.`);
  if (!apt('update') || !apt('install', '-y', '--no-install-recommends', ...wanted)) {
    console.log(
      `Could not install ${wanted.join(' and ')}: as root, run apt-get install ${wanted.join(' ')}. Tests that need them will say so.`,
    );
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };
/** What failed, told again at the very end, where it is looked for. */
const failures = [];

function stage(title, command, args) {
  console.log(`\n${title}`);
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  return done.status === 0;
}

function tests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-report-'));
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const passed = stage('Tests', pinnedNode(), [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  const before = counts.failed;
  if (existsSync(report)) {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += result.numPassedTests;
    counts.failed += result.numFailedTests;
    counts.skipped += result.numPendingTests + result.numTodoTests;
    for (const file of result.testResults) {
      for (const one of file.assertionResults.filter(({ status }) => status === 'failed')) {
        failures.push(`${relative(root, file.name)}: ${one.fullName}\n${one.failureMessages.join('\n')}`);
      }
      if (file.message) failures.push(`${relative(root, file.name)}: ${file.message}`);
    }
  }
  if (!passed && counts.failed === before) {
    counts.failed += 1;
    failures.push('The tests did not end well; see above.');
  }
  rmSync(folder, { recursive: true, force: true });
}

install();
debianPackages();
build();
if (only.length === 0) {
  if (stage('Format, lint, types, arrows', 'npm', ['run', '--silent', 'check'])) counts.passed += 1;
  else {
    counts.failed += 1;
    failures.push('npm run check: see above.');
  }
}
const onDebian = debianPostgres();
tests([...only, ...(onDebian ? [] : ['--project', '!debian'])]);
if (!onDebian) {
  console.log("\nSkipped: the database tests on Debian's PostgreSQL, which is not installed.");
  if (process.env.CI === 'true') counts.failed += 1;
}
if (failures.length > 0) console.log(`\nWhat failed:\n\n${failures.join('\n\n')}`);
console.log(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`,
);
process.exitCode = counts.failed ? 1 : 0;
