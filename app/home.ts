import type { FastifyInstance } from 'fastify';
import { sendText } from './assets.ts';
import { tourOf } from './features/demo/index.ts';
import { setupNeeded } from './features/network/index.ts';
import { homePage } from './home.pages.ts';
import type { World } from './platform/world.ts';

const PAGE =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** `/`: who are you; in the demo also the five-minute tour. */
export function homeRoutes(app: FastifyInstance, world: World): void {
  app.get('/', async (request, reply) => {
    const tour = world.config.demo ? await tourOf(world) : undefined;
    const text = homePage({ tour, setup: !tour && (await setupNeeded(world)) });
    return sendText(
      request,
      reply
        .header('cache-control', 'no-cache')
        .header('content-security-policy', PAGE)
        .type('text/html; charset=utf-8'),
      text,
    );
  });
}
