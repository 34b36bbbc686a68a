import type { FastifyInstance } from 'fastify';
import { parseWithZod } from '../../platform/parse.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { NOTHING, deskRoute, requireMember } from '../network/index.ts';
import { isRefusal } from '../refusal.ts';
import { askWorker, codeAnswer, recordConsent } from './ask.actions.ts';
import { fileInCase, moveCase } from './case.actions.ts';
import { categories, codes } from './codes.ts';
import * as c from './contract.ts';
import { gradeIssue, raiseIssue } from './issue.actions.ts';
import { roundRoutes } from './round.routes.ts';
import { listRoutes } from './list.routes.ts';
import { addNote, markDistinct, markHelp, placeReport, sendMessage } from './thread.actions.ts';
import { readCaseView, readCases, readFileOf, readInbox, readThread } from './views.actions.ts';

export function caseRoutes(app: FastifyInstance, world: World): void {
  parseWithZod(app);
  threadRoutes(app, world);
  caseOnlyRoutes(app, world);
  listRoutes(app, world);
  roundRoutes(app, world);
  fileRoute(app, world);
}

function threadRoutes(app: FastifyInstance, world: World): void {
  const at = 'threads/:docket/:threadId';
  const params = c.threadParams;
  deskRoute(app, world, 'GET inbox', {
    query: c.inboxQuery,
    answer: c.inbox,
    run: (who, q) => readInbox(world, who, q),
  });
  deskRoute(app, world, `GET ${at}`, {
    params,
    answer: c.threadView,
    run: (who, i) => readThread(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/messages`, {
    params,
    body: c.messageBody,
    answer: c.messageDone,
    run: (who, i) => sendMessage(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/notes`, {
    params,
    body: c.noteBody,
    answer: c.done,
    run: (who, i) => addNote(world, who, i),
  });
  // The body's docket is where it goes, the path's is where it came in.
  deskRoute(app, world, `POST threads/:from/:threadId/place`, {
    params: c.placeParams,
    body: c.placeBody,
    answer: c.placeDone,
    run: (who, i) => placeReport(world, who, { docket: i.from, threadId: i.threadId, toDocket: i.docket }),
  });
  deskRoute(app, world, `POST ${at}/case`, {
    params,
    body: c.fileInCaseBody,
    answer: c.caseRef,
    run: (who, i) => fileInCase(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/distinct`, {
    params,
    body: c.distinctBody,
    answer: c.done,
    run: (who, i) => markDistinct(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/help`, {
    params,
    body: c.helpBody,
    answer: c.done,
    run: (who, i) => markHelp(world, who, i),
  });
}

function caseOnlyRoutes(app: FastifyInstance, world: World): void {
  const at = 'cases/:docket/:caseId';
  const params = c.caseParams;
  deskRoute(app, world, 'GET codes', {
    answer: c.codesList,
    run: async () => ({ categories: [...categories], codes: [...codes] }),
  });
  deskRoute(app, world, 'GET cases', {
    query: c.casesQuery,
    answer: c.casesList,
    run: (who, q) => readCases(world, who, q),
  });
  deskRoute(app, world, `GET ${at}`, {
    params,
    answer: c.caseView,
    run: (who, i) => readCaseView(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/transitions`, {
    params,
    body: c.transitionBody,
    answer: c.transitionDone,
    run: (who, i) => moveCase(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/issues`, {
    params,
    body: c.issueBody,
    answer: c.issueDone,
    run: (who, i) => raiseIssue(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/issues/:issueId/grade`, {
    params: c.issueParams,
    body: c.gradeBody,
    answer: c.issueDone,
    run: (who, i) => gradeIssue(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/asks`, {
    params,
    body: c.askBody,
    answer: c.done,
    run: (who, i) => askWorker(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/asks/:askId/code`, {
    params: c.askParams,
    body: c.codeBody,
    answer: c.codeDone,
    run: (who, i) => codeAnswer(world, who, i),
  });
  deskRoute(app, world, `POST ${at}/consents`, {
    params,
    body: c.consentBody,
    answer: c.consentDone,
    run: (who, i) => recordConsent(world, who, i),
  });
}

/** Sealed bytes, to whoever has a row that names them; the browser opens them, and nothing renders them here. */
function fileRoute(app: FastifyInstance, world: World): void {
  app.get('/api/v1/desk/files/:sha256', { schema: { params: c.fileParams } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    const { sha256 } = c.fileParams.parse(request.params);
    const allowed = await readFileOf(world, who, sha256);
    const file = isRefusal(allowed) ? undefined : await world.files.read(sha256);
    if (!file) return sendProblem(reply, NOTHING);
    return reply
      .type('application/octet-stream')
      .header('content-length', file.size)
      .header('content-disposition', 'attachment')
      .header('cache-control', 'private, no-store')
      .send(file.stream);
  });
}
