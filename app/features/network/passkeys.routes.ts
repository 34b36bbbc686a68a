import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { setCookies } from './cookies.routes.ts';
import { deskRoute } from './desk.routes.ts';
import * as c from './members.contract.ts';
import { memberParams, ok } from './contract.ts';
import * as passkeys from './passkeys.actions.ts';
import { changeRole } from './roles.actions.ts';
import { fromElsewhere } from './session.actions.ts';
import { endSessions, endSessionsOf, listSessions } from './sessions.actions.ts';

/** Set by the operator, or as this request came in: a passkey is good for one name, whatever this says. */
const siteOf = (world: World, request: FastifyRequest): passkeys.Site =>
  passkeys.siteOf(world.config.publicUrl ?? `${request.protocol}://${request.host}`);

const FOREIGN = refuse('not_allowed', 'This can only be done from the desk itself.');

/** Before anybody is signed in. */
function enterRoutes(plain: FastifyInstance, world: World): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.post('/api/v1/auth/passkey/options', { schema: { response: { 200: c.passkeyOptions } } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    const asked = await passkeys.optionsToSignIn(world, siteOf(world, request));
    return isRefusal(asked) ? sendProblem(reply, asked) : asked;
  }); // prettier-ignore
  app.post('/api/v1/auth/passkey', { schema: { body: c.enterBody, response: { 200: ok } } }, async (request, reply) => {
    if (fromElsewhere(request)) return sendProblem(reply, FOREIGN);
    const { response, browser } = request.body;
    const done = await passkeys.signInByPasskey(world, { response, browser, site: siteOf(world, request) });
    if (isRefusal(done)) return sendProblem(reply, done);
    setCookies(world, request, reply, done.cookies);
    return { ok: true as const };
  }); // prettier-ignore
}

export function passkeyRoutes(app: FastifyInstance, world: World): void {
  enterRoutes(app, world);
  deskRoute(app, world, 'GET me/passkeys', {
    answer: c.passkeysAnswer,
    run: (who) => passkeys.listPasskeys(world, who),
  });
  deskRoute(app, world, 'POST me/passkeys/options', {
    answer: c.passkeyOptions,
    run: (who, _input, request) => passkeys.optionsToAdd(world, who, siteOf(world, request)),
  });
  deskRoute(app, world, 'POST me/passkeys', {
    body: c.addPasskeyBody,
    answer: c.passkeyAdded,
    run: (who, i, request) => passkeys.addPasskey(world, who, { ...i, site: siteOf(world, request) }),
  });
  deskRoute(app, world, 'POST me/passkeys/:id/wrap', {
    params: c.passkeyParams,
    body: c.wrapBody,
    answer: ok,
    run: (who, i) => passkeys.setWrap(world, who, i),
  });
  deskRoute(app, world, 'POST me/passkeys/:id/remove', {
    params: c.passkeyParams,
    answer: ok,
    run: (who, i) => passkeys.removePasskey(world, who, i.id),
  });
  deskRoute(app, world, 'GET me/sessions', {
    answer: c.sessionsAnswer,
    run: (who, _input, { headers }) => listSessions(world, who, headers.cookie),
  });
  deskRoute(app, world, 'POST me/sessions/end-others', {
    answer: c.ended,
    run: (who, _input, { headers }) => endSessions(world, who, { id: undefined, cookies: headers.cookie }),
  });
  deskRoute(app, world, 'POST me/sessions/:id/end', {
    params: c.sessionParams,
    answer: c.ended,
    run: (who, i) => endSessions(world, who, { id: i.id, cookies: undefined }),
  });
  deskRoute(app, world, 'POST members/:id/end-sessions', {
    params: memberParams,
    answer: c.ended,
    run: (who, i) => endSessionsOf(world, who, i.id),
  });
  deskRoute(app, world, 'POST members/:id/role', {
    params: memberParams,
    body: c.roleBody,
    answer: c.roleDone,
    run: (who, i) => changeRole(world, who, { memberId: i.id, role: i.role, was: i.was }),
  });
}
