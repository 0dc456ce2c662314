// Builds dist/assets: one stylesheet, the fonts, the icon and the small browser scripts, each named by
// the hash of its content, with brotli and gzip beside it, and manifest.json for the server.
// Another folder can be named: node assets.mjs FOLDER.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const fontFamily = 'Atkinson Hyperlegible Next';
const fontPackage = dirname(require.resolve('@fontsource/atkinson-hyperlegible-next/package.json'));

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Replaces every match and refuses another number of them than expected, so that a new release of
 * govuk-frontend cannot bring back what may not be used outside GOV.UK.
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string} replacement
 * @param {number} expected
 */
export function replaceExactly(text, pattern, replacement, expected) {
  let count = 0;
  const result = text.replace(pattern, () => {
    count += 1;
    return replacement;
  });
  if (count !== expected) {
    throw new Error(
      `govuk-frontend's CSS has ${count} of ${pattern}, not ${expected}: read what changed in it.`,
    );
  }
  return result;
}

/**
 * GOV.UK Frontend's styles without what is reserved for GOV.UK: its typeface and the crown.
 * @param {string} css govuk-frontend.min.css of version 6.6.0.
 */
export function withoutGovernmentBrand(css) {
  let result = replaceExactly(css, /@font-face\{[^}]*\}/g, '', 2);
  result = replaceExactly(result, /GDS Transport/g, `"${fontFamily}"`, 58);
  // In print GOV.UK falls back to any sans-serif; this typeface may be printed.
  result = replaceExactly(
    result,
    /font-family:sans-serif/g,
    `font-family:"${fontFamily}",arial,sans-serif`,
    58,
  );
  result = replaceExactly(
    result,
    /(?:background-image|-webkit-mask-image|mask-image):url\([^)]*govuk-crest\.svg\);?/g,
    '',
    3,
  );
  result = replaceExactly(result, /\.govuk-footer__crown\{[^}]*\}/g, '', 1);
  result = replaceExactly(result, /\/\*# sourceMappingURL=[^*]*\*\//g, '', 1);
  for (const left of ['url(', 'GDS Transport', 'crest', 'crown']) {
    if (result.includes(left))
      throw new Error(`govuk-frontend's CSS still has ${left} after the replacements.`);
  }
  return result;
}

/** @param {Buffer | string} content */
const hashOf = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12);

/**
 * @param {string} out Folder to write; what stood there before is removed once the new one is whole.
 * @returns {Record<string, {file: string, type: string, coded: string[]}>} The manifest.
 */
export function writeAssets(out) {
  const fresh = `${out}.${process.pid}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  /** @type {Record<string, {file: string, type: string, coded: string[]}>} */
  const manifest = {};

  /** @param {string} name @param {Buffer | string} content */
  const add = (name, content) => {
    const extension = extname(name);
    const file = `${name.slice(0, -extension.length)}.${hashOf(content)}${extension}`;
    const coded = [];
    writeFileSync(join(fresh, file), content);
    if (extension !== '.woff2') {
      const size = { [constants.BROTLI_PARAM_QUALITY]: 11 };
      writeFileSync(join(fresh, `${file}.br`), brotliCompressSync(content, { params: size }));
      writeFileSync(join(fresh, `${file}.gz`), gzipSync(content, { level: 9 }));
      coded.push('br', 'gzip');
    }
    manifest[name] = { file, type: types[extension], coded };
    return file;
  };

  const ranges = JSON.parse(readFileSync(join(fontPackage, 'unicode.json'), 'utf8'));
  let faces = '';
  for (const subset of ['latin-ext', 'latin']) {
    for (const weight of [400, 700]) {
      const name = `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`;
      const file = add(name, readFileSync(join(fontPackage, 'files', name)));
      faces += `@font-face{font-family:"${fontFamily}";font-style:normal;font-weight:${weight};font-display:swap;src:url(${file}) format("woff2");unicode-range:${ranges[subset]}}\n`;
    }
  }
  add('fonts-licence.txt', readFileSync(join(fontPackage, 'LICENSE')));

  const govuk = readFileSync(require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8');
  const parts = join(here, '../src/platform/parts');
  const styles = readdirSync(join(parts, 'styles')).sort();
  const own = styles.map((name) => readFileSync(join(parts, 'styles', name), 'utf8')).join('');
  const charset = '@charset "UTF-8";';
  add('site.css', charset + faces + withoutGovernmentBrand(govuk).replace(charset, '') + own);
  add('icon.svg', readFileSync(join(parts, 'icon.svg')));

  const scripts = join(here, '../src/web/browser');
  for (const name of readdirSync(scripts).sort()) {
    if (name.endsWith('.js')) add(name, readFileSync(join(scripts, name)));
  }

  writeFileSync(join(fresh, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const old = `${out}.${process.pid}.old`;
  if (existsSync(out)) renameSync(out, old);
  renameSync(fresh, out);
  rmSync(old, { recursive: true, force: true });
  return manifest;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const out = process.argv[2] ? resolve(process.argv[2]) : resolve(here, '../dist/assets');
  const manifest = writeAssets(out);
  console.log(`assets: ${Object.keys(manifest).length} files in ${relative(process.cwd(), out) || out}`);
}
