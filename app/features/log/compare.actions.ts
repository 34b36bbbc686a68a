import {
  type Checkpoint,
  type LogReader,
  type Note,
  Tree,
  equalBytes,
  isBy,
  leafHash,
  parsePolicy,
  readCheckpoint,
  signCheckpoint,
  utf8,
  verifySignature,
  vkeyOf,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Asked, Asking } from './asking.actions.ts';
import { policyText } from './policy.ts';
import { type EpochRow, epochOfSize, lastEpoch, lastPublished, logPages } from './sequencer.store.ts';
import { allKeys, logSigners } from './signing.actions.ts';
import { tileStore } from './tile-store.actions.ts';
import type { Trouble } from './trouble.ts';

export type CompareWith = {
  /** The published log: this deployment's own, unless another copy is named. */
  read?: LogReader;
  /** That place in words. */
  place?: string;
  cosigners?: readonly Asked[];
};

const WAIT_MS = 10_000;

/** Where the database's log stands: its tree, which every comparison needs. */
async function treeOf(db: Db): Promise<Tree> {
  const tree = new Tree();
  for await (const lines of logPages(db)) for (const { line } of lines) tree.append(leafHash(utf8(line)));
  return tree;
}

/**
 * The database against the published checkpoint and every cosigner (ledger.md 10). Whatever is larger or different
 * there means that an old backup was restored, the most likely cause of a real split view. Empty if nothing is.
 */
export async function compareWithPublished(world: World, given: CompareWith = {}): Promise<Trouble[]> {
  const { tree, last, published } = await world.jobs.read({}, async (db) => ({
    tree: await treeOf(db),
    last: await lastEpoch(db),
    published: await lastPublished(db),
  }));
  const store = tileStore(world);
  const place = given.place ?? store.place;
  const found = readCheckpoint(await (given.read ?? ((path) => store.read(path)))('checkpoint'));
  const troubles = found
    ? withFile(world, { ...found, place }, { tree, published })
    : published
      ? [
          {
            kind: 'no-checkpoint' as const,
            words: `${place} has no checkpoint, and the database says that epoch ${published.n} is published`,
          },
        ]
      : [];
  if (!last || !given.cosigners?.length) return troubles;
  return [...troubles, ...(await withCosigners(world, given.cosigners, { tree, last }))];
}

type FoundFile = { note: Note; checkpoint: Checkpoint; place: string };

function withFile(
  world: World,
  { note, checkpoint, place }: FoundFile,
  { tree, published }: { tree: Tree; published: EpochRow | undefined },
): Trouble[] {
  const own = allKeys(world, 'log').map(vkeyOf);
  const isOurs = note.signatures.some((s) => own.some((k) => isBy(s, k) && verifySignature(note.text, s, k)));
  if (checkpoint.origin !== world.keys.origin || !isOurs)
    return [{ kind: 'bad-checkpoint', words: `${place}/checkpoint isn't signed by this log` }];
  if (checkpoint.size > tree.size)
    return [
      {
        kind: 'database-behind',
        words: `${place} has ${checkpoint.size} entries, the database ${tree.size}: an old backup was restored`,
      },
    ];
  if (!equalBytes(tree.root(checkpoint.size), checkpoint.root))
    return [
      {
        kind: 'fork',
        words: `${place} and the database have two different logs of ${checkpoint.size} entries`,
      },
    ];
  if (published && published.size > checkpoint.size)
    return [
      {
        kind: 'files-behind',
        words: `${place} has ${checkpoint.size} entries, the database says that ${published.size} are published: the files are from an older copy, or publishing was cut off (start the server, which writes them again)`,
      },
    ];
  return [];
}

async function withCosigners(
  world: World,
  cosigners: readonly Asked[],
  { tree, last }: { tree: Tree; last: EpochRow },
): Promise<Trouble[]> {
  const policy = parsePolicy(policyText(world, cosigners));
  if (typeof policy === 'string') throw new Error(policy);
  const asking = new Asking(world, policy, cosigners);
  // What isn't published yet is nobody's to see but through the publisher.
  const epoch =
    (await world.jobs.read({}, lastPublished)) ??
    (await world.jobs.read({}, (db) => epochOfSize(db, last.size)));
  if (!epoch || epoch.size > tree.size) return [];
  const checkpoint = { origin: world.keys.origin, size: epoch.size, root: tree.root(epoch.size) };
  const signers = await world.jobs.read({}, (db) => logSigners(world, db, epoch));
  await asking.ask({ ...checkpoint, note: signCheckpoint(checkpoint, signers) }, tree, WAIT_MS);
  return [...asking.said].flatMap(([name, { answer, contradicts }]): Trouble[] => {
    if (contradicts === 'ahead') return [{ kind: 'witness-ahead', words: `${name} ${answer}` }];
    if (contradicts === 'differs') return [{ kind: 'witness-differs', words: `${name} ${answer}` }];
    return answer === 'signed' ? [] : [{ kind: 'witness-silent', words: `${name} didn't sign: ${answer}` }];
  });
}
