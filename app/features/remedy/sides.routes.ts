import type { FastifyInstance } from 'fastify';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { saveAmounts, tellSum } from './amounts.actions.ts';
import { doneFor, doneOwn, planFor, planOwn, readOwn, readSides } from './sides.actions.ts';
import * as c from './sides.contract.ts';

export function sidesRoutes(app: FastifyInstance, world: World): void {
  const own = 'disclosures/:docket/:id/remedies';
  deskRoute(app, world, `GET ${own}`, {
    params: c.toldParams,
    answer: c.toldRemedies,
    run: (who, i) => readOwn(world, who, i),
  });
  deskRoute(app, world, `POST ${own}`, {
    params: c.toldParams,
    body: c.planBody,
    answer: c.remedyDone,
    run: (who, i) => planOwn(world, who, i),
  });
  deskRoute(app, world, `POST ${own}/:remedyId/done`, {
    params: c.toldRemedyParams,
    body: c.doneBody,
    answer: c.remedyDone,
    run: (who, i) => doneOwn(world, who, i),
  });
  const at = 'cases/:docket/:caseId/issues/:issueId';
  deskRoute(app, world, `GET ${at}/sides`, {
    params: c.issueParams,
    answer: c.sidesView,
    run: (who, i) => readSides(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/remedies`, {
    params: c.issueParams,
    body: c.plannedForBody,
    answer: c.remedyDone,
    run: (who, i) => planFor(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/remedies/:remedyId/done`, {
    params: c.remedyParams,
    body: c.doneBody,
    answer: c.remedyDone,
    run: (who, i) => doneFor(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/amounts`, {
    params: c.issueParams,
    body: c.paidBody,
    answer: c.paidDone,
    run: (who, i) => saveAmounts(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/sum`, {
    params: c.issueParams,
    body: c.tellSumBody,
    answer: c.sumTold,
    run: (who, i) => tellSum(world, who, i),
  });
}
