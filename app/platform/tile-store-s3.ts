import { AwsClient } from 'aws4fetch';
import { OtherBytes, type TileStore, sameBytes } from './tile-store.ts';

/** `https://host/bucket/prefix`, and who may write there. */
export type S3Place = { url: string; accessKeyId: string; secretAccessKey: string; region: string };

const LONG = 'public, max-age=31536000, immutable';
const MOST_MS = 15_000;

/** In an S3-compatible bucket. A PUT is whole or not at all, and durable when it is answered. */
export class S3Tiles implements TileStore {
  readonly place: string;
  readonly #client: AwsClient;
  /** Whether the store has conditional writes: unknown until it refused or took one. */
  #conditional = true;

  constructor({ url, ...who }: S3Place) {
    this.place = url.replace(/\/+$/, '');
    this.#client = new AwsClient({ ...who, service: 's3', retries: 3 });
  }

  #ask(path: string, init: RequestInit): Promise<Response> {
    return this.#client.fetch(`${this.place}/${path}`, { ...init, signal: AbortSignal.timeout(MOST_MS) });
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const answer = await this.#ask(path, { method: 'GET' });
    const body = new Uint8Array(await answer.arrayBuffer());
    if (answer.ok) return body;
    if (answer.status === 404) return undefined;
    throw new Error(`${this.place}/${path}: the store answers ${answer.status}`);
  }

  /**
   * What is there is compared first; else written only where still nothing is (`If-None-Match`). A store that doesn't
   * know that header is written to plainly: the lease keeps a second writer away, and this compares.
   */
  async once(path: string, bytes: Uint8Array): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const there = await this.read(path);
      if (there && !sameBytes(there, bytes)) throw new OtherBytes(path);
      if (there) return;
      const condition: Record<string, string> = this.#conditional ? { 'if-none-match': '*' } : {};
      const answer = await this.#ask(path, this.#request(path, bytes, condition));
      if (answer.ok) return;
      if (this.#conditional && (answer.status === 501 || answer.status === 400)) this.#conditional = false;
      else if ((answer.status !== 412 && answer.status !== 409) || attempt > 2)
        throw new Error(`${this.place}/${path}: the store answers ${answer.status}`);
    }
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    const answer = await this.#ask(path, this.#request(path, bytes, { 'cache-control': 'no-cache' }));
    if (!answer.ok) throw new Error(`${this.place}/${path}: the store answers ${answer.status}`);
  }

  #request(path: string, bytes: Uint8Array, headers: Record<string, string>): RequestInit {
    const isText = path.startsWith('checkpoint');
    return {
      method: 'PUT',
      body: Buffer.from(bytes),
      headers: {
        'cache-control': LONG,
        'content-type': isText ? 'text/plain; charset=utf-8' : 'application/octet-stream',
        ...headers,
      },
    };
  }
}
