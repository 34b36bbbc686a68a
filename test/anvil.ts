// A chain of one's own: anvil, as it comes with npm. Where it isn't there (another system, no optional packages), tests
// that need it say so and are skipped.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hex } from 'viem';
import { freePort } from '../app/platform/ports.ts';

const program = fileURLToPath(
  new URL('../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil', import.meta.url),
);
const library = fileURLToPath(new URL('../node_modules/viem/package.json', import.meta.url));

/** False, or why tests on a chain can't run here. */
export const noChain: string | false =
  existsSync(program) && existsSync(library) ? false : 'anvil or viem is not installed (optional packages)';

/** Anvil's own first accounts, by its published test phrase: worth nothing anywhere. */
export const RICH: readonly [Hex, Hex] = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
];

export type Chain = { url: string; stop(): Promise<void> };

/** `mined` false: blocks come only when a test asks for them. */
export async function startChain(mined = true): Promise<Chain> {
  const port = await freePort();
  const args = ['--port', String(port), '--silent', '--accounts', '2', ...(mined ? [] : ['--no-mining'])];
  const child = spawn(program, args, { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries++) {
    if (await answers(url)) return { url, stop: () => stopped(child) };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stopped(child);
  throw new Error('anvil does not answer');
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
  }).then(
    (answer) => answer.ok,
    () => false,
  );

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
