import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, whoIs } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { NOTHING, secondOf } from './ask.actions.ts';
import type { RetentionView } from './contract.ts';
import {
  type DueRow,
  dueMonths,
  proposeRule,
  ruleOf,
  saveRule,
  standingRules,
  wishByRule,
} from './retention.store.ts';
import { RETENTION_MONTHS, monthsBefore } from './states.ts';
import { mayAct, mayDecide } from './who.ts';

const SOON = 30 * 86_400_000;

/** How long closed cases' words stay. Off until a member proposes it and another agrees; a change needs both again. */
export async function proposeRetention(
  world: World,
  who: Member,
  { months }: { months: number },
): Promise<{ done: true } | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const at = secondOf(world);
  const { orgId: org, memberId: member, role } = who;
  return world.app.write(whoIs(who, at), async (tx) => {
    await proposeRule(tx, { org, months, member, at });
    await watched(tx, world, { org, member, role, act: 'setting', what: 'retention_proposed' });
    return { done: true as const };
  });
}

export async function decideRetention(
  world: World,
  who: Member,
  { act }: { act: 'approve' | 'off' },
): Promise<{ done: true } | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const at = secondOf(world);
  const { orgId: org, memberId: member, role } = who;
  return world.app.write(whoIs(who, at), async (tx): Promise<{ done: true } | Refusal> => {
    const rule = await ruleOf(tx, org);
    if (!rule) return NOTHING;
    if (act === 'approve') {
      if (rule.state !== 'proposed') return refuse('wrong_state', 'Nothing waits to be agreed to.');
      if (!mayDecide(who, { memberId: rule.proposed_by, role: rule.proposer_role }))
        return refuse(
          'not_allowed',
          'Somebody else than who proposed it must agree, and one of the two must lead the organisation.',
        );
    }
    await saveRule(tx, {
      org,
      state: act === 'approve' ? 'standing' : 'off',
      member: act === 'approve' ? member : null,
      at,
    });
    const what = act === 'approve' ? 'retention_approved' : 'retention_off';
    await watched(tx, world, { org, member, role, act: 'setting', what });
    return { done: true };
  });
}

type Due = { due: DueRow[]; soon: DueRow[] };
/** What the next run erases, and what follows within 30 days if nothing changes: closed before the day that is `months` back. */
async function dueOf(db: Db, org: string, months: number, now: Date): Promise<Due> {
  const until = monthsBefore(now, months);
  const later = monthsBefore(new Date(now.getTime() + SOON), months);
  return {
    due: await dueMonths(db, org, { from: null, until }),
    soon: await dueMonths(db, org, { from: until, until: later }),
  };
}

export async function readRetention(world: World, who: Member): Promise<RetentionView | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const now = world.clock.now();
  return world.app.read(whoIs(who, now), async (db) => {
    const rule = await ruleOf(db, who.orgId);
    const due =
      rule && rule.state !== 'off' ? await dueOf(db, who.orgId, rule.months, now) : { due: [], soon: [] };
    return {
      rule: rule
        ? {
            months: rule.months,
            state: rule.state,
            proposedBy: rule.proposer,
            approvedBy: rule.approver,
            own: rule.proposed_by === who.memberId,
          }
        : null,
      suggestions: [...RETENTION_MONTHS],
      ...due,
    };
  });
}

export type RetentionRun = { org: string; months: number; asked: number } & Due;

/**
 * Asks, by every rule in force, for the erasure of what is due; `dry` only says what would be. The erasing itself is the
 * same machine's as for a worker's wish. Repeatable: what is asked for is not asked again.
 */
export async function runRetention(world: World, { dry = false } = {}): Promise<RetentionRun[]> {
  const now = secondOf(world);
  const run = async (db: Db): Promise<RetentionRun[]> => {
    const runs: RetentionRun[] = [];
    for (const rule of await standingRules(db))
      runs.push({
        org: rule.org_id,
        months: rule.months,
        asked: 0,
        ...(await dueOf(db, rule.org_id, rule.months, now)),
      });
    return runs;
  };
  if (dry) return world.jobs.read({}, run);
  return world.jobs.write({}, async (tx) => {
    const runs = await run(tx);
    for (const rule of await standingRules(tx)) {
      const of = { org: rule.org_id, proposedBy: rule.proposed_by, approvedBy: rule.approved_by ?? '' };
      const found = runs.find((r) => r.org === rule.org_id);
      const asked = await wishByRule(tx, of, { until: monthsBefore(now, rule.months), at: now });
      if (found) found.asked = asked;
    }
    return runs;
  });
}
