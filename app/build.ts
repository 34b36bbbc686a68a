import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
export const buildDir = join(root, 'build');

/** Files of the built browser code: logical name to name on disk. */
export type Built = { phone: Record<string, string>; desk: Record<string, string>; deskHtml: string };

const SOURCES = ['app', 'ledger', 'seal', 'locales', 'package-lock.json'];

function* filesBelow(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) return void (yield path);
  for (const name of readdirSync(path).sort())
    if (!name.endsWith('.test.ts')) yield* filesBelow(join(path, name));
}

/** Names, sizes and times of all that is bundled: cheap, and another one whenever a source was touched. */
function stamp(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesBelow(join(root, source))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  return hash.digest('hex');
}

const DAY = 86_400_000;

/** Names carry hashes, and a server that was started before this build still serves the old ones: they stay a day. */
function clearOld(room: string): void {
  mkdirSync(room, { recursive: true });
  for (const file of filesBelow(room)) if (statSync(file).mtimeMs < Date.now() - DAY) rmSync(file);
}

const manifest = join(buildDir, 'built.json');

function builtBefore(now: string): Built | undefined {
  if (!existsSync(manifest)) return undefined;
  const before: { stamp: string; built: Built } = JSON.parse(readFileSync(manifest, 'utf8'));
  return before.stamp === now ? before.built : undefined;
}

/**
 * What is bundled of this very source; bundled now, in a process of its own, if it wasn't before: the bundler's 150 MB
 * end with it. Throws with what the bundler said.
 */
export async function buildAll(): Promise<Built> {
  const before = builtBefore(stamp());
  if (before) return before;
  await promisify(execFile)(process.execPath, [join(root, 'cli', 'build.ts')]);
  const built = builtBefore(stamp());
  if (!built) throw new Error('the source changed while it was bundled: start again');
  return built;
}

/** Bundles the worker's pages, the desk and the verifier. */
export async function buildHere(): Promise<Built> {
  const now = stamp();
  const [{ buildPhone }, { buildDesk }, { buildVerify }] = await Promise.all([
    import('./phone/build.ts'),
    import('./desk/build.ts'),
    import('./verify/build.ts'),
  ]);
  for (const room of ['phone', 'desk', 'verify']) clearOld(join(buildDir, room));
  const [phone, desk] = await Promise.all([
    buildPhone(join(buildDir, 'phone')),
    buildDesk(join(buildDir, 'desk')),
    buildVerify(join(buildDir, 'verify')),
  ]);
  const built: Built = { phone: phone.files, desk: desk.files, deskHtml: desk.html };
  writeFileSync(manifest, JSON.stringify({ stamp: now, built }));
  return built;
}
