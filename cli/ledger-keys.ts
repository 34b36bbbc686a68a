// `vouch ledger rotate-key log|receipt`: one key takes over from another, announced in the log itself.
import { announceKey } from '../app/features/log/index.ts';
import { isRefusal } from '../app/features/refusal.ts';
import type { World } from '../app/platform/world.ts';
import { closeEpoch } from './ledger-close.ts';
import { BadUse } from './ledger-inputs.ts';

const isPurpose = (text: string): text is 'log' | 'receipt' => text === 'log' || text === 'receipt';

export async function rotateKey(
  world: World,
  [purpose = '']: string[],
): Promise<{ code: number; machine: object; people: string }> {
  if (!isPurpose(purpose)) throw new BadUse('Say which key: log or receipt.');
  const made = await announceKey(world, purpose);
  if (isRefusal(made)) throw new BadUse(made.why);
  const { epoch, published } = await closeEpoch(world);
  const people = [
    `The new ${purpose} key is ${made.vkey}`,
    `It was announced in epoch ${epoch} and signs from there on, beside the old one.`,
    purpose === 'log'
      ? 'Give the new policy (/ledger/policy, with both keys) to witnesses, auditors and whoever verifies, within 30 days: then the old key stops.'
      : 'Receipts bear both signatures for 30 days; the old key stays in the policy, since receipts are kept for long.',
    'Back up the keys folder: the new key is by chance and follows from nothing else.',
  ].join('\n');
  return { code: published ? 0 : 1, machine: { ...made, epoch }, people };
}
