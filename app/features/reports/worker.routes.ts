import { randomBytes, randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Language, WORDS, chooseLanguage } from '../../../locales/index.ts';
import { formatTime } from '../../../ledger/index.ts';
import { sendText } from '../../assets.ts';
import type { World } from '../../platform/world.ts';
import { lastRestore } from '../log/index.ts';
import { directory, servedDirectory } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { MOST_PHOTOS, type Step, STEPS, problemOf, readAnswers } from './answers.ts';
import { lostPage, openPage } from './code.pages.ts';
import { readForm } from './forms.routes.ts';
import type { Intake } from './intake.actions.ts';
import { type PostedForm, firstOf, latestDay } from './noscript-forms.ts';
import { type WorkerContext, shellOf, slowly } from './plain.routes.ts';
import { composeReport, newCode } from './noscript.actions.ts';
import { type FormView, formPage, nextScreen, reportPage, sentPage } from './pages.ts';
import { scalePhoto } from './photos.actions.ts';
import { firstAnswer } from './repeat.actions.ts';
import { threadRoutes } from './thread.routes.ts';
import { searchPlaces } from './directory.ts';
import type { Photo } from '../../../seal/envelope.ts';

/** The worker's pages. Everything that a form carries stays in the request's memory; nothing is logged. */
export function workerRoutes(app: FastifyInstance, world: World, context: WorkerContext): void {
  void app.register(multipart);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 400_000 },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  const languageOf = (request: FastifyRequest, chosen?: unknown): Language =>
    chooseLanguage(chosen ?? (request.query as { l?: unknown }).l, request.headers['accept-language']);
  const html = (request: FastifyRequest, reply: FastifyReply, text: string, cache = 'no-cache') =>
    sendText(request, reply.header('cache-control', cache).type('text/html; charset=utf-8'), text);

  app.get('/w', (_request, reply) => reply.redirect('/w/', 308));
  app.get('/w/', async (request, reply) =>
    html(request, reply, reportPage(shellOf(context.files, languageOf(request)), await directory(world))),
  );
  app.get('/w/open', async (request, reply) => {
    const language = languageOf(request);
    const restored = await lastRestore(world);
    return html(
      request,
      reply,
      openPage(shellOf(context.files, language), WORDS[language], undefined, restored),
    );
  });
  app.get('/w/lost', (request, reply) =>
    html(request, reply, lostPage(shellOf(context.files, languageOf(request)))),
  );
  app.get('/w/directory.json', async (request, reply) => {
    const { json, etag } = await servedDirectory(world);
    reply.header('etag', etag).header('cache-control', 'no-cache').type('application/json; charset=utf-8');
    return request.headers['if-none-match'] === etag
      ? reply.code(304).send()
      : sendText(request, reply, json);
  });

  app.post('/w/form', async (request, reply) => {
    const form = await readForm(request);
    const shell = shellOf(context.files, languageOf(request, firstOf(form, 'l')));
    return html(request, reply, formPage(shell, await turned(world, form)), 'no-store');
  });

  app.post('/w/send', async (request, reply) => {
    const form = await readForm(request);
    const shell = shellOf(context.files, languageOf(request, firstOf(form, 'l')));
    const sent = await sendPlain(world, context.intake, { form, language: shell.language });
    if ('view' in sent) return html(request, reply.code(sent.status), formPage(shell, sent.view), 'no-store');
    return html(request, reply, sentPage(shell, sent), 'no-store');
  });

  threadRoutes(app, world, context);
}

const stepOf = (form: PostedForm): Step => STEPS.find((s) => s === firstOf(form, 'step')) ?? 'what';

/** The next screen of a posted one, with everything that was filled in. */
async function turned(world: World, form: PostedForm): Promise<FormView> {
  const answers = readAnswers(form.all);
  const step = stepOf(form);
  const go = firstOf(form, 'go') || 'next';
  const turn = nextScreen(step, go, problemOf(step, answers, latestDay(world.clock.now())));
  const list = await directory(world);
  const found = turn.step === 'where' ? searchPlaces(list.places, answers.name) : undefined;
  return {
    ...turn,
    answers,
    directory: list,
    found,
    code: firstOf(form, 'code') || newCode(),
    statementId: idOf(form),
  };
}

const idOf = (form: PostedForm): string => {
  const id = firstOf(form, 'statementId').toLowerCase();
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)
    ? id
    : randomUUID();
};

type Sent = { code: string; receipt: string; urgency: 'P0' | 'P1' | 'P2' | 'P3' };
type Again = { view: FormView; status: number };

async function sendPlain(
  world: World,
  intake: Intake,
  { form, language }: { form: PostedForm; language: Language },
): Promise<Sent | Again> {
  const answers = readAnswers(form.all);
  const [code, statementId] = [firstOf(form, 'code'), idOf(form)];
  const view = {
    answers,
    directory: await directory(world),
    code: code || newCode(),
    statementId,
    step: 'check' as Step,
  };
  const again = (status: number, more: Partial<FormView>): Again => ({ status, view: { ...view, ...more } });
  if (form.tooLarge) return again(413, { photoProblem: 'refused.large' });
  if (form.files.length > MOST_PHOTOS) return again(422, { photoProblem: 'words.photo_many' });
  const photos = await Promise.all(form.files.map((bytes) => scalePhoto(Buffer.from(bytes))));
  if (photos.some((photo) => !photo)) return again(422, { photoProblem: 'words.photo_bad' });
  const now = world.clock.now();
  const composed = await slowly(() =>
    composeReport({
      answers,
      directory: view.directory,
      language,
      photos: photos.filter((photo): photo is Photo => photo !== undefined),
      code,
      statementId,
      m: new Uint8Array(randomBytes(32)),
      recorded: formatTime(now.getTime() / 1000),
      today: latestDay(now),
    }),
  );
  if (!composed) return again(503, { photoProblem: 'busy.words' });
  if ('refused' in composed)
    return composed.refused === 'answer'
      ? again(422, composed)
      : again(422, { step: 'what', code: newCode() });
  const took = await keepAndTake(world, intake, composed);
  const taken =
    isRefusal(took) && took.refused === 'conflict'
      ? ((await firstAnswer(world, code, composed.body)) ?? took)
      : took;
  if (isRefusal(taken))
    return taken.refused === 'conflict' ? again(409, { statementId: randomUUID() }) : again(422, {});
  return { code, receipt: taken.receipt, urgency: composed.body.urgency };
}

type Composed = Extract<Awaited<ReturnType<typeof composeReport>>, { body: unknown }>;

/** What the phone would have posted, without a puzzle: the slow hash that it cost is the price. */
async function keepAndTake(
  world: World,
  intake: Intake,
  { body, files }: Composed,
): Promise<{ receipt: string } | Refusal> {
  const { Readable } = await import('node:stream');
  for (const file of files)
    await (await world.files.receive(Readable.from([Buffer.from(file)]), file.length)).keep();
  const attachments = body.attachments.map((a) => ({ ...a }));
  const challenge = { time: body.recorded, salt: '', bits: 0, expires: 0, mac: '', nonce: '' };
  return intake.take({ ...body, attachments, challenge }, true);
}
