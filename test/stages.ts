// What judges the program without running it: bundles, types, lint, format. Each stage counts as one test.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export type Verdict = { name: string; passed: boolean; seconds: number; said: string };
type Stage = { name: string; program: string; args: string[] };

const MOST_SECONDS = 240;
const PROJECTS = ['rules', 'server', 'phone', 'desk'];

/** One program to its end, with all that it said; killed if it never ends. */
function runProgram({ program, args }: Stage): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MOST_SECONDS * 1000,
      killSignal: 'SIGKILL',
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        if (said.length < 60_000) said += chunk.toString();
      });
    child.once('error', (error) => done({ code: null, said: String(error) }));
    child.once('close', (code) => done({ code, said }));
  });
}

async function judged(stage: Stage): Promise<Verdict> {
  const began = performance.now();
  const { code, said } = await runProgram(stage);
  return { name: stage.name, passed: code === 0, seconds: (performance.now() - began) / 1000, said };
}

const npm = (name: string, path: string): string => join(root, 'node_modules', name, path);
const build: Stage = { name: 'bundles', program: join(root, 'cli', 'build.ts'), args: [] };
const types = (project: string): Stage => ({
  name: `types: ${project}`,
  program: npm('@typescript/native', 'bin/tsc'),
  args: ['-p', `tsconfig.${project}.json`, '--pretty', 'false'],
});
const lint: Stage = {
  name: 'lint',
  program: npm('eslint', 'bin/eslint.js'),
  args: ['.', '--cache', '--cache-location', 'build/eslintcache'],
};
const format: Stage = {
  name: 'format',
  program: npm('prettier', 'bin/prettier.cjs'),
  args: ['--check', '.', '--log-level', 'warn', '--cache', '--cache-location', 'build/prettiercache'],
};

/** The browser's code: built before anything that serves it. */
export const judgeBundles = (): Promise<Verdict> => judged(build);

/** Two at a time, for two cores. */
export async function judgeSource(said: (verdict: Verdict) => void): Promise<void> {
  mkdirSync(join(root, 'build'), { recursive: true });
  const left = [...PROJECTS.map(types), lint, format];
  const missing = left.filter((s) => !existsSync(s.program));
  if (missing.length > 0) throw new Error(`not installed: ${missing.map((s) => s.program).join(', ')}`);
  const worker = async () => {
    for (let stage = left.shift(); stage; stage = left.shift()) said(await judged(stage));
  };
  await Promise.all([worker(), worker()]);
}
