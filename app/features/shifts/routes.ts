import type { FastifyInstance } from 'fastify';
import { parseWithZod } from '../../platform/parse.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { addShift, readRota, removeShift, takeShift } from './actions.ts';
import * as c from './contract.ts';

export function shiftRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  deskRoute(app, world, 'GET shifts', {
    query: c.rotaQuery,
    answer: c.rota,
    run: (who, q) => readRota(world, who, q),
  });
  deskRoute(app, world, 'POST shifts', {
    body: c.shiftBody,
    answer: c.shiftsDone,
    run: (who, i) => addShift(world, who, i),
  });
  deskRoute(app, world, 'POST shifts/:shiftId/remove', {
    params: c.shiftParams,
    answer: c.done,
    run: (who, i) => removeShift(world, who, i.shiftId),
  });
  deskRoute(app, world, 'POST shifts/:shiftId/take', {
    params: c.shiftParams,
    body: c.takeBody,
    answer: c.done,
    run: (who, i) => takeShift(world, who, i),
  });
}
