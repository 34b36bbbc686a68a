import type { FastifyInstance } from 'fastify';
import { parseWithZod } from '../../platform/parse.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import * as c from './contract.ts';
import { offerReferral, sendReferral } from './offer.actions.ts';
import {
  addCases,
  nameBroker,
  raisePattern,
  readBrokers,
  readPatterns,
  sendPattern,
} from './pattern.actions.ts';
import { putAct } from './state.actions.ts';
import { recall, sayDeleted, sendWords, takeStep } from './step.actions.ts';
import { readCaseReferrals, readReceiversFor, readReferral, readReferrals } from './views.actions.ts';

export function referralRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  const [params, answer] = [c.referralParams, c.done];
  deskRoute(app, world, 'GET referrals', { answer: c.referralRows, run: (who) => readReferrals(world, who) });
  deskRoute(app, world, 'GET referrals/:docket/:id', {
    params,
    answer: c.referralView,
    run: (who, i) => readReferral(world, who, i),
  });
  deskRoute(app, world, 'GET receivers', {
    answer: c.receiversView,
    run: (who) => readReceiversFor(world, who),
  });
  deskRoute(app, world, 'GET cases/:docket/:caseId/referrals', {
    params: c.caseParams,
    answer: c.referralRows,
    run: (who, i) => readCaseReferrals(world, who, i),
  });
  deskRoute(app, world, 'POST cases/:docket/:caseId/referrals', {
    params: c.caseParams,
    body: c.offerBody,
    answer,
    run: (who, i) => offerReferral(world, who, i),
  });
  deskRoute(app, world, 'POST referrals/:docket/:id/send', {
    params,
    body: c.sendBody,
    answer,
    run: (who, i) => sendReferral(world, who, i),
  });
  deskRoute(app, world, 'POST referrals/:docket/:id/steps', {
    params,
    body: c.stepBody,
    answer,
    run: (who, i) => takeStep(world, who, i),
  });
  deskRoute(app, world, 'POST referrals/:docket/:id/messages', {
    params,
    body: c.messageBody,
    answer,
    run: (who, i) => sendWords(world, who, i),
  });
  deskRoute(app, world, 'POST referrals/:docket/:id/recall', {
    params,
    answer,
    run: (who, i) => recall(world, who, i),
  });
  deskRoute(app, world, 'POST referrals/:docket/:id/deleted', {
    params,
    answer,
    run: (who, i) => sayDeleted(world, who, i),
  });
  deskRoute(app, world, 'POST referrals/:docket/:id/acts', {
    params,
    body: c.actBody,
    answer,
    run: (who, i) => putAct(world, who, i),
  });
  patternRoutes(app, world);
}

function patternRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'GET patterns', { answer: c.patternList, run: (who) => readPatterns(world, who) });
  deskRoute(app, world, 'POST patterns', {
    body: c.patternBody,
    answer: c.patternDone,
    run: (who, i) => raisePattern(world, who, i),
  });
  deskRoute(app, world, 'POST patterns/:docket/:patternId/cases', {
    params: c.patternParams,
    body: c.patternCasesBody,
    answer: c.patternDone,
    run: (who, i) => addCases(world, who, i),
  });
  deskRoute(app, world, 'POST patterns/:docket/:patternId/send', {
    params: c.patternParams,
    body: c.patternSendBody,
    answer: c.done,
    run: (who, i) => sendPattern(world, who, i),
  });
  deskRoute(app, world, 'GET brokers', { answer: c.brokersView, run: (who) => readBrokers(world, who) });
  deskRoute(app, world, 'POST brokers', {
    body: c.brokerBody,
    answer: c.broker,
    run: (who, i) => nameBroker(world, who, i),
  });
}
