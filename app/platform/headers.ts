import type { FastifyInstance } from 'fastify';

const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** For every answer. A page that needs another policy (the verifier: no connection at all) sets its own first. */
export function securityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    // A script or a style is governed by the page that loads it: on a slow phone these lines would cost as much as words.
    if (/^text\/(javascript|css)/.test(String(reply.getHeader('content-type')))) return;
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', STRICT);
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cross-origin-opener-policy', 'same-origin');
    reply.header('permissions-policy', 'geolocation=(), microphone=(), camera=(self), interest-cohort=()');
  });
}
