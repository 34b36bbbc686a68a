import { Worker } from 'node:worker_threads';
import { type Reader, seal } from '../../../seal/envelope.ts';
import { thumbprint } from '../../../seal/keys.ts';
import {
  type AdditionInput,
  type Chosen,
  type ReportInput,
  type Sealed,
  type SealedReport,
  reportBody,
  sealAddition,
  sealReport,
} from '../reports/phone/compose.ts';
import type { Said } from '../reports/said.ts';

/** What is to be sealed, in a form that can be sent to another thread. */
export type SealAsked =
  | { what: 'report'; input: ReportInput; chosen: Chosen; recorded: string }
  | { what: 'addition'; input: Omit<AdditionInput, 'said'>; words: Said; chosen: Chosen }
  | { what: 'words'; words: object; readers: readonly Reader[] };

export type SealedWords = { what: 'words'; envelope: string };
export type SealedAddition = { what: 'addition'; sealed: Sealed };
export type SealedFirst = {
  what: 'report';
  sealed: SealedReport;
  body: Awaited<ReturnType<typeof reportBody>>;
  kid: string;
};
export type SealMade = SealedWords | SealedAddition | SealedFirst;

export async function sealNow(asked: SealAsked): Promise<SealMade> {
  switch (asked.what) {
    case 'report': {
      const { sealed } = await sealReport(asked.input, asked.chosen);
      const body = await reportBody(sealed, asked.recorded);
      return { what: 'report', sealed, body, kid: await thumbprint(sealed.publicKey) };
    }
    case 'addition': {
      const input = { ...asked.input, said: () => asked.words };
      return { what: 'addition', sealed: (await sealAddition(input, asked.chosen)).sealed };
    }
    case 'words':
      return { what: 'words', envelope: await seal(asked.words, asked.readers) };
  }
}

type Answer = { id: number; made?: SealMade; error?: string };

/** Seals in a thread of its own, so that the one that drives the database isn't held up. */
export class Sealer {
  readonly #worker = new Worker(new URL('./sealer.worker.ts', import.meta.url));
  readonly #waiting = new Map<number, { done: (made: SealMade) => void; fail: (error: Error) => void }>();
  #id = 0;

  constructor() {
    this.#worker.on('message', ({ id, made, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (made) waiting?.done(made);
      else waiting?.fail(new Error(error));
    });
    this.#worker.on('error', (error: Error) => {
      for (const { fail } of this.#waiting.values()) fail(error);
    });
  }

  #ask(asked: SealAsked): Promise<SealMade> {
    const id = this.#id++;
    return new Promise((done, fail) => {
      this.#waiting.set(id, { done, fail });
      this.#worker.postMessage({ id, asked });
    });
  }

  async report(input: ReportInput, chosen: Chosen, recorded: string): Promise<SealedFirst> {
    const made = await this.#ask({ what: 'report', input, chosen, recorded });
    if (made.what !== 'report') throw new Error('another thing was sealed');
    return made;
  }

  async addition(input: Omit<AdditionInput, 'said'>, words: Said, chosen: Chosen): Promise<Sealed> {
    const made = await this.#ask({ what: 'addition', input, words, chosen });
    if (made.what !== 'addition') throw new Error('another thing was sealed');
    return made.sealed;
  }

  async words(words: object, readers: readonly Reader[]): Promise<string> {
    const made = await this.#ask({ what: 'words', words, readers });
    if (made.what !== 'words') throw new Error('another thing was sealed');
    return made.envelope;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
