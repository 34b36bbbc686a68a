/** The queue of the main organisation: its directory and wordings, who has what, a call that was written down, a shift's end. */
import { createHash } from 'node:crypto';
import { formatTime } from '../../../ledger/index.ts';
import { seal } from '../../../seal/index.ts';
import { type Member, directory } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { readAnswers } from '../reports/answers.ts';
import { routeOf } from '../reports/directory.ts';
import { reportBody, sealReport } from '../reports/phone/compose.ts';
import { assign, handOver, keepEntry, keepTemplate, putOff, rank, tie, writeDown } from '../triage/index.ts';
import { MAIN_CSO } from './network.ts';
import { type Stage, threadOf } from './stage.ts';

const done = <T>(found: T | Refusal, what: string): T => {
  if (isRefusal(found)) throw new Error(`demo: ${what}: ${found.why} ${JSON.stringify(found.fields ?? [])}`);
  return found;
};
const lead = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'anong-c');
const worker = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'nan-thiri');
const bytesOf = (name: string) => new Uint8Array(createHash('sha256').update(`vouch demo ${name}`).digest());

type Entry = { topic: 'INF-01' | 'INF-02' | 'INF-03' | 'INF-04'; title: string; place: string; phone: string; texts: Record<string, string> }; // prettier-ignore
const ENTRIES: readonly Entry[] = [
  {
    topic: 'INF-03',
    title: 'Renew the pink card',
    place: 'Samut Sakhon',
    phone: '1506',
    texts: {
      en: 'Go to the provincial employment office with your pink card and passport before the day on the card. Ask for a receipt for each payment.',
      my: 'ကတ်ပေါ်က နေ့ရက်မတိုင်ခင် ပန်းရောင်ကတ်နဲ့ ပတ်စပို့ယူပြီး ခရိုင်အလုပ်သမားရုံးကို သွားပါ။ ငွေပေးတိုင်း ပြေစာတောင်းပါ။',
      th: 'ไปที่สำนักงานจัดหางานจังหวัดพร้อมบัตรชมพูและหนังสือเดินทางก่อนวันหมดอายุ ขอใบเสร็จทุกครั้งที่จ่ายเงิน',
    },
  },
  {
    topic: 'INF-01',
    title: 'The day’s wage and overtime',
    place: '',
    phone: '1546',
    texts: {
      en: 'Overtime on a working day is paid at one and a half times the wage. Nobody may keep your passport as a pledge.',
      my: 'အလုပ်ဖွင့်ရက် အချိန်ပိုကို လုပ်ခရဲ့ တစ်ဆခွဲ ပေးရပါတယ်။ သင့်ပတ်စပို့ကို ဘယ်သူမှ အပေါင်ပစ္စည်းအဖြစ် သိမ်းခွင့်မရှိပါ။',
      th: 'ค่าล่วงเวลาในวันทำงานจ่ายหนึ่งเท่าครึ่งของค่าจ้าง ไม่มีใครมีสิทธิเก็บหนังสือเดินทางของคุณเป็นประกัน',
    },
  },
  {
    topic: 'INF-04',
    title: 'Clinic without papers',
    place: 'Mahachai',
    phone: '',
    texts: {
      en: 'The clinic sees everybody, with or without papers, each day from 8 to 16.',
      my: 'ဆေးခန်းမှာ စာရွက်စာတမ်း ရှိရှိမရှိရှိ လူတိုင်းကို နေ့တိုင်း ၈ နာရီကနေ ၁၆ နာရီအထိ ကြည့်ပေးပါတယ်။',
    },
  },
  {
    topic: 'INF-02',
    title: 'Is this recruiter licensed?',
    place: '',
    phone: '1506',
    texts: {
      en: 'Ask for the licence number and call the employment department with it. Pay nothing before you have a contract that you can read.',
    },
  },
];

