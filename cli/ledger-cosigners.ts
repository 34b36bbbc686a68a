// Whom the commands about the log ask: the cosigners that the policy beside the log names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cosigner, logKey } from '../app/features/log/index.ts';
import { startWitness } from '../app/platform/demo-witness.ts';
import type { World } from '../app/platform/world.ts';
import { type Policy, parsePolicy, vkeyOf } from '../ledger/index.ts';
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

/** As the policy names them; whether they are up is another matter. */
export function namedCosigners(world: World): Cosigner[] {
  const source = policyOf(world);
  const auditors = new Set(parsedPolicyOf(world).groups.get('a')?.members);
  return [...source.matchAll(/^witness (\S+) (\S+) (\S+)$/gm)].map(([, name = '', vkey = '', url = '']) => {
    const by =
      new RegExp(`^# ${name.replaceAll(/[^\w-]/g, '.')} is run by (.*)$`, 'm').exec(source)?.[1] ?? '';
    return { name, vkey, url, by, group: auditors.has(name) ? 'a' : 'w' };
  });
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );

/** All of them; the demo's own witnesses, where they aren't up, are started for as long as the command runs. */
export async function upCosigners(world: World): Promise<{ cosigners: Cosigner[]; stop(): Promise<void> }> {
  const cosigners: Cosigner[] = [];
  const started: { stop(): Promise<void> }[] = [];
  for (const one of namedCosigners(world)) {
    const isOwn = existsSync(join(world.config.dir, 'keys', `witness-${one.name}`));
    if (!isOwn || (await answers(one.url))) cosigners.push(one);
    else {
      const own = await startWitness(world.config.dir, one.name, vkeyOf(logKey(world)).vkey);
      started.push(own);
      cosigners.push({ ...one, url: own.url });
    }
  }
  return { cosigners, stop: async () => void (await Promise.all(started.map((s) => s.stop()))) };
}
