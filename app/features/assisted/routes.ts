import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { chooseLanguage } from '../../../locales/index.ts';
import { sendText } from '../../assets.ts';
import { type WorkerContext, openBody, parse, shellOf, slowEnough, takenAnswer } from '../reports/index.ts';
import {
  accessBody,
  claimBody,
  coordinatorParams,
  coordinatorsAnswer,
  doneAnswer,
  endBody,
  enrolBody,
  fileBody,
  joinBody,
  mineAnswer,
  threadFilingAnswer,
  threadParams,
} from './contract.ts';
import { end, enrol, readCoordinators, readFiling } from './desk.actions.ts';
import { helpPage } from './pages.ts';
import { claim, fileFor, join, mine, setAccess } from './phone.actions.ts';

const BODY = 310 * 1024;

type Asking<T> = {
  body: z.ZodType<T>;
  answer: z.ZodType;
  code?: 200 | 201;
  act: (body: T) => Promise<object | Refusal>;
};

/** Phones: a puzzle each, one answer for every way of not being found, and no sooner than any other. */
export function assistedRoutes(app: FastifyInstance, world: World, { intake, files }: WorkerContext): void {
  app.get('/w/help-file', (request, reply) => {
    const { l } = request.query as { l?: unknown };
    const shell = shellOf(files, chooseLanguage(l, request.headers['accept-language']));
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8');
    return sendText(request, reply, helpPage(shell));
  });
  const phone = <T>(at: string, { body, answer, act, code = 200 }: Asking<T>): void => {
    app.post(
      `/api/v1/assisted/${at}`,
      {
        bodyLimit: BODY,
        schema: { body, response: { [code]: answer } },
        validatorCompiler: () => () => true,
        serializerCompiler: () => (value: unknown) => JSON.stringify(value),
      },
      async (request, reply) => {
        const read = parse(body, request.body);
        const done = isRefusal(read) ? read : await slowEnough(act(read));
        reply.header('cache-control', 'no-store');
        return isRefusal(done) ? sendProblem(reply, done) : reply.code(code).send(answer.parse(done));
      },
    );
  };
  const paid =
    <T extends { challenge: Parameters<WorkerContext['intake']['pay']>[0]; lookup: string }>(
      act: (body: T) => Promise<object | Refusal>,
    ) =>
    async (body: T) =>
      intake.pay(body.challenge, body.lookup) ?? act(body);

  phone('join', { body: joinBody, answer: doneAnswer, act: paid((b) => join(world, b)) });
  phone('mine', { body: openBody, answer: mineAnswer, act: paid((b) => mine(world, b.lookup)) });
  phone('claim', { body: claimBody, answer: doneAnswer, act: paid((b) => claim(world, b)) });
  phone('access', { body: accessBody, answer: doneAnswer, act: paid((b) => setAccess(world, b)) });
  phone('file', { body: fileBody, answer: takenAnswer, code: 201, act: (b) => fileFor(world, intake, b) });
  deskRoute(app, world, 'GET assisted/coordinators', {
    answer: coordinatorsAnswer,
    run: (who) => readCoordinators(world, who),
  });
  deskRoute(app, world, 'POST assisted/coordinators', {
    body: enrolBody,
    answer: doneAnswer,
    run: (who, input) => enrol(world, who, input),
  });
  deskRoute(app, world, 'POST assisted/coordinators/:id/end', {
    params: coordinatorParams,
    body: endBody,
    answer: doneAnswer,
    run: (who, input) => end(world, who, input),
  });
  deskRoute(app, world, 'GET assisted/threads/:docket/:threadId', {
    params: threadParams,
    answer: threadFilingAnswer,
    run: (who, input) => readFiling(world, who, input),
  });
}
