import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { requireMember } from '../network/index.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { makeDocketBundle } from './bundle.actions.ts';
import { bundleParams, bundleQuery, licenceBody, licencesAnswer } from './contract.ts';
import { grantLicence, licences } from './licence.actions.ts';

export function evidenceRoutes(app: FastifyInstance, world: World): void {
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
