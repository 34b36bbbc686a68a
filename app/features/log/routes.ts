import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { ledgerStatus as statusSchema } from './contract.ts';
import { takeCosignature } from './cosign.actions.ts';
import { logPage } from './log.pages.ts';
import { newestEpochs } from './sequencer.store.ts';
import { refreshKeys } from './signing.actions.ts';
import { ledgerStatus } from './status.actions.ts';
import { tileStore } from './tile-store.actions.ts';

/** Static log files by their C2SP paths; immutable but for the newest checkpoint. */
const LOG_PATH = /^(checkpoint(\.\d+)?|tile\/(entries|\d+)\/(x\d{3}\/)*\d{3}(\.p\/\d+)?)$/;
const PAGE =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";
const TEXT = 'text/plain; charset=utf-8';
/** A note with 64 signature lines. */
const MOST_BYTES = 16 * 1024;
/** A key that was announced beside this process signs within this time. */
const KEYS_MS = 30_000;

/** `said`: the policy, as it is at the moment it is asked for: keys come and go. */
export function logRoutes(app: FastifyInstance, world: World, said: string | (() => string)): void {
  const policyNow = (): string => (typeof said === 'string' ? said : said());
  keepKeys(app, world);
  app.get('/ledger', (_request, reply) => reply.redirect('/ledger/', 308));
  app.get('/ledger/', async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .header('content-security-policy', PAGE)
      .type('text/html; charset=utf-8')
      .send(logPage(await ledgerStatus(world, policyNow()))),
  );
  app.get('/ledger/*', async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    const bytes = LOG_PATH.test(path) ? await tileStore(world).read(path) : undefined;
    if (!bytes) return sendProblem(reply, refuse('not_found', 'The log has no such file.'));
    const cache = path === 'checkpoint' ? 'no-cache' : 'public, max-age=31536000, immutable';
    return sendFile(reply.header('cache-control', cache), path, bytes);
  });
  app.get('/ledger/checkpoint.pending', async (_request, reply) => {
    const found = await pending(world);
    if (!found) return sendProblem(reply, refuse('not_found', 'Nothing is signed yet.'));
    return sendFile(reply.header('cache-control', 'no-cache'), 'checkpoint', found);
  });
  app.post('/ledger/cosignature', { bodyLimit: MOST_BYTES }, async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const taken = await takeCosignature(world, policyNow(), body);
    return isRefusal(taken)
      ? sendProblem(reply, taken)
      : reply.header('cache-control', 'no-store').send(taken);
  });
  app.get('/ledger/policy', (_request, reply) =>
    reply.type(TEXT).header('cache-control', 'no-cache').send(policyNow()),
  );
  app.get('/ledger/status.json', async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .send(statusSchema.parse(await ledgerStatus(world, policyNow()))),
  );
  app.get('/api/v1/desk/ledger/status', async (_request, reply) =>
    reply.send(statusSchema.parse(await ledgerStatus(world, policyNow()))),
  );
}

function sendFile(reply: FastifyReply, path: string, bytes: Uint8Array): FastifyReply {
  const type = path.startsWith('checkpoint') ? TEXT : 'application/octet-stream';
  return reply.header('content-type', type).send(Buffer.from(bytes));
}

/** The newest checkpoint whose files are out, with the log's own signature: what a feeder cosigns. */
async function pending(world: World): Promise<Uint8Array | undefined> {
  for (const { size } of await world.sequencer.read({}, (db) => newestEpochs(db, 3))) {
    const bytes = await tileStore(world).read(`checkpoint.${size}`);
    if (bytes) return bytes;
  }
  return undefined;
}

function keepKeys(app: FastifyInstance, world: World): void {
  const refresh = (): Promise<void> => refreshKeys(world).catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onReady', async () => {
    await refresh();
    timer = setInterval(() => void refresh(), KEYS_MS).unref();
  });
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
}
