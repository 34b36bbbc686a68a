/** Two works of several organisations: an investigation over a border, and two buyers at one place past its deadline. */
import { formatTime } from '../../../ledger/index.ts';
import { seal } from '../../../seal/index.ts';
import { recordConsent } from '../cases/index.ts';
import {
  addItem,
  answer,
  caseTogether,
  keepJoint,
  offer,
  openInvestigation,
  readJoint,
} from '../joint/index.ts';
import type { Member } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { addToThread } from '../reports/index.ts';
import { additionBody, sealAddition } from '../reports/phone/compose.ts';
import type { CaseRef, ReportRef } from './event.ts';
import { ALDER, HOMEWARD, MAIN_CSO, NORDKETTE } from './network.ts';
import { type Stage, caseOf } from './stage.ts';

type Key = { docket: number; jointId: string };
const done = <T>(found: T | Refusal, what: string): T => {
  if (isRefusal(found)) throw new Error(`demo: ${what}: ${found.why} ${JSON.stringify(found.fields ?? [])}`);
  return found;
};

/** Words from one party to everybody whom it can see, each copy sealed to the two who hold it. */
async function write(
  stage: Stage,
  by: { who: Member; key: Key; name: string },
  item: { kind: 'message'; words: string } | { kind: 'act'; code: 'letter'; words: string } | Task,
): Promise<void> {
  const { world } = stage.past;
  const view = done(await readJoint(world, by.who, by.key), by.name);
  const own = stage.cast.ring(by.who.orgId);
  const copies = await Promise.all(
    view.sealTo.map(async ({ no }) => {
      const org = view.parties.find((party) => party.no === no)?.orgId ?? by.who.orgId;
      const inside = { v: 1, kind: 'joint', language: 'en', words: item.words };
      const readers = org === by.who.orgId ? [own] : [own, stage.cast.ring(org)];
      return { to: no, envelope: await seal(inside, readers), files: [] };
    }),
  );
  const base = { ...by.key, itemId: stage.ids(`joint ${by.name}`), copies };
  const today = world.clock.now().toISOString().slice(0, 10);
  if (item.kind === 'message') done(await addItem(world, by.who, { ...base, kind: 'message' }), by.name);
  else if (item.kind === 'act')
    done(await addItem(world, by.who, { ...base, kind: 'act', code: item.code, day: today }), by.name);
  else {
    const owner = view.parties.find(({ orgId }) => orgId === item.for)?.no ?? view.you.no;
    const dueDay = new Date(world.clock.now().getTime() + item.days * 86_400_000).toISOString().slice(0, 10);
    done(await addItem(world, by.who, { ...base, kind: 'task', code: item.code, owner, dueDay }), by.name);
  }
}
type Task = {
  kind: 'task';
  code: 'ask_a_worker' | 'contact_the_business';
  for: string;
  days: number;
  words: string;
};

const mon = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'anong-c');
const khin = (stage: Stage): Member => stage.cast.member(HOMEWARD, 'khin-swe');

type Found = { code: string; blocked: readonly string[]; buyers: readonly string[] };
/** An issue of the main organisation's cases, in the order given, and the case that it stands in. */
async function firstIssue(
  stage: Stage,
  refs: readonly CaseRef[],
  fits: (issue: Found) => boolean,
): Promise<{ ref: CaseRef; issueId: string; code: string } | undefined> {
  for (const ref of refs) {
    if (stage.plan.orgOf(ref) !== MAIN_CSO) continue;
    const found = await caseTogether(stage.past.world, mon(stage), caseOf(stage, ref));
    if (isRefusal(found)) continue;
    const buyers = found.buyers.map(({ orgId }) => orgId);
    const issue = found.issues.find(
      (one) =>
        one.jointId === null &&
        fits({ code: one.code, buyers, blocked: one.blocked.map(({ block }) => block) }),
    );
    if (issue) return { ref, issueId: issue.issueId, code: issue.code };
  }
  return undefined;
}

/** A report of this case by the plan's own names; those filed under another case's name are left alone. */
const reportOf = (stage: Stage, ref: CaseRef): ReportRef | undefined =>
  [...stage.placed.keys()].find((one) => one.startsWith(`r-${ref.slice(2)}-`));

