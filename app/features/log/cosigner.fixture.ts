// A cosigner that a test moves as it likes: honest by the protocol's own decision, or lying in one way.
import { createHash } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Decision,
  type Seen,
  type SignerKey,
  decide,
  parseAddCheckpoint,
  parseVkey,
  vkeyOf,
} from '../../../ledger/index.ts';
import type { Asked } from './asking.actions.ts';

export type Mood = 'honest' | 'silent' | 'refuses' | 'signs-another' | 'says-more' | 'babbles' | 'slow';

export class TestCosigner {
  mood: Mood = 'honest';
  /** Milliseconds that a slow one takes. */
  slowness = 300;
  seen: Seen | undefined;
  asked = 0;
  readonly #server: Server;
  readonly #key: SignerKey;
  readonly #logs: () => readonly string[];
  readonly #name: string;
  /** When it signs, seconds since 1970: a function of the size where bytes are compared. */
  time: (size: number) => number = () => Math.floor(Date.now() / 1000);

  constructor(name: string, logs: () => readonly string[]) {
    const seed = createHash('sha256').update(`cosigner ${name}`).digest();
    this.#key = { name: `${name}.example/witness`, algorithm: 4, seed };
    this.#logs = logs;
    this.#name = name;
    this.#server = createServer((request, reply) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        this.asked++;
        if (this.mood === 'silent') return;
        const answer = (): void => {
          const { status, body: text } = this.decide(body);
          reply.writeHead(status).end(text);
        };
        if (this.mood === 'slow') setTimeout(answer, this.slowness);
        else answer();
      });
    });
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(port, '127.0.0.1', done));
    return this;
  }

  get at(): Asked {
    const { port } = this.#server.address() as AddressInfo;
    const { vkey } = vkeyOf(this.#key);
    return { name: this.#name, by: `the ${this.#name} of this test`, vkey, url: `http://127.0.0.1:${port}` };
  }

  decide(body: string): { status: number; body: string } {
    const request = parseAddCheckpoint(body);
    if (!request) return { status: 400, body: 'not a request\n' };
    if (this.mood === 'refuses') return { status: 403, body: 'not today\n' };
    if (this.mood === 'babbles') return { status: 200, body: 'x'.repeat(100_000) };
    if (this.mood === 'says-more') return { status: 409, body: `${request.checkpoint.size + 1000}\n` };
    const keys = this.#logs()
      .map(parseVkey)
      .filter((key) => key !== undefined);
    const witness = { signer: this.#key, logKeys: () => keys };
    const made: Decision = decide(witness, request, this.seen, this.time(request.checkpoint.size));
    if (made.status !== 200) return made;
    if (this.mood === 'signs-another')
      return { status: 200, body: made.body.replace(/.{8}\n$/, 'AAAAAAA=\n') };
    this.seen = made.next;
    return made;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
