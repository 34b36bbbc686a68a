import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretFile } from './secret-file.ts';

/** Secrets of this installation. The log and receipt keys are Ed25519 seeds. */
export type ServerKeys = {
  /** `<domain>/vouch/1`, fixed at the first start. */
  origin: string;
  log: Uint8Array;
  receipt: Uint8Array;
  /** Seeds that took over, or will, oldest first: those of a rotation are by chance, since who has the root has all others. */
  later(purpose: 'log' | 'receipt'): Uint8Array[];
  /** Makes the next one. */
  makeLater(purpose: 'log' | 'receipt'): Uint8Array;
  /** Signs puzzles and no-script tokens: nothing that anyone must verify later. */
  puzzle: Buffer;
  session: string;
  roles: Buffer;
  /** Deterministic secrets for one purpose. */
  derive(purpose: string): Buffer;
};

const laterFile = (dir: string, purpose: string, n: number): string => join(dir, 'keys', `${purpose}-${n}`);

function laterSeeds(dir: string, purpose: string): Uint8Array[] {
  const seeds: Uint8Array[] = [];
  for (let n = 1; existsSync(laterFile(dir, purpose, n)); n++)
    seeds.push(new Uint8Array(Buffer.from(readFileSync(laterFile(dir, purpose, n), 'utf8').trim(), 'hex')));
  return seeds;
}

/** Reads the secrets below `dir`/keys; makes them at the first start. `fixed` (the demo) makes them from a seed. */
export function serverKeys(dir: string, domain: string, fixed?: string): ServerKeys {
  const root = Buffer.from(
    secretFile(dir, 'root', () =>
      (fixed ? createHmac('sha256', 'vouch demo').update(fixed).digest() : randomBytes(32)).toString('hex'),
    ),
    'hex',
  );
  const derive = (purpose: string): Buffer => createHmac('sha256', root).update(purpose).digest();
  return {
    origin: secretFile(dir, 'origin', () => `${domain}/vouch/1`),
    log: derive('log key'),
    receipt: derive('receipt key'),
    later: (purpose) => laterSeeds(dir, purpose),
    makeLater: (purpose) => {
      secretFile(dir, `${purpose}-${laterSeeds(dir, purpose).length + 1}`, () =>
        randomBytes(32).toString('hex'),
      );
      return laterSeeds(dir, purpose).at(-1) ?? new Uint8Array(0);
    },
    puzzle: derive('puzzle'),
    session: derive('session').toString('hex'),
    roles: derive('database roles'),
    derive,
  };
}
