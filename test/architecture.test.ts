// The house keeps its own rules: STYLE.md, tried on every file.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Part, imports, isTest, partOf, read, root, sliceOf, sources } from './source.ts';

const none = (found: readonly string[], why: string): void =>
  assert.equal(found.length, 0, `${why}:\n  ${found.join('\n  ')}`);
const edges = (): [string, string][] =>
  [...imports].flatMap(([from, { ours }]) => ours.map((to): [string, string] => [from, to]));

test('it really sees the source: every room has files, and they import each other', () => {
  const least: [string, number][] = [
    ['app/features/', 120],
    ['app/desk/', 30],
    ['app/phone/', 8],
    ['app/platform/', 12],
    ['app/verify/', 6],
    ['ledger/', 25],
    ['seal/', 8],
    ['cli/', 8],
    ['test/', 5],
    ['bench/', 3],
  ];
  for (const [room, n] of least)
    assert.ok(sources.filter((f) => f.startsWith(room)).length >= n, `${room} has fewer than ${n} files`);
  assert.ok(edges().length > 600, `only ${edges().length} imports between files were seen`);
  none(
    edges()
      .filter(([, to]) => !existsSync(join(root, to)))
      .map(([from, to]) => `${from} → ${to}`),
    'these imports lead nowhere',
  );
});

// Types too: two files that need each other's types are one room, or there is a third.
test('no file imports itself in a circle', () => {
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open')
      return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    state.set(file, 'open');
    for (const next of imports.get(file)?.ours ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of sources) visit(file, []);
  none(circles, 'circles');
});

/** Pure files that are lent to other slices by name; one that nobody borrows any more must leave the list. */
const LENT: Readonly<Record<string, string>> = {
  'app/features/evidence/archive.ts':
    'judges an archive: for the command line, which starts no server for it',
  'app/features/cases/channels.ts': 'where conversations come in: contracts and the desk name them too',
  'app/features/network/roles.ts': 'who works on cases: the rules of a case ask it',
  'app/features/protection/safe-contact.ts':
    'how a worker may be reached: the phone says it, the desk shows it',
  'app/features/protection/watch.ts': 'what a worker can say in one touch: the phone says it',
  'app/features/record/fields.ts': 'kinds and urgency classes: also in the browser, where no door leads',
  'app/features/reports/answers.ts': 'what a worker can pick: the demo’s people pick from it',
  'app/features/reports/directory.ts': 'the shape of the public directory, which the network fills',
  'app/features/reports/phone/compose.ts': 'the phone’s own steps: the demo’s phones take them too',
  'app/features/reports/phone/sign.ts': 'what a code signs: the demo’s phones sign too',
  'app/features/reports/said.ts': 'what is sealed: the demo’s people say it',
  'app/features/reports/emergency.ts': 'numbers to call, printed on the poster too',
};
/** One code for phone and server: without script the server takes the phone's own steps. */
const SAME_STEPS: readonly string[] = [
  'app/features/reports/phone/compose.ts',
  'app/features/reports/phone/sign.ts',
];
const isPure = (file: string): boolean =>
  partOf(file) === 'rules' || partOf(file) === 'contract' || SAME_STEPS.includes(file);
const isShell = (file: string): boolean => /^app\/(desk|phone|verify)\//.test(file);

test('slices are used only through their doors, or by a pure file that is lent by name', () => {
  const strangers = edges().filter(([from, to]) => {
    const [a, b] = [sliceOf(from), sliceOf(to)];
    return b !== undefined && a !== b && !isTest(from) && !isShell(from) && partOf(to) !== 'door';
  });
  none(
    strangers.filter(([, to]) => !(to in LENT && isPure(to))).map(([from, to]) => `${from} → ${to}`),
    'past the door',
  );
  none(
    Object.keys(LENT).filter((file) => !strangers.some(([, to]) => to === file)),
    'lent, and not borrowed',
  );
});

