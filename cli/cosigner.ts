// One cosigner: a key, the logs it follows, its state; one request at a time for each log.
import {
  type AddCheckpoint,
  type SignerKey,
  type VerifierKey,
  decide,
  formatNote,
  formatSignature,
  hex,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVkey,
  signText,
  verifySignature,
  vkeyOf,
} from '../ledger/index.ts';
import type { Answer, Served } from './cosign-server.ts';
import type { State } from './cosign-state.ts';

/** Where a cosigner keeps what it signed: files, or an auditor's database. */
export type Memory = Pick<State, 'last' | 'save' | 'refuse'>;

/** What must hold besides consistency, before anything is signed: an answer instead, or undefined. */
export type Vet = (request: AddCheckpoint) => Promise<Answer | undefined>;

/** The keys of the logs to follow; throws in words for one that isn't a log's. */
export function logKeysOf(vkeys: readonly string[]): VerifierKey[] {
  return vkeys.map((vkey) => {
    const key = parseVkey(vkey);
    if (key?.algorithm !== 1)
      throw new Error(`"${vkey}" is not a log's key: <origin>+<8 hex digits>+<base64>`);
    return key;
  });
}

/** Requests for one log that may wait for each other. More are told to come again. */
const MOST_WAITING = 16;

export class Cosigner implements Served {
  readonly signer: SignerKey;
  readonly #logs: readonly VerifierKey[];
  readonly #state: Memory;
  readonly #vet: Vet;
  readonly #waiting = new Map<string, { last: Promise<unknown>; count: number }>();

  constructor(
    signer: SignerKey,
    logs: readonly VerifierKey[],
    state: Memory,
    vet: Vet = async () => undefined,
  ) {
    this.signer = signer;
    this.#logs = logs;
    this.#state = state;
    this.#vet = vet;
    // A state that can't be read is said at the start, not at the first request.
    for (const { name } of logs) state.last(name);
  }

  get origins(): string[] {
    return [...new Set(this.#logs.map((log) => log.name))];
  }

  last(origin: string): { size: number; note: string } | undefined {
    return this.#state.last(origin);
  }

  about(): object {
    return {
      witness: this.signer.name,
      vkey: vkeyOf(this.signer).vkey,
      logs: this.#logs.map(({ name, vkey }) => {
        const last = this.#state.last(name);
        return { origin: name, vkey, size: last?.size ?? 0, ...(last ? { root: hex(last.root) } : {}) };
      }),
    };
  }

  async answer(body: string): Promise<Answer> {
    const request = parseAddCheckpoint(body);
    if (!request) return { status: 400, body: 'not an add-checkpoint request\n' };
    const { origin } = request.checkpoint;
    if (!this.#logs.some((log) => log.name === origin)) return { status: 404, body: 'unknown log\n' };
    return this.#inTurn(origin, () => this.#decide(request, body));
  }

  /**
   * Decides about the log's own newest checkpoint without a proof of growth: for a `vet` that knows the whole log and so
   * proves it itself.
   */
  async consider(source: string): Promise<Answer> {
    const note = parseNote(source);
    const checkpoint = note && parseCheckpoint(note.text);
    if (!note || !checkpoint) return { status: 400, body: 'not a checkpoint\n' };
    const keys = this.#logs.filter((log) => log.name === checkpoint.origin);
    if (!note.signatures.some((one) => keys.some((key) => verifySignature(note.text, one, key))))
      return { status: 403, body: 'invalid signature\n' };
    return this.#inTurn(checkpoint.origin, async () => {
      const last = this.#state.last(checkpoint.origin);
      if (last && last.size > checkpoint.size) return { status: 409, body: `${last.size}\n` };
      const objection = await this.#vet({ old: last?.size ?? 0, proof: [], note, checkpoint });
      if (objection) return objection;
      const { size, root } = checkpoint;
      this.#state.save(checkpoint.origin, { size, root, note: formatNote(note) });
      const time = Math.floor(Date.now() / 1000);
      return { status: 200, body: formatSignature(signText(note.text, this.signer, time)) };
    });
  }

  /** From the decision until its state is on disk nobody else decides for this log. */
  async #inTurn(origin: string, work: () => Promise<Answer>): Promise<Answer> {
    const queue = this.#waiting.get(origin) ?? { last: Promise.resolve(), count: 0 };
    if (queue.count >= MOST_WAITING) return { status: 503, body: 'too many at once\n' };
    const mine = queue.last.then(work);
    this.#waiting.set(origin, { last: mine.catch(() => {}), count: queue.count + 1 });
    return mine.finally(() => {
      const now = this.#waiting.get(origin);
      if (now && now.count > 1) this.#waiting.set(origin, { ...now, count: now.count - 1 });
      else this.#waiting.delete(origin);
    });
  }

  async #decide(request: AddCheckpoint, body: string): Promise<Answer> {
    const { origin } = request.checkpoint;
    const witness = {
      signer: this.signer,
      logKeys: (name: string) => this.#logs.filter((log) => log.name === name),
    };
    const made = decide(witness, request, this.#state.last(origin), Math.floor(Date.now() / 1000));
    const objection = made.status === 200 ? await this.#vet(request) : undefined;
    if (objection) return objection;
    if (made.status === 200) this.#state.save(origin, { ...made.next, note: formatNote(request.note) });
    const split = made.status === 409 && made.split;
    if (split)
      console.error(`${origin} signed two histories of size ${request.checkpoint.size}: kept as proof`);
    if (split || made.status === 422) this.#state.refuse(origin, body, split);
    return made.status === 409
      ? { status: 409, body: made.body, type: made.contentType }
      : { status: made.status, body: made.body };
  }
}
