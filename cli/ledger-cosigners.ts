// Whom the commands about the log ask: the cosigners that the policy beside the log names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cosigner, cosignersOf } from '../app/features/log/index.ts';
import { startWatchers } from '../app/watchers.ts';
import { readWatchers } from '../app/watching.ts';
import type { World } from '../app/platform/world.ts';
import { type Policy, parsePolicy } from '../ledger/index.ts';
import { BadUse } from './ledger-inputs.ts';

/** The policy that the server wrote beside the log; the commands judge by it. */
export function policyOf(world: World): string {
  const file = join(world.ledgerDir, 'policy');
  if (!existsSync(file)) throw new BadUse(`There is no policy in ${world.ledgerDir}: start the server once.`);
  return readFileSync(file, 'utf8');
}

export function parsedPolicyOf(world: World): Policy {
  const policy = parsePolicy(policyOf(world));
  if (typeof policy === 'string') throw new BadUse(`That is not a policy: ${policy}.`);
  return policy;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );

/** As the policy names them; the demo's own, where they aren't up, are started for as long as the command runs. */
export async function upCosigners(world: World): Promise<{ cosigners: Cosigner[]; stop(): Promise<void> }> {
  if (!world.config.demo) return { cosigners: readWatchers(world), stop: async () => {} };
  const cosigners = cosignersOf(policyOf(world));
  const up = await Promise.all(cosigners.map(({ url }) => answers(url)));
  if (cosigners.length === 0 || up.includes(true)) return { cosigners, stop: async () => {} };
  return startWatchers(world);
}
