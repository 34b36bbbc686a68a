/** Three workers’ matters at the labour office, one taken up, one that waits, and a pattern about a recruiter. */
import { formatTime } from '../../../ledger/index.ts';
import { seal } from '../../../seal/index.ts';
import { readCaseView, recordConsent } from '../cases/index.ts';
import type { Member } from '../network/index.ts';
import {
  addCases,
  offerReferral,
  putAct,
  raisePattern,
  readReferrals,
  sendPattern,
  sendReferral,
  sendWords,
  takeStep,
} from '../referral/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { addToThread } from '../reports/index.ts';
import { additionBody, sealAddition } from '../reports/phone/compose.ts';
import type { ReportRef } from './event.ts';
import { HOMEWARD, LABOUR_OFFICE, MAIN_CSO, TWO_BANKS } from './network.ts';
import { type Stage, caseOf } from './stage.ts';

const done = <T>(found: T | Refusal, what: string): T => {
  if (isRefusal(found)) throw new Error(`demo: ${what}: ${found.why} ${JSON.stringify(found.fields ?? [])}`);
  return found;
};
const anong = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'anong-c');
const officer = (stage: Stage): Member => stage.cast.member(LABOUR_OFFICE, 'siriporn-k');
const both = (stage: Stage, words: object): Promise<string> =>
  seal({ v: 1, language: 'en', ...words }, [stage.cast.ring(MAIN_CSO), stage.cast.ring(LABOUR_OFFICE)]);

type Found = { docket: number; caseId: string; threadDocket: number; threadId: string; ref: ReportRef };

/** Open cases with an issue and a worker who is one of their own, the newest first. */
async function openOnes(stage: Stage, most: number): Promise<Found[]> {
  const found: Found[] = [];
  for (const ref of [...stage.cases.keys()].toReversed()) {
    if (found.length === most) break;
    if (stage.plan.orgOf(ref) !== MAIN_CSO) continue;
    const { docket, caseId } = caseOf(stage, ref);
    const view = await readCaseView(stage.past.world, anong(stage), { docket, caseId });
    if (isRefusal(view) || view.case.state === 'closed' || view.issues.length === 0) continue;
    const thread = view.threads.find((t) => t.distinct === 'distinct' && !t.withdrawn && !t.erasing); // prettier-ignore
    const report = [...stage.placed.keys()].find((one) => stage.ids(`report ${one}`) === thread?.threadId);
    if (thread && report)
      found.push({ docket, caseId, threadDocket: thread.docket, threadId: thread.threadId, ref: report });
  }
  return found;
}

/** On the phone: this one office may be told. The case worker records what was said. */
async function agrees(stage: Stage, of: Found): Promise<void> {
  const { world } = stage.past;
  const { sealed: first, root } = await stage.sealing.worker(of.ref);
  const at = stage.placed.get(of.ref);
  const thread = {
    docket: at && at.now !== first.docket.index ? stage.cast.docketAt(at.now) : first.docket,
    threadId: first.thread,
    publicKey: first.publicKey,
  };
  const said = { v: 1, kind: 'message', language: 'en', words: 'Yes, you may tell the labour office.', photos: [] } as const; // prettier-ignore
  const receiver = { org: first.receiver, ...stage.cast.ring(first.receiver) };
  const statementId = stage.ids(`referral word ${of.threadId}`);
  const { sealed } = await sealAddition(
    { kind: 'message', thread, receiver, said: () => said, photos: [] },
    { root, statementId, m: crypto.getRandomValues(new Uint8Array(32)) },
  );
  const time = formatTime(world.clock.now().getTime() / 1000);
  const { kind, ...body } = await additionBody(sealed, time, {});
  if (kind === 'report') throw new Error('demo: a report is no addition');
  const unpaid = { time, salt: '', bits: 0, expires: 0, mac: '', nonce: '' };
  done(await addToThread(world, { ...body, kind, challenge: unpaid, attachments: [] }), 'a worker’s yes');
  const { docket, caseId, threadDocket, threadId } = of;
  const about = { docket, caseId, threadDocket, threadId, scopes: ['share_with_authority' as const] };
  const yes = { ...about, forOrg: LABOUR_OFFICE, value: 'given' as const, answerStatement: statementId };
  done(await recordConsent(world, anong(stage), yes), 'consent');
}

