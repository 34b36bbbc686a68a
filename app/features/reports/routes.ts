import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Arrived, TooLarge } from '../../platform/files.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import {
  MOST_BODY_BYTES,
  MOST_FILES,
  MOST_FILE_BYTES,
  aboutBody,
  additionBody,
  challengeAnswer,
  moveBody,
  moveDone,
  openAnswer,
  openBody,
  proofAnswer,
  receiptAnswer,
  reportBody,
  takenAnswer,
} from './contract.ts';
import type { Intake } from './intake.actions.ts';
import { openCode } from './open.actions.ts';
import { addToThread, answerToMove, mayReadFile, proofOf, receiptOf } from './thread.actions.ts';

type Sent = { json: unknown; files: Arrived[] };

/** Reads JSON, or multipart with a part `report` and sealed files, which are refused while they stream in. */
async function readSent(world: World, request: FastifyRequest): Promise<Sent | Refusal> {
  if (!request.isMultipart()) return { json: request.body, files: [] };
  const files: Arrived[] = [];
  const drop = async (no: Refusal): Promise<Refusal> => {
    for (const file of files) await file.drop();
    return no;
  };
  let json: unknown;
  try {
    for await (const part of request.parts({
      limits: { files: MOST_FILES + 1, fileSize: MOST_FILE_BYTES + 1, fieldSize: MOST_BODY_BYTES, fields: 1 },
    })) {
      // A Blob part named "report" comes as a file with a JSON type; a plain field comes as a value.
      if (part.fieldname === 'report')
        json = JSON.parse(
          part.type === 'file' ? (await part.toBuffer()).toString('utf8') : String(part.value),
        );
      else if (part.type === 'file') files.push(await world.files.receive(part.file, MOST_FILE_BYTES));
    }
  } catch (error) {
    return drop(
      error instanceof TooLarge || isLimit(error)
        ? refuse('too_large', 'One of the pictures is too large.')
        : refuse('invalid', 'What was sent could not be read.'),
    );
  }
  return { json, files };
}

const isLimit = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  String(error.code).startsWith('FST_') &&
  String(error.code).endsWith('LIMIT');

export const fieldsOf = (error: z.ZodError): { path: string; why: string }[] =>
  error.issues.slice(0, 20).map((i) => ({ path: i.path.join('.'), why: i.message }));

export const parse = <T>(schema: z.ZodType<T>, value: unknown): T | Refusal => {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? parsed.data
    : refuse('invalid', 'Some of what was sent has another form than it must have.', fieldsOf(parsed.error));
};

/** Keeps the sealed files first: a file without a report is harmless, a report without its file is not. */
export async function withFiles<T extends { attachments: { sha256: string; size: number }[] }>(
  files: readonly Arrived[],
  body: T,
  act: () => Promise<object | Refusal>,
): Promise<object | Refusal> {
  const named = body.attachments.map((a) => `${a.sha256} ${a.size}`).sort();
  const came = files.map((f) => `${f.sha256} ${f.size}`).sort();
  if (named.join() !== came.join())
    return refuse('invalid', 'The pictures that came are not the ones that were named.', [
      { path: 'attachments', why: 'other bytes' },
    ]);
  for (const file of files) await file.keep();
  return act();
}

const LOOK_UP_MS = 60;

/** Found or not, an answer leaves no sooner than this: what a look-up took says nothing. */
export async function slowEnough<T>(work: Promise<T>): Promise<T> {
  const [done] = await Promise.all([work, new Promise((later) => setTimeout(later, LOOK_UP_MS))]);
  return done;
}

