/** Coordinators who file for others, what workers say of it, notices for everybody, and whom the team met. */
import { createHash } from 'node:crypto';
import { formatTime } from '../../../ledger/index.ts';
import { type Bytes, lookupId, newReaderKeyPair, seal, wrapKey, wrapPrivate } from '../../../seal/index.ts';
import { claim, enrol, fileFor, join } from '../assisted/index.ts';
import { invite, logOutreach, publish, withdraw, writeNotice } from '../community/index.ts';
import type { Member } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { readAnswers } from '../reports/answers.ts';
import type { Route } from '../reports/directory.ts';
import { addToThread, claimOf, openThread } from '../reports/index.ts';
import { additionBody, reportBody, sealAddition, sealReport } from '../reports/phone/compose.ts';
import { MAIN_CSO } from './network.ts';
import type { Stage } from './stage.ts';
import { CANNERY } from './workplaces.ts';

const done = <T>(found: T | Refusal, what: string): T => {
  if (isRefusal(found)) throw new Error(`demo: ${what}: ${found.why} ${JSON.stringify(found.fields ?? [])}`);
  return found;
};
const lead = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'anong-c');
const worker = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'nan-thiri');
const bytesOf = (name: string): Bytes =>
  new Uint8Array(createHash('sha256').update(`vouch demo ${name}`).digest());
