import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { secretFile } from './secret-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'vouch-secret-'));
after(() => rmSync(dir, { recursive: true }));
const module_ = fileURLToPath(new URL('./secret-file.ts', import.meta.url));

test('processes that begin at once read one secret, the owner’s alone, and nothing else is left', async () => {
  const program = `import { secretFile } from ${JSON.stringify(module_)};
    process.stdout.write(secretFile(${JSON.stringify(dir)}, 'root', () => String(process.pid)));`;
  const run = promisify(execFile);
  const all = await Promise.all(
    Array.from({ length: 6 }, () => run(process.execPath, ['--input-type=module', '-e', program])),
  );
  assert.equal(new Set(all.map(({ stdout }) => stdout)).size, 1);
  assert.deepEqual(readdirSync(join(dir, 'keys')), ['root']);
  assert.equal(statSync(join(dir, 'keys', 'root')).mode & 0o777, 0o600);
});

test('what can’t be made leaves nothing that the next start would take for a secret', () => {
  const cut = () =>
    secretFile(dir, 'log', () => {
      throw new Error('cut off');
    });
  assert.throws(cut, /cut off/);
  assert.equal(existsSync(join(dir, 'keys', 'log')), false);
  assert.equal(
    secretFile(dir, 'log', () => 'made\n'),
    'made',
  );
});

test('an empty one is refused in words, and not made anew: it may have been lost', () => {
  writeFileSync(join(dir, 'keys', 'database'), '');
  assert.throws(() => secretFile(dir, 'database', () => 'another'), /is empty. Put your copy of it back/);
});
