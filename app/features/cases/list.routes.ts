import type { FastifyInstance } from 'fastify';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { changeAffected, readAffected } from './affected.actions.ts';
import * as a from './affected.contract.ts';
import { dropList, keepList, readLines, readLists, readTeam, setOwner, setOwners } from './list.actions.ts';
import * as l from './list.contract.ts';
import { addTask, changeTask, finishTask, readMyTasks, readTasks } from './task.actions.ts';
import * as k from './task.contract.ts';
import { done } from './thread.contract.ts';

/** The list of cases, who answers for each, and what each has to do. */
export function listRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'GET case-lines', {
    query: l.linesQuery,
    answer: l.caseLines,
    run: (who, q) => readLines(world, who, q),
  });
  deskRoute(app, world, 'GET team', { answer: l.team, run: (who) => readTeam(world, who) });
  deskRoute(app, world, 'POST cases/:docket/:caseId/owner', {
    params: l.caseParams,
    body: l.ownerBody,
    answer: l.ownerDone,
    run: (who, i) => setOwner(world, who, i),
  });
  deskRoute(app, world, 'POST case-owners', {
    body: l.ownersBody,
    answer: l.ownersDone,
    run: (who, i) => setOwners(world, who, i),
  });
  deskRoute(app, world, 'GET case-lists', { answer: l.listsView, run: (who) => readLists(world, who) });
  deskRoute(app, world, 'POST case-lists/:listId', {
    params: l.listParams,
    body: l.listBody,
    answer: done,
    run: (who, i) => keepList(world, who, i),
  });
  deskRoute(app, world, 'POST case-lists/:listId/drop', {
    params: l.listParams,
    answer: done,
    run: (who, i) => dropList(world, who, i),
  });
  taskRoutes(app, world);
  affectedRoutes(app, world);
}

function taskRoutes(app: FastifyInstance, world: World): void {
  const at = 'cases/:docket/:caseId/tasks';
  deskRoute(app, world, 'GET tasks', { answer: k.myTasks, run: (who) => readMyTasks(world, who) });
  deskRoute(app, world, `GET ${at}`, {
    params: l.caseParams,
    answer: k.caseTasks,
    run: (who, i) => readTasks(world, who, i),
  });
  deskRoute(app, world, `POST ${at}`, {
    params: l.caseParams,
    body: k.taskBody,
    answer: k.taskDone,
    run: (who, i) => addTask(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/:taskId`, {
    params: k.taskParams,
    body: k.taskChange,
    answer: k.taskDone,
    run: (who, i) => changeTask(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/:taskId/done`, {
    params: k.taskParams,
    body: k.taskDoneBody,
    answer: k.taskDone,
    run: (who, i) => finishTask(world, who, i),
  });
}

function affectedRoutes(app: FastifyInstance, world: World): void {
  const at = 'cases/:docket/:caseId/issues/:issueId/affected';
  deskRoute(app, world, `GET ${at}`, {
    params: a.issueParams,
    answer: a.affectedHistory,
    run: (who, i) => readAffected(world, who, i),
  });
  deskRoute(app, world, `POST ${at}`, {
    params: a.issueParams,
    body: a.affectedBody,
    answer: a.affectedDone,
    run: (who, i) => changeAffected(world, who, i),
  });
}
