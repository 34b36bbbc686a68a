import {
  type Checkpoint,
  type Policy,
  type Tree,
  formatAddCheckpoint,
  formatCheckpoint,
  formatSignature,
  isBy,
  isQuorum,
  parseSignatures,
  verifySignature,
} from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { keepCosignature, saveAnswer, tellCosigned } from './cosignature.store.ts';
import type { Cosigner } from './policy.ts';

export type Asked = Omit<Cosigner, 'group'> & { group?: 'w' | 'a' };
export type SignedCheckpoint = Pick<Checkpoint, 'origin' | 'size' | 'root'> & { note: string };

/** What a cosigner says: it signed; or why not; `contradicts` if it knows another or a longer history of this log. */
export type Said = { answer: string; lines?: string; contradicts?: 'ahead' | 'differs' };

const SIGNED = 'signed';
/** An auditor may have to fetch a long way first; whoever publishes doesn't wait for it. */
const LONGEST_MS = 60_000;
const MOST_BYTES = 16 * 1024;

const plain = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200);

/** The valid cosignatures among lines, by the policy's own names. Unknown keys and false signatures are left out. */
export function validLines(
  policy: Policy,
  checkpoint: Pick<Checkpoint, 'origin' | 'size' | 'root'>,
  body: string,
): { name: string; vkey: string; line: string }[] {
  const text = formatCheckpoint(checkpoint);
  return (parseSignatures(body) ?? []).flatMap((signature) => {
    const by = [...policy.witnesses].find(([, key]) => isBy(signature, key));
    if (!by || !verifySignature(text, signature, by[1])) return [];
    return [{ name: by[0], vkey: by[1].vkey, line: formatSignature(signature) }];
  });
}

/** Asks witnesses and auditors (C2SP tlog-witness), and keeps what they sign as it comes. */
export class Asking {
  readonly #world: World;
  readonly #policy: Policy;
  readonly #cosigners: readonly Asked[];
  /** What each saw last, as far as we know; it says itself if that is wrong. */
  readonly #seen = new Map<string, number>();
  readonly #running = new Map<string, Promise<void>>();
  /** By the policy's names: what each said last. Who hasn't answered yet isn't there. */
  readonly said = new Map<string, Said>();

  constructor(world: World, policy: Policy, cosigners: readonly Asked[]) {
    this.#world = world;
    this.#policy = policy;
    this.#cosigners = cosigners;
  }

  /** Asks all, and waits until all answered or `patience` is over; who is slow goes on, and its answer is kept later. */
  async ask(checkpoint: SignedCheckpoint, tree: Tree, patience: number): Promise<void> {
    let isLate = false;
    for (const one of this.#cosigners) {
      // Who has no address asks by itself, and brings what it signs.
      if (one.url === '' || this.#running.has(one.vkey)) continue;
      const running = this.#one(one, checkpoint, tree, () => isLate)
        .catch(() => {})
        .finally(() => this.#running.delete(one.vkey));
      this.#running.set(one.vkey, running);
    }
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise((done) => (timer = setTimeout(done, patience)));
    await Promise.race([Promise.all(this.#running.values()), over]);
    clearTimeout(timer);
    isLate = true;
  }

  /**
   * In words, who knows more or another history than ours; empty where a quorum of the others agrees with us: one
   * liar must not be able to stop the log, and whoever restored an old backup finds no quorum that agrees.
   */
  contradictions(): string[] {
    const all = [...this.said];
    const agreeing = all.filter(([, { answer }]) => answer === SIGNED).map(([name]) => name);
    if (this.#policy.quorum !== undefined && isQuorum(this.#policy, new Set(agreeing))) return [];
    return all.filter(([, { contradicts }]) => contradicts).map(([name, { answer }]) => `${name} ${answer}`);
  }

  async #one(who: Asked, checkpoint: SignedCheckpoint, tree: Tree, isLate: () => boolean): Promise<void> {
    const said: Said = await this.#post(who, checkpoint, tree, true).catch((error: unknown) => ({
      answer: `no answer: ${plain(error instanceof Error ? error.message : String(error))}`,
    }));
    const valid = validLines(this.#policy, checkpoint, said.lines ?? '').filter((l) => l.vkey === who.vkey);
    const isEmpty = said.lines !== undefined && valid.length === 0;
    const answer = isEmpty ? 'answered with no valid signature of its key' : said.answer;
    this.said.set(who.name, { ...said, answer });
    const at = this.#world.clock.now();
    await this.#world.sequencer.write({}, async (tx) => {
      for (const { vkey, line } of valid)
        await keepCosignature(tx, { size: checkpoint.size, vkey, line, at });
      await saveAnswer(tx, { vkey: who.vkey, size: checkpoint.size, answer, at });
      if (valid.length > 0 && isLate()) await tellCosigned(tx, checkpoint.size);
    });
  }

  async #post(who: Asked, checkpoint: SignedCheckpoint, tree: Tree, again: boolean): Promise<Said> {
    const { size, note } = checkpoint;
    const old = Math.min(this.#seen.get(who.vkey) ?? 0, size);
    const reply = await fetch(`${who.url}/add-checkpoint`, {
      method: 'POST',
      body: formatAddCheckpoint(old, old > 0 ? tree.consistencyProof(old, size) : [], note),
      signal: AbortSignal.timeout(LONGEST_MS),
      redirect: 'error',
    });
    const body = await bounded(reply);
    const seen = /^(0|[1-9]\d{0,14})\n?$/.test(body) ? Number(body) : undefined;
    if (reply.status === 200) {
      this.#seen.set(who.vkey, size);
      return { answer: SIGNED, lines: body };
    }
    if (reply.status === 422 && old > 0)
      return {
        answer: `says that this log is no continuation of what it saw at ${old} entries`,
        contradicts: 'differs',
      };
    if (reply.status !== 409 || seen === undefined)
      return { answer: `refused: ${reply.status} ${plain(body)}` };
    if (seen > size)
      return { answer: `has seen ${seen} entries of this log, here are ${size}`, contradicts: 'ahead' };
    if (seen === size && old === size)
      return { answer: `has seen another log of ${size} entries`, contradicts: 'differs' };
    this.#seen.set(who.vkey, seen);
    if (again) return this.#post(who, checkpoint, tree, false);
    return { answer: `refused: it names another size each time, at last ${seen}` };
  }
}

async function bounded(reply: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of reply.body ?? []) {
    length += part.length;
    if (length > MOST_BYTES) throw new Error('its answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
