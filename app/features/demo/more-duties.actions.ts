/** Who of the main organisation has which case, what is to be done by when, and what happens when something is late. */
import { seal } from '../../../seal/index.ts';
import { addTask, keepList, readLines, setOwner } from '../cases/index.ts';
import { readSteps, setDay, setSteps } from '../duties/index.ts';
import type { Member } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { MAIN_CSO } from './network.ts';
import type { Stage } from './stage.ts';

const done = <T>(found: T | Refusal, what: string): T => {
  if (isRefusal(found)) throw new Error(`demo: ${what}: ${found.why} ${JSON.stringify(found.fields ?? [])}`);
  return found;
};
const lead = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'anong-c');
const worker = (stage: Stage): Member => stage.cast.member(MAIN_CSO, 'nan-thiri');

/** Days from now, and what. None names a worker, as no task should. */
const TASKS: readonly { days: number; words: string }[] = [
  { days: 0, words: 'Ask the clinic for the paper about the hand.' },
  { days: 0, words: 'Call the interpreter for Thursday, a woman if it can be.' },
  { days: -2, words: 'Compare the payslips of March and April.' },
  { days: 3, words: 'Write to the worker what the business proposed.' },
  { days: 6, words: 'Look for the broker in the register of the labour office.' },
];
const STEPS = [
  { kind: 'reply', afterDays: 0, act: 'remind_owner', mail: true },
  { kind: 'reply', afterDays: 1, act: 'remind_lead', mail: false },
  { kind: 'worker_update', afterDays: 0, act: 'remind_owner', mail: false },
  { kind: 'worker_update', afterDays: 5, act: 'remind_lead', mail: false },
  { kind: 'cap', afterDays: 7, act: 'remind_lead', mail: false },
  { kind: 'remedy', afterDays: 0, act: 'remind_owner', mail: false },
  { kind: 'remedy', afterDays: 14, act: 'offer_to_buyers', mail: false },
  { kind: 'remedy', afterDays: 60, act: 'suggest_closure', mail: false },
] as const;

export async function showDuties(stage: Stage): Promise<void> {
  const { world } = stage.past;
  const [nan, anong] = [worker(stage), lead(stage)];
  const { version } = done(await readSteps(world, anong), 'steps');
  done(await setSteps(world, anong, { steps: [...STEPS], was: version }), 'steps');
  const year = world.clock.now().getUTCFullYear() + 1;
  done(await setDay(world, anong, { country: 'TH', day: `${year}-02-12`, works: false }), 'a day off');
  const page = { state: 'open', sort: 'first', dir: 'desc', limit: 24, from: 0, search: '', overdue: false, tasks: false } as const; // prettier-ignore
  const { rows } = done(await readLines(world, nan, page), 'cases');
  for (const [n, { docket, caseId }] of rows.entries()) {
    if (n % 3 === 2) continue;
    const owner = n % 3 === 0 ? nan.memberId : anong.memberId;
    done(await setOwner(world, nan, { docket, caseId, owner, was: null }), 'an owner');
  }
  const reader = stage.cast.ring(MAIN_CSO);
  for (const [n, { days, words }] of TASKS.entries()) {
    const row = rows[n * 3];
    if (!row) continue;
    const dueOn = new Date(world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const envelope = await seal({ v: 1, kind: 'task', language: 'en', words }, [reader]);
    const { docket, caseId } = row;
    const task = { docket, caseId, taskId: stage.ids(`task ${n}`), owner: nan.memberId, dueOn, envelope };
    done(await addTask(world, nan, task), words);
  }
  const listId = stage.ids('list late');
  const late = { listId, name: 'Late, nobody has it', shared: true, filters: { overdue: true, owner: 'nobody' } } as const; // prettier-ignore
  done(await keepList(world, anong, late), 'a kept list');
}
