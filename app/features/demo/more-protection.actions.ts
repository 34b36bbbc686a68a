/** Who sees the cases of compartments, how one worker may be reached, and the plan that keeps another safe. */
import { sql } from 'kysely';
import { seal } from '../../../seal/index.ts';
import type { Member } from '../network/index.ts';
import { type Compartment, addStep, beginPlan, changeRole, setContact } from '../protection/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { DAY } from './moments.ts';
import { MAIN_CSO } from './network.ts';
import type { Stage } from './stage.ts';

const done = (found: object | Refusal, what: string): void => {
  if (isRefusal(found)) throw new Error(`demo: ${what}: ${found.why} ${JSON.stringify(found.fields ?? [])}`);
};
type Waiting = { docket: number; threadId: string };

/** The most urgent that wait, in an order that every load has. */
const waiting = async (stage: Stage, org: string): Promise<Waiting[]> =>
  (
    await stage.past.world.jobs.read({}, (db) =>
      sql<Waiting>`select docket_id as docket, thread_id as "threadId" from thread where receiver_org = ${org} and state = 'waiting'
        and not withdrawn and not erasing order by urgency, thread_id limit 2`.execute(db),
    )
  ).rows;

async function giveRoles(stage: Stage, lead: Member, worker: Member): Promise<void> {
  const change = async (who: Member, of: Member, kind: Compartment, act: 'grant' | 'agree') =>
    done(await changeRole(stage.past.world, who, { memberId: of.memberId, kind, act }), `${act} ${kind}`);
  for (const holder of [worker, lead]) {
    await change(lead, holder, 'gbv', 'grant');
    await change(lead, holder, 'child', 'grant');
    await change(worker, holder, 'child', 'agree');
  }
}

export async function showProtection(stage: Stage): Promise<void> {
  const { past, cast, ids } = stage;
  const [lead, worker] = [cast.member(MAIN_CSO, 'anong-c'), cast.member(MAIN_CSO, 'nan-thiri')];
  await giveRoles(stage, lead, worker);
  const [first, second] = await waiting(stage, lead.orgId);
  const team = (kind: string, words: string) =>
    seal({ v: 1, kind, language: 'en', words }, [cast.ring(MAIN_CSO)]);
  if (second)
    done(
      await setContact(past.world, worker, {
        ...second,
        channel: 'line',
        from: 1140,
        to: 1260,
        days: [],
        zone: 'Asia/Bangkok',
        neverCallBack: true,
        sharedDevice: true,
        doNotLeaveMessage: false,
        envelope: await team('contact', 'Say first that it is about the market.'),
        seq: 0,
      }),
      'contact',
    );
  if (!first) return;
  const planId = ids('safety plan');
  done(await beginPlan(past.world, worker, { about: 'thread', docket: first.docket, id: first.threadId, planId, why: 'danger' }), 'plan'); // prettier-ignore
  const dueOn = new Date(past.clock.now().getTime() + DAY).toISOString().slice(0, 10);
  const step = { docket: first.docket, planId, stepId: ids('safety step'), risk: 'violence', step: 'safe_place', who: 'together', dueOn }; // prettier-ignore
  done(await addStep(past.world, worker, { ...step, envelope: await team('step', 'The aunt near the temple has a room.') }), 'step'); // prettier-ignore
}
