import type { FastifyInstance } from 'fastify';
import { chooseLanguage } from '../../../locales/index.ts';
import { sendText } from '../../assets.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import { isRefusal } from '../refusal.ts';
import { parse, shellOf } from '../reports/index.ts';
import {
  doneAnswer,
  inviteBody,
  noticeBody,
  noticeDone,
  noticeParams,
  noticesAnswer,
  outreachAnswer,
  outreachBody,
  owedAnswer,
  publicAnswer,
  publicQuery,
  replyBody,
  satisfactionAnswer,
  seqBody,
  tellAnswer,
  tellParams,
  toldAnswer,
  toldBody,
  warningsAnswer,
} from './contract.ts';
import { invite, publish, readBoard, readNotices, readWarnings, reply, withdraw, writeNotice } from './notice.actions.ts'; // prettier-ignore
import { logOutreach, readOutreach } from './outreach.actions.ts';
import { boardPage } from './pages.ts';
import { readOwed, readSatisfaction, readTelling, tell } from './told.actions.ts';

/** The same words for everybody, so they may be kept for a while on the way. */
const BOARD_CACHE = 'public, max-age=300';

function publicRoutes(app: FastifyInstance, world: World, files: Readonly<Record<string, string>>): void {
  app.get(
    '/api/v1/notices',
    { schema: { querystring: publicQuery, response: { 200: publicAnswer } } },
    async (request, reply_) => {
      const query = parse(publicQuery, request.query);
      if (isRefusal(query)) return sendProblem(reply_, query);
      return reply_.header('cache-control', BOARD_CACHE).send(await readBoard(world, query));
    },
  );
  app.get('/w/notices', async (request, reply_) => {
    const { l, ...rest } = request.query as { l?: unknown };
    const shell = shellOf(files, chooseLanguage(l, request.headers['accept-language']));
    // A link with a mistake in it shows the whole board: a worker is not told of query strings.
    const read = publicQuery.safeParse(rest);
    const board = await readBoard(world, read.success ? read.data : {});
    reply_.header('cache-control', 'no-cache').type('text/html; charset=utf-8');
    return sendText(request, reply_, boardPage(shell, board, '/w/notices'));
  });
}

export function communityRoutes(
  app: FastifyInstance,
  world: World,
  { files }: { files: Readonly<Record<string, string>> },
): void {
  publicRoutes(app, world, files);
  const notice = { params: noticeParams, answer: noticeDone };
  deskRoute(app, world, 'GET community/notices', {
    answer: noticesAnswer,
    run: (who) => readNotices(world, who),
  });
  deskRoute(app, world, 'POST community/notices', {
    body: noticeBody,
    answer: noticeDone,
    run: (who, input) => writeNotice(world, who, input),
  });
  deskRoute(app, world, 'POST community/notices/:id/invite', {
    ...notice,
    body: inviteBody,
    run: (who, input) => invite(world, who, input),
  });
  deskRoute(app, world, 'POST community/notices/:id/reply', {
    ...notice,
    body: replyBody,
    run: (who, input) => reply(world, who, input),
  });
  deskRoute(app, world, 'POST community/notices/:id/publish', {
    ...notice,
    body: seqBody,
    run: (who, input) => publish(world, who, input),
  });
  deskRoute(app, world, 'POST community/notices/:id/withdraw', {
    ...notice,
    body: seqBody,
    run: (who, input) => withdraw(world, who, input),
  });
  deskRoute(app, world, 'GET community/warnings', {
    answer: warningsAnswer,
    run: (who) => readWarnings(world, who),
  });
  tellingRoutes(app, world);
}

function tellingRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'GET community/owed', { answer: owedAnswer, run: (who) => readOwed(world, who) });
  deskRoute(app, world, 'GET community/owed/:docket/:caseId', {
    params: tellParams,
    answer: tellAnswer,
    run: (who, input) => readTelling(world, who, input),
  });
  deskRoute(app, world, 'POST community/told', {
    body: toldBody,
    answer: toldAnswer,
    run: (who, input) => tell(world, who, input),
  });
  deskRoute(app, world, 'GET community/satisfaction', {
    answer: satisfactionAnswer,
    run: (who) => readSatisfaction(world, who),
  });
  deskRoute(app, world, 'GET community/outreach', {
    answer: outreachAnswer,
    run: (who) => readOutreach(world, who),
  });
  deskRoute(app, world, 'POST community/outreach', {
    body: outreachBody,
    answer: doneAnswer,
    run: (who, input) => logOutreach(world, who, input),
  });
}
