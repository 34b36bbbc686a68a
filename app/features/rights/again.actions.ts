import { randomUUID } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { type BroughtBack, addAgain, broughtBack, sizeOfThread } from './again.store.ts';
import { advanceErasures } from './erase.actions.ts';

/**
 * After a backup was restored and the log replayed: what was erased meanwhile is erased again (ledger.md 9), because its
 * `erased` leaf says so. Gives how many statements a backup had brought back, and how many still stand.
 */
export async function eraseAgain(world: World): Promise<{ found: number; left: number }> {
  const found = await world.eraser.read({}, broughtBack);
  const threads = Map.groupBy(found, (s) => `${s.thread_docket} ${s.thread_id}`);
  for (const [, statements] of threads) await ofThread(world, statements);
  if (found.length > 0) await advanceErasures(world);
  const left = new Set((await world.eraser.read({}, broughtBack)).map((s) => s.statement_id));
  return { found: found.length, left: left.size };
}

/** All of a thread's statements: the whole thread was erased. Some of them: each was erased by itself. */
async function ofThread(world: World, statements: readonly BroughtBack[]): Promise<void> {
  const [first] = statements;
  if (!first || first.thread_docket === null || first.thread_id === null) return;
  const { thread_docket: docketId, thread_id: threadId, cso_org: cso } = first;
  const at = new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000);
  const stoodOn = (s: BroughtBack): string => s.recorded_at.toISOString().slice(0, 10);
  await world.eraser.write({}, async (tx) => {
    const wish = { docketId, threadId, cso, at };
    if ((await sizeOfThread(tx, docketId, threadId)) === statements.length)
      return addAgain(
        tx,
        { ...wish, erasureId: randomUUID(), scope: 'all', statementId: null, stoodOn: stoodOn(first) },
        statements,
      );
    for (const [statementId, places] of Map.groupBy(statements, (s) => s.statement_id))
      await addAgain(
        tx,
        { ...wish, erasureId: randomUUID(), scope: 'one', statementId, stoodOn: stoodOn(places[0] ?? first) },
        places,
      );
    return undefined;
  });
}
