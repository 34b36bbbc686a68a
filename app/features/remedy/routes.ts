import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { TooLarge } from '../../platform/files.ts';
import { parseWithZod } from '../../platform/parse.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { requireMember, NOTHING, deskRoute } from '../network/index.ts';
import { refuse } from '../refusal.ts';
import { proposeAction, readDisclosure, readDisclosures, reportAction } from './business.actions.ts';
import { isBusiness } from './business.ts';
import * as c from './contract.ts';
import { disclose } from './disclosure.actions.ts';

export function remedyRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  deskRoute(app, world, 'POST cases/:docket/:caseId/disclosures', {
    params: c.caseParams,
    body: c.discloseBody,
    answer: c.discloseDone,
    run: (who, i) => disclose(world, who, i),
  });
  deskRoute(app, world, 'GET disclosures', {
    answer: c.employerDisclosures,
    run: (who) => readDisclosures(world, who),
  });
  deskRoute(app, world, 'GET disclosures/:docket/:id', {
    params: c.disclosureParams,
    answer: c.employerDisclosureView,
    run: (who, i) => readDisclosure(world, who, i),
  });
  deskRoute(app, world, 'POST disclosures/:docket/:id/actions', {
    params: c.disclosureParams,
    body: c.actionBody,
    answer: c.actionDone,
    run: (who, i) => proposeAction(world, who, i),
  });
  deskRoute(app, world, 'POST disclosures/:docket/:id/actions/:actionId/report', {
    params: c.actionParams,
    body: c.reportBody,
    answer: c.actionDone,
    run: (who, i) => reportAction(world, who, i),
  });
  app.register(async (inner) => fileRoute(inner, world));
}

const MOST_BYTES = 8 * 1024 * 1024;

/** Sealed evidence of a business: read as a stream, refused while it streams once it is too large. */
function fileRoute(app: FastifyInstance, world: World): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.post<{ Body: Readable }>('/api/v1/desk/files', { bodyLimit: MOST_BYTES }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    if (!isBusiness(who)) return sendProblem(reply, NOTHING);
    try {
      const arrived = await world.files.receive(request.body, MOST_BYTES);
      await arrived.keep();
      return await reply.send({ sha256: arrived.sha256, size: arrived.size });
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return sendProblem(reply, refuse('too_large', 'A file can have 8 MB at most.'));
    }
  });
}
