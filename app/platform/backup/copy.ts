import type pg from 'pg';

/** The calls of the driver's connection that its types leave out (PostgreSQL's COPY sub-protocol). */
type Copying = {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
  stream: NodeJS.WritableStream & { pause(): void; resume(): void; writableNeedDrain: boolean };
};

const canCopy = (connection: object): connection is Copying => 'sendCopyFromChunk' in connection;

function copying(connection: object): Copying {
  if (!canCopy(connection)) throw new Error('this database driver cannot copy');
  return connection;
}

/** So much is read ahead of whoever writes it away. */
const AHEAD = 1 << 20;

/** What `copy … to stdout` gives, as it comes: never more in memory than a little ahead of the reader. */
export class CopyOut {
  /** A message a row: PostgreSQL says so of the text format. */
  rows = 0;
  readonly #text: string;
  #chunks: Buffer[] = [];
  #waiting = 0;
  #ended = false;
  #failed: Error | undefined;
  #wake: () => void = () => {};
  #connection: Copying | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  submit = (connection: pg.Connection): void => {
    this.#connection = copying(connection);
    this.#connection.query(this.#text);
  };
  handleCopyData(message: { chunk: Buffer }): void {
    this.rows++;
    // The driver reads the next packet into the same memory.
    this.#chunks.push(Buffer.from(message.chunk));
    this.#waiting += message.chunk.length;
    if (this.#waiting > AHEAD) this.#connection?.stream.pause();
    this.#wake();
  }
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.#ended = true;
    this.#wake();
  }
  handleError(error: Error): void {
    this.#failed = error;
    this.#wake();
  }

  /** Chunks of about `least` bytes. */
  async *chunks(least = 1 << 18): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        if (this.#failed) throw this.#failed;
        if (this.#waiting >= least || (this.#ended && this.#waiting > 0)) yield this.#take();
        else if (this.#ended) return;
        else await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      this.#connection?.stream.resume();
    }
  }

  #take(): Buffer {
    const all = Buffer.concat(this.#chunks);
    [this.#chunks, this.#waiting] = [[], 0];
    this.#connection?.stream.resume();
    return all;
  }
}

/** Room to write again, or the end of the connection. */
const drained = (stream: Copying['stream']): Promise<void> =>
  new Promise((done) => {
    const go = (): void => {
      stream.off('drain', go).off('close', go);
      done();
    };
    stream.on('drain', go).on('close', go);
  });

/** Rows into `copy … from stdin`, as they come. Resolves when the database took them all; rejects with what it refused. */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((done, fail) => {
    let failed: Error | undefined;
    const pump = async (connection: Copying): Promise<void> => {
      for await (const chunk of source) {
        if (failed) return;
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await drained(connection.stream);
      }
      connection.endCopyFrom();
    };
    client.query({
      submit: (connection: pg.Connection) => copying(connection).query(text),
      handleCopyInResponse: (connection: object) => {
        const on = copying(connection);
        pump(on).catch((error: unknown) => {
          failed ??= error instanceof Error ? error : new Error(String(error));
          on.sendCopyFail('the source failed');
        });
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => (failed ? fail(failed) : done()),
      handleError: (error: Error) => fail((failed ??= error)),
    });
  });
}