test('what runs in a browser reaches no SQL, no door and no machine, however far one follows it', () => {
  const seen = new Map<string, string>();
  const follow = (file: string, from: string): void => {
    if (seen.has(file)) return;
    seen.set(file, from);
    for (const next of imports.get(file)?.values ?? []) if (!next.endsWith('.node.ts')) follow(next, file);
  };
  for (const file of sources)
    if (isShell(file) && !isTest(file) && !file.endsWith('/build.ts')) follow(file, 'a shell');
  assert.ok(seen.size > 80, `only ${seen.size} files of browser code were followed`);
  const isServer = (file: string): boolean =>
    ['store', 'actions', 'door'].includes(partOf(file) ?? '') ||
    file.startsWith('app/platform/') ||
    (imports.get(file)?.specifiers ?? []).some((s) => s.startsWith('node:'));
  none(
    [...seen].filter(([file]) => isServer(file)).map(([file, from]) => `${from} → ${file}`),
    'server code in the browser',
  );
});

test('within a slice imports run edges → actions → rules and store, never back', () => {
  const rank: Record<Part, number> = { rules: 0, contract: 0, store: 1, actions: 2, edge: 3, door: 4 };
  const values = [...imports].flatMap(([from, i]) => i.values.map((to): [string, string] => [from, to]));
  const back = values.filter(([from, to]) => {
    const [a, b] = [partOf(from), partOf(to)];
    return a && b && sliceOf(from) === sliceOf(to) && rank[b] > rank[a] && !SAME_STEPS.includes(to);
  });
  none(
    back.map(([from, to]) => `${from} → ${to}`),
    'imports that run back',
  );
});

test('ledger/ and seal/ import nothing of ours but themselves', () => {
  const out = edges().filter(([from, to]) =>
    ['ledger/', 'seal/'].some((room) => from.startsWith(room) && !to.startsWith(room) && !isTest(from)),
  );
  // The envelope's hashes and bytes come from the protocol library: one direction, named.
  none(
    out
      .filter(([from, to]) => !(from.startsWith('seal/') && to === 'ledger/index.ts'))
      .map(([from, to]) => `${from} → ${to}`),
    'out of the library',
  );
});

test('rules know no machine: no node:, no process, no network, no clock, no chance', () => {
  const machine =
    /\bprocess\.|\bfetch\(|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.(randomUUID|getRandomValues)/;
  const comments = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm;
  const wrong = sources
    .filter((f) => partOf(f) === 'rules')
    .flatMap((f) => {
      const bad = (imports.get(f)?.specifiers ?? []).filter((s) => s.startsWith('node:'));
      const said = machine.exec(read(f).replaceAll(comments, ''))?.[0];
      return [...bad, ...(said ? [said] : [])].map((b) => `${f}: ${b}`);
    });
  none(wrong, 'rules that reach out');
});

/** config.ts reads the environment; the others hand it on whole, hand a child its PATH, or name it for the bundler. */
const READS_ENV = ['app/config.ts', 'app/main.ts', 'app/platform/postgres/embedded.ts', 'app/desk/build.ts'];

test('only config.ts reads the environment', () => {
  const wrong = sources.filter(
    (f) =>
      /\bprocess\.env\b/.test(read(f)) && !READS_ENV.includes(f) && !isTest(f) && !/^(cli|bench)\//.test(f),
  );
  none(wrong, 'these read it too');
});

test('names are the domain’s', () => {
  const banned = new Set([
    'util',
    'utils',
    'helper',
    'helpers',
    'common',
    'manager',
    'service',
    'data',
    'handle',
    'process',
  ]);
  const parts = (path: string): string[] =>
    path
      .toLowerCase()
      .replace(/\.tsx?$/, '')
      .split(/[/\-._]/);
  none(
    sources.filter((f) => parts(f).some((p) => banned.has(p))),
    'banned names',
  );
});

/** Written by a program from the database itself. */
const GENERATED = ['app/platform/schema.ts'];

test('no file is longer than 300 lines', () => {
  const long = sources
    .filter((f) => !GENERATED.includes(f))
    .map((f): [string, number] => [f, read(f).trimEnd().split('\n').length])
    .filter(([, n]) => n > 300);
  none(
    long.map(([f, n]) => `${f}: ${n}`),
    'too long',
  );
});
