import type { World } from '../../platform/world.ts';
import { lockThread, threadStatement } from '../cases/index.ts';
import { type Member, NOTHING, caseWork, mayMove } from '../network/index.ts';
import { record, watched } from '../record/index.ts';
import { type Intake, reportBody } from '../reports/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { ContactDone, ContactInput } from './contact.contract.ts';
import { about } from './queue.actions.ts';
import { saveWritten, writtenBy } from './queue.store.ts';

/**
 * A call, a visit, a letter of a messenger: written down at the desk, sealed there, and opened by a code that the worker
 * gets. It goes the way of every report; then it stands on record who wrote it down and how it came. Sent again, it is
 * the same one.
 */
export async function writeDown(
  world: World,
  who: Member,
  { intake, input, paid = false }: { intake: Intake; input: ContactInput; paid?: boolean },
): Promise<ContactDone | Refusal> {
  if (!mayMove(who.kind, who.role)) return NOTHING;
  const parsed = reportBody.safeParse(input.report);
  if (!parsed.success)
    return refuse('invalid', 'What was sealed does not look like a report.', parsed.error.issues.slice(0, 5).map(({ path, message }) => ({ path: `report.${path.join('.')}`, why: message }))); // prettier-ignore
  const report = parsed.data;
  if (report.receiver !== who.orgId)
    return refuse('invalid', 'Write down what your own organisation answers.', [
      { path: 'report.receiver', why: 'another organisation' },
    ]);
  const taken = await intake.take(report, paid);
  if (isRefusal(taken)) return taken;
  const key = { docket: taken.docket.index, threadId: report.statementId };
  const marked = await caseWork(world, who, async (tx, now) => {
    const t = await lockThread(tx, key);
    if (!t) return NOTHING;
    const before = await writtenBy(tx, key);
    if (before === who.memberId) return { done: true };
    // What a worker sent from a phone doesn't become something that we wrote down.
    if (before || t.statements > 1)
      return refuse('conflict', 'This number was used for something else. Nothing was changed.');
    await record(tx, world, { ...threadStatement(t, who, now), kind: 'written_down', fields: { channel: input.channel } }); // prettier-ignore
    await watched(tx, world, about(who, key, 'written_down'));
    await saveWritten(tx, key, { channel: input.channel, language: input.language ?? null, jobseeker: input.jobseeker, by: who.memberId }); // prettier-ignore
    return { done: true };
  });
  if (isRefusal(marked)) return marked;
  return { ...key, commitment: taken.commitment, recorded: taken.recorded };
}
