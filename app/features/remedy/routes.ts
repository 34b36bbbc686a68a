import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { TooLarge } from '../../platform/files.ts';
import { parseWithZod } from '../../platform/parse.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { requireMember, NOTHING, deskRoute, mayMove } from '../network/index.ts';
import { refuse } from '../refusal.ts';
import { agreeAction, readSide, sendBack } from './agree.actions.ts';
import {
  changeAction,
  proposeAction,
  readDisclosure,
  readDisclosures,
  reportAction,
} from './business.actions.ts';
import { isBusiness } from './business.ts';
import * as c from './contract.ts';
import { disclose } from './disclosure.actions.ts';
import { askGoAhead } from './go-ahead.actions.ts';
import { sidesRoutes } from './sides.routes.ts';
import { readRule, setRule } from './telling.actions.ts';
import { addEvidence, answerQuestion, askQuestion } from './words.actions.ts';

export function remedyRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  tellingRoutes(app, world);
  ownRoutes(app, world);
  enteredRoutes(app, world);
  sidesRoutes(app, world);
  app.register(async (inner) => fileRoute(inner, world));
}

/** What the organisation on a case does towards a business. */
function tellingRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'GET telling-days', { answer: c.tellingRule, run: (who) => readRule(world, who) });
  deskRoute(app, world, 'POST telling-days', {
    body: c.ruleBody,
    answer: c.tellingRule,
    run: (who, i) => setRule(world, who, i),
  });
  deskRoute(app, world, 'GET cases/:docket/:caseId/business', {
    params: c.caseParams,
    answer: c.businessSide,
    run: (who, i) => readSide(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/go-aheads', {
    params: c.caseParams,
    body: c.goAheadBody,
    answer: c.done,
    run: (who, i) => askGoAhead(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/disclosures', {
    params: c.caseParams,
    body: c.discloseBody,
    answer: c.discloseDone,
    run: (who, i) => disclose(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/disclosures/:id/answers', {
    params: c.caseDisclosureParams,
    body: c.answerBody,
    answer: c.done,
    run: (who, i) => answerQuestion(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/disclosures/:id/actions/:actionId/agree', {
    params: c.caseActionParams,
    body: c.agreeBody,
    answer: c.actionDone,
    run: (who, i) => agreeAction(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/disclosures/:id/actions/:actionId/back', {
    params: c.caseActionParams,
    body: c.sendBackBody,
    answer: c.done,
    run: (who, i) => sendBack(world, who, i),
  });
}

/** What a business reads and says itself. */
function ownRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'GET disclosures', {
    answer: c.employerDisclosures,
    run: (who) => readDisclosures(world, who),
  });
  deskRoute(app, world, 'GET disclosures/:docket/:id', {
    params: c.disclosureParams,
    answer: c.employerDisclosureView,
    run: (who, i) => readDisclosure(world, who, i),
  });
  saying(app, world, { at: 'disclosures/:docket/:id', params: c.disclosureParams, action: c.actionParams });
}

/** The same acts, written down by the organisation on the case as the business said it elsewhere. */
function enteredRoutes(app: FastifyInstance, world: World): void {
  const at = 'cases/:docket/:caseId/disclosures/:id';
  saying(app, world, { at, params: c.caseDisclosureParams, action: c.caseActionParams });
}

type Saying = {
  at: string;
  params: typeof c.disclosureParams | typeof c.caseDisclosureParams;
  action: typeof c.actionParams | typeof c.caseActionParams;
};
function saying(app: FastifyInstance, world: World, { at, params, action }: Saying): void {
  deskRoute(app, world, `POST ${at}/questions`, {
    params,
    body: c.wordBody,
    answer: c.done,
    run: (who, i) => askQuestion(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/actions`, {
    params,
    body: c.actionBody,
    answer: c.actionDone,
    run: (who, i) => proposeAction(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/actions/:actionId/change`, {
    params: action,
    body: c.changeBody,
    answer: c.actionDone,
    run: (who, i) => changeAction(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/actions/:actionId/evidence`, {
    params: action,
    body: c.wordBody,
    answer: c.done,
    run: (who, i) => addEvidence(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/actions/:actionId/report`, {
    params: action,
    body: c.reportBody,
    answer: c.actionDone,
    run: (who, i) => reportAction(world, who, i),
  });
}

const MOST_BYTES = 8 * 1024 * 1024;

/** Sealed evidence, of a business or written down for it: read as a stream, refused while it streams once it is too large. */
function fileRoute(app: FastifyInstance, world: World): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.post<{ Body: Readable }>('/api/v1/desk/files', { bodyLimit: MOST_BYTES }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    if (!isBusiness(who) && !mayMove(who.kind, who.role)) return sendProblem(reply, NOTHING);
    try {
      const arrived = await world.files.receive(request.body, MOST_BYTES);
      await arrived.keep();
      return await reply.send({ sha256: arrived.sha256, size: arrived.size });
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return sendProblem(reply, refuse('too_large', 'A file can have 8 MB at most.'));
    }
  });
}
