import type { World } from '../../platform/world.ts';
import { sumsOf } from '../cases/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { duesOf } from './repayment.ts';
import { held } from './sides.actions.ts';
import type { IssueAt, PaidRow } from './sides.contract.ts';
import { disclosureFor, owedOf, saveOwed, saveSum, threadsIn, toldBefore } from './sides.store.ts';

/** Fewest workers in a sum that a business is told. */
const K = 10;

/** What workers paid, as they and their receipts say; what each is owed follows, for the whole cohort anew. */
export const saveAmounts = (
  world: World,
  who: Member,
  input: IssueAt & { rows: readonly PaidRow[] },
): Promise<{ workers: number; owed: { amount: number; currency: string }[] } | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const found = await held(tx, input);
    if (!found) return NOTHING;
    const here = await threadsIn(tx, input);
    const before = new Map((await owedOf(tx, input)).map((row) => [row.threadId, row]));
    for (const row of input.rows) {
      if (!here.has(row.threadId))
        return refuse('invalid', 'This worker is not in this case.', [
          { path: 'threadId', why: row.threadId },
        ]);
      if ((before.get(row.threadId)?.seq ?? 0) !== row.seq)
        return refuse('conflict', 'A colleague changed what this worker is owed meanwhile.', [
          { path: 'seq', why: String(before.get(row.threadId)?.seq ?? 0) },
        ]);
    }
    const changed = new Map(input.rows.map((row) => [row.threadId, row]));
    const all = [
      ...[...before.values()].map((row) => changed.get(row.threadId) ?? row),
      ...input.rows.filter((row) => !before.has(row.threadId)),
    ];
    const dues = duesOf(all);
    await record(tx, world, {
      docketId: found.c.docket_id,
      kind: 'repayment',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: found.c.case_id,
      at: now,
      // How much each is owed stays in this organisation's rows: a sum of few workers would name one.
      fields: { issue: input.issueId, workers: String(input.rows.length) },
    });
    for (const row of dues)
      await saveOwed(
        tx,
        { ...input, org: who.orgId },
        { ...row, seq: row.seq + (changed.has(row.threadId) ? 1 : 0) },
      );
    return {
      workers: dues.length,
      owed: sumsOf(dues.map(({ due, currency }) => ({ amount: due, currency }))),
    };
  });

/** Tells the business what it owes in all, currency by currency; of fewer than ten workers nothing. */
export const tellSum = (
  world: World,
  who: Member,
  input: IssueAt & { disclosureId: string },
): Promise<{ told: { amount: number; currency: string }[] } | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const found = await held(tx, input);
    const d = found && (await disclosureFor(tx, input));
    if (!found || !d) return NOTHING;
    const owed = await owedOf(tx, input);
    const groups = [...Map.groupBy(owed, ({ currency }) => currency)].filter(([, rows]) => rows.length >= K);
    if (groups.length === 0)
      return refuse(
        'wrong_state',
        'Fewer than ten workers are in this sum: whoever reads it could work out what one of them paid. Talk to the business yourselves.',
        [{ path: 'disclosureId', why: 'fewer than ten' }],
      );
    const told = groups.map(([currency, rows]) => ({
      currency,
      workers: rows.length,
      amount: rows.reduce((sum, { due }) => sum + due, 0),
    }));
    // Two sums of one issue, subtracted, are what the one worker between them paid, and the day on which they came.
    const before = await toldBefore(tx, input);
    if (told.some((sum) => before.some((b) => b.currency === sum.currency && b.amount !== sum.amount)))
      return refuse(
        'wrong_state',
        'Another sum of this was told before. The difference would show what one worker paid: talk to the business yourselves.',
        [{ path: 'disclosureId', why: 'told before' }],
      );
    await record(tx, world, {
      docketId: found.c.docket_id,
      kind: 'sum_told',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      toOrg: d.to_org,
      caseId: found.c.case_id,
      at: now,
      re: d.disclosure_id,
      fields: { issue: input.issueId, owed: told.map((t) => `${t.currency} ${t.amount}`).join(' ') },
    });
    for (const sum of told) await saveSum(tx, { ...d, ...sum, day: now.toISOString().slice(0, 10) });
    return { told: told.map(({ amount, currency }) => ({ amount, currency })) };
  });
