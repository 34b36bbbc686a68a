/** One remedy that workers dispute: what each is owed, what was promised and paid, and a second round of questions. */
import { formatTime } from '../../../ledger/index.ts';
import { seal } from '../../../seal/index.ts';
import { type RoundView, askDrawn, openRound, readCaseView } from '../cases/index.ts';
import type { Member } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { doneFor, planFor, saveAmounts } from '../remedy/index.ts';
import { addToThread } from '../reports/index.ts';
import { additionBody, sealAddition } from '../reports/phone/compose.ts';
import type { ReportRef } from './event.ts';
import { MAIN_CSO } from './network.ts';
import { type Stage, caseOf } from './stage.ts';

const done = <T>(found: T | Refusal, what: string): T => {
  if (isRefusal(found)) throw new Error(`demo: ${what}: ${found.why} ${JSON.stringify(found.fields ?? [])}`);
  return found;
};
const anong = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'anong-c');
const THB = 100;
const MONEY = /^(REC|WAG|DED)-/;

type Found = {
  docket: number;
  caseId: string;
  issueId: string;
  threads: { docket: number; threadId: string }[];
};
/** A case about money that is open, where workers say that it is not, or only partly, put right. */
async function disputed(stage: Stage): Promise<Found | undefined> {
  for (const ref of stage.cases.keys()) {
    if (stage.plan.orgOf(ref) !== MAIN_CSO) continue;
    const { docket, caseId } = caseOf(stage, ref);
    const view = await readCaseView(stage.past.world, anong(stage), { docket, caseId });
    if (isRefusal(view) || view.case.state === 'closed') continue;
    const issue = view.issues.find(
      ({ code, outcome }) => MONEY.test(code) && (outcome === 'disputed' || outcome === 'partly'),
    );
    const threads = view.threads.filter((t) => t.distinct === 'distinct' && !t.withdrawn && !t.erasing);
    if (issue && threads.length >= 2) return { docket, caseId, issueId: issue.issueId, threads };
  }
  return undefined;
}

const reportOf = (stage: Stage, threadId: string): ReportRef | undefined =>
  [...stage.placed.keys()].find((ref) => stage.ids(`report ${ref}`) === threadId);

async function question(stage: Stage, threadId: string): Promise<string> {
  const ref = reportOf(stage, threadId);
  if (!ref) throw new Error('demo: a thread without a report');
  const { sealed, reader } = await stage.sealing.worker(ref);
  const words = 'The employer says that the rest was paid. Did it come to you: all, a part, or nothing?';
  const inside = { v: 1, kind: 'payment_question', language: 'en', words };
  return seal(inside, [stage.cast.ring(sealed.receiver), reader]);
}

/** One worker answers on the phone; nobody has recorded it yet. */
async function answers(stage: Stage, threadId: string, re: string): Promise<void> {
  const ref = reportOf(stage, threadId);
  if (!ref) return;
  const { sealed: first, root } = await stage.sealing.worker(ref);
  const at = stage.placed.get(ref);
  const thread = {
    docket: at && at.now !== first.docket.index ? stage.cast.docketAt(at.now) : first.docket,
    threadId: first.thread,
    publicKey: first.publicKey,
  };
  const said = { v: 1, kind: 'answer', language: 'en', re, about: 'payment', value: 'partly', amount: '4000', well: 2 } as const; // prettier-ignore
  const receiver = { org: first.receiver, ...stage.cast.ring(first.receiver) };
  const { sealed } = await sealAddition(
    { kind: 'answer', thread, receiver, said: () => said, photos: [] },
    { root, statementId: stage.ids(`paid ${threadId}`), m: crypto.getRandomValues(new Uint8Array(32)) },
  );
  const time = formatTime(stage.past.world.clock.now().getTime() / 1000);
  const { kind, ...body } = await additionBody(sealed, time, { re });
  if (kind === 'report') throw new Error('demo: a report is no addition');
  const unpaid = { time, salt: '', bits: 0, expires: 0, mac: '', nonce: '' };
  done(
    await addToThread(stage.past.world, { ...body, kind, challenge: unpaid, attachments: [] }),
    'an answer',
  );
}

export async function showRemedy(stage: Stage): Promise<void> {
  const found = await disputed(stage);
  if (!found) return;
  const { world } = stage.past;
  const { threads, ...at } = found;
  const who = anong(stage);
  const cohort = {
    currency: 'THB',
    corridor: 'MM-TH',
    recruiter: 'Golden Bridge Manpower',
    quarter: '2026-Q1',
  };
  const rows = threads.map(({ docket, threadId }, n) => ({
    ...{
      threadDocket: docket,
      threadId,
      ...cohort,
      interest: 600 * THB,
      reimbursed: 0,
      contested: false,
      seq: 0,
    },
    costs: [{ type: 'RF-01' as const, amount: (9_000 + 500 * (n % 4)) * THB, evidenced: n % 2 === 0 }],
  }));
  const { owed } = done(await saveAmounts(world, who, { ...at, rows }), 'what is owed');
  const amount = owed[0]?.amount ?? 0;
  const day = (days: number): string =>
    new Date(world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const plan = {
    type: 'restitution',
    party: 'employer',
    currency: 'THB',
    workersEntitled: threads.length,
  } as const;
  const half = Math.floor(amount / 2);
  for (const [n, dueDate] of [day(-20), day(40)].entries())
    done(await planFor(world, who, { ...at, ...plan, remedyId: stage.ids(`remedy ${n}`), tranche: n + 1, amount: n === 0 ? half : amount - half, dueDate }), 'a plan'); // prettier-ignore
  const paid = { doneDate: day(-2), paid: half, workersReceived: threads.length, outcome: 'fully', quality: 5, evidence: [] } as const; // prettier-ignore
  done(await doneFor(world, who, { ...at, remedyId: stage.ids('remedy 0'), ...paid, evidence: [] }), 'done');
  const round: RoundView = done(
    await openRound(world, who, {
      ...at,
      roundId: stage.ids('round of payment'),
      about: 'payment',
      tranche: 1,
      roster: { from: threads.length, to: threads.length + 4 },
    }),
    'a round',
  );
  const asks = await Promise.all(
    round.drawn.slice(0, 25).map(async ({ docket, threadId }) => ({
      askId: stage.ids(`paid ask ${threadId}`),
      statementId: stage.ids(`paid asked ${threadId}`),
      threadDocket: docket,
      threadId,
      envelope: await question(stage, threadId),
    })),
  );
  done(await askDrawn(world, who, { ...at, roundId: round.roundId, asks }), 'questions');
  for (const { threadId, statementId } of asks.slice(0, 2)) await answers(stage, threadId, statementId);
}
