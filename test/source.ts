// The source as the architecture test reads it: which files there are, what each is for, what it imports.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const json = (path: string): Record<string, unknown> => JSON.parse(read(path));

const below = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'build' })
    .map((f) => f.replaceAll('\\', '/'))
    .sort();

export const ROOMS = ['app', 'bench', 'cli', 'ledger', 'locales', 'seal', 'test'];
export const sources: readonly string[] = below(...ROOMS.flatMap((r) => [`${r}/**/*.ts`, `${r}/**/*.tsx`]));
export const decisions: readonly string[] = below('docs/decisions/*.md');
export const papers: readonly string[] = below('*.md', 'docs/**/*.md');

/** A file's imports as they stand, and those of our own resolved to paths; `values` leaves out what lends only types. */
export type Imports = {
  readonly specifiers: readonly string[];
  readonly ours: readonly string[];
  readonly values: readonly string[];
};

const named: Record<string, string[]> = {
  '#hex': ['ledger/hex.node.ts', 'ledger/hex.browser.ts'],
  '#sha256': ['ledger/sha256.node.ts', 'ledger/sha256.browser.ts'],
  '#ed25519': ['ledger/ed25519.node.ts', 'ledger/ed25519.browser.ts'],
};

const TYPES_ONLY =
  /(?:import|export) (?:type [^;]*?|\{(?:\s*type [\w$]+(?: as [\w$]+)?,?)+\s*\}) from '([^']+)'/g;

function importsOf(path: string): Imports {
  const text = read(path);
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map((f) => f.fileName);
  const types = new Set([...text.matchAll(TYPES_ONLY)].map((m) => m[1]));
  const own = (s: string): string[] =>
    named[s] ?? (s.startsWith('.') ? [normalize(join(dirname(path), s)).replaceAll('\\', '/')] : []);
  return {
    specifiers,
    ours: specifiers.flatMap(own),
    values: specifiers.filter((s) => !types.has(s)).flatMap(own),
  };
}

export const imports: ReadonlyMap<string, Imports> = new Map(sources.map((f) => [f, importsOf(f)]));

/** Tests and benchmarks look inside: nothing depends on them. */
export const isTest = (path: string): boolean =>
  /\.(test|fixture)\.tsx?$/.test(path) || path.startsWith('test/') || path.startsWith('bench/');

/** The slice a file belongs to: `app/features/<capability>/…`. */
export const sliceOf = (path: string): string | undefined => /^app\/features\/([^/]+)\//.exec(path)?.[1];

export type Part = 'rules' | 'contract' | 'store' | 'actions' | 'edge' | 'door';

/** What a slice's file may do follows from its name (STYLE.md). */
export function partOf(path: string): Part | undefined {
  const inside = /^app\/features\/[^/]+\/(.+)\.tsx?$/.exec(path)?.[1];
  if (inside === undefined || isTest(path)) return undefined;
  const name = inside.split('/').at(-1) ?? '';
  const last = name.split('.').at(-1) ?? '';
  if (inside === 'index') return 'door';
  if (/^(desk|phone)\//.test(inside) || ['routes', 'pages', 'jobs', 'worker'].includes(last)) return 'edge';
  if (last === 'actions' || last === 'store' || last === 'contract') return last;
  return 'rules';
}
