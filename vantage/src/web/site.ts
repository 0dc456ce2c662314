import type { Assets } from '../platform/http/index.ts';
import type { Site } from '../platform/parts/index.ts';

/** @returns What stands on every page of Vantage for an area whose people are made up. */
export function siteOf(area: { name: string }, assets: Assets): Site {
  return {
    name: 'Vantage',
    nav: [
      { key: 'families', text: 'Families', href: '/families', shortcut: 'f' },
      { key: 'area', text: 'Area', href: '/area', shortcut: 'a' },
      { key: 'extracts', text: 'Extracts', href: '/extracts', shortcut: 'e' },
    ],
    search: { action: '/families', name: 'q', label: 'Find a family' },
    notice: `${area.name} is made up. This server listens on this machine only, until people can sign in.`,
    footer: [
      { text: 'Who shares what', href: '/agreements' },
      { text: 'What you have written', href: '/notes' },
      { text: 'Opened without a relation', href: '/openings' },
      { text: 'Learning reviews', href: '/reviews' },
      { text: 'How matching works', href: '/matching', forAll: true },
      { text: 'Accessibility', href: '/accessibility', forAll: true },
      { text: 'About', href: '/about', forAll: true },
      { text: 'Keys', href: '/keys', keys: true, forAll: true },
    ],
    styles: [assets.href('site.css')],
    scripts: [assets.href('keys.js'), assets.href('walk.js'), assets.href('lists.js')],
    icon: assets.href('icon.svg'),
  };
}
