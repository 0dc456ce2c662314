import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type DefaultTreeAdapterTypes, parseFragment, html as spec } from 'parse5';
import { createElement, Fragment, type FunctionComponent, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import * as parts from './index.ts';

type Options = Record<string, unknown>;
type Fixture = { name: string; options: Options; html: string };
type Node = DefaultTreeAdapterTypes.ChildNode;

const require = createRequire(import.meta.url);

function fixturesOf(component: string): Fixture[] {
  const path = require.resolve(`govuk-frontend/dist/govuk/components/${component}/fixtures.json`);
  return JSON.parse(readFileSync(path, 'utf8')).fixtures;
}

/** Part by the name of GOV.UK Frontend's folder; `blocks` take `html` as children. */
const components: Record<string, { part: unknown; blocks?: true }> = {
  'back-link': { part: parts.BackLink },
  breadcrumbs: { part: parts.Breadcrumbs },
  button: { part: parts.Button },
  details: { part: parts.Details, blocks: true },
  'error-message': { part: parts.ErrorMessage },
  'error-summary': { part: parts.ErrorSummary },
  hint: { part: parts.Hint },
  input: { part: parts.Input },
  'inset-text': { part: parts.InsetText, blocks: true },
  label: { part: parts.Label },
  'notification-banner': { part: parts.NotificationBanner, blocks: true },
  pagination: { part: parts.Pagination },
  'skip-link': { part: parts.SkipLink },
  'summary-list': { part: parts.SummaryList },
  table: { part: parts.Table },
  tag: { part: parts.Tag },
  'warning-text': { part: parts.WarningText },
};

const reactNames: Record<string, string> = { class: 'className', for: 'htmlFor', tabindex: 'tabIndex' };

const styleOf = (css: string) =>
  Object.fromEntries(
    css
      .split(';')
      .filter(Boolean)
      .map((rule) => rule.split(':').map((half) => half.trim())),
  );

/** Fixtures give HTML as text; parts take nodes, so that no page can put a raw string into its markup. */
function nodesOf(source: string): ReactNode {
  const toReact = (node: Node, key: number): ReactNode => {
    if ('value' in node) return node.value;
    if (!('tagName' in node)) return null;
    const attributes = Object.fromEntries(
      node.attrs.map(({ name, value }) => [
        reactNames[name] ?? name,
        name === 'style' ? styleOf(value) : value,
      ]),
    );
    const inside = node.childNodes.map(toReact);
    return createElement(node.tagName, { key, ...attributes }, ...inside);
  };
  return createElement(Fragment, null, ...parseFragment(source).childNodes.map(toReact));
}

/** Turns the options of a Nunjucks macro into the props of a part. */
function propsOf(options: unknown, blocks: boolean, top = true): unknown {
  if (Array.isArray(options)) return options.map((item) => propsOf(item, blocks, false));
  if (options === null || typeof options !== 'object') return options;
  const props: Options = {};
  for (const [name, value] of Object.entries(options)) {
    if (/^(html|\w+Html)$/.test(name)) continue;
    props[name] = name === 'attributes' ? attributesOf(value) : propsOf(value, blocks, false);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!/^(html|\w+Html)$/.test(name) || !value) continue;
    const target = name === 'html' ? (top && blocks ? 'children' : 'text') : name.replace(/Html$/, 'Text');
    props[target] = nodesOf(String(value));
  }
  return props;
}

function attributesOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value as Options).map(([name, item]) => [reactNames[name] ?? name, String(item)]),
  );
}

/** An element as data: name, sorted attributes, children; text with its white space folded. */
type Tree = string | { name: string; attributes: Record<string, string>; inside: Tree[] };

const phrasing = new Set([
  'a',
  'span',
  'strong',
  'em',
  'b',
  'i',
  'code',
  'input',
  'button',
  'label',
  'abbr',
  'time',
]);

/**
 * Parses HTML as a browser does (so entities, attribute order and boolean attributes no longer
 * matter), folds white space, and drops it at both ends of an element and beside block elements.
 */
function treeOf(source: string): Tree[] {
  const convert = (nodes: readonly Node[]): Tree[] => {
    const trees: Tree[] = [];
    for (const node of nodes) {
      if ('value' in node) trees.push(node.value.replace(/\s+/g, ' '));
      else if ('tagName' in node) {
        const pairs = node.attrs.map(({ name, value }): [string, string] => [
          name,
          name === 'class'
            ? value.trim().replace(/\s+/g, ' ')
            : name === 'style'
              ? JSON.stringify(styleOf(value))
              : value,
        ]);
        trees.push({
          name: node.namespaceURI === spec.NS.SVG ? `svg:${node.tagName}` : node.tagName,
          attributes: Object.fromEntries(pairs.sort(([a], [b]) => a.localeCompare(b))),
          inside: convert(node.childNodes),
        });
      }
    }
    const isBlock = (tree: Tree | undefined) =>
      tree === undefined || (typeof tree !== 'string' && !phrasing.has(tree.name));
    return trees
      .map((tree, place) => {
        if (typeof tree !== 'string') return tree;
        const start = isBlock(trees[place - 1]) ? tree.replace(/^ /, '') : tree;
        return isBlock(trees[place + 1]) ? start.replace(/ $/, '') : start;
      })
      .filter((tree) => tree !== '');
  };
  return convert(parseFragment(source).childNodes);
}

describe('the normaliser', () => {
  const same = (a: string, b: string) => expect(treeOf(a)).toEqual(treeOf(b));
  const differ = (a: string, b: string) => expect(treeOf(a)).not.toEqual(treeOf(b));
  test('forgives what a browser forgives', () => {
    same('<p class="a  b" id=x>\n  1 &amp; 2\n</p>\n', '<p id="x" class="a b">1 & 2</p>');
    same('<button disabled>x</button>', '<button disabled="">x</button>');
    same('<ul>\n <li>a</li>\n <li>b</li> </ul>', '<ul><li>a</li><li>b</li></ul>');
  });
  test('sees a missing space between words, another attribute, order and text', () => {
    differ('<p><span>Error:</span> x</p>', '<p><span>Error:</span>x</p>');
    differ('<a href="/a">x</a>', '<a href="/b">x</a>');
    differ('<a href="/a">x</a>', '<a href="/a" rel="next">x</a>');
    differ('<p><b>x</b><i>y</i></p>', '<p><i>y</i><b>x</b></p>');
    differ('<p>x</p>', '<p>y</p>');
  });
});

describe.each(Object.entries(components))('%s', (component, { part, blocks }) => {
  const fixtures = fixturesOf(component);
  test('has fixtures', () => expect(fixtures.length).toBeGreaterThan(4));
  test.each(fixtures)('$name', ({ options, html }) => {
    const element = createElement(
      part as FunctionComponent<Options>,
      propsOf(options, blocks ?? false) as Options,
    );
    expect(treeOf(renderToStaticMarkup(element))).toEqual(treeOf(html));
  });
});
