// `npm test [-- PATTERN …]`: everything that judges the program. The last line, alone: `N passed, N failed[, N skipped]`.
import { globSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { startEmbedded } from '../app/platform/postgres/embedded.ts';
import { outsidePlace } from '../app/platform/postgres/place.ts';
import { Tally } from './tally.ts';
import { judgeBundles, judgeSource, root } from './stages.ts';

const FOLDERS = ['app', 'bench', 'cli', 'ledger', 'locales', 'seal', 'test'];
const MOST_MINUTES_A_FILE = 6;

const patterns = process.argv.slice(2).filter((a) => a !== '--');
const isWanted = (file: string): boolean => patterns.length === 0 || patterns.some((p) => file.includes(p));

const files = globSync(
  FOLDERS.map((f) => `${f}/**/*.test.ts`),
  { cwd: root },
)
  .map((f) => f.replaceAll('\\', '/'))
  .filter(isWanted)
  .sort();
/** Kills, power cuts and full disks: nothing beside them. */
const isAlone = (file: string): boolean => file.startsWith('test/faults/');

/** One database server for the whole run; each file clones its template. Durability is judged by test/faults, which start their own. */
async function withServer(work: () => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-test-pg-'));
  // The database's own user must be able to enter, where we are root.
  chmodSync(dir, 0o711);
  const server = await startEmbedded({ dir, durable: false, flags: ['-c', 'max_connections=200'] });
  try {
    // Loaded here: where the server's own code doesn't load, everything else is still judged.
    await import('./world.ts')
      .then((w) => w.prepareTemplate(server.url))
      .catch((e: unknown) => tally.broke(e));
    process.env['VOUCH_TEST_SERVER'] = server.url;
    await work();
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
    if (process.getuid?.() === 0) rmSync(outsidePlace(dir), { recursive: true, force: true });
  }
}

async function runFiles(list: string[], concurrency: number, tally: Tally): Promise<void> {
  if (list.length === 0) return;
  const events = run({
    files: list.map((f) => join(root, f)),
    concurrency,
    timeout: MOST_MINUTES_A_FILE * 60_000,
    cwd: root,
  });
  for await (const event of events) tally.hear(event);
}

const tally = new Tally(root);
try {
  if (files.length === 0) throw new Error(`No test file matches ${patterns.join(', ')}.`);
  tally.stage(await judgeBundles());
  if (patterns.length === 0) await judgeSource((verdict) => tally.stage(verdict));
  await withServer(async () => {
    await runFiles(
      files.filter((f) => !isAlone(f)),
      2,
      tally,
    );
    await runFiles(files.filter(isAlone), 1, tally);
  });
} catch (error) {
  tally.broke(error);
}
process.exitCode = tally.end();
