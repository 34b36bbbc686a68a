import type { Tx } from '../../platform/db.ts';
import {
  type DutyKind,
  calendarAt,
  doneDuties,
  dueOf,
  dutyIdOf,
  hasOpen,
  openDuty,
  pauseDuties,
  resumeDuties,
} from '../duties/index.ts';
import { dutiesAfter } from './case-duties.ts';
import type { CaseState, Closure } from './case-states.ts';
import { openCaseOfThread } from './list.store.ts';

export type Stepped = {
  docket: number;
  caseId: string;
  org: string;
  seq: number;
  from: CaseState | 'none';
  to: CaseState;
  closure?: Closure | undefined;
  reviewDate?: string | undefined;
  firstReceived: Date;
};

/** Clocks of a case after one of its steps, in the step's own transaction. */
export async function keepClocks(tx: Tx, s: Stepped, at: Date): Promise<void> {
  const { opens, ends, clocks } = dutiesAfter(s.from, s.to, s.closure);
  const here = { docketId: s.docket, caseId: s.caseId };
  if (clocks === 'resume') await resumeDuties(tx, here, at);
  if (ends.length > 0) await doneDuties(tx, { caseId: s.caseId, kinds: ends }, at);
  if (opens.length > 0) {
    const calendar = await calendarAt(tx, s.docket, s.org);
    for (const kind of opens) {
      // Who judged that going on would harm has said already when it is looked at again.
      if (kind === 'review' && (await hasOpen(tx, s.caseId, kind))) continue;
      // A report waits from the day it came in, not from the day somebody made a case of it.
      const startsAt = kind === 'triage' ? s.firstReceived : at;
      const dueAt = kind === 'review' ? reviewOf(s) : dueOf(kind, calendar, startsAt);
      if (dueAt) await open(tx, s, { kind, name: String(s.seq), startsAt, dueAt });
    }
  }
  if (clocks === 'pause') await pauseDuties(tx, here, at);
}

/** Until the end of that day, wherever it is. */
const reviewOf = ({ reviewDate }: Stepped): Date | null =>
  reviewDate === undefined ? null : new Date(`${reviewDate}T23:59:59Z`);

type Opened = { kind: DutyKind; name: string; startsAt: Date; dueAt: Date };
const open = (tx: Tx, c: { docket: number; caseId: string; org: string }, d: Opened) =>
  openDuty(tx, {
    docketId: c.docket,
    dutyId: dutyIdOf(d.kind, c.caseId, d.name),
    kind: d.kind,
    orgId: c.org,
    csoOrg: c.org,
    caseId: c.caseId,
    startsAt: d.startsAt,
    dueAt: d.dueAt,
  });

/** A worker of this thread's case was told something: the next word is due in fourteen days. */
export async function workerTold(
  tx: Tx,
  told: { threadDocket: number; threadId: string; org: string; statementId: string },
  at: Date,
): Promise<void> {
  const c = await openCaseOfThread(tx, told);
  if (!c) return;
  await doneDuties(tx, { caseId: c.caseId, kinds: ['worker_update'] }, at);
  const calendar = await calendarAt(tx, c.docket, told.org);
  const dueAt = dueOf('worker_update', calendar, at);
  if (dueAt) await open(tx, { ...c, org: told.org }, { kind: 'worker_update', name: told.statementId, startsAt: at, dueAt }); // prettier-ignore
}
