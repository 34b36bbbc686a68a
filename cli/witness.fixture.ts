// A witness in a process of its own, and logs that are in memory, for tests.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type SignerKey,
  Tree,
  formatAddCheckpoint,
  leafHash,
  sha256,
  signCheckpoint,
  utf8,
  vkeyOf,
} from '../ledger/index.ts';

export class TestLog {
  readonly key: SignerKey;
  readonly tree = new Tree();
  readonly entries: string[] = [];

  constructor(origin: string, size: number, seed = origin) {
    this.key = { name: origin, algorithm: 1, seed: sha256(utf8(seed)) };
    this.grow(size);
  }
  get vkey(): string {
    return vkeyOf(this.key).vkey;
  }
  grow(by: number, salt = ''): void {
    for (let i = 0; i < by; i++) {
      const line = `release ${Buffer.from(sha256(utf8(`${this.tree.size}${salt}`))).toString('hex')} r\n`;
      this.entries.push(line);
      this.tree.append(leafHash(utf8(line)));
    }
  }
  note(size = this.tree.size): string {
    return signCheckpoint({ origin: this.key.name, size, root: this.tree.root(size) }, [this.key]);
  }
  request(old: number, size = this.tree.size): string {
    return formatAddCheckpoint(old, this.tree.consistencyProof(old, size), this.note(size));
  }
}

export type Running = {
  url: string;
  vkey: string;
  child: ChildProcess;
  said: () => string;
  post(body: string | Uint8Array): Promise<{ status: number; body: string }>;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
};

export function folder(): { dir: string; clean: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-cosigner-'));
  return { dir, clean: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Starts `vouch <command>` and waits for the line of JSON in which it says its port and key. */
export async function startCosigner(command: string, args: readonly string[]): Promise<Running> {
  const file = fileURLToPath(new URL(`./${command}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => void (said += text.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const first = await new Promise<string>((done, fail) => {
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
      if (out.includes('\n')) done(out);
    });
    void ended.then((code) => fail(new Error(`${command} ended with ${code}: ${said}`)));
  });
  const { listening, vkey }: { listening: number; vkey: string } = JSON.parse(first.split('\n')[0] ?? '');
  const url = `http://127.0.0.1:${listening}`;
  return {
    url,
    vkey,
    child,
    said: () => said,
    post: async (body) => {
      const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
      return { status: answer.status, body: await answer.text() };
    },
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
