import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type Served, assetRoutes } from './assets.ts';
import { assistedRoutes } from './features/assisted/index.ts';
import { communityRoutes } from './features/community/index.ts';
import { caseRoutes } from './features/cases/index.ts';
import { dutyRoutes } from './features/duties/index.ts';
import { evidenceRoutes } from './features/evidence/index.ts';
import { anchorRoutes, logRoutes } from './features/log/index.ts';
import { improvementRoutes } from './features/improvement/index.ts';
import { insightRoutes } from './features/insight/index.ts';
import { networkRoutes } from './features/network/index.ts';
import { referralRoutes } from './features/referral/index.ts';
import { remedyRoutes } from './features/remedy/index.ts';
import { jointRoutes } from './features/joint/index.ts';
import { isRefusal, refuse } from './features/refusal.ts';
import { protectionRoutes } from './features/protection/index.ts';
import { rightsRoutes } from './features/rights/index.ts';
import { shiftRoutes } from './features/shifts/index.ts';
import { triageRoutes } from './features/triage/index.ts';
import { Intake, reportRoutes, workerRoutes } from './features/reports/index.ts';
import { homeRoutes } from './home.ts';
import { apiRoutes, describeApi } from './api.ts';
import { codeOf } from './platform/db.ts';
import { sendProblem } from './platform/problem.ts';
import { securityHeaders } from './platform/headers.ts';
import type { World } from './platform/world.ts';

/** The whole server over a given world. Listening is main.ts's business, so tests inject requests instead. */
export function server(world: World, served: Served, options: FastifyServerOptions = {}): FastifyInstance {
  // No request log: an address, a user agent or a path in a log file would be a trace of who spoke.
  const app = Fastify({
    ...options,
    logger: false,
    bodyLimit: 512 * 1024,
    trustProxy: false,
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  securityHeaders(app);
  describeApi(app);
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, asRefusal(error)));
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, refuse('not_found', 'There is nothing at this address.')),
  );

  app.get('/healthz', (_request, reply) => reply.send({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await world.anon.read({}, (db) => db.selectFrom('docket').select('docket_id').limit(1).execute());
      return reply.send({ ok: true });
    } catch {
      return sendProblem(reply, refuse('busy', 'The database cannot be reached.'));
    }
  });

  const intake = new Intake(world);
  app.register(async (a) => apiRoutes(a));
  app.register(async (a) => assetRoutes(a, served));
  app.register(async (a) => homeRoutes(a, world));
  app.register(async (a) => reportRoutes(a, world, intake));
  app.register(async (a) => assistedRoutes(a, world, { intake, files: served.built.phone }));
  app.register(async (a) => communityRoutes(a, world, { files: served.built.phone }));
  app.register(async (a) => workerRoutes(a, world, { intake, files: served.built.phone }));
  app.register(async (a) => networkRoutes(a, world));
  app.register(async (a) => shiftRoutes(a, world));
  app.register(async (a) => protectionRoutes(a, world));
  app.register(async (a) => caseRoutes(a, world));
  app.register(async (a) => dutyRoutes(a, world));
  app.register(async (a) => triageRoutes(a, world, intake));
  app.register(async (a) => remedyRoutes(a, world));
  app.register(async (a) => jointRoutes(a, world));
  app.register(async (a) => referralRoutes(a, world));
  app.register(async (a) => rightsRoutes(a, world));
  app.register(async (a) => improvementRoutes(a, world));
  app.register(async (a) => insightRoutes(a, world));
  app.register(async (a) => evidenceRoutes(a, world));
  app.register(async (a) => logRoutes(a, world, served.policy));
  app.register(async (a) => anchorRoutes(a, world));
  return app;
}

/** Bad input is never a 500, and a 500 says nothing of what went wrong inside. */
function asRefusal(error: unknown) {
  if (isRefusal(error)) return error;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 413) return refuse('too_large', 'That is too much at once.');
  if (status >= 400 && status < 500) return refuse('invalid', 'This could not be read. Nothing was changed.');
  sayFault(error);
  return refuse('busy', 'Something went wrong here, and nothing was changed. Please try again.');
}

/** Where it broke, for the operator; never what was said there: a message may quote a value. */
function sayFault(error: unknown): void {
  const frames =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  console.error(
    [
      `fault: ${error instanceof Error ? error.name : typeof error} ${codeOf(error)}`,
      ...frames.slice(0, 8),
    ].join('\n'),
  );
}
