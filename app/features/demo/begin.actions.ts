import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../platform/world.ts';
import { journalDir } from '../log/index.ts';
import { emptyTables, findDemo, saveBegun } from './begin.store.ts';

/**
 * Takes back what a load that was cut off has written: only in a database that bears the mark of a begun demo. The
 * log's files and its journal go too, since its key and so its name are the same at the next try; no witness has seen them.
 */
async function emptyHalfMade(world: World): Promise<void> {
  if ((await findDemo(world)) !== 'half') throw new Error('Only a demo that was begun can be begun again.');
  await emptyTables(world);
  for (const dir of [world.ledgerDir, journalDir(world.config)])
    for (const name of existsSync(dir) ? readdirSync(dir) : [])
      rmSync(join(dir, name), { recursive: true, force: true });
}

/** Marks an empty database as a demo's, or makes room again. Throws where somebody else's things are. */
export async function beginDemo(world: World): Promise<void> {
  const found = await findDemo(world);
  if (found === 'loaded') throw new Error('The demo is loaded here already.');
  if (found === 'taken')
    throw new Error(
      'This folder holds an installation of its own. Start it with --empty, or the demo in another folder (--data).',
    );
  if (found === 'half') await emptyHalfMade(world);
  else await saveBegun(world);
}
