import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatTime } from '../../../ledger/index.ts';
import { type Key, WORDS, chooseLanguage } from '../../../locales/index.ts';
import type { Photo } from '../../../seal/envelope.ts';
import type { PrivateJwk } from '../../../seal/keys.ts';
import { sendText } from '../../assets.ts';
import type { World } from '../../platform/world.ts';
import { lastRestore } from '../log/index.ts';
import { directory } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { additionOf, eraseScope, readThreadForm } from './additions.ts';
import { type CodeProblem, gonePage, openPage, threadPage } from './code.pages.ts';
import { additionBody } from './contract.ts';
import { receiverName } from './directory.ts';
import { readForm } from './forms.routes.ts';
import { type PostedForm, firstOf } from './noscript-forms.ts';
import { checkCode, composeAddition, composeMove, openEnvelope, rootOf } from './noscript.actions.ts';
import { keysOf } from './phone/filing.ts';
import { scalePhoto } from './photos.actions.ts';
import { openCode, openThread } from './open.actions.ts';
import { addToThread, answerToMove, proofOf, receiptOf } from './thread.actions.ts';
import type { ThreadView } from './thread.pages.ts';
import type { Opened, Thread } from './thread.ts';
import { type WorkerContext, shellOf, slowly } from './plain.routes.ts';

type Root = NonNullable<Awaited<ReturnType<typeof rootOf>>>;

/** The thread without script: the code comes in the body of every form, and leaves memory with the answer. */
export function threadRoutes(app: FastifyInstance, world: World, { files }: WorkerContext): void {
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const form = await readForm(request);
    const language = chooseLanguage(firstOf(form, 'l') || undefined, request.headers['accept-language']);
    const shell = shellOf(files, language);
    const html = (text: string, status = 200) =>
      sendText(
        request,
        reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8'),
        text,
      );
    const again = async (problem: CodeProblem, status: number) =>
      html(openPage(shell, WORDS[language], problem, await lastRestore(world)), status);
    const typed = checkCode(firstOf(form, 'code'));
    if (!typed.ok) return again(`open.${typed.why}`, 422);
    const root = await slowly(() => rootOf(typed.code, world.keys.origin));
    if (!root) return again('open.failed', 503);
    const opened = await openCode(world, root.lookup);
    if (isRefusal(opened)) return again('open.unknown', 404);
    if ('gone' in opened) return html(gonePage(shell, opened.gone));
    // A code of one's own is made by the phone itself: here the server would know it.
    if (opened.thread.filing?.state === 'unclaimed') return again('claim.script', 409);
    const more = request.url.startsWith('/w/thread')
      ? await acted(world, { form, root, thread: opened.thread as Thread, language })
      : {};
    return html(threadPage(shell, await viewOf(world, root, { language, more })));
  };
  app.post('/w/open', serve);
  app.post('/w/thread', serve);
}

/** Read after the act, so that what was just sent stands in it. */
async function viewOf(
  world: World,
  root: Root,
  { language, more }: { language: string; more: Partial<ThreadView> },
): Promise<ThreadView> {
  const opened = await openThread(world, root.lookup);
  if (isRefusal(opened)) throw new Error('a thread that was there is gone');
  const thread = opened.thread as Thread; // the API's own answer, read by the page's own type
  const { keys } = await keysOf(thread, root.root);
  const statements: Opened[] = await Promise.all(
    thread.statements.map(async (s) => ({
      ...s,
      opened: await firstOpened(s.envelope, keys),
    })),
  );
  const list = await directory(world);
  const reader = list.receivers.find((r) => r.org === thread.receiver);
  return {
    thread,
    statements,
    readerName: reader ? receiverName(reader, language) : thread.receiver,
    placeName: (docket) => list.places.find((p) => p.docket === docket)?.name,
    plain: { code: root.code, statementId: randomUUID() },
    ...more,
  };
}

async function firstOpened(
  envelope: string | undefined,
  keys: readonly PrivateJwk[],
): Promise<Record<string, unknown> | undefined> {
  for (const key of envelope ? keys : []) {
    const opened = await openEnvelope(envelope ?? '', key);
    if (opened) return opened as Record<string, unknown>;
  }
  return undefined;
}

