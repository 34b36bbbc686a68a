import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { refuse } from '../refusal.ts';
import { anchorStatus, otsFile } from './anchor.actions.ts';
import { anchorList } from './contract.ts';

/** Where the log was anchored, and the proofs of it, for everybody. */
export function anchorRoutes(app: FastifyInstance, world: World): void {
  app.get('/ledger/anchors.json', async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(anchorList.parse({ anchors: await anchorStatus(world) })),
  );
  app.get('/ledger/anchors/:file', async (request, reply) => {
    const { file } = request.params as { file: string };
    const size = /^([1-9]\d{0,14})\.ots$/.exec(file)?.[1];
    const proof = size === undefined ? undefined : await otsFile(world, Number(size));
    if (!proof) return sendProblem(reply, refuse('not_found', 'There is no such proof.'));
    return reply
      .header('cache-control', 'no-cache')
      .header('content-type', 'application/vnd.opentimestamps.v1')
      .send(Buffer.from(proof));
  });
}
