import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { TooLarge } from '../../platform/files.ts';
import { parseWithZod } from '../../platform/parse.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { NOTHING, deskRoute, requireMember } from '../network/index.ts';
import { isRefusal, refuse } from '../refusal.ts';
import * as c from './contract.ts';
import { addItem } from './item.actions.ts';
import { writes } from './joint.ts';
import { caseTogether, offer } from './offer.actions.ts';
import { invite, linkCase, openInvestigation } from './open.actions.ts';
import { paceCsv } from './pace-csv.ts';
import { exportPace, readPace, readSectors } from './pace.actions.ts';
import { answer, close, leave, setNamed } from './party.actions.ts';
import { readJoint, readJoints } from './views.actions.ts';

const ONE = 'together/:docket/:jointId';

export function jointRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  deskRoute(app, world, 'GET together', {
    query: c.noQuery,
    answer: c.jointList,
    run: (who) => readJoints(world, who),
  });
  deskRoute(app, world, `GET ${ONE}`, {
    params: c.jointParams,
    query: c.noQuery,
    answer: c.jointView,
    run: (who, i) => readJoint(world, who, i),
  });
  deskRoute(app, world, 'GET cases/:docket/:caseId/together', {
    params: c.caseParams,
    query: c.noQuery,
    answer: c.caseTogether,
    run: (who, i) => caseTogether(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/together', {
    params: c.caseParams,
    body: c.offerBody,
    answer: c.jointDone,
    run: (who, i) => offer(world, who, i),
  });
  deskRoute(app, world, 'POST together', {
    body: c.openBody,
    answer: c.jointDone,
    run: (who, i) => openInvestigation(world, who, i),
  });
  deskRoute(app, world, 'GET together/pace', {
    query: c.noQuery,
    answer: c.paceAnswer,
    run: (who) => readPace(world, who),
  });
  deskRoute(app, world, 'GET together/sectors', {
    query: c.noQuery,
    answer: c.sectorAnswer,
    run: (who) => readSectors(world, who),
  });
  actRoutes(app, world);
  csvRoute(app, world);
  app.register(async (inner) => fileRoute(inner, world));
}

function actRoutes(app: FastifyInstance, world: World): void {
  const params = c.jointParams;
  deskRoute(app, world, `POST ${ONE}/invitations`, {
    params,
    body: c.inviteBody,
    answer: c.jointDone,
    run: (who, i) => invite(world, who, i),
  });
  deskRoute(app, world, `POST ${ONE}/answer`, {
    params,
    body: c.answerBody,
    answer: c.answered,
    run: (who, i) => answer(world, who, i),
  });
  deskRoute(app, world, `POST ${ONE}/leave`, {
    params,
    answer: c.answered,
    run: (who, i) => leave(world, who, i),
  });
  deskRoute(app, world, `POST ${ONE}/named`, {
    params,
    body: c.namedBody,
    answer: c.answered,
    run: (who, i) => setNamed(world, who, i),
  });
  deskRoute(app, world, `POST ${ONE}/cases`, {
    params,
    body: c.linkBody,
    answer: c.jointDone,
    run: (who, i) => linkCase(world, who, i),
  });
  deskRoute(app, world, `POST ${ONE}/items`, {
    params,
    body: c.itemBody,
    answer: c.itemDone,
    run: (who, i) => addItem(world, who, i),
  });
  deskRoute(app, world, `POST ${ONE}/close`, {
    params,
    body: c.closeBody,
    answer: c.answered,
    run: (who, i) => close(world, who, i),
  });
}

function csvRoute(app: FastifyInstance, world: World): void {
  const schema = { querystring: c.noQuery };
  app.get('/api/v1/desk/together/pace.csv', { schema }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    const read = await exportPace(world, who);
    if (isRefusal(read)) return sendProblem(reply, read);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="suppliers.csv"')
      .header('cache-control', 'no-store')
      .send(paceCsv(read.rows));
  });
}

const MOST_BYTES = 8 * 1024 * 1024;

/** Sealed files of the discussion, one copy a reader: read as a stream, refused while it streams once it is too large. */
function fileRoute(app: FastifyInstance, world: World): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.post<{ Body: Readable }>(
    '/api/v1/desk/together/files',
    { bodyLimit: MOST_BYTES },
    async (request, reply) => {
      const who = await requireMember(world, request, reply);
      if (!who) return reply;
      if (!writes(who.kind, who.role)) return sendProblem(reply, NOTHING);
      try {
        const arrived = await world.files.receive(request.body, MOST_BYTES);
        await arrived.keep();
        return await reply.send({ sha256: arrived.sha256, size: arrived.size });
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        return sendProblem(reply, refuse('too_large', 'A file can have 8 MB at most.'));
      }
    },
  );
}
