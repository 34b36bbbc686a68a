import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { type Member, requireMember } from '../network/index.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { makeArchive } from './archive.actions.ts';
import { makeCaseSingle, makeDocketBundle } from './bundle.actions.ts';
import {
  archiveBody,
  bundleParams,
  bundleQuery,
  evidenceAnswer,
  licenceBody,
  licencesAnswer,
  singleParams,
} from './contract.ts';
import type { Asker } from './export.actions.ts';
import { grantLicence, licences } from './licence.actions.ts';
import { evidenceList } from './list.actions.ts';
import { atTheBeat } from './standing.actions.ts';

const askerOf = (member: Member): Asker => ({
  org: member.orgId,
  kind: member.kind,
  role: member.role,
  member: member.memberId,
  user: member.userId,
  hidden: member.hidden,
});

/** Lines of all bundles in the answer: what the desk counts against. */
const LINES = 'x-vouch-lines';

type File = { name: string; type: string; lines: number };
const asFile = (reply: FastifyReply, { name, type, lines }: File): FastifyReply =>
  reply
    .header('content-type', type)
    .header('cache-control', 'no-store')
    .header(LINES, lines)
    .header('content-disposition', `attachment; filename="${name}"`);

const JSONL = 'application/jsonl; charset=utf-8';

/** Whatever is streamed is given back when the reader goes away, also before the first byte. */
function stream(
  reply: FastifyReply,
  source: AsyncIterable<string | Uint8Array>,
  end: () => unknown,
): FastifyReply {
  const body = Readable.from(pieces(source), { objectMode: false, highWaterMark: PIECE });
  body.once('close', () => void end());
  // Gone while it was being made: nobody will ever read it, and nobody will say so.
  if (reply.raw.destroyed || reply.raw.socket?.destroyed === true) body.destroy();
  else reply.raw.once('close', () => void end());
  return reply.send(body);
}

const PIECE = 1 << 16;
async function* pieces(source: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const one of source) {
    if (typeof one !== 'string') yield one;
    else if ((text += one).length >= PIECE) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

export function evidenceRoutes(app: FastifyInstance, world: World): void {
  app.get('/api/v1/desk/licences', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    return member ? reply.send(licencesAnswer.parse({ licences: await licences(world, member) })) : reply;
  });
  app.post('/api/v1/desk/licences', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    const body = licenceBody.safeParse(request.body);
    if (!body.success) return sendProblem(reply, unreadable(body.error.issues));
    const done = await grantLicence(world, member, body.data);
    return isRefusal(done) ? sendProblem(reply, done) : reply.code(201).send(done);
  });

  app.get('/api/v1/desk/evidence', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    return reply.send(evidenceAnswer.parse(await evidenceList(world, askerOf(member))));
  });
  docketRoute(app, world);
  singleRoute(app, world);
  archiveRoute(app, world);
}

function docketRoute(app: FastifyInstance, world: World): void {
  app.get('/api/v1/desk/evidence/docket/:docket', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    const params = bundleParams.safeParse(request.params);
    const query = bundleQuery.safeParse(request.query);
    // A question that can't be read is asked about no docket: it takes the same way to the same answer.
    const ask =
      params.success && query.success ? { docketId: params.data.docket, ...query.data } : { docketId: -1 };
    const made = await makeDocketBundle(world, { ...askerOf(member), ...ask });
    if (isRefusal(made)) return sendProblem(reply, made);
    const name = `docket-${made.docket}-epoch-${made.epoch}.vouch.jsonl`;
    return stream(asFile(reply, { name, type: JSONL, lines: made.count }), made, () => made.return());
  });
}

function singleRoute(app: FastifyInstance, world: World): void {
  app.get('/api/v1/desk/evidence/single/:docket/:statement', async (request, reply) => {
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    const params = singleParams.safeParse(request.params);
    const ask = params.success
      ? { docketId: params.data.docket, statementId: params.data.statement }
      : { docketId: -1, statementId: '' };
    const made = await makeCaseSingle(world, { ...askerOf(member), ...ask });
    if (isRefusal(made)) return sendProblem(reply, made);
    return asFile(reply, { name: `statement-${ask.statementId}.vouch.jsonl`, type: JSONL, lines: 3 }).send(
      made,
    );
  });
}

function archiveRoute(app: FastifyInstance, world: World): void {
  app.post('/api/v1/desk/evidence/archive', async (request, reply) => {
    const began = performance.now();
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    const body = archiveBody.safeParse(request.body);
    if (!body.success) return sendProblem(reply, await atTheBeat(began, unreadable(body.error.issues)));
    const made = await makeArchive(world, { ...askerOf(member), ...body.data });
    if (isRefusal(made)) return sendProblem(reply, made);
    const file = { name: made.name, type: 'application/zip', lines: made.count };
    return stream(asFile(reply, file), made, () => made.return());
  });
}

const unreadable = (issues: readonly { path: PropertyKey[]; message: string }[]) =>
  refuse(
    'invalid',
    'Some of it is missing.',
    issues.map((i) => ({ path: i.path.join('.'), why: i.message })),
  );
