import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { requireMember } from '../network/index.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { makeDocketBundle } from './bundle.actions.ts';
import {
  bundleParams,
  bundleQuery,
  ledgerStatus as statusSchema,
  licenceBody,
  licencesAnswer,
} from './contract.ts';
import { grantLicence, licences } from './licence.actions.ts';
import { ledgerStatus } from './status.actions.ts';

/** Static log files by their C2SP paths; immutable but for the newest checkpoint. */
const LOG_PATH = /^(checkpoint(\.\d+)?|tile\/(entries|\d+)\/(x\d{3}\/)*\d{3}(\.p\/\d+)?)$/;

export function evidenceRoutes(app: FastifyInstance, world: World, policy: string): void {
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

  app.get('/api/v1/desk/licences', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    return member ? reply.send(licencesAnswer.parse({ licences: await licences(world, member) })) : reply;
  });
  app.post('/api/v1/desk/licences', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    const body = licenceBody.safeParse(request.body);
    if (!body.success)
      return sendProblem(
        reply,
        refuse(
          'invalid',
          'Some of it is missing.',
          body.error.issues.map((i) => ({ path: i.path.join('.'), why: i.message })),
        ),
      );
    const done = await grantLicence(world, member, body.data);
    return isRefusal(done) ? sendProblem(reply, done) : reply.code(201).send(done);
  });

  app.get('/api/v1/desk/evidence/docket/:docket', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    const params = bundleParams.safeParse(request.params);
    const query = bundleQuery.safeParse(request.query);
    const no = refuse(
      'not_found',
      'There is no bundle for you here. Ask the organisation on the case; asking is recorded.',
    );
    if (!params.success || !query.success) return sendProblem(reply, no);
    const made = await makeDocketBundle(world, {
      docketId: params.data.docket,
      epoch: query.data.epoch,
      org: member.orgId,
      kind: member.kind,
    });
    if (isRefusal(made)) return sendProblem(reply, no);
    return reply
      .header('content-type', 'application/jsonl; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="docket-${params.data.docket}.vouch.jsonl"`)
      .send(Readable.from(made));
  });
}
