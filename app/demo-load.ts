// Loads the demo in a process of its own, started by app/demo-start.ts: what loading takes is gone when it ends.
import { join } from 'node:path';
import { README_SIZE, loadDemo } from './features/demo/index.ts';
import { closeSignIn } from './features/network/index.ts';
import { openGates } from './platform/database.ts';
import { Files } from './platform/files.ts';
import { serverKeys } from './platform/keys.ts';
import type { World } from './platform/world.ts';
import { realClock } from './world.ts';
import { type LoadAsked, progress } from './demo-start.ts';

async function load({ config, database }: LoadAsked): Promise<void> {
  const keys = serverKeys(config.dir, config.domain);
  const { close, ...gates } = openGates(database, keys.roles);
  const world: World = {
    config,
    clock: realClock,
    keys,
    ...gates,
    files: new Files(join(config.dir, 'files')),
    mail: { alert: async () => {} },
    ledgerDir: join(config.dir, 'ledger'),
  };
  try {
    await loadDemo(world, README_SIZE, progress());
  } finally {
    await closeSignIn(world);
    await close();
  }
}

process.once('message', (asked: LoadAsked) => {
  load(asked).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
});
// Whoever started it is gone: nobody waits for this demo any more.
process.once('disconnect', () => process.exit(process.exitCode ?? 0));
