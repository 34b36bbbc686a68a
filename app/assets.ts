import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Built, buildDir } from './build.ts';
import { verifyPage, verifyPolicyHeader } from './verify/page.ts';

/** What was built or written for this start, and is served as it is. */
/** `policy`: as it is at the moment it is asked for, where keys may take over while this runs. */
export type Served = {
  built: Built;
  policy: string | (() => string);
  verify: { script: string; css: string };
};

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.html': 'text/html; charset=utf-8',
};
const FOR_EVER = 'public, max-age=31536000, immutable';

type Packed = { plain: Buffer; gzip: Buffer; br: Buffer };
const packed = new Map<string, Packed>();

/** A built file, compressed once: phones pay for every byte. */
function pack(file: string): Packed {
  let found = packed.get(file);
  if (!found) {
    const plain = readFileSync(file);
    found = {
      plain,
      gzip: gzipSync(plain, { level: 9 }),
      br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
    };
    packed.set(file, found);
  }
  return found;
}

function sendPacked(request: FastifyRequest, reply: FastifyReply, p: Packed): FastifyReply {
  const accepts = String(request.headers['accept-encoding'] ?? '');
  reply.header('vary', 'accept-encoding');
  if (/\bbr\b/.test(accepts)) return reply.header('content-encoding', 'br').send(p.br);
  if (/\bgzip\b/.test(accepts)) return reply.header('content-encoding', 'gzip').send(p.gzip);
  return reply.send(p.plain);
}

/** Text made for one request, compressed on the fly. */
export function sendText(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  const plain = Buffer.from(text);
  const accepts = String(request.headers['accept-encoding'] ?? '');
  if (plain.length < 1000) return reply.send(plain);
  reply.header('vary', 'accept-encoding');
  if (/\bbr\b/.test(accepts)) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 6,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    };
    return reply.header('content-encoding', 'br').send(brotliCompressSync(plain, { params }));
  }
  if (/\bgzip\b/.test(accepts))
    return reply.header('content-encoding', 'gzip').send(gzipSync(plain, { level: 6 }));
  return reply.send(plain);
}

export function assetRoutes(app: FastifyInstance, served: Served): void {
  const file = (room: string, cache: string) => (request: FastifyRequest, reply: FastifyReply) => {
    const name = basename((request.params as { '*'?: string; name?: string }).name ?? '');
    const path = join(buildDir, room, name);
    const type = TYPES[extname(name)];
    if (!type || !existsSync(path) || !statSync(path).isFile()) return reply.callNotFound();
    return sendPacked(request, reply.header('cache-control', cache).type(type), pack(path));
  };
  app.get('/w/a/:name', file('phone', FOR_EVER));
  app.get('/desk/assets/:name', file('desk', FOR_EVER));
  app.get('/w/sw.js', (request, reply) =>
    sendPacked(
      request,
      reply
        .header('cache-control', 'no-cache')
        .header('service-worker-allowed', '/w/')
        .type('text/javascript; charset=utf-8'),
      pack(join(buildDir, 'phone', 'sw.js')),
    ),
  );
  const looks = fileURLToPath(new URL('./looks/', import.meta.url));
  app.get('/assets/looks/:name', (request, reply) => {
    const name = basename((request.params as { name: string }).name);
    const path = join(looks, name);
    const type = TYPES[extname(name)];
    if (!type || !existsSync(path)) return reply.callNotFound();
    return sendPacked(request, reply.header('cache-control', 'public, max-age=3600').type(type), pack(path));
  });

  const desk = (request: FastifyRequest, reply: FastifyReply) =>
    sendText(
      request,
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8'),
      served.built.deskHtml,
    );
  app.get('/desk', desk);
  app.get('/desk/', desk);
  app.get('/desk/*', desk);

  const page = (): string => {
    const policy = typeof served.policy === 'string' ? served.policy : served.policy();
    return verifyPage({ ...served.verify, policy, home: '/' });
  };
  app.get('/verify', (request, reply) =>
    sendText(
      request,
      reply
        .header('cache-control', 'no-cache')
        .header('content-security-policy', verifyPolicyHeader(served.verify))
        .type('text/html; charset=utf-8'),
      page(),
    ),
  );
  // Without the site's own policy: whoever checks on a computer of their own brings the one they trust.
  const alone = verifyPage(served.verify);
  app.get('/vouch-verify.html', (request, reply) =>
    sendText(
      request,
      reply
        .header('cache-control', 'no-cache')
        .header('content-disposition', 'attachment; filename="vouch-verify.html"')
        .header('content-security-policy', verifyPolicyHeader(served.verify))
        .type('text/html; charset=utf-8'),
      alone,
    ),
  );
  app.get('/favicon.ico', (_request, reply) =>
    reply
      .header('cache-control', FOR_EVER)
      .type('image/svg+xml')
      .send(createReadStream(join(looks, 'mark.svg'))),
  );
}
