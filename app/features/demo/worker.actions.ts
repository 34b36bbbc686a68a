import { formatTime } from '../../../ledger/index.ts';
import { type Sealed, additionBody } from '../reports/phone/compose.ts';
import { eraseOf, signWithdrawal } from '../reports/phone/sign.ts';
import { addToThread, openThread } from '../reports/index.ts';
import type { Of } from './event.ts';
import { type AdditionEvent, reOf } from './said.ts';
import { type Stage, must } from './stage.ts';
import type { Step } from './steps.ts';

const timeOf = (at: Date): string => formatTime(at.getTime() / 1000);
/** The demo pays for itself: puzzles keep floods from strangers off. */
const unpaid = (time: string) => ({ time, salt: '', bits: 0, expires: 0, mac: '', nonce: '' });

/** What a worker's phone sends, taken by the intake that takes every phone's. */
export async function sendReport(stage: Stage, step: Step<Of<'report'>>): Promise<void> {
  const { sealed, body: sent } = await stage.sealing.report(step);
  const body = { challenge: unpaid(sent.recorded), ...sent, attachments: [] };
  must(await stage.intake.take(body, true), step);
  stage.placed.set(step.e.report, { first: sealed.docket.index, now: sealed.docket.index });
}

/** Where the thread stands now, as the phone learns it when it opens the thread. */
function whereNow(stage: Stage, sealed: Sealed, e: AdditionEvent): Sealed {
  const now = stage.placed.get(e.report)?.now ?? sealed.docket.index;
  if (now === sealed.docket.index) return sealed;
  return { ...sealed, docket: stage.cast.docketAt(now) };
}

async function signed(stage: Stage, step: Step<AdditionEvent>): Promise<string | undefined> {
  const { e } = step;
  if (e.kind !== 'withdrawal') return undefined;
  const { sealed, root } = await stage.sealing.worker(e.report);
  const { thread } = must(await openThread(stage.past.world, sealed.lookup), step);
  const target = thread.statements.find((s) => s.id === sealed.statementId);
  if (!target) throw new Error(`demo: ${e.report} is not in its own thread`);
  const origin = stage.past.world.keys.origin;
  return signWithdrawal(
    root,
    { statementId: target.id, commitment: target.commitment },
    { origin, docket: thread.docket.index },
  );
}

/** A worker of the demo who asks for erasure asks for all of it. */
async function wished(stage: Stage, step: Step<AdditionEvent>, own: { id: string; commitment: string }) {
  if (step.e.kind !== 'erasure_request') return {};
  const { sealed, root } = await stage.sealing.worker(step.e.report);
  const { thread } = must(await openThread(stage.past.world, sealed.lookup), step);
  const origin = stage.past.world.keys.origin;
  return { erase: await eraseOf(root, thread, { scope: 'all', re: sealed.statementId, own, origin }) };
}

export async function addFromPhone(stage: Stage, step: Step<AdditionEvent>): Promise<void> {
  const sealed = whereNow(stage, await stage.sealing.addition(step), step.e);
  const time = timeOf(step.at);
  const re = reOf(step.e, stage.ids);
  const signature = await signed(stage, step);
  const { kind, ...body } = await additionBody(sealed, time, {
    ...(re ? { re } : {}),
    ...(signature ? { signature } : {}),
  });
  const erase = await wished(stage, step, { id: body.statementId, commitment: body.commitment });
  if (kind === 'report') throw new Error('demo: a report is no addition');
  must(
    await addToThread(stage.past.world, {
      ...body,
      ...erase,
      kind,
      challenge: unpaid(time),
      attachments: [],
    }),
    step,
  );
}
