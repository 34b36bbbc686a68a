// What stands beside the source keeps the house's rules too: dependencies, licences, decision records, the README's commands.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { decisions, imports, json, papers, read, root } from './source.ts';

const none = (found: readonly string[], why: string): void =>
  assert.equal(found.length, 0, `${why}:\n  ${found.join('\n  ')}`);

type Package = {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  scripts: Record<string, string>;
};
const pack = json('package.json') as Package;

test('no dependency without a use', () => {
  const used = new Set([...imports.values()].flatMap((i) => i.specifiers));
  // What is run as a program or only lends its types is named where it is run.
  const texts = [
    Object.values(pack.scripts).join('\n'),
    ...[
      'eslint.config.js',
      'bootstrap.mjs',
      'cli/schema.ts',
      'cli/contract.ts',
      'test/anvil.ts',
      'test/s3.ts',
      'test/stages.ts',
      'app/platform/postgres/place.ts',
      'app/desk/build.ts',
      'app/features/duties/calendars.store.ts',
    ].map(read),
  ].join('\n');
  const all = { ...pack.dependencies, ...pack.devDependencies, ...pack.optionalDependencies };
  /** Asked for by a library that is used, which leaves the choice of its version to us. */
  const peers = new Set(
    Object.keys(all).flatMap((n) => {
      const { peerDependencies = {} }: { peerDependencies?: object } = json(`node_modules/${n}/package.json`);
      return [...used].some((s) => s === n || s.startsWith(`${n}/`)) ? Object.keys(peerDependencies) : [];
    }),
  );
  const isUsed = (name: string): boolean => {
    if (peers.has(name)) return true;
    if ([...used].some((s) => s === name || s.startsWith(`${name}/`))) return true;
    if (name.startsWith('@types/')) {
      const of = name.slice('@types/'.length);
      return of === 'node' || [...used].some((s) => s === of || s.startsWith(`${of}/`));
    }
    return (
      new RegExp(`\\b${name.replaceAll(/[/@.-]/g, '\\$&')}\\b`).test(texts.replaceAll('@', ' @')) ||
      texts.includes(name)
    );
  };
  none(
    Object.keys(all).filter((n) => !isUsed(n)),
    'nothing uses these',
  );
});

const PERMISSIVE = new Set([
  ...[
    'MIT',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'Unlicense',
    'MIT-0',
  ],
  ...['Python-2.0', 'CC-BY-4.0', 'PostgreSQL', 'WTFPL', 'Zlib'],
]);
/** Not permissive, and why it is here all the same. */
const DECIDED: Readonly<Record<string, string>> = {
  'axe-core': 'MPL-2.0: used by tests only, not changed, not shipped',
  '@axe-core/playwright': 'MPL-2.0: used by tests only, not changed, not shipped',
  'date-holidays': 'ISC, and CC-BY-3.0 for its data: named in decision 52, not changed',
  argparse: 'PSF-2.0: permissive; comes with the data of date-holidays',
  'humanize-number': 'names MIT in its readme only; comes with s3rver, which tests use',
  only: 'names MIT in its readme only; comes with s3rver, which tests use',
};
// LGPL, loaded as a shared library next to sharp, which anyone may exchange.
const isDecided = (name: string): boolean => name in DECIDED || name.startsWith('@img/sharp-');

test('licences of all that is installed are permissive, or decided upon by name', () => {
  type Locked = { packages: Record<string, { license?: string; dev?: boolean; link?: boolean }> };
  const { packages } = json('package-lock.json') as Locked;
  const installed = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/'));
  assert.ok(installed.length > 150, `the lock file lists only ${installed.length} packages`);
  const isFine = (licence: string): boolean => {
    const bare = licence.replace(/^\(|\)$/g, '');
    if (bare.includes(' OR ')) return bare.split(' OR ').some(isFine);
    return bare.split(' AND ').every((l) => PERMISSIVE.has(l));
  };
  const wrong = installed.flatMap(([path, { license }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    const licence = license ?? licenceOnDisk(path);
    return licence === undefined || isFine(licence) || isDecided(name) ? [] : [`${name}: ${licence}`];
  });
  none(wrong, 'licences that nobody decided about');
});

/** Undefined for a package of another platform, which isn't installed here. */
function licenceOnDisk(path: string): string | undefined {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses }: { license?: string; licenses?: { type: string }[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return license ?? licenses?.[0]?.type ?? 'no licence named';
}

test('decision records are there, and short', () => {
  assert.ok(decisions.length >= 5, `${decisions.length} decision records`);
  const words = (f: string): number => read(f).split(/\s+/).filter(Boolean).length;
  none(
    decisions.filter((f) => words(f) > 300).map((f) => `${f}: ${words(f)} words`),
    'longer than 300 words',
  );
});

test('the papers are there, and every command that they name exists', async () => {
  for (const paper of ['README.md', 'ARCHITECTURE.md', 'STYLE.md', 'SECURITY.md', 'LICENSE'])
    assert.ok(existsSync(join(root, paper)), `${paper} is missing`);
  const { COMMANDS } = await import('../cli/vouch.ts');
  const text = papers.map(read).join('\n');
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map((m) => m[1] ?? '');
  const runs = all(/npm run ([a-z][a-z-]*)/g);
  const commands = all(/(?:npx vouch|npm run vouch --|(?<!no )`vouch) ([a-z][a-z-]*)/g);
  assert.ok(
    /npm start/.test(text) && /npm test/.test(text),
    'the README names neither npm start nor npm test',
  );
  none(
    runs.filter((r) => !(r in pack.scripts)),
    'npm scripts that are not there',
  );
  none(
    commands.filter((c) => !(c in COMMANDS)),
    'commands that are not there',
  );
});

test('what the papers point to is there', () => {
  const links = papers.flatMap((paper) =>
    [...read(paper).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((m): [string, string] => [
      paper,
      m[1] ?? '',
    ]),
  );
  assert.ok(links.length > 10, `only ${links.length} links were seen`);
  none(
    links
      .filter(([paper, to]) => !existsSync(join(root, dirname(paper), to)))
      .map(([paper, to]) => `${paper} → ${to}`),
    'links to nothing',
  );
});
