import type { FastifyInstance } from 'fastify';
import { parseWithZod } from '../../platform/parse.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { answerQuestion, beginAssessment, handIn, saveTask, setGoal, share } from './business.actions.ts';
import * as c from './contract.ts';
import { readOwn, readShared, readSupported, review } from './view.actions.ts';

export function improvementRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  deskRoute(app, world, 'GET improvement', { answer: c.improvementView, run: (who) => readOwn(world, who) });
  deskRoute(app, world, 'GET improvements', {
    answer: c.supportedList,
    run: (who) => readSupported(world, who),
  });
  deskRoute(app, world, 'GET improvements/:org', {
    params: c.orgParams,
    answer: c.improvementView,
    run: (who, i) => readShared(world, who, i),
  });
  deskRoute(app, world, 'POST improvements/:org/reviews', {
    params: c.orgParams,
    body: c.reviewBody,
    answer: c.done,
    run: (who, i) => review(world, who, i),
  });
  ownActs(app, world);
}

function ownActs(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'POST improvement/assessments', {
    body: c.beginBody,
    answer: c.done,
    run: (who, i) => beginAssessment(world, who, i),
  });
  deskRoute(app, world, 'POST improvement/assessments/:assessmentId/answers', {
    params: c.assessmentParams,
    body: c.answerBody,
    answer: c.done,
    run: (who, i) => answerQuestion(world, who, i),
  });
  deskRoute(app, world, 'POST improvement/assessments/:assessmentId/hand-in', {
    params: c.assessmentParams,
    answer: c.done,
    run: (who, i) => handIn(world, who, i),
  });
  deskRoute(app, world, 'POST improvement/goals', {
    body: c.goalBody,
    answer: c.done,
    run: (who, i) => setGoal(world, who, i),
  });
  deskRoute(app, world, 'POST improvement/tasks', {
    body: c.taskBody,
    answer: c.done,
    run: (who, i) => saveTask(world, who, i),
  });
  deskRoute(app, world, 'POST improvement/shares', {
    body: c.shareBody,
    answer: c.done,
    run: (who, i) => share(world, who, i),
  });
}
