// Fails on an import against the arrows in docs/house.md.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Reads the arrow lines (block quotes) of the house page.
 * @param {string} page Markdown.
 * @returns {Map<string, Set<string>>} For each room, every room that it may import.
 */
export function allowedFrom(page) {
  const allowed = new Map();
  for (const [, line] of page.matchAll(/^> (.+←.+)$/gm)) {
    const below = new Set();
    for (const step of line.split('←')) {
      const rooms = step.split(',').map((room) => room.trim());
      for (const room of rooms) {
        const set = allowed.get(room) ?? new Set();
        for (const lower of below) set.add(lower);
        allowed.set(room, set);
      }
      for (const room of rooms) below.add(room);
    }
  }
  return allowed;
}

/**
 * @param {string} source TypeScript text.
 * @returns {{specifier: string, line: number}[]} Every module that it imports.
 */
export function importsOf(source) {
  const bare = source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^\s*\/\/.*$/gm, '');
  const found = [];
  for (const match of bare.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g)) {
    found.push({ specifier: match[2], line: bare.slice(0, match.index).split('\n').length });
  }
  return found;
}

const packages = ['linkage', 'returns', 'synth'];

/** @param {string} path Path from the repository's root. @returns {string | null} The room it stands in. */
function roomOf(path) {
  const parts = path.split(sep);
  if (parts[0] === 'packages') return parts[1] ?? null;
  if (parts[0] === 'vantage' && parts[1] === 'src') return parts[2] ?? null;
  return null;
}

/**
 * @param {string} path Path of the importing file from the root.
 * @param {string} source Its text.
 * @param {Map<string, Set<string>>} allowed
 * @returns {string[]} One sentence for each import that is not allowed.
 */
export function wrongImports(path, source, allowed) {
  const room = roomOf(path);
  if (!room) return [];
  const wrong = [];
  for (const { specifier, line } of importsOf(source)) {
    let target;
    let inside = '';
    if (specifier.startsWith('.')) {
      const to = join(dirname(path), specifier);
      target = roomOf(to);
      inside = to.split(sep).slice(3).join('/');
      if (target === null) {
        wrong.push(`${path}:${line} imports ${specifier}, which is in no room`);
        continue;
      }
    } else if (specifier.startsWith('@vantage/')) {
      target = specifier.slice('@vantage/'.length);
    } else continue;
    if (target === room) continue;
    if (!allowed.get(room)?.has(target)) {
      wrong.push(`${path}:${line} ${room} may not import ${target} (${specifier})`);
    } else if (!packages.includes(target)) {
      const test = /(\.test\.tsx?|\/testing(\/[\w-]+)*\.ts)$/.test(path);
      const door = target === 'platform' ? /^([\w-]+\/)?index\.ts$/ : /^index\.ts$/;
      if (!door.test(inside) && !(test && inside === 'testing.ts')) {
        wrong.push(`${path}:${line} enters ${target} past its door (${specifier})`);
      }
    }
  }
  return wrong;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const allowed = allowedFrom(readFileSync(join(root, 'docs/house.md'), 'utf8'));
  const wrong = [];
  let files = 0;
  for (const folder of ['packages', 'vantage/src']) {
    for (const file of sources(join(root, folder))) {
      files += 1;
      wrong.push(...wrongImports(relative(root, file), readFileSync(file, 'utf8'), allowed));
    }
  }
  for (const sentence of wrong) console.error(sentence);
  console.log(`arrows: ${files} files, ${wrong.length} against the house`);
  process.exitCode = wrong.length ? 1 : 0;
}
