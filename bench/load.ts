// A load of HTTP requests that costs little itself: requests are bytes made before the clock, answers are read by length.
import { connect, type Socket } from 'node:net';
import { quantile, round } from './machine.ts';

export type Speed = { perSecond: number; p50ms: number; p99ms: number };

/** A POST as bytes on the wire. */
export function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** One client: a kept connection, one request at a time, as a phone's next one comes after its answer. */
class Client {
  readonly #socket: Socket;
  #read: Buffer = Buffer.alloc(0);
  #answered: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#failed?.(error));
    this.#socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
  }

  send(request: Buffer): Promise<number> {
    return new Promise((done, fail) => {
      this.#answered = done;
      this.#failed = fail;
      this.#socket.write(request);
    });
  }

  #take(chunk: Buffer): void {
    this.#read = this.#read.length === 0 ? chunk : Buffer.concat([this.#read, chunk]);
    const end = this.#read.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#read.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    if (!Number.isInteger(length)) return this.#failed?.(new Error(`an answer without a length: ${head}`));
    if (this.#read.length < end + 4 + length) return;
    this.#read = this.#read.subarray(end + 4 + length);
    this.#answered?.(Number(head.slice(9, 12)));
  }

  end(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }
}

/** Sends all requests over so many clients. Throws if one is answered otherwise than `expected`. */
export async function measure(
  port: number,
  requests: readonly Buffer[],
  { clients, expected }: { clients: number; expected: number },
): Promise<Speed> {
  const times: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    const client = new Client(port);
    for (let request = requests[next++]; request; request = requests[next++]) {
      const began = performance.now();
      const status = await client.send(request);
      times.push(performance.now() - began);
      if (status !== expected) throw new Error(`answered ${status} instead of ${expected}`);
    }
    client.end();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, one));
  const seconds = (performance.now() - began) / 1000;
  return {
    perSecond: round(times.length / seconds),
    p50ms: round(quantile(times, 0.5), 2),
    p99ms: round(quantile(times, 0.99), 2),
  };
}
