// The one program that runs on the system's own Node (20.19 or newer) in a fresh clone: installs what is missing, then
// hands over to the Node 24 that the installation brings. Plain JavaScript, no dependencies.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Vouch needs Node 20.19 or newer to start; this is ${process.version}. Everything else it brings itself.`,
  );
  process.exit(2);
}

const programs = {
  start: 'app/main.ts',
  test: 'test/run.ts',
  bench: 'cli/bench.ts',
  vouch: 'cli/vouch.ts',
  build: 'cli/build.ts',
};
const [name = 'start', ...args] = process.argv.slice(2);
const program = programs[name];
if (!program) {
  console.error(`Unknown: ${name}. One of ${Object.keys(programs).join(', ')}.`);
  process.exit(2);
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const stamp = join(root, 'node_modules', '.vouch-installed');
const node = join(root, 'node_modules', 'node', 'bin', 'node');
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(node);
if (!installed) {
  console.error('Installing what Vouch needs (once, about a minute) …');
  // npm of the system may be set to production: tests and bundler are needed here too.
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: '' },
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0 || !existsSync(node)) {
    console.error('The installation did not finish. What npm said stands above; run the same command again.');
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, program), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
});
// Ctrl-C reaches the whole group by itself; a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
