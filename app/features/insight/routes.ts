import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { parseWithZod } from '../../platform/parse.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { requireMember } from '../network/index.ts';
import { refuse } from '../refusal.ts';
import { choose } from './choose.ts';
import { deskAnswer, figuresQuery, openAnswer, releaseParams } from './contract.ts';
import { figuresCsv } from './csv.ts';
import { openPage } from './open.pages.ts';
import { exportOwn, openView, readOpen, readOwn } from './read.actions.ts';
import { openReleaseOf } from './store.ts';

const CSS = readFileSync(new URL('./open.css', import.meta.url), 'utf8');
const MINUTE = 'public, max-age=60';
const csvName = (name: string) => `attachment; filename="${name}.csv"`;

/** Public figures for everyone, and each organisation's own: released rows only, chosen, never computed here. */
export async function insightRoutes(instance: FastifyInstance, world: World): Promise<void> {
  parseWithZod(instance);
  const app = instance.withTypeProvider<ZodTypeProvider>();

  app.get('/open', async (_request, reply) => {
    const page = openPage(await openView(world));
    return reply.type('text/html; charset=utf-8').header('cache-control', MINUTE).send(page);
  });
  app.get('/open/open.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(CSS),
  );

  app.get(
    '/api/v1/open/figures',
    { schema: { querystring: figuresQuery, response: { 200: openAnswer } } },
    async (request, reply) => {
      const read = await readOpen(world);
      void reply.header('cache-control', MINUTE);
      return { ...read, figures: choose(read.figures, request.query) };
    },
  );
  app.get('/api/v1/open/figures.csv', { schema: { querystring: figuresQuery } }, async (request, reply) => {
    const { figures, release } = await readOpen(world);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', csvName(release?.name ?? 'figures'))
      .header('cache-control', MINUTE)
      .send(figuresCsv(choose(figures, request.query)));
  });
  app.get('/api/v1/open/releases/:day', { schema: { params: releaseParams } }, async (request, reply) => {
    const found = await world.anon.read({}, (db) => openReleaseOf(db, request.params.day));
    if (!found) return sendProblem(reply, refuse('not_found', 'Nothing was released for that day.'));
    // Byte for byte what the log's line names: anybody can hash it.
    return reply.type('application/json; charset=utf-8').send(found.canonical);
  });

  app.get(
    '/api/v1/desk/figures',
    { schema: { querystring: figuresQuery, response: { 200: deskAnswer } } },
    async (request, reply) => {
      const member = await requireMember(world, request, reply);
      if (!member) return reply;
      const read = await readOwn(world, member);
      void reply.header('cache-control', 'no-store');
      return { ...read, figures: choose(read.figures, request.query) };
    },
  );
  app.get('/api/v1/desk/figures.csv', { schema: { querystring: figuresQuery } }, async (request, reply) => {
    const member = await requireMember(world, request, reply);
    if (!member) return reply;
    const { figures, release, workplaces } = await exportOwn(world, member);
    const names = new Map(workplaces.map((w) => [w.id, w.name]));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', csvName(release?.name ?? 'figures'))
      .header('cache-control', 'no-store')
      .send(figuresCsv(choose(figures, request.query), names));
  });
}
