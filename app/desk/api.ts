/** The only door to the server. Cookies are SameSite=Strict; nothing is kept in the browser's storage. */

/** What the server said instead of an answer (RFC 9457); status 0 where it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly fields: readonly { readonly path: string; readonly why: string }[];
  /** The problem document as it came: some refusals carry more, e.g. how many workers stand behind a disclosure. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, more: Readonly<Record<string, unknown>>) {
    super(typeof more.detail === 'string' ? more.detail : '');
    this.status = status;
    this.title = typeof more.title === 'string' ? more.title : '';
    this.fields = Array.isArray(more.errors) ? (more.errors as { path: string; why: string }[]) : [];
    this.more = more;
  }
}

/** A no of the browser's own: its words are for the reader. */
export class Halt extends Error {}

export const isProblem = (error: unknown, status?: number): error is Problem =>
  error instanceof Problem && (status === undefined || error.status === status);

async function send(method: string, path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { method, credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    throw new Problem(0, {});
  }
  if (response.ok) return response;
  const text = await response.text();
  let more: Record<string, unknown> = {};
  try {
    more = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // A proxy's error page: nothing in it is for the reader.
  }
  throw new Problem(response.status, more);
}

const jsonOf = async <T>(response: Response): Promise<T> =>
  (response.status === 204 ? undefined : await response.json()) as T;

export const get = async <T>(path: string): Promise<T> => jsonOf<T>(await send('GET', path, {}));

export const post = async <T = unknown>(path: string, body: object = {}): Promise<T> =>
  jsonOf<T>(
    await send('POST', path, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

export const getText = async (path: string): Promise<string> => (await send('GET', path, {})).text();

export const getBytes = async (path: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await send('GET', path, {})).arrayBuffer());

/** Sealed bytes of a file, as multipart would need a parser for nothing. */
export const putBytes = async <T>(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<T> =>
  jsonOf<T>(
    await send('POST', path, { headers: { 'content-type': 'application/octet-stream' }, body: bytes }),
  );

export type Fetched = { blob: Blob; name: string };
type Fetching = { body?: object; signal: AbortSignal; seen: (lines: number, of: number) => void };

/**
 * Reads a long file piece by piece and counts its lines against the number that the server announced. `stopped` by the
 * reader, `broken` on the way: then nothing is kept.
 */
export async function getFile(
  path: string,
  { body, signal, seen }: Fetching,
): Promise<Fetched | 'stopped' | 'broken'> {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const response = await send(body ? 'POST' : 'GET', path, { signal, ...json });
    const of = Number(response.headers.get('x-vouch-lines') ?? 0);
    const named = /filename="([\w.-]+)"/.exec(response.headers.get('content-disposition') ?? '');
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let lines = 0;
    for (const reader = response.body?.getReader(); reader;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      for (let at = value.indexOf(10); at >= 0; at = value.indexOf(10, at + 1)) lines++;
      seen(Math.min(lines, of), of);
    }
    if (lines < of) return 'broken';
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    return { blob: new Blob(parts, { type }), name: named?.[1] ?? 'evidence' };
  } catch (error) {
    if (signal.aborted) return 'stopped';
    // What the server said is for the reader; a stream that ends early says nothing.
    if (error instanceof Problem) throw error;
    return 'broken';
  }
}

export const DESK = '/api/v1/desk';
export const SIGN = '/api/v1/auth';
