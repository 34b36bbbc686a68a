import { type SignerKey, vkeyOf } from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { LogHalted } from './halt.ts';
import { takeovers } from './keys.store.ts';
import { logKey, receiptKey } from './log-keys.ts';
import { type Cosigner, policyText } from './policy.ts';
import { OVERLAP_SECONDS, type Purpose, type Takeover, signersAt } from './rotation.ts';

type Keys = Pick<World, 'keys'>;
/** By vkey, the first one first. */
type Ring = ReadonlyMap<string, SignerKey>;

/** Every key of this installation for a purpose, the first one first. */
export function allKeys(world: Keys, purpose: Purpose): SignerKey[] {
  const first = purpose === 'log' ? logKey(world) : receiptKey(world);
  return [first, ...world.keys.later(purpose).map((seed) => ({ ...first, seed }))];
}

const ringOf = (world: Keys, purpose: Purpose): Ring =>
  new Map(allKeys(world, purpose).map((key) => [vkeyOf(key).vkey, key]));

export const overlapOf = (world: Pick<World, 'config'>): number =>
  world.config.keyOverlapSeconds ?? OVERLAP_SECONDS;

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
const of = (changes: readonly Takeover[], purpose: Purpose): Takeover[] =>
  changes.filter((change) => change.purpose === purpose);

function vkeysAt(
  world: Pick<World, 'config'>,
  ring: Ring,
  changes: readonly Takeover[],
  at: { size: number; closed: number },
): string[] {
  const [first = ''] = ring.keys();
  return signersAt(first, changes, at, overlapOf(world));
}

/** Who signs the checkpoint of an epoch: a function of the log, so that it is signed alike whenever it is signed again. */
export async function logSigners(
  world: World,
  db: Db,
  epoch: { size: number; closed: Date },
): Promise<SignerKey[]> {
  const ring = ringOf(world, 'log');
  const at = { size: epoch.size, closed: seconds(epoch.closed) };
  return vkeysAt(world, ring, of(await takeovers(db), 'log'), at).map((vkey) => {
    const key = ring.get(vkey);
    if (!key)
      throw new LogHalted('key-missing', `the log announced the key ${vkey}, whose secret is not here`);
    return key;
  });
}

type Known = { changes: Takeover[]; log: Ring; receipt: Ring };
const known = new WeakMap<World['sequencer'], Known>();

/** Reads anew which keys were announced: at the start, after each epoch, and now and then beside another sequencer. */
export const refreshKeys = async (world: World): Promise<void> =>
  void known.set(world.sequencer, {
    changes: await world.sequencer.read({}, takeovers),
    log: ringOf(world, 'log'),
    receipt: ringOf(world, 'receipt'),
  });

function vkeysNow(world: World, purpose: Purpose): string[] {
  const now = known.get(world.sequencer);
  const at = { size: Number.MAX_SAFE_INTEGER, closed: seconds(world.clock.now()) };
  return vkeysAt(world, now?.[purpose] ?? ringOf(world, purpose), of(now?.changes ?? [], purpose), at);
}

/**
 * Who signs receipts now, as far as `refreshKeys` has read. A key whose secret isn't here can't sign: a report is taken
 * all the same, with the signature of those that are.
 */
export function receiptSigners(world: World): SignerKey[] {
  const ring = known.get(world.sequencer)?.receipt ?? ringOf(world, 'receipt');
  const signers = vkeysNow(world, 'receipt').flatMap((vkey) => ring.get(vkey) ?? []);
  return signers.length > 0 ? signers : [receiptKey(world)];
}

/**
 * The policy as it is now. It names the log keys that sign: both while one takes over. Receipt keys stay for ever, since
 * a receipt must be good for as long as its worker keeps it.
 */
export function policyNow(
  world: World,
  cosigners: readonly (Omit<Cosigner, 'group'> & { group?: 'w' | 'a' })[],
): string {
  const ring = known.get(world.sequencer)?.receipt ?? ringOf(world, 'receipt');
  const announced = new Set(of(known.get(world.sequencer)?.changes ?? [], 'receipt').map((c) => c.vkey));
  const receipt = [...ring.keys()].filter((vkey, i) => i === 0 || announced.has(vkey));
  return policyText(world, cosigners, { log: vkeysNow(world, 'log'), receipt });
}

/** The log keys that sign now, as vkeys: what a witness must know. */
export const logKeysNow = (world: World): string[] => vkeysNow(world, 'log');