/** The worker says on the phone that the buyers may be told, and the case worker notes that it was said. */
async function agree(stage: Stage, ref: CaseRef): Promise<void> {
  const { world } = stage.past;
  const report = reportOf(stage, ref);
  if (!report) throw new Error(`demo: ${ref} has no report`);
  const { sealed: first, root } = await stage.sealing.worker(report);
  const said = stage.ids(`joint consent ${ref}`);
  const words = 'You may tell the companies that buy from this place.';
  const at = stage.placed.get(report);
  const { sealed } = await sealAddition(
    {
      kind: 'message',
      thread: {
        docket: at && at.now !== first.docket.index ? stage.cast.docketAt(at.now) : first.docket,
        threadId: first.thread,
        publicKey: first.publicKey,
      },
      receiver: { org: first.receiver, ...stage.cast.ring(first.receiver) },
      said: () => ({ v: 1, kind: 'message', language: 'en', words, photos: [] }),
      photos: [],
    },
    { root, statementId: said, m: crypto.getRandomValues(new Uint8Array(32)) },
  );
  const time = formatTime(world.clock.now().getTime() / 1000);
  const { kind, ...body } = await additionBody(sealed, time, {});
  if (kind === 'report') throw new Error('demo: a report is no addition');
  const unpaid = { time, salt: '', bits: 0, expires: 0, mac: '', nonce: '' };
  done(await addToThread(world, { ...body, kind, challenge: unpaid, attachments: [] }), 'a worker’s word');
  done(
    await recordConsent(world, mon(stage), {
      ...caseOf(stage, ref),
      threadDocket: at?.first ?? first.docket.index,
      threadId: stage.ids(`report ${report}`),
      scopes: ['share_with_brand'],
      value: 'given',
      answerStatement: said,
    }),
    'consent',
  );
}

async function remediation(stage: Stage): Promise<void> {
  const { world } = stage.past;
  const found = await firstIssue(
    stage,
    [...stage.cases.keys()].filter((ref) => reportOf(stage, ref)),
    ({ blocked, buyers }) =>
      blocked.join() === 'no_consent' && buyers.includes(ALDER) && buyers.includes(NORDKETTE),
  );
  // A small demo may hold no case of ten workers at a place that both are supplied by.
  if (!found) return;
  await agree(stage, found.ref);
  const jointId = stage.ids('joint remediation');
  const about = caseOf(stage, found.ref);
  const key = done(
    await offer(world, mon(stage), { ...about, jointId, issueId: found.issueId, early: false }),
    'offer',
  );
  const buyers = [stage.cast.member(ALDER, 'maja-l'), stage.cast.member(NORDKETTE, 'jonas-e')];
  for (const who of buyers) done(await answer(world, who, { ...key, answer: 'join', named: false }), 'join');
  const [alder] = buyers;
  if (!alder) return;
  await write(stage, { who: mon(stage), key, name: 'lead writes' }, { kind: 'message', words: 'The business had its time. The workers ask for what they are owed, and for a day on which it is paid.' }); // prettier-ignore
  await write(stage, { who: alder, key, name: 'buyer acts' }, { kind: 'act', code: 'letter', words: 'We wrote to the owner: new orders wait for a plan.' }); // prettier-ignore
  await write(stage, { who: mon(stage), key, name: 'task' }, { kind: 'task', code: 'contact_the_business', for: ALDER, days: 7, words: 'Please ask them for the plan in writing.' }); // prettier-ignore
}

async function investigation(stage: Stage): Promise<void> {
  const { world } = stage.past;
  const found = await firstIssue(
    stage,
    [...stage.cases.keys()].reverse(),
    ({ code, blocked }) => code.startsWith('REC-') && blocked.includes('not_told'),
  );
  if (!found) return;
  const about = caseOf(stage, found.ref);
  const jointId = stage.ids('joint investigation');
  const input = { jointId, docket: about.docket, case: about, code: found.code, invite: [HOMEWARD] };
  const key = done(await openInvestigation(world, mon(stage), input), 'investigation');
  done(await answer(world, khin(stage), { ...key, answer: 'join', named: false }), 'join');
  await write(stage, { who: mon(stage), key, name: 'asks over the border' }, { kind: 'message', words: 'Three people paid the same man before they left. Do families with you know him?' }); // prettier-ignore
  await write(stage, { who: khin(stage), key, name: 'answers over the border' }, { kind: 'message', words: 'We know the village. We ask there this week, without names.' }); // prettier-ignore
  await write(stage, { who: mon(stage), key, name: 'task over the border' }, { kind: 'task', code: 'ask_a_worker', for: HOMEWARD, days: 5, words: 'Ask what was paid, and to whom.' }); // prettier-ignore
}

export async function showJoint(stage: Stage): Promise<void> {
  await remediation(stage);
  await investigation(stage);
  await keepJoint(stage.past.world);
}
