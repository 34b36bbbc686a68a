import type { World } from '../../platform/world.ts';
import { isRefusal } from '../refusal.ts';
import { openEnvelope, rootOf, workerKey } from './noscript.actions.ts';
import { openThread } from './open.actions.ts';
import { receiptOf } from './thread.actions.ts';

type Composed = { statementId: string; envelope: string; wrappedKey: string };

/** Sealing is new each time, and so are the sealed photos' hashes: the words tell, and how many photos there were. */
const wordsOf = (said: object | undefined): string =>
  JSON.stringify(said, (name, value: unknown) =>
    name === 'photos' && Array.isArray(value) ? value.length : value,
  );

/**
 * Without script a form that is sent twice comes sealed anew, so that its bytes can't be compared. The code that came
 * with it opens both: the same words are the same report, and get the first receipt. Undefined for other words.
 */
export async function firstAnswer(
  world: World,
  code: string,
  composed: Composed,
): Promise<{ receipt: string } | undefined> {
  const root = await rootOf(code, world.keys.origin);
  const before = root && (await openThread(world, root.lookup));
  if (!before || isRefusal(before) || before.thread.threadId !== composed.statementId) return undefined;
  const [first] = before.thread.statements;
  const [oldKey, newKey] = [
    await workerKey(root.root, before.thread.wrappedKey),
    await workerKey(root.root, composed.wrappedKey),
  ];
  if (!first?.envelope || !oldKey || !newKey) return undefined;
  const [old, now] = [
    await openEnvelope(first.envelope, oldKey),
    await openEnvelope(composed.envelope, newKey),
  ];
  if (!old || wordsOf(old) !== wordsOf(now)) return undefined;
  const receipt = await receiptOf(world, { lookup: root.lookup, statementId: composed.statementId });
  return isRefusal(receipt) ? undefined : receipt;
}