async function book(stage: Stage): Promise<void> {
  const { world } = stage.past;
  for (const e of ENTRIES) {
    const entryId = stage.ids(`entry ${e.title}`);
    const more = { country: 'TH', address: '', validUntil: null, retired: false, version: 0 };
    done(await keepEntry(world, lead(stage), { ...e, ...more, entryId }), e.title);
  }
  const templateId = stage.ids('template call back');
  const wording = {
    name: 'When may we call',
    texts: { en: 'May we call you? Tell us on which day and at what hour {who} can call, and what we say if somebody else answers.' }, // prettier-ignore
    retired: false,
    templateId,
  };
  done(await keepTemplate(world, lead(stage), { ...wording, version: 0 }), 'a wording');
}

/** Somebody rang the hotline and looks for work: no employer at all. */
async function call(stage: Stage): Promise<void> {
  const { world } = stage.past;
  const given: Record<string, string[]> = {
    what: ['REC'],
    where: ['unsaid'],
    words: ['ပွဲစားက ထိုင်းမှာ အလုပ်ပေးမယ်ပြောပြီး ၂၅၀၀၀ ကျပ်သိန်း တောင်းတယ်။ စာချုပ် မပြဘူး။ ယုံရမလား။'],
    danger: ['P3'],
    safe: ['code'],
  };
  const answers = readAnswers((name) => given[name] ?? []);
  const route = routeOf(await directory(world), 'unsaid', '');
  if (!route) throw new Error('demo: nobody reads');
  const receiver = { ...route.receiver, org: MAIN_CSO, ...stage.cast.ring(MAIN_CSO) };
  const chosen = { root: bytesOf('call root'), statementId: stage.ids('call'), m: bytesOf('call m') };
  const input = { answers, route: { ...route, receiver }, language: 'my', photos: [] };
  const { sealed } = await sealReport(input, chosen);
  const time = formatTime(world.clock.now().getTime() / 1000);
  // Nobody solves a puzzle to load a demo.
  const challenge = { time, salt: 'A'.repeat(22), bits: 0, expires: 0, mac: '0'.repeat(64), nonce: '0' };
  const report = { challenge, ...(await reportBody(sealed, time)) };
  const contact = { channel: 'phone_hotline', language: 'my', jobseeker: true, report } as const;
  done(await writeDown(world, worker(stage), { intake: stage.intake, input: contact, paid: true }), 'a call');
}

export async function showTriage(stage: Stage): Promise<void> {
  const { world } = stage.past;
  const [nan, anong] = [worker(stage), lead(stage)];
  const at = (n: number) => threadOf(stage, `r-inbox-${n}`);
  await book(stage);
  await call(stage);
  const was = { urgency: 'P1' as const, known: false };
  done(await rank(world, nan, { ...at(4), known: true, by: 'person', was }), 'they know');
  for (const n of [5, 8])
    done(await assign(world, nan, { ...at(n), to: nan.memberId, was: null }), 'a claim');
  done(await assign(world, anong, { ...at(12), to: anong.memberId, was: null }), 'a claim');
  const until = new Date(world.clock.now().getTime() + 20 * 3_600_000).toISOString();
  const later = { subStatus: 'waiting_for_interpreter', until, was: { subStatus: null, until: null } };
  done(await putOff(world, nan, { ...at(13), ...later }), 'put off');
  const [one, other] = [at(11), at(14)];
  const tied = { kind: 'same_person', tieId: stage.ids('tie'), otherDocket: other.docket, otherThread: other.threadId } as const; // prettier-ignore
  done(await tie(world, nan, { ...one, ...tied }), 'one person');
  const envelope = await seal(
    { v: 1, kind: 'handover', words: 'The Khmer interpreter comes at nine. Look at Paper Kite first.' },
    [stage.cast.ring(MAIN_CSO)],
  );
  const given = { handoverId: stage.ids('handover'), envelope, to: null, threads: [at(6), at(9)] };
  done(await handOver(world, anong, given), 'a shift');
}
