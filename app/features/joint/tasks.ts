/** Tasks as the log leaves them: given, passed to another party, done. Pure. */
import type { ItemKind } from './joint.ts';

export type Entry = {
  item_id: string;
  kind: ItemKind;
  code: string | null;
  day: string;
  due_day: string | null;
  owner_no: number | null;
  re: string | null;
};
export type Task = { itemId: string; code: string; owner: number; dueDay: string; doneDay: string | null };

export function tasksOf(log: readonly Entry[]): Task[] {
  const tasks = new Map<string, Task>();
  for (const entry of log) {
    const { item_id: itemId, code, due_day: dueDay, owner_no: owner } = entry;
    if (entry.kind === 'task' && code && dueDay && owner !== null)
      tasks.set(itemId, { itemId, code, owner, dueDay, doneDay: null });
    const before = entry.re === null ? undefined : tasks.get(entry.re);
    if (!before || before.doneDay !== null) continue;
    if (entry.kind === 'task_done') tasks.set(before.itemId, { ...before, doneDay: entry.day });
    if (entry.kind === 'task_passed' && owner !== null) tasks.set(before.itemId, { ...before, owner });
  }
  return [...tasks.values()];
}
