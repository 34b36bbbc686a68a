// A C2SP tlog-witness in a process of its own: `vouch witness --log VKEY --key FILE --listen ADDR --state DIR`.
// Imports the protocol library and nothing else of ours, so that whoever runs it trusts little and spends little.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Seen,
  type SignerKey,
  decide,
  formatTime,
  fromHex,
  hex,
  parseAddCheckpoint,
  parseVkey,
  vkeyOf,
} from '../ledger/index.ts';

export const help = `vouch witness --log VKEY [--log VKEY …] --key FILE --name NAME --state DIR [--listen 127.0.0.1:8099]
  Cosigns a log's checkpoints if each is consistent with the last one seen. The key file is made if it isn't there.`;

const MOST_BYTES = 64 * 1024;

function signer(file: string, name: string): SignerKey {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  const seed = fromHex(readFileSync(file, 'utf8').trim());
  if (seed?.length !== 32) throw new Error(`${file} holds no key: 64 hex digits are expected`);
  return { name, algorithm: 4, seed };
}

/** What was cosigned last, on disk before the answer leaves: a witness that forgets can be shown two histories. */
class State {
  readonly #dir: string;
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }
  #file(origin: string): string {
    return join(this.#dir, encodeURIComponent(origin));
  }
  last(origin: string): Seen | undefined {
    if (!existsSync(this.#file(origin))) return undefined;
    const [size = '', root = ''] = readFileSync(this.#file(origin), 'utf8').split(' ');
    return { size: Number(size), root: fromHex(root.trim()) ?? new Uint8Array(0) };
  }
  save(origin: string, seen: Seen): void {
    const next = `${this.#file(origin)}.new`;
    const file = openSync(next, 'w');
    writeSync(file, `${seen.size} ${hex(seen.root)}\n`);
    fsyncSync(file);
    closeSync(file);
    renameSync(next, this.#file(origin));
  }
  refused(body: string): void {
    writeFileSync(
      join(this.#dir, `refused-${formatTime(Date.now() / 1000)}-${randomBytes(3).toString('hex')}`),
      body,
    );
  }
}

type Answer = { status: number; body: string; type?: string };

function answer(body: string, key: SignerKey, logs: readonly string[], state: State): Answer {
  const request = parseAddCheckpoint(body);
  if (!request) return { status: 400, body: 'not an add-checkpoint request\n' };
  const known = logs.map(parseVkey).filter((k) => k !== undefined);
  const { origin } = request.checkpoint;
  const witness = { signer: key, logKeys: (name: string) => known.filter((k) => k.name === name) };
  const made = decide(witness, request, state.last(origin), Math.floor(Date.now() / 1000));
  if (made.status === 200) state.save(origin, made.next);
  if (made.status === 422) state.refused(body);
  return {
    status: made.status,
    body: made.body,
    ...('contentType' in made ? { type: made.contentType } : {}),
  };
}

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      log: { type: 'string', multiple: true },
      key: { type: 'string' },
      name: { type: 'string' },
      state: { type: 'string' },
      listen: { type: 'string', default: '127.0.0.1:8099' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || !values.log || !values.key || !values.state || !values.name) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const key = signer(values.key, values.name);
  const state = new State(values.state);
  const logs = values.log;
  const [host = '127.0.0.1', port = '8099'] = values.listen.split(/:(?=\d+$)/);
  const server = createServer((request, reply) => {
    if (request.method !== 'POST' || request.url !== '/add-checkpoint')
      return void reply.writeHead(404).end();
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
      if (body.length > MOST_BYTES) request.destroy();
    });
    // One request at a time: everything below is synchronous.
    request.on('end', () => {
      const { status, body: text, type = 'text/plain; charset=utf-8' } = answer(body, key, logs, state);
      reply.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(Number(port), host, done));
  const at = server.address();
  console.log(
    JSON.stringify({ listening: at && typeof at === 'object' ? at.port : port, vkey: vkeyOf(key).vkey }),
  );
  await new Promise<void>((done) => {
    const end = () => {
      server.close(() => done());
      server.closeAllConnections();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
    // Started by a server: when that one is gone, so are we.
    if (process.channel) process.once('disconnect', end);
  });
  // Its listener holds the channel to whoever started us open, and an open channel would keep us alive.
  if (process.connected) process.disconnect();
  return 0;
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
