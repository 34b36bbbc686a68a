import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify';
import type { z } from 'zod';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import type { Member } from './member.ts';
import { requireMember } from './session.actions.ts';
import { type Refusal, isRefusal } from '../refusal.ts';

type Parsed<T> = T extends z.ZodType ? z.infer<T> : object;
/** One route of the desk as its contract and the action behind it; parameters, query and body arrive as one input. */
export type DeskRoute<P, Q, B, R extends z.ZodType> = {
  params?: P;
  query?: Q;
  body?: B;
  answer: R;
  /** The request itself is for what depends on its origin or its session, and for nothing else. */
  run: (
    who: Member,
    input: Parsed<P> & Parsed<Q> & Parsed<B>,
    request: FastifyRequest,
  ) => Promise<z.infer<R> | Refusal>;
};

/** Below /api/v1/desk. Who is not signed in learns nothing but that. */
export function deskRoute<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType,
>(app: FastifyInstance, world: World, at: string, route: DeskRoute<P, Q, B, R>): void {
  const [method = 'GET', url = ''] = at.split(' ');
  const schema: FastifySchema = {
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
    response: { 200: route.answer },
  };
  app.route({
    method,
    url: `/api/v1/desk/${url}`,
    schema,
    handler: async (request, reply) => {
      const who = await requireMember(world, request, reply);
      if (!who) return reply;
      const { params, query, body } = request;
      // Parsed by the schemas above before this runs.
      const input = Object.assign({}, query, body, params) as Parsed<P> & Parsed<Q> & Parsed<B>;
      const answer = await route.run(who, input, request);
      reply.header('cache-control', 'no-store');
      return isRefusal(answer) ? sendProblem(reply, answer) : answer;
    },
  });
}