export function reportRoutes(app: FastifyInstance, world: World, intake: Intake): void {
  void app.register(multipart);
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  app.get('/w/challenge', async (_request, reply) => reply.send(challengeAnswer.parse(intake.challenge())));

  const answer = (
    reply: FastifyReply,
    result: object | Refusal,
    schema: z.ZodType,
    code = 200,
  ): FastifyReply =>
    isRefusal(result) ? sendProblem(reply, result) : reply.code(code).send(schema.parse(result));

  const taking =
    <T extends { attachments: { sha256: string; size: number }[]; statementId: string }>(
      schema: z.ZodType<T>,
      act: (body: T) => Promise<object | Refusal>,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const sent = await readSent(world, request);
      if (isRefusal(sent)) return sendProblem(reply, sent);
      const body = parse(schema, sent.json);
      const key = request.headers['idempotency-key'];
      const result = isRefusal(body)
        ? body
        : key !== undefined && key !== body.statementId
          ? refuse('invalid', 'Idempotency-Key must be the statement’s id.', [
              { path: 'statementId', why: 'another one than the key' },
            ])
          : await withFiles(sent.files, body, () => act(body));
      for (const file of sent.files) await file.drop();
      return answer(reply, result, takenAnswer, 201);
    };

  // Described by their schemas, and judged by the handlers: a body may be multipart, and an answer is parsed once.
  const described = (body: z.ZodType, code: 200 | 201, out: z.ZodType) => ({
    schema: { body, response: { [code]: out } },
    validatorCompiler: () => () => true,
    serializerCompiler: () => (value: unknown) => JSON.stringify(value),
  });
  const limit = { bodyLimit: MOST_BODY_BYTES };
  const withUploads = { bodyLimit: MOST_FILES * MOST_FILE_BYTES + MOST_BODY_BYTES };
  app.post(
    '/api/v1/reports',
    { ...withUploads, ...described(reportBody, 201, takenAnswer) },
    taking(reportBody, (body) => intake.take(body)),
  );
  app.post(
    '/api/v1/thread/add',
    { ...withUploads, ...described(additionBody, 201, takenAnswer) },
    taking(
      additionBody,
      async (body) =>
        intake.pay(body.challenge, body.statementId, body.envelope.length) ??
        (await addToThread(world, body)),
    ),
  );

  const asking =
    <T extends { lookup: string; challenge: Parameters<Intake['pay']>[0] }>(
      schema: z.ZodType<T>,
      act: (body: T) => Promise<object | Refusal>,
      out: z.ZodType,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const body = parse(schema, request.body);
      if (isRefusal(body)) return sendProblem(reply, body);
      const unpaid = intake.pay(body.challenge, body.lookup);
      return answer(reply, unpaid ?? (await slowEnough(act(body))), out);
    };
  app.post(
    '/api/v1/thread/open',
    { ...limit, ...described(openBody, 200, openAnswer) },
    asking(openBody, (b) => openCode(world, b.lookup), openAnswer),
  );
  app.post(
    '/api/v1/thread/move',
    { ...limit, ...described(moveBody, 200, moveDone) },
    asking(moveBody, (b) => answerToMove(world, b), moveDone),
  );
  app.post(
    '/api/v1/thread/receipt',
    { ...limit, ...described(aboutBody, 200, receiptAnswer) },
    asking(aboutBody, (b) => receiptOf(world, b), receiptAnswer),
  );
  app.post(
    '/api/v1/thread/proof',
    { ...limit, ...described(aboutBody, 200, proofAnswer) },
    asking(aboutBody, (b) => proofOf(world, b), proofAnswer),
  );

  const fileBody = openBody.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
  app.post('/api/v1/thread/file', limit, async (request, reply) => {
    const body = parse(fileBody, request.body);
    if (isRefusal(body)) return sendProblem(reply, body);
    const unpaid = intake.pay(body.challenge, body.lookup);
    if (unpaid) return sendProblem(reply, unpaid);
    const file = (await mayReadFile(world, body.lookup, body.sha256))
      ? await world.files.read(body.sha256)
      : undefined;
    if (!file) return sendProblem(reply, refuse('not_found', 'There is nothing here for this code.'));
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', file.size)
      .send(file.stream);
  });
}
