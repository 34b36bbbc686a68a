import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { sendText } from './assets.ts';
import { html, type Html } from './phone/html.ts';

/** Must be called before routes are registered: it hears of each as it comes. */
export function describeApi(app: FastifyInstance): void {
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vouch',
        version: '1',
        description:
          'Errors are RFC 9457 problem+json with field paths. A repeated write with the same id gets the first answer.',
      },
    },
    transform: (about) =>
      about.url.startsWith('/api/')
        ? jsonSchemaTransform(about)
        : { schema: { ...about.schema, hide: true }, url: about.url },
  });
}

type Operation = {
  requestBody?: object;
  parameters?: { name: string; in: string }[];
  responses?: Record<string, object>;
};
type Document = { paths?: Record<string, Record<string, Operation>> };

/** `/api/v1/openapi.json`, and the same to read. */
export function apiRoutes(app: FastifyInstance): void {
  app.get('/api/v1/openapi.json', (_request, reply) => reply.send(app.swagger()));
  app.get('/api/docs', (request, reply) => {
    const document = app.swagger() as Document; // our own, described above
    return sendText(request, reply.type('text/html; charset=utf-8'), page(document));
  });
}

const operation = (path: string, method: string, o: Operation): Html =>
  html`<section class="card" style="margin:12px 0">
    <header><span class="codeid">${method.toUpperCase()}</span> <b>${path}</b></header>
    <div class="in sm">
      ${o.parameters?.length ? html`<p>Parameters: ${o.parameters.map((p) => html`<code>${p.name}</code> (${p.in}) `)}</p>` : html``}
      ${
        o.requestBody
          ? html`<details>
              <summary>Body</summary>
              <pre class="xs">${JSON.stringify(o.requestBody, null, 1)}</pre>
            </details>`
          : html``
      }
      ${Object.entries(o.responses ?? {}).map(
        ([code, r]) =>
          html`<details>
            <summary>Answer ${code}</summary>
            <pre class="xs">${JSON.stringify(r, null, 1)}</pre>
          </details>`,
      )}
    </div>
  </section>`;

function page(document: Document): string {
  const all = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, o]) => operation(path, method, o)),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>Vouch: API</title>
        <link rel="stylesheet" href="/assets/looks/tokens.css" />
        <link rel="stylesheet" href="/assets/looks/desk.css" />
      </head>
      <body class="d" style="margin:0">
        <main style="max-width:960px;margin:0 auto;padding:24px 16px">
          <h1>API</h1>
          <p class="dim">
            Machines read <a href="/api/v1/openapi.json">/api/v1/openapi.json</a> (OpenAPI 3.1).
          </p>
          ${all}
        </main>
      </body>
    </html>`.html;
}
