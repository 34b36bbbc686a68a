import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const sources = readdirSync(folder).filter(
  (name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name),
);

/** A section of ledger.md, or the standard that it names. */
const SAYS = /§\d|RFC \d{4}|C2SP|FIPS 180-4/;
const EXPORTED =
  /^export (?:async )?(?:function\*? |class |const (?=\w+(?::[^=]*)? =\s*(?:async )?(?:\(|<|\w+ =>)))(\w+)/;

/** Comment lines right above line `at`. */
function above(lines: readonly string[], at: number): string {
  let from = at;
  while (from > 0 && /^(\/\*\*| \*|\/\/)/.test(lines[from - 1] ?? '')) from--;
  return lines.slice(from, at).join('\n');
}

/** What a file says of itself: the comments before its first declaration. */
function headOf(lines: readonly string[]): string {
  const first = lines.findIndex(
    (line) => /^(export |const |let |function |class |type )/.test(line) && !/^export (\*|\{)/.test(line),
  );
  return lines
    .slice(0, first)
    .filter((line) => line.startsWith('//'))
    .join('\n');
}

test('every exported function, class and arrow says which section it implements, itself or at the head of its file', () => {
  const silent: string[] = [];
  let seen = 0;
  for (const name of sources) {
    const lines = readFileSync(`${folder}/${name}`, 'utf8').split('\n');
    const head = SAYS.test(headOf(lines));
    for (const [at, line] of lines.entries()) {
      const exported = EXPORTED.exec(line)?.[1];
      if (exported === undefined) continue;
      seen++;
      if (!head && !SAYS.test(above(lines, at))) silent.push(`${name}: ${exported}`);
    }
  }
  assert.ok(seen > 120, `${seen} exported functions`);
  assert.deepEqual(silent, []);
});

test('every section that the sources name is one of the page', () => {
  for (const name of sources)
    for (const [, n] of readFileSync(`${folder}/${name}`, 'utf8').matchAll(/ledger\.md §(\d+)(?!\.\d)/g))
      assert.ok(Number(n) >= 1 && Number(n) <= 13, `${name}: §${n}`);
});
