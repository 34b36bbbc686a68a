/** Every address of the API as the server itself describes it, and how to ask it: so that no test forgets a new one. */
import { randomUUID } from 'node:crypto';
import type { TestWorld } from './world.ts';

type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  pattern?: string;
  default?: unknown;
};
type Operation = {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
};
export type Route = { method: string; path: string; name: string; body: Schema | undefined };

/** Below /api/v1/desk, all methods. `name` is as `GET cases/{docket}/{caseId}`. */
export async function deskRoutes(t: TestWorld): Promise<Route[]> {
  const answer = await t.app.inject({ url: '/api/v1/openapi.json' });
  const { paths } = answer.json<{ paths: Record<string, Record<string, Operation>> }>();
  const base = '/api/v1/desk/';
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(base))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, o]) => ({
        method: method.toUpperCase(),
        path,
        name: `${method.toUpperCase()} ${path.slice(base.length)}`,
        body: Object.values(o.requestBody?.content ?? {})[0]?.schema,
      })),
    )
    .filter(({ method }) => method !== 'HEAD')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What stands for a name in a path or a body; undefined: made up from the schema. */
export type Given = (name: string) => string | number | undefined;

const plain = (name: string, s: Schema): unknown => {
  if (s.format === 'uuid' || /Id$|^re$/.test(name)) return randomUUID();
  if (
    s.format === 'date' ||
    /^\^?\(?\?:?.*\d\{4\}/.test(s.pattern ?? '') ||
    /(On|Date|From|Until)$/.test(name)
  )
    return '2027-03-01';
  if (s.format === 'date-time') return '2027-03-01T00:00:00Z';
  if (s.format === 'email') return 'somebody@elsewhere.invalid';
  return 'x'.repeat(Math.max(s.minLength ?? 1, 3));
};

/** The least that a body must have, filled with what is given. */
export function sample(s: Schema, given: Given, name = ''): unknown {
  const own = given(name);
  if (own !== undefined && !s.properties && !s.items) return own;
  if (s.const !== undefined) return s.const;
  if (s.enum) return s.enum[0];
  const [one] = s.anyOf ?? s.oneOf ?? s.allOf ?? [];
  if (one) return sample(one, given, name);
  const type = Array.isArray(s.type) ? s.type[0] : s.type;
  if (type === 'object' || s.properties)
    return Object.fromEntries(
      Object.entries(s.properties ?? {})
        .filter(([key]) => s.required?.includes(key) && s.properties?.[key]?.default === undefined)
        .map(([key, value]) => [key, sample(value, given, key)]),
    );
  if (type === 'array')
    return s.items && (s.minItems ?? 0) > 0 ? [sample(s.items, given, name.replace(/s$/, ''))] : [];
  if (type === 'integer' || type === 'number') return Math.max(s.minimum ?? 1, 1);
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return plain(name, s);
}

/** The path with every `{name}` filled; what is not given is a fresh id, or a number where a docket is asked for. */
export const filled = (path: string, given: Given): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given(name) ?? madeUp(name))));
const madeUp = (name: string): string | number =>
  /docket|from|^n$|quarter/i.test(name) ? 4 : name === 'sha256' ? 'ab'.repeat(32) : randomUUID();

export type Asked = { status: number; text: string; type: string };
/** Asks one address as a member: `given` fills path and body. */
export async function askRoute(
  t: TestWorld,
  route: Route,
  as: { cookie: string; given: Given; query?: string },
): Promise<Asked> {
  const answer = await t.app.inject({
    method: route.method as 'GET' | 'POST',
    url: filled(route.path, as.given) + (as.query ?? ''),
    headers: { cookie: as.cookie },
    ...(route.method === 'GET'
      ? {}
      : { payload: (route.body ? sample(route.body, as.given) : {}) as object }),
  });
  return {
    status: answer.statusCode,
    text: answer.body,
    type: String(answer.headers['content-type'] ?? ''),
  };
}
