import type { FastifyInstance, FastifySchema } from 'fastify';
import type { z } from 'zod';
import { parseWithZod } from '../../platform/parse.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { type Member, requireMember } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { askErasure, decideErasure, readErasures } from './ask.actions.ts';
import * as c from './contract.ts';
import { askMove, correctMove, readMoves, takeBackMove } from './move.actions.ts';
import { acknowledgeNotices, readNotices } from './notice.actions.ts';
import { decideRetention, proposeRetention, readRetention } from './retention.actions.ts';
import { readUnplaced, sayReason } from './unplaced.actions.ts';

type Parsed<T> = T extends z.ZodType ? z.infer<T> : object;
type Way<P, B, R extends z.ZodType> = {
  params?: P;
  body?: B;
  answer: R;
  run: (who: Member, input: Parsed<P> & Parsed<B>) => Promise<z.infer<R> | Refusal>;
};

/** Below /api/v1/desk/rights: who is signed in, their input, one action. */
function way<P extends z.ZodType | undefined, B extends z.ZodType | undefined, R extends z.ZodType>(
  app: FastifyInstance,
  world: World,
  at: string,
  { params, body, answer, run }: Way<P, B, R>,
): void {
  const [method = 'GET', url = ''] = at.split(' ');
  const schema: FastifySchema = {
    ...(params ? { params } : {}),
    ...(body ? { body } : {}),
    response: { 200: answer },
  };
  app.route({
    method,
    url: `/api/v1/desk/rights/${url}`,
    schema,
    handler: async (request, reply) => {
      const who = await requireMember(world, request, reply);
      if (!who) return reply;
      // Parsed by the schemas above before this runs.
      const input = Object.assign({}, request.body, request.params) as Parsed<P> & Parsed<B>;
      const made = await run(who, input);
      reply.header('cache-control', 'no-store');
      return isRefusal(made) ? sendProblem(reply, made) : made;
    },
  });
}

export function rightsRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  way(app, world, 'GET erasures', { answer: c.erasureList, run: (who) => readErasures(world, who) });
  way(app, world, 'POST erasures', {
    body: c.askErasureBody,
    answer: c.done,
    run: (who, i) => askErasure(world, who, i),
  });
  way(app, world, 'POST erasures/:docket/:erasureId/decide', {
    params: c.erasureParams,
    body: c.decideBody,
    answer: c.decided,
    run: (who, i) => decideErasure(world, who, i),
  });
  way(app, world, 'GET moves', { answer: c.moveList, run: (who) => readMoves(world, who) });
  way(app, world, 'POST moves', {
    body: c.askMoveBody,
    answer: c.done,
    run: (who, i) => askMove(world, who, i),
  });
  way(app, world, 'POST moves/:docket/:moveId/correct', {
    params: c.moveParams,
    answer: c.done,
    run: (who, i) => correctMove(world, who, i),
  });
  way(app, world, 'POST moves/:docket/:moveId/take-back', {
    params: c.moveParams,
    answer: c.done,
    run: (who, i) => takeBackMove(world, who, i),
  });
  way(app, world, 'GET unplaced', { answer: c.unplacedList, run: (who) => readUnplaced(world, who) });
  way(app, world, 'POST unplaced', {
    body: c.unplacedBody,
    answer: c.done,
    run: (who, i) => sayReason(world, who, i),
  });
  way(app, world, 'GET retention', { answer: c.retentionView, run: (who) => readRetention(world, who) });
  way(app, world, 'POST retention', {
    body: c.retentionBody,
    answer: c.done,
    run: (who, i) => proposeRetention(world, who, i),
  });
  way(app, world, 'POST retention/decide', {
    body: c.retentionDecision,
    answer: c.done,
    run: (who, i) => decideRetention(world, who, i),
  });
  way(app, world, 'GET notices', { answer: c.noticeList, run: (who) => readNotices(world, who) });
  way(app, world, 'POST notices', {
    body: c.acknowledgeBody,
    answer: c.done,
    run: (who, i) => acknowledgeNotices(world, who, i),
  });
}
