import type { FastifyInstance } from 'fastify';
import { parseWithZod } from '../../platform/parse.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { isRefusal } from '../refusal.ts';
import { changeRole, putIn, readRoles, takeOut } from './compartment.actions.ts';
import { setContact } from './contact.actions.ts';
import * as c from './contract.ts';
import { endCheck } from './keep.actions.ts';
import { addStep, beginPlan, changePlan, endStep } from './plan.actions.ts';
import { endConflict, recuse } from './recusal.actions.ts';
import { codeFlag, decideFlag, flagByMember } from './retaliation.actions.ts';
import { judgeStop, readStops, reviewStop } from './stop.actions.ts';
import { readProtection } from './view.actions.ts';

export function protectionRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  aboutRoutes(app, world);
  planRoutes(app, world);
  watchRoutes(app, world);
  deskRoute(app, world, 'GET compartments', {
    answer: c.rolesAnswer,
    run: (who) => readRoles(world, who),
  });
  deskRoute(app, world, 'POST members/:memberId/compartments', {
    params: c.memberParams,
    body: c.roleBody,
    answer: c.done,
    run: (who, i) => changeRole(world, who, i),
  });
}

const ofCase = (i: { docket: number; caseId: string }) =>
  ({ about: 'case', docket: i.docket, id: i.caseId }) as const;
const ofThread = (i: { docket: number; threadId: string }) =>
  ({ about: 'thread', docket: i.docket, id: i.threadId }) as const;

/** The same for a case and for a thread. */
function aboutRoutes(app: FastifyInstance, world: World): void {
  const [cases, threads] = ['cases/:docket/:caseId', 'threads/:docket/:threadId'];
  deskRoute(app, world, `GET ${cases}/protection`, {
    params: c.caseParams,
    answer: c.protectionAnswer,
    run: (who, i) => readProtection(world, who, ofCase(i)),
  });
  deskRoute(app, world, `GET ${threads}/protection`, {
    params: c.threadParams,
    answer: c.protectionAnswer,
    run: (who, i) => readProtection(world, who, ofThread(i)),
  });
  deskRoute(app, world, `POST ${cases}/recusals`, {
    params: c.caseParams,
    body: c.recusalBody,
    answer: c.done,
    run: (who, i) => recuse(world, who, { ...i, ...ofCase(i) }),
  });
  deskRoute(app, world, `POST ${threads}/recusals`, {
    params: c.threadParams,
    body: c.recusalBody,
    answer: c.done,
    run: (who, i) => recuse(world, who, { ...i, ...ofThread(i) }),
  });
  deskRoute(app, world, 'POST recusals/:docket/:about/:id/:recusalId/end', {
    params: c.recusalParams,
    answer: c.done,
    run: (who, i) => endConflict(world, who, i),
  });
  deskRoute(app, world, `POST ${cases}/compartment`, {
    params: c.caseParams,
    body: c.kindBody,
    answer: c.done,
    run: (who, i) => putIn(world, who, { ...i, ...ofCase(i) }),
  });
  deskRoute(app, world, `POST ${threads}/compartment`, {
    params: c.threadParams,
    body: c.kindBody,
    answer: c.done,
    run: (who, i) => putIn(world, who, { ...i, ...ofThread(i) }),
  });
  deskRoute(app, world, `POST ${cases}/compartment/leave`, {
    params: c.caseParams,
    body: c.kindBody,
    answer: c.outDone,
    run: (who, i) => takeOut(world, who, { ...i, ...ofCase(i) }),
  });
  deskRoute(app, world, `POST ${threads}/compartment/leave`, {
    params: c.threadParams,
    body: c.kindBody,
    answer: c.outDone,
    run: (who, i) => takeOut(world, who, { ...i, ...ofThread(i) }),
  });
}

function planRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'POST threads/:docket/:threadId/contact', {
    params: c.threadParams,
    body: c.contactBody,
    answer: c.done,
    run: (who, { wish, ...i }) => setContact(world, who, { ...i, ...wish }),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/plans', {
    params: c.caseParams,
    body: c.planBody,
    answer: c.done,
    run: (who, i) => beginPlan(world, who, { ...i, ...ofCase(i) }),
  });
  deskRoute(app, world, 'POST threads/:docket/:threadId/plans', {
    params: c.threadParams,
    body: c.planBody,
    answer: c.done,
    run: (who, i) => beginPlan(world, who, { ...i, ...ofThread(i) }),
  });
  deskRoute(app, world, 'POST plans/:docket/:planId', {
    params: c.planParams,
    body: c.planChange,
    answer: c.done,
    run: (who, i) => changePlan(world, who, i),
  });
  deskRoute(app, world, 'POST plans/:docket/:planId/steps', {
    params: c.planParams,
    body: c.stepBody,
    answer: c.done,
    run: (who, i) => addStep(world, who, i),
  });
  deskRoute(app, world, 'POST plans/:docket/:planId/steps/:stepId/done', {
    params: c.stepParams,
    answer: c.done,
    run: (who, i) => endStep(world, who, i),
  });
}

function watchRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'POST threads/:docket/:threadId/retaliation', {
    params: c.threadParams,
    body: c.flagBody,
    answer: c.done,
    run: (who, i) => flagByMember(world, who, i),
  });
  deskRoute(app, world, 'POST retaliation/:docket/:flagId/code', {
    params: c.flagParams,
    body: c.flagCode,
    answer: c.done,
    run: (who, i) => codeFlag(world, who, i),
  });
  deskRoute(app, world, 'POST retaliation/:docket/:flagId/decide', {
    params: c.flagParams,
    body: c.flagDecision,
    answer: c.done,
    run: (who, i) => decideFlag(world, who, i),
  });
  deskRoute(app, world, 'POST checks/:docket/:checkId', {
    params: c.checkParams,
    body: c.checkBody,
    answer: c.done,
    run: (who, i) => endCheck(world, who, i),
  });
  deskRoute(app, world, 'GET stops', {
    answer: c.stopsAnswer,
    run: async (who) => {
      const found = await readStops(world, who);
      if (isRefusal(found)) return found;
      const rows = found.rows.map((r) => ({
        ...r,
        at: r.at.toISOString(),
        reviewedAt: r.reviewedAt?.toISOString() ?? null,
      }));
      return { today: found.today, rows };
    },
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/stop', {
    params: c.caseParams,
    body: c.stopBody,
    answer: c.done,
    run: (who, i) => judgeStop(world, who, i),
  });
  deskRoute(app, world, 'POST stops/:docket/:stopId', {
    params: c.stopParams,
    body: c.stopReview,
    answer: c.done,
    run: (who, i) => reviewStop(world, who, i),
  });
}