type Acting = { form: PostedForm; root: Root; thread: Thread; language: string };

async function acted(world: World, acting: Acting): Promise<Partial<ThreadView>> {
  const posted = readThreadForm(acting.form.all);
  const about = { lookup: acting.root.lookup, statementId: posted.re };
  if (posted.act === 'receipt') {
    const made = await receiptOf(world, about);
    return isRefusal(made) ? { said: 'open.failed' } : { receipt: made.receipt };
  }
  if (posted.act === 'proof') {
    const made = await proofOf(world, about);
    return isRefusal(made) ? { proof: 'wait' } : { proof: made.bundle };
  }
  if (posted.act === 'look') return {};
  if (posted.act === 'move_yes' || posted.act === 'move_no')
    return { said: await answered(world, acting, posted.act === 'move_yes' ? 'yes' : 'no') };
  const said = await add(world, acting);
  return said === 'thread.sent' ? { said } : { said, words: posted.words };
}

async function answered(world: World, { root, thread }: Acting, answer: 'yes' | 'no'): Promise<Key> {
  const list = await directory(world);
  const made = await composeMove((await keysOf(thread, root.root)).signer, thread, {
    answer,
    origin: world.keys.origin,
    directory: list,
  });
  if (!made) return 'move.failed';
  const challenge = { time: '', salt: '', bits: 0, expires: 0, mac: '', nonce: '' };
  return outcome(await answerToMove(world, { ...made, lookup: root.lookup, challenge }));
}

async function add(world: World, { form, root, thread, language }: Acting): Promise<Key> {
  const posted = readThreadForm(form.all);
  const photos = await Promise.all(form.files.map((bytes) => scalePhoto(Buffer.from(bytes))));
  if (photos.some((photo) => !photo)) return 'words.photo_bad';
  const addition = additionOf(posted, language, photos.length);
  const reader = (await directory(world)).receivers.find((r) => r.org === thread.receiver);
  if (!addition || !reader) return 'open.failed';
  if ('problem' in addition) return addition.problem;
  const target = thread.statements.find((s) => s.id === posted.re);
  const scope = eraseScope(posted.act);
  const { body, files } = await composeAddition({
    ...addition,
    thread,
    receiver: reader,
    photos: photos.filter((photo): photo is Photo => photo !== undefined),
    root: root.root,
    signer: (await keysOf(thread, root.root)).signer,
    statementId: repeatId(form),
    m: new Uint8Array(randomBytes(32)),
    recorded: formatTime(world.clock.now().getTime() / 1000),
    origin: world.keys.origin,
    ...(posted.act !== 'reply' && target
      ? {
          re: {
            statementId: target.id,
            commitment: target.commitment,
            docket: target.docket ?? thread.docket.index,
          },
        }
      : {}),
    ...(scope ? { erase: scope } : {}),
  });
  return outcome(await keepAndAdd(world, body, files));
}

/** Served with the form: the same form sent twice is one statement. */
const repeatId = (form: PostedForm): string => {
  const id = firstOf(form, 'statementId').toLowerCase();
  return additionBody.shape.statementId.safeParse(id).success ? id : randomUUID();
};

const outcome = (made: object | Refusal): Key =>
  !isRefusal(made) || made.refused === 'conflict' ? 'thread.sent' : 'open.failed';

async function keepAndAdd(
  world: World,
  body: Awaited<ReturnType<typeof composeAddition>>['body'],
  files: readonly Uint8Array[],
): Promise<object | Refusal> {
  const { Readable } = await import('node:stream');
  for (const file of files)
    await (await world.files.receive(Readable.from([Buffer.from(file)]), file.length)).keep();
  const challenge = { time: body.recorded, salt: '', bits: 0, expires: 0, mac: '', nonce: '' };
  const kind = additionBody.shape.kind.parse(body.kind);
  return addToThread(world, {
    ...body,
    kind,
    attachments: body.attachments.map((a) => ({ ...a })),
    challenge,
  });
}