const timeOf = (stage: Stage): string => formatTime(stage.past.world.clock.now().getTime() / 1000);
const unpaid = (time: string) => ({ time, salt: '', bits: 0, expires: 0, mac: '', nonce: '' });
const dayOf = (stage: Stage, days: number): string =>
  new Date(stage.past.world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** Gives the look-up of a coordinator who has a code of their own. */
async function coordinator(stage: Stage, name: string, place: string): Promise<string> {
  const { world } = stage.past;
  const [slip, root] = [await lookupId(bytesOf(`slip ${name}`)), bytesOf(`code ${name}`)];
  const envelope = await seal({ name, place }, [stage.cast.ring(MAIN_CSO)]);
  done(await enrol(world, lead(stage), { coordinatorId: stage.ids(`coordinator ${name}`), slip, envelope }), name); // prettier-ignore
  const pair = await newReaderKeyPair();
  const lookup = await lookupId(root);
  const wrappedKey = await wrapPrivate(pair.privateJwk, await wrapKey(root));
  const next = { lookup, publicKey: pair.publicJwk, wrappedKey };
  done(await join(world, { challenge: unpaid(timeOf(stage)), lookup: slip, next }), name);
  return lookup;
}

type Filed = {
  words: string;
  language: 'en' | 'my';
  word?: 'confirmed' | 'corrected' | 'disowned';
  own?: string;
};

async function filed(stage: Stage, by: string, f: Filed & { name: string }): Promise<void> {
  const { world } = stage.past;
  const docket = stage.cast.docket({ kind: 'facility', id: CANNERY });
  const given: Record<string, string[]> = { what: ['REC'], where: [String(docket.index)], words: [f.words], danger: ['P2'] }; // prettier-ignore
  const answers = readAnswers((name) => given[name] ?? []);
  // As the cast knows it: the public directory may not offer the place yet at this moment of the load.
  const shown = { name: 'Mekong Worker Line', country: 'TH', languages: [], words: '' };
  const receiver = { org: MAIN_CSO, ...shown, ...stage.cast.ring(MAIN_CSO) };
  const route: Route = { docket, receiver, why: 'place' };
  const slip = bytesOf(`filed slip ${f.name}`);
  const chosen = { root: slip, statementId: stage.ids(`filed ${f.name}`), m: bytesOf(`filed m ${f.name}`) };
  const about = { to: 'recruiter', agreed: f.word === 'disowned' ? 'not_asked' : 'yes' } as const;
  const { sealed } = await sealReport({ answers, route, language: f.language, photos: [], filed: about }, chosen); // prettier-ignore
  const time = timeOf(stage);
  const body = {
    challenge: unpaid(time),
    coordinator: by,
    ...(await reportBody(sealed, time)),
    attachments: [],
  };
  done(await fileFor(world, stage.intake, body, true), f.name);
  if (!f.word) return;
  const before = done(await openThread(world, sealed.lookup), f.name).thread;
  const root = bytesOf(`own code ${f.name}`);
  const next = await claimOf(before, slip, root);
  if (!next) throw new Error('demo: a slip does not open its own thread');
  done(await claim(world, { challenge: unpaid(time), lookup: sealed.lookup, next }), f.name);
  const { thread } = done(await openThread(world, next.lookup), f.name);
  const { word } = f;
  const said = { v: 1, kind: 'answer', language: f.language, re: thread.threadId, about: 'filing', value: word, ...(f.own ? { words: f.own } : {}) } as const; // prettier-ignore
  const input = { kind: 'answer', thread, receiver: route.receiver, said: () => said, photos: [], filing: word } as const; // prettier-ignore
  const own = { root, statementId: stage.ids(`word ${f.name}`), m: bytesOf(`word m ${f.name}`) };
  const { sealed: answer } = await sealAddition(input, own);
  const { kind: _, ...rest } = await additionBody(answer, time, { re: thread.threadId });
  done(
    await addToThread(world, { challenge: unpaid(time), kind: 'answer', ...rest, attachments: [] }),
    f.name,
  );
}

const FILED: readonly (Filed & { name: string })[] = [
  { name: 'one', language: 'my', words: 'ပွဲစားက ပိုက်ဆံ ၉၀၀၀ ယူထားပြီး အလုပ်မရပါ။', word: 'confirmed' },
  { name: 'two', language: 'en', words: 'The agent kept her passport since July.', word: 'corrected', own: 'Since June. He also kept the pink card.' }, // prettier-ignore
  { name: 'three', language: 'en', words: 'Everybody at the plant pays for the work.', word: 'disowned' },
  { name: 'four', language: 'my', words: 'ကတိပြုထားတဲ့ လစာနဲ့ မတူပါ။' },
];

type Draft = Omit<Parameters<typeof writeNotice>[2], 'noticeId' | 'seq' | 'namesNobody'>;
const plain = { region: null, placeDocket: null, subjectOrg: null, subjectName: null, evidence: null };
const drafts = (stage: Stage): readonly (Draft & { name: string; how: 'draft' | 'out' | 'withdrawn' })[] => {
  const stand = {
    country: 'TH',
    corridor: 'MM-TH',
    validFrom: dayOf(stage, 0),
    validUntil: dayOf(stage, 90),
  };
  return [
    {
      ...plain,
      ...stand,
      name: 'card',
      how: 'out',
      kind: 'information',
      texts: {
        en: { title: 'Your pink card is yours', words: 'Nobody may keep your card, passport or work permit. If somebody does, write here.' }, // prettier-ignore
        my: { title: 'ပန်းရောင်ကတ်က သင့်ပစ္စည်း', words: 'သင့်ကတ်၊ ပတ်စပို့၊ အလုပ်ပါမစ်ကို ဘယ်သူမှ သိမ်းထားခွင့် မရှိပါ။ သိမ်းထားလျှင် ဒီမှာ ရေးပါ။' }, // prettier-ignore
        th: { title: 'บัตรชมพูเป็นของคุณ', words: 'ไม่มีใครมีสิทธิ์เก็บบัตร หนังสือเดินทาง หรือใบอนุญาตทำงานของคุณ ถ้ามีคนเก็บ เขียนที่นี่' }, // prettier-ignore
      },
    },
    {
      ...plain,
      ...stand,
      name: 'evening',
      how: 'withdrawn',
      kind: 'event',
      region: 'Samut Sakhon',
      texts: { en: { title: 'An evening about wages', words: 'Come with your pay slip. It is free.' } },
    },
    {
      ...plain,
      ...stand,
      name: 'broker',
      how: 'draft',
      kind: 'broker_warning',
      subjectName: 'Golden Way Placement',
      evidence: 'corroborated',
      texts: {
        en: { title: 'Asks for money twice', words: 'Several workers paid this agent before they left and again when they came. You owe no agent money for work.' }, // prettier-ignore
        my: { title: 'ပိုက်ဆံ နှစ်ခါ တောင်းသည်', words: 'အလုပ်သမား အများက မလာခင်ရော ရောက်မှပါ ပေးခဲ့ရသည်။ အလုပ်အတွက် ပွဲစားကို ပေးစရာ မရှိပါ။' }, // prettier-ignore
      },
    },
  ];
};

async function notices(stage: Stage): Promise<void> {
  const { world } = stage.past;
  for (const { name, how, ...draft } of drafts(stage)) {
    const id = stage.ids(`notice ${name}`);
    done(
      await writeNotice(world, worker(stage), { ...draft, noticeId: id, seq: 0, namesNobody: true }),
      name,
    );
    if (how === 'draft') done(await invite(world, worker(stage), { id, seq: 1, days: 14 }), name);
    else done(await publish(world, lead(stage), { id, seq: 1 }), name);
    if (how === 'withdrawn') done(await withdraw(world, lead(stage), { id, seq: 2 }), name);
  }
}

const MET = [
  ['Mahachai market', 'TH', 'destination', 'documents', 64, -3],
  ['Myawaddy bus station', 'MM', 'origin', 'fees', 118, -17],
  ['Talad Thai dormitories', 'TH', 'destination', 'wages', 41, -31],
] as const;

export async function showCommunity(stage: Stage): Promise<void> {
  const first = await coordinator(stage, 'Daw Hla', 'Mahachai');
  await coordinator(stage, 'Ko Min', 'Myawaddy');
  for (const one of FILED) await filed(stage, first, one);
  await notices(stage);
  for (const [place, country, side, topic, reached, days] of MET) {
    const envelope = await seal({ place, note: '' }, [stage.cast.ring(MAIN_CSO)]);
    const met = { outreachId: stage.ids(`met ${place}`), heldOn: dayOf(stage, days), country, side, topic, reached, envelope }; // prettier-ignore
    done(await logOutreach(stage.past.world, worker(stage), met), place);
  }
}
