import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { refuse } from '../refusal.ts';
import { ledgerStatus as statusSchema } from './contract.ts';
import { ledgerStatus } from './status.actions.ts';

/** Static log files by their C2SP paths; immutable but for the newest checkpoint. */
const LOG_PATH = /^(checkpoint(\.\d+)?|tile\/(entries|\d+)\/(x\d{3}\/)*\d{3}(\.p\/\d+)?)$/;

export function logRoutes(app: FastifyInstance, world: World, policy: string): void {
  app.get('/ledger/*', (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    const file = join(world.ledgerDir, path);
    if (!LOG_PATH.test(path) || !existsSync(file))
      return sendProblem(reply, refuse('not_found', 'The log has no such file.'));
    const isText = path.startsWith('checkpoint');
    return reply
      .header('cache-control', path === 'checkpoint' ? 'no-cache' : 'public, max-age=31536000, immutable')
      .header('content-type', isText ? 'text/plain; charset=utf-8' : 'application/octet-stream')
      .header('content-length', statSync(file).size)
      .send(createReadStream(file));
  });
  app.get('/ledger/policy', (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(policy),
  );
  app.get('/ledger/status.json', async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(statusSchema.parse(await ledgerStatus(world, policy))),
  );
  app.get('/api/v1/desk/ledger/status', async (_request, reply) =>
    reply.send(statusSchema.parse(await ledgerStatus(world, policy))),
  );
}
