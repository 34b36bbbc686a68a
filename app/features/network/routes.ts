import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { parseWithZod } from '../../platform/parse.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import * as c from './contract.ts';
import { keyDocument } from './directory.actions.ts';
import { addShare, recoveryOf, setOwnKey, setUpRing } from './keys.actions.ts';
import { invite, removeMember } from './members.actions.ts';
import { posterRoutes } from './pages.ts';
import { passkeyRoutes } from './passkeys.routes.ts';
import { bringIn, registerOwnWorkplaces } from './register.actions.ts';
import { requireMember } from './session.actions.ts';
import { demoRoutes, signInRoutes } from './sign-in.routes.ts';
import { watchRoutes } from './watch.routes.ts';
import { me, members, organisations, workplaces } from './views.actions.ts';

const either = <T extends object>(reply: FastifyReply, done: T | Refusal): T | FastifyReply =>
  isRefusal(done) ? sendProblem(reply, done) : done;

function keyRoutes(plain: FastifyInstance, world: World): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get('/api/v1/desk/me', { schema: { response: { 200: c.meAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? me(world, who) : reply;
  });
  app.post('/api/v1/desk/me/key', { schema: { body: c.meKeyBody, response: { 200: c.ok } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? either(reply, await setOwnKey(world, who, request.body)) : reply;
  }); // prettier-ignore
  app.post('/api/v1/desk/ring', { schema: { body: c.ringBody, response: { 200: c.ringAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? either(reply, await setUpRing(world, who, request.body)) : reply;
  }); // prettier-ignore
  app.get('/api/v1/desk/ring/recovery', { schema: { response: { 200: c.recoveryAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? either(reply, await recoveryOf(world, who)) : reply;
  }); // prettier-ignore
  app.get<{ Params: { name: string } }>('/ledger/keys/:name', async (request, reply) => {
    const sha256 = /^([0-9a-f]{64})\.json$/.exec(request.params.name)?.[1];
    const document = sha256 && (await keyDocument(world, sha256));
    if (!document) return sendProblem(reply, refuse('not_found', 'No key document has this hash.'));
    return reply
      .type('application/json')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(document);
  });
}

function memberRoutes(plain: FastifyInstance, world: World): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get(
    '/api/v1/desk/members',
    { schema: { response: { 200: c.membersAnswer } } },
    async (request, reply) => {
      const who = await requireMember(world, request, reply);
      return who ? members(world, who) : reply;
    },
  );
  app.post('/api/v1/desk/members', { schema: { body: c.inviteBody, response: { 200: c.inviteAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? either(reply, await invite(world, who, request.body)) : reply;
  }); // prettier-ignore
  app.post('/api/v1/desk/members/:id/remove', { schema: { params: c.memberParams, response: { 200: c.removeAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? either(reply, await removeMember(world, who, request.params.id)) : reply;
  }); // prettier-ignore
  app.post('/api/v1/desk/members/:id/share', { schema: { params: c.memberParams, body: c.shareBody, response: { 200: c.ok } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    return either(reply, await addShare(world, who, { memberId: request.params.id, ...request.body }));
  }); // prettier-ignore
}

function placeRoutes(plain: FastifyInstance, world: World): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get('/api/v1/desk/orgs', { schema: { response: { 200: c.orgsAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? organisations(world, who) : reply;
  });
  app.post('/api/v1/desk/orgs', { schema: { body: c.orgBody, response: { 200: c.orgAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? either(reply, await bringIn(world, who, request.body)) : reply;
  }); // prettier-ignore
  app.get(
    '/api/v1/desk/directory',
    { schema: { response: { 200: c.directoryAnswer } } },
    async (request, reply) => {
      const who = await requireMember(world, request, reply);
      return who ? workplaces(world, who) : reply;
    },
  );
  const table = {
    schema: { body: c.workplacesBody, response: { 200: c.workplacesAnswer } },
    bodyLimit: 5_000_000,
  };
  app.post('/api/v1/desk/workplaces', table, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    return who ? either(reply, await registerOwnWorkplaces(world, who, request.body.rows)) : reply;
  });
}

export function networkRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  // What a signed-in person gets is for this person's eyes: no cache keeps it.
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  signInRoutes(app, world);
  demoRoutes(app, world);
  keyRoutes(app, world);
  memberRoutes(app, world);
  passkeyRoutes(app, world);
  placeRoutes(app, world);
  posterRoutes(app, world);
  watchRoutes(app, world);
}
