import type { FastifyInstance } from 'fastify';
import { parseWithZod } from '../../platform/parse.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import * as c from './contract.ts';
import { readCaseDuties, readDays, readDue, readSteps, seeEvent, setDay, setSteps } from './view.actions.ts';

export function dutyRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  deskRoute(app, world, 'GET cases/:docket/:caseId/duties', {
    params: c.caseAt,
    answer: c.caseDuties,
    run: (who, i) => readCaseDuties(world, who, i),
  });
  deskRoute(app, world, 'GET due', {
    query: c.dueQuery,
    answer: c.dueList,
    run: (who, q) => readDue(world, who, q),
  });
  deskRoute(app, world, 'POST duties/:docket/:dutyId/events/:n/seen', {
    params: c.eventAt,
    answer: c.done,
    run: (who, i) => seeEvent(world, who, i),
  });
  deskRoute(app, world, 'GET duty-steps', {
    answer: c.stepsView,
    run: (who) => readSteps(world, who),
  });
  deskRoute(app, world, 'POST duty-steps', {
    body: c.stepsBody,
    answer: c.stepsView,
    run: (who, i) => setSteps(world, who, i),
  });
  deskRoute(app, world, 'GET days-off', {
    query: c.daysQuery,
    answer: c.daysView,
    run: (who, q) => readDays(world, who, q),
  });
  deskRoute(app, world, 'POST days-off', {
    body: c.dayBody,
    answer: c.done,
    run: (who, i) => setDay(world, who, i),
  });
}
