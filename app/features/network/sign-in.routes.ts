import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { enrol } from './accounts.actions.ts';
import * as c from './contract.ts';
import { setCookies } from './cookies.routes.ts';
import { demoPeople, demoSignIn, fromThisMachine } from './demo.actions.ts';
import { acceptInvitation, showInvitation } from './members.actions.ts';
import { fromElsewhere } from './session.actions.ts';
import { setUp, setupNeeded } from './setup.actions.ts';
import { changePassword, secondFactor, signIn, signOut } from './sign-in.actions.ts';

const FOREIGN = refuse('not_allowed', 'This can only be done from the desk itself.');

export function signInRoutes(plain: FastifyInstance, world: World): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const answer = <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    done: Refusal | { cookies: string[] },
    body: T,
  ): T | FastifyReply => {
    if (isRefusal(done)) return sendProblem(reply, done);
    setCookies(world, request, reply, done.cookies);
    return body;
  };
  const ok = { ok: true as const };
  const one = { 200: c.ok };

  app.post('/api/v1/auth/sign-in', { schema: { body: c.signInBody, response: { 200: c.signInAnswer } } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    const done = await signIn(world, request.headers.cookie, request.body);
    return answer(request, reply, done, 'next' in done ? { next: done.next } : { next: 'totp' as const });
  }); // prettier-ignore

  app.post('/api/v1/auth/totp', { schema: { body: c.totpBody, response: one } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    return answer(request, reply, await secondFactor(world, request.headers.cookie, request.body), ok);
  });

  app.post('/api/v1/auth/enrol', { schema: { body: c.enrolBody, response: { 200: c.enrolAnswer } } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    const headers = new Headers({ cookie: request.headers.cookie ?? '' });
    const done = await enrol(world, headers, request.body.password);
    reply.header('cache-control', 'no-store');
    return isRefusal(done) ? sendProblem(reply, done) : done;
  }); // prettier-ignore

  app.post('/api/v1/auth/sign-out', { schema: { response: one } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    return answer(request, reply, await signOut(world, request.headers.cookie), ok);
  });

  app.post('/api/v1/auth/password', { schema: { body: c.passwordBody, response: one } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    return answer(request, reply, await changePassword(world, request.headers.cookie, request.body), ok);
  }); // prettier-ignore

  app.post('/api/v1/auth/invitation', { schema: { body: c.invitationBody, response: { 200: c.invitationAnswer } } }, async (request, reply) => {
    const found = await showInvitation(world, request.body.token);
    return isRefusal(found) ? sendProblem(reply, found) : found;
  }); // prettier-ignore

  app.post('/api/v1/auth/invitation/accept', { schema: { body: c.acceptBody, response: { 200: c.enrolAnswer } } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    const done = await acceptInvitation(world, request.body);
    if (isRefusal(done)) return sendProblem(reply, done);
    return answer(request, reply, done, done.enrolment);
  }); // prettier-ignore

  app.get('/api/v1/setup', { schema: { response: { 200: c.setupState } } }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { needed: await setupNeeded(world) };
  });

  app.post('/api/v1/setup', { schema: { body: c.setupBody, response: { 200: c.setupAnswer } } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    const done = await setUp(world, request.body);
    if (isRefusal(done)) return sendProblem(reply, done);
    return answer(request, reply, done, { orgId: done.orgId, ...done.enrolment });
  }); // prettier-ignore
}

/** One tap instead of typing. Elsewhere than in the demo on this machine these routes look as if there were none. */
export function demoRoutes(plain: FastifyInstance, world: World): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const none = refuse('not_found', 'There is nothing here.');

  app.get('/api/v1/demo/people', { schema: { response: { 200: c.demoPeople } } }, async (request, reply) => {
    if (!fromThisMachine(world, request)) return sendProblem(reply, none);
    reply.header('cache-control', 'no-store');
    return { people: await demoPeople(world) };
  });

  app.post('/api/v1/demo/sign-in', { schema: { body: c.demoSignInBody, response: { 200: c.ok } } }, async (request, reply) => {
    if (!fromThisMachine(world, request) || fromElsewhere(request)) return sendProblem(reply, none);
    const done = await demoSignIn(world, request.body.email);
    if (isRefusal(done)) return sendProblem(reply, done);
    setCookies(world, request, reply, done.cookies);
    return { ok: true as const };
  }); // prettier-ignore
}
