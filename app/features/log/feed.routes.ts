import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import { createHash } from 'node:crypto';
import { hex } from '../../../ledger/index.ts';
import { channelCertificate } from '../../platform/certificates.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal } from '../refusal.ts';
import { auditorBy, fetchedBy } from './auditors.store.ts';
import { takeCosignature } from './cosign.actions.ts';
import { epochFeed, newestSigned, sealKey } from './feed.actions.ts';

export type Feed = { port: number; stop(): Promise<void> };

const MOST_BYTES = 16 * 1024;
/** In the table of fetches. */
const KEYS = -1;

/**
 * The auditors' feed (ledger.md 7), on a port of its own: TLS 1.3, and a client certificate of this installation's own
 * authority, neither expired nor revoked, before a single byte is answered. What is given out here says how often was
 * spoken about which workplace: nothing of it is ever served anywhere else, and each fetch is written down.
 */
export async function startFeed(
  world: World,
  { port, host, policy }: { port: number; host?: string; policy: () => string },
): Promise<Feed> {
  const { key, cert, authority } = await channelCertificate(world.config.dir, world.clock.now());
  const server: Server = createServer(
    {
      key,
      cert,
      ca: authority,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
      headersTimeout: 5000,
      requestTimeout: 15_000,
      handshakeTimeout: 5000,
      maxHeaderSize: 8192,
    },
    (request, reply) => {
      answer(world, policy, request, reply).catch((error: unknown) => {
        // A reader that went away is no news; anything else is, and the reader must not take a part for the whole.
        if (!reply.destroyed && !request.destroyed)
          console.error(`audit feed: ${error instanceof Error ? error.message : String(error)}`);
        reply.destroy();
      });
    },
  );
  server.maxConnections = 32;
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  const at = server.address();
  return {
    port: at && typeof at === 'object' ? at.port : port,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function certOf(request: IncomingMessage): Buffer | undefined {
  if (!(request.socket instanceof TLSSocket) || !request.socket.authorized) return undefined;
  const { raw } = request.socket.getPeerCertificate();
  return Buffer.isBuffer(raw) ? createHash('sha256').update(raw).digest() : undefined;
}

async function answer(
  world: World,
  policy: () => string,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  reply.setHeader('cache-control', 'no-store');
  const cert = certOf(request);
  const path = request.url ?? '';
  const number = /^\/audit\/v1\/epochs\/(0|[1-9]\d{0,8})$/.exec(path)?.[1];
  const what = number !== undefined ? Number(number) : path === '/audit/v1/keys' ? KEYS : undefined;
  if (!cert || (await nameOf(world, cert, request.method === 'GET' ? what : undefined)) === undefined)
    return end(reply, 403, 'This certificate opens nothing here.\n');
  if (request.method === 'POST' && path === '/audit/v1/cosignature')
    return take(world, policy, request, reply);
  if (request.method !== 'GET') return end(reply, 405, 'Only GET, and POST /audit/v1/cosignature.\n');
  if (path === '/audit/v1/checkpoint') {
    const note = await newestSigned(world);
    return note === undefined ? end(reply, 404, 'Nothing is signed yet.\n') : end(reply, 200, note);
  }
  if (what === undefined) return end(reply, 404, 'There is no such thing here.\n');
  if (what !== KEYS) return epoch(world, what, reply);
  reply.setHeader('content-type', 'application/json');
  reply.end(`${JSON.stringify({ vouch: 1, origin: world.keys.origin, sealKey: hex(sealKey(world)) })}\n`);
}

/** Who shows this certificate; `what` is written down as fetched before any of it is given. */
const nameOf = (world: World, cert: Buffer, what: number | undefined): Promise<string | undefined> =>
  what === undefined
    ? world.jobs.read({}, (db) => auditorBy(db, cert))
    : world.jobs.write({}, (tx) => fetchedBy(tx, cert, what, world.clock.now()));

function end(reply: ServerResponse, status: number, text: string): void {
  reply.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

async function epoch(world: World, n: number, reply: ServerResponse): Promise<void> {
  const feed = await epochFeed(world, n);
  if (feed === 'unknown') return end(reply, 404, 'That epoch is not closed yet.\n');
  if (feed === 'gone') return end(reply, 410, 'That epoch is lost: its heads were not in the backup.\n');
  try {
    reply.writeHead(200, { 'content-type': 'application/jsonl; charset=utf-8' });
    let waiting = '';
    for await (const line of feed.lines) {
      waiting += line;
      if (waiting.length < 1 << 16) continue;
      await write(reply, waiting);
      waiting = '';
    }
    reply.end(waiting);
  } finally {
    await feed.release();
  }
}

/** A reader that is slow or gone must not hold a snapshot of the database for ever. */
const LONGEST_MS = 60_000;

async function write(reply: ServerResponse, text: string): Promise<void> {
  if (reply.destroyed) throw new Error('the auditor went away');
  if (reply.write(text)) return;
  await new Promise<void>((done, fail) => {
    const stop = (): void => {
      clearTimeout(timer);
      reply.off('drain', drained).off('close', closed);
    };
    const drained = (): void => (stop(), done());
    const closed = (): void => (stop(), fail(new Error('the auditor went away')));
    const timer = setTimeout(() => (stop(), fail(new Error('the auditor reads too slowly'))), LONGEST_MS);
    reply.once('drain', drained).once('close', closed);
  });
}

async function take(
  world: World,
  policy: () => string,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  let body = '';
  for await (const part of request) {
    body += String(part);
    if (body.length > MOST_BYTES) return end(reply, 413, 'A note has at most 16 KiB.\n');
  }
  const taken = await takeCosignature(world, policy(), body);
  if (isRefusal(taken)) return end(reply, 422, `${taken.why}\n`);
  end(reply, 200, `${taken.size}\n`);
}