async function refer(
  stage: Stage,
  of: Found,
  sent: boolean,
): Promise<{ docket: number; id: string; seq: number }> {
  const { world } = stage.past;
  const referralId = stage.ids(`referral ${of.threadId}`);
  const { docket, caseId, threadDocket, threadId } = of;
  const offer = { docket, caseId, threadDocket, threadId, referralId, toOrg: LABOUR_OFFICE, basis: 'consent' as const, service: 'wage_or_fee_claim' as const, purpose: 'recover_money' as const }; // prettier-ignore
  done(await offerReferral(world, anong(stage), offer), 'an offer');
  const { rows } = done(await readReferrals(world, anong(stage)), 'the list');
  const key = { docket: rows.find((row) => row.id === referralId)?.docket ?? -1, id: referralId };
  if (!sent) return { ...key, seq: 0 };
  await agrees(stage, of);
  const facts = [
    { group: 'amounts', words: 'Fees before departure, about two months of pay. No receipt.' },
    { group: 'period', words: 'Since spring.' },
  ];
  const envelope = await both(stage, { kind: 'referral', words: '', facts });
  const went = { ...key, envelope, groups: ['amounts' as const, 'period' as const], issueIds: [], seq: 0 };
  const { seq } = done(await sendReferral(world, anong(stage), went), 'a package');
  return { ...key, seq };
}

async function officeWorks(stage: Stage, of: { docket: number; id: string; seq: number }): Promise<void> {
  const { world } = stage.past;
  const key = { docket: of.docket, id: of.id };
  done(await takeStep(world, officer(stage), { ...key, to: 'received_by_partner', seq: of.seq }), 'taken up');
  const asks = await both(stage, { kind: 'message', words: 'We open a file. Is there anybody who can confirm the amount?' }); // prettier-ignore
  done(await sendWords(world, officer(stage), { ...key, statementId: stage.ids(`asks ${of.id}`), envelope: asks }), 'words'); // prettier-ignore
  const order = await both(stage, {
    kind: 'state_action',
    words: 'The agent is ordered to pay within 30 days.',
  });
  const day = world.clock.now().toISOString().slice(0, 10);
  const act = { ...key, actionId: stage.ids(`order ${of.id}`), act: 'order_to_pay' as const, status: 'begun' as const, day, envelope: order }; // prettier-ignore
  done(await putAct(world, officer(stage), act), 'an order');
}

async function pattern(stage: Stage, cases: readonly Found[]): Promise<void> {
  const { world } = stage.past;
  const docket = stage.cast.docket({ kind: 'recruiter', id: TWO_BANKS }).index;
  const patternId = stage.ids('pattern');
  const own = cases.map(({ docket: d, caseId }) => ({ docket: d, caseId }));
  const [first, ...more] = own;
  if (!first || more.length === 0) return;
  done(await raisePattern(world, anong(stage), { patternId, docket, cases: [first], with: [HOMEWARD] }), 'a pattern'); // prettier-ignore
  done(await addCases(world, anong(stage), { patternId, docket, cases: more }), 'more cases');
  const envelope = await both(stage, { kind: 'pattern', words: 'Asks for money twice: at home, and again at the border. Gives no receipt.' }); // prettier-ignore
  const sent = { patternId, docket, referralId: stage.ids('pattern sent'), toOrg: LABOUR_OFFICE, service: 'recruitment_licensing' as const, purpose: 'enforce_law' as const, envelope }; // prettier-ignore
  done(await sendPattern(world, anong(stage), sent), 'a pattern to an office');
}

export async function showReferral(stage: Stage): Promise<void> {
  const [first, second, third] = await openOnes(stage, 3);
  if (!first || !second) return;
  await officeWorks(stage, await refer(stage, first, true));
  await refer(stage, second, true);
  if (third) await refer(stage, third, false);
  await pattern(stage, [first, second]);
}
