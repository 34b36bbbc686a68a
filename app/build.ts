import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Bundles the worker's pages, the desk and the verifier, unless this very source was bundled before. */
export async function buildAll(): Promise<Built> {
  const manifest = join(buildDir, 'built.json');
  const now = stamp();
  if (existsSync(manifest)) {
    const before: { stamp: string; built: Built } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (before.stamp === now) return before.built;
  }
  // Loaded only here: a second start doesn't pay for the bundler.
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
