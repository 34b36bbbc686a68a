import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../../platform/world.ts';

/** Cookies travel over TLS only, wherever there is TLS. */
export function setCookies(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  cookies: string[],
): void {
  const { plainHttpBeyondLoopback, publicUrl } = world.config;
  const tls =
    request.protocol === 'https' || plainHttpBeyondLoopback || publicUrl?.startsWith('https:') === true;
  reply.header('cache-control', 'no-store');
  reply.header(
    'set-cookie',
    cookies.map((cookie) => (tls ? `${cookie}; Secure` : cookie)),
  );
}
