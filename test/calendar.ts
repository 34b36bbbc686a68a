// A calendar server of OpenTimestamps, speaking its wire format byte by byte, with a Bitcoin that mines when a test says.
// It writes its answers by itself and not with the code that reads them.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const append = (arg: Buffer): Buffer => Buffer.concat([Buffer.from([0xf0, arg.length]), arg]);
const prepend = (arg: Buffer): Buffer => Buffer.concat([Buffer.from([0xf1, arg.length]), arg]);
const HASH = Buffer.from([0x08]);
const attestation = (tag: string, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0]), Buffer.from(tag, 'hex'), Buffer.from([payload.length]), payload]);

/** Little-endian base 128. */
function varint(n: number): Buffer {
  const bytes: number[] = [];
  for (; n > 127; n >>= 7) bytes.push((n & 127) | 128);
  return Buffer.from([...bytes, n]);
}

export type Block = { height: number; merkleRoot: Buffer; header: Buffer };
export type Calendar = {
  url: string;
  /** Requests that came, as `POST /digest <hex of the body>`. */
  asked: string[];
  /** The answers that come next, before true ones: a status and bytes. */
  next: { status: number; body: Buffer | string }[];
  /** Puts everything that waits under one Bitcoin block. */
  mine(height: number): Block;
  stop(): Promise<void>;
};

export async function startCalendar(): Promise<Calendar> {
  const waiting: Buffer[] = [];
  const proven = new Map<string, Buffer>();
  const asked: string[] = [];
  const next: Calendar['next'] = [];
  const key = randomBytes(32);
  let url = '';

  /** As the real ones: nonce by time, a code of its own, then the promise. */
  const promise = (digest: Buffer): Buffer => {
    const time = Buffer.alloc(4);
    time.writeUInt32BE(1_790_000_000 + waiting.length);
    const inner = sha256(Buffer.concat([digest, Buffer.from('nonce')]));
    const code = createHmac('sha256', key).update(inner).digest().subarray(0, 8);
    waiting.push(Buffer.concat([time, inner, code]));
    const uri = Buffer.from(url);
    const pending = attestation('83dfe30d2ef90c8e', Buffer.concat([varint(uri.length), uri]));
    return Buffer.concat([append(Buffer.from('nonce')), HASH, prepend(time), append(code), pending]);
  };

  const answer = (request: IncomingMessage, body: Buffer, reply: ServerResponse): void => {
    asked.push(`${request.method} ${request.url} ${body.toString('hex')}`.trim());
    const told = next.shift();
    if (told) return void reply.writeHead(told.status).end(told.body);
    if (request.method === 'POST' && request.url === '/digest' && body.length === 32)
      return void reply.writeHead(200).end(promise(body));
    const found = proven.get(request.url?.replace('/timestamp/', '') ?? '');
    if (found) return void reply.writeHead(200).end(found);
    reply.writeHead(404).end('Pending confirmation in Bitcoin blockchain');
  };

  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => answer(request, Buffer.concat(parts), reply));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  return {
    url,
    asked,
    next,
    mine: (height) => {
      // Two leaves a block at most are enough: the transaction's output commits to one hash.
      const tip = waiting.map(sha256).reduce((a, b) => sha256(Buffer.concat([a, b])));
      const [first] = waiting;
      if (waiting.length !== 1 || !first) throw new Error('this Bitcoin takes one at a time');
      const transaction = Buffer.concat([
        Buffer.from('01000000', 'hex'),
        tip,
        Buffer.from('00000000', 'hex'),
      ]);
      const sibling = randomBytes(32);
      const txid = sha256(sha256(transaction));
      const merkleRoot = sha256(sha256(Buffer.concat([txid, sibling])));
      proven.set(
        first.toString('hex'),
        Buffer.concat([
          HASH,
          prepend(Buffer.from('01000000', 'hex')),
          append(Buffer.from('00000000', 'hex')),
          HASH,
          HASH,
          append(sibling),
          HASH,
          HASH,
          attestation('0588960d73d71901', varint(height)),
        ]),
      );
      waiting.length = 0;
      const header = Buffer.concat([Buffer.alloc(36, 1), merkleRoot, Buffer.alloc(12, 2)]);
      return { height, merkleRoot, header };
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
