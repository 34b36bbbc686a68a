import type { FastifyReply } from 'fastify';
import { type Refusal, STATUS } from '../features/refusal.ts';

/** RFC 9457. `type` is stable; `detail` says what to do. */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(STATUS[refusal.refused])
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .send(
      JSON.stringify({
        type: `https://vouch.invalid/problems/${refusal.refused}`,
        title: refusal.refused.replaceAll('_', ' '),
        status: STATUS[refusal.refused],
        detail: refusal.why,
        ...(refusal.fields ? { errors: refusal.fields } : {}),
      }),
    );
}
