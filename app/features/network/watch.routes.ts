import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { World } from '../../platform/world.ts';
import { watchCsv, watchView } from '../record/index.ts';
import type { Member } from './member.ts';
import { may } from './roles.ts';
import { requireMember } from './session.actions.ts';
import { watchAnswer, watchAsked, watchQuery } from './watch.contract.ts';

const asked = (who: Member, { month, act, q }: z.infer<typeof watchAsked>) => ({
  leads: may(who, 'watch'),
  words: q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8),
  ...(month ? { month } : {}),
  ...(act ? { act } : {}),
});

/** What one's own organisation did: counted for every member, with names and times for whoever leads. */
export function watchRoutes(plain: FastifyInstance, world: World): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get('/api/v1/desk/watch', { schema: { querystring: watchQuery, response: { 200: watchAnswer } } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    const { from, limit } = request.query;
    const { counts, lines } = await watchView(world, who, { ...asked(who, request.query), from, limit });
    const rows = lines?.rows.map((l) => ({ ...l, at: l.at.toISOString(), about: l.about?.slice(0, 6) ?? null }));
    return { counts, lines: lines && rows ? { total: lines.total, rows } : null };
  }); // prettier-ignore
  app.get('/api/v1/desk/watch.csv', { schema: { querystring: watchAsked } }, async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="what-we-did.csv"')
      .send(await watchCsv(world, who, asked(who, request.query)));
  });
}
