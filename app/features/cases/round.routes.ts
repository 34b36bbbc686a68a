import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { askDrawn, tryAgain } from './asking.actions.ts';
import { sayRelapse } from './relapse.actions.ts';
import { drawRound, endRound, openRound, readAnswers, readRounds } from './round.actions.ts';
import * as c from './round.contract.ts';
import { issueParams } from './thread.contract.ts';

export function roundRoutes(app: FastifyInstance, world: World): void {
  const at = 'cases/:docket/:caseId/issues/:issueId';
  deskRoute(app, world, `GET ${at}/rounds`, {
    params: issueParams,
    answer: z.object({ rows: z.array(c.roundView) }),
    run: (who, i) => readRounds(world, who, i),
  });
  deskRoute(app, world, `GET ${at}/answers`, {
    params: issueParams,
    answer: c.waitingAnswers,
    run: (who, i) => readAnswers(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/rounds`, {
    params: issueParams,
    body: c.roundBody,
    answer: c.roundView,
    run: (who, i) => openRound(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/rounds/:roundId/draw`, {
    params: c.roundParams,
    answer: c.roundView,
    run: (who, i) => drawRound(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/rounds/:roundId/asks`, {
    params: c.roundParams,
    body: c.askDrawnBody,
    answer: c.askedDone,
    run: (who, i) => askDrawn(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/rounds/:roundId/end`, {
    params: c.roundParams,
    answer: c.roundView,
    run: (who, i) => endRound(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/relapse`, {
    params: issueParams,
    body: c.relapseBody,
    answer: c.relapseDone,
    run: (who, i) => sayRelapse(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/asks/:askId/attempts', {
    params: c.askParams,
    body: c.attemptBody,
    answer: c.attemptDone,
    run: (who, i) => tryAgain(world, who, i),
  });
}
