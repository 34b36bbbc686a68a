import type { World } from '../../platform/world.ts';
import { remediedBy } from '../cases/index.ts';
import { doneDuty, dutyIdOf } from '../duties/index.ts';
import { type Member, NOTHING } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isRemedy } from './codes.ts';
import type { ActInput, Done } from './contract.ts';
import { asSender, put } from './put.actions.ts';
import { type ActLine, type ReferralLine, actsOf, insertAct, referralBy } from './referral.store.ts';
import { saidBefore } from './said.store.ts';
import { sealedBetween, working } from './step.actions.ts';

/** Where an office acts: it took the matter up, and hasn't given it back. */
const ACTING: readonly ReferralLine['state'][] = [
  'received_by_partner',
  'service_started',
  'service_completed',
];
export const mayAct = (who: { kind: string }, r: ReferralLine): boolean =>
  who.kind === 'labour_office' && r.withdrawn_at === null && ACTING.includes(r.state);

const OTHER = refuse('conflict', 'Another act has this number. Nothing was changed.');

function judge(input: ActInput, acts: readonly ActLine[], today: string): Refusal | undefined {
  if (input.day > today)
    return refuse('invalid', 'This day has not come yet.', [{ path: 'day', why: 'in the future' }]);
  const earlier = acts.find((a) => a.action_id === input.reAction);
  if (input.reAction !== undefined && (!earlier || earlier.act !== input.act || earlier.status !== 'begun'))
    return refuse('invalid', 'That is not an act of yours that is still open.', [
      { path: 'reAction', why: 'no open act of this kind' },
    ]);
  if (earlier && acts.some((a) => a.re_action === earlier.action_id))
    return refuse('wrong_state', 'You have already said what became of this act.');
  return undefined;
}

/**
 * The state as a duty bearer: what an office did, never changed after. A remedy that it reports as done is a claim, as a
 * business's is: the workers are asked, and what they confirm is counted under the state and nobody else.
 */
export const putAct = (world: World, who: Member, input: ActInput): Promise<Done | Refusal> =>
  working(world, who, input, async (tx, now, { r, mover }) => {
    if (mover.side !== 'receiver' || who.kind !== 'labour_office') return NOTHING;
    const acts = await actsOf(tx, input);
    const same = acts.find((a) => a.action_id === input.actionId);
    if (same)
      return same.act === input.act &&
        same.status === input.status &&
        (await saidBefore(tx, input, input.actionId)) === input.envelope
        ? { id: r.referral_id, state: r.state, seq: r.seq }
        : OTHER;
    if (!mayAct(who, r))
      return refuse(
        'wrong_state',
        'Take the referral up first. An act is put down where the matter is yours.',
      );
    const refused =
      judge(input, acts, now.toISOString().slice(0, 10)) ?? (await sealedBetween(tx, r, input.envelope));
    if (refused) return refused;
    const { line, ...done } = await put(tx, world, r, {
      by: who.orgId,
      member: who.memberId,
      kind: 'act',
      at: now,
      words: input.envelope,
      statementId: input.actionId,
      fields: {
        act: input.act,
        status: input.status,
        day: input.day,
        ...(r.about_id ? { about: `recruiter ${r.about_id}` } : {}),
        ...(input.reAction ? { re: input.reAction } : {}),
      },
    });
    await insertAct(tx, {
      ...input,
      cso: r.cso_org,
      org: who.orgId,
      reAction: input.reAction ?? null,
      at: now,
      seq: line.seq,
    });
    await asSender(tx, who, r, async () => {
      const duty = { docketId: r.docket_id, dutyId: dutyIdOf('state_action', r.referral_id) };
      if (input.status !== 'begun' || input.act === 'none_with_reason') await doneDuty(tx, duty, now);
      if (!isRemedy(input.act, input.status)) return;
      const whole = await referralBy(tx, r.cso_org, input);
      for (const issueId of whole?.issue_ids ?? [])
        await remediedBy(tx, { docket: whole?.case_docket ?? -1, issueId }, 'state', now);
    });
    return done;
  });
