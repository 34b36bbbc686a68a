// POST /add-checkpoint as C2SP tlog-witness says, for witnesses and auditors: over plain HTTP, since what is signed is
// public and checked by whoever receives it. Whoever needs TLS puts a proxy before it.
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';

export type Answer = { status: number; body: string; type?: string };

export type Served = {
  /** Answers the body of one request. What throws is answered 500 and said on stderr. */
  answer(body: string): Promise<Answer>;
  /** Who this is and how far it has seen each log. */
  about(): object;
};

/** 63 hashes and a note of 64 signatures come to about 20 kB. */
const MOST_BYTES = 64 * 1024;
const PLAIN = 'text/plain; charset=utf-8';

/** Reads a body of at most 64 KiB; undefined if it is longer or isn't UTF-8. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) return undefined;
    length += part.length;
    if (length > MOST_BYTES) return undefined;
    parts.push(part);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    return undefined;
  }
}

async function reply(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = ({ status, body, type = PLAIN }: Answer): void =>
    void response.writeHead(status, { 'content-type': type }).end(body);
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path === '/' && request.method === 'GET')
    return send({
      status: 200,
      body: `${JSON.stringify(served.about(), null, 2)}\n`,
      type: 'application/json',
    });
  if (path !== '/add-checkpoint') return send({ status: 404, body: 'POST /add-checkpoint\n' });
  if (request.method !== 'POST') return send({ status: 405, body: 'POST /add-checkpoint\n' });
  const body = await bodyOf(request);
  if (body !== undefined) return send(await served.answer(body));
  // The rest of it is not read.
  response.setHeader('connection', 'close');
  send({ status: 413, body: 'at most 64 KiB of UTF-8\n' });
  request.destroy();
}

export type Listening = { port: number; stop(): Promise<void> };

/** `where` = host:port, [v6]:port; port 0 takes a free one. Slow senders are cut off, and idle ones in a crowd. */
export async function listen(served: Served, where: string): Promise<Listening> {
  const [, host = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(where) ?? [];
  if (host === '') throw new Error(`"${where}" is no place to listen: say HOST:PORT, such as 127.0.0.1:8099`);
  const server: Server = createServer(
    { headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 30_000, connectionsCheckingInterval: 1000, maxHeaderSize: 8192 }, // prettier-ignore
    (request, response) => {
      reply(served, request, response).catch((error: unknown) => {
        // A sender that went away needs no answer.
        if (request.destroyed || response.destroyed) return;
        console.error(error instanceof Error ? error.message : String(error));
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': PLAIN }).end('not now\n');
      });
    },
  );
  server.maxConnections = 128;
  await new Promise<void>((done, fail) =>
    server.once('error', fail).listen(Number(digits), host.replace(/^\[|\]$/g, ''), done),
  );
  const at = server.address();
  return {
    port: at && typeof at === 'object' ? at.port : Number(digits),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Until a signal comes, or whoever started us by a channel is gone. */
export async function untilStopped(): Promise<void> {
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
    if (process.channel) process.once('disconnect', () => done());
  });
  // Its listener holds the channel to whoever started us open, and an open channel would keep us alive.
  if (process.connected) process.disconnect();
}
