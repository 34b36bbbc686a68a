import { parseCheckpoint, parseNote, parsePolicy } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { validLines } from './asking.actions.ts';
import { keepCosignature, tellCosigned } from './cosignature.store.ts';
import { type EpochRow, epochOfSize, newestEpochs } from './sequencer.store.ts';

/** Lines without a checkpoint above them are tried on so many of the newest epochs. */
const NEWEST = 8;

type Brought = { sizes: { epoch: EpochRow; lines: string }[] };

/**
 * A cosignature that is brought, late or by a feeder (ledger.md 7): the whole note, or its signature lines alone. Kept
 * if it is by a key of the policy and valid for a checkpoint of this log; the first one of a key for a size stays.
 */
export async function takeCosignature(
  world: World,
  policy: string,
  body: string,
): Promise<{ size: number; kept: string[] } | Refusal> {
  const parsed = parsePolicy(policy);
  if (typeof parsed === 'string') return refuse('invalid', 'This log has no policy to judge by.');
  const brought = await placeOf(world, body);
  if ('refused' in brought) return brought;
  for (const { epoch, lines } of brought.sizes) {
    const checkpoint = { origin: world.keys.origin, size: epoch.size, root: new Uint8Array(epoch.log_root) };
    const valid = validLines(parsed, checkpoint, lines);
    if (valid.length === 0) continue;
    const at = world.clock.now();
    await world.sequencer.write({}, async (tx) => {
      for (const { vkey, line } of valid) await keepCosignature(tx, { size: epoch.size, vkey, line, at });
      await tellCosigned(tx, epoch.size);
    });
    return { size: epoch.size, kept: valid.map(({ name }) => name) };
  }
  return refuse('invalid', 'No line is a valid cosignature by a key of this log’s policy. Nothing was kept.');
}

async function placeOf(world: World, body: string): Promise<Brought | Refusal> {
  if (!body.endsWith('\n')) return refuse('invalid', 'Signature lines end in a line feed each.');
  if (body.startsWith('— ')) {
    const newest = await world.sequencer.read({}, (db) => newestEpochs(db, NEWEST));
    return { sizes: newest.map((epoch) => ({ epoch, lines: body })) };
  }
  const note = parseNote(body);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!note || !checkpoint)
    return refuse('invalid', 'Send a signed checkpoint, or its signature lines, each beginning with “— ”.');
  const epoch = await world.sequencer.read({}, (db) => epochOfSize(db, checkpoint.size));
  if (
    !epoch ||
    checkpoint.origin !== world.keys.origin ||
    checkpoint.extensions.length > 0 ||
    !epoch.log_root.equals(checkpoint.root)
  )
    return refuse('conflict', 'That is not a checkpoint of this log. Keep it: it may be a proof.');
  return { sizes: [{ epoch, lines: body.slice(note.text.length + 1) }] };
}
