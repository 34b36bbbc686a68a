// Workers who are asked about a remedy in rounds: real phones, real crypto, by HTTP.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Worked, openedCase } from './case.ts';
import type { Office } from './office.ts';
import type { Phone } from './phone.ts';
import type { TestWorld } from './world.ts';

export type Issue = { c: Worked; at: string; issueId: string };
export type Value = 'fully' | 'partly' | 'not';

export async function issueOf(t: TestWorld, cso: Office, count: number, code = 'REC-01'): Promise<Issue> {
  const c = await openedCase(t, cso, count);
  const issueId = await c.issue(code);
  return { c, issueId, at: `${c.at}/issues/${issueId}` };
}
/** The organisation writes down what the employer says: planned, and done, with the employer's own grade. */
export async function remedied(
  t: TestWorld,
  { c, at }: Issue,
  over: object = {},
  done: object = {},
): Promise<void> {
  const remedyId = randomUUID();
  const plan = { remedyId, type: 'restitution', party: 'employer', dueDate: '2026-12-31', ...over };
  await c.desk.done(`${at}/remedies`, plan);
  const doneDate = t.world.clock.now().toISOString().slice(0, 10);
  await c.desk.done(`${at}/remedies/${remedyId}/done`, { doneDate, outcome: 'fully', quality: 5, ...done });
}
export const begin = ({ c, at }: Issue, roster: number, over: object = {}) =>
  c.desk.post(`${at}/rounds`, {
    roundId: randomUUID(),
    about: 'remedy',
    roster: { from: roster, to: roster },
    ...over,
  });

export type Round = { roundId: string; drawn: { docket: number; threadId: string }[] };
/** Asks everybody who was drawn, twenty at a time; gives the statement that asks each. */
export async function askAll(
  t: TestWorld,
  { c, at }: Issue,
  round: Round,
): Promise<Map<string, { askId: string; statementId: string }>> {
  const asked = new Map<string, { askId: string; statementId: string }>();
  t.clock.forward(60);
  for (let n = 0; n < round.drawn.length; n += 20) {
    const asks = await Promise.all(
      round.drawn.slice(n, n + 20).map(async ({ docket, threadId }) => {
        const one = { askId: randomUUID(), statementId: randomUUID() };
        asked.set(threadId, one);
        const by = c.phones.find((p) => p.threadId === threadId);
        const envelope = (await by?.sealed({ v: 1, kind: 'question', words: 'Did it come?' })) ?? '';
        return { ...one, threadDocket: docket, threadId, envelope };
      }),
    );
    const done = await c.desk.done(`${at}/rounds/${round.roundId}/asks`, { asks });
    assert.equal(done.asked, asks.length);
    assert.equal((await c.desk.done(`${at}/rounds/${round.roundId}/asks`, { asks })).asked, 0, 'sent again');
  }
  t.clock.forward(60);
  return asked;
}

export const answerOf = (by: Phone, re: string, about: 'remedy' | 'payment', value: Value) =>
  about === 'remedy'
    ? by.say('remedy_answer', { re, outcome: value, well: 4 }, re)
    : by.say('answer', { re, about, value }, re);

export const code = (
  issue: Issue,
  asked: Map<string, { askId: string }>,
  by: Phone | undefined,
  body: object,
) => issue.c.desk.post(`${issue.c.at}/asks/${asked.get(by?.threadId ?? '')?.askId}/code`, body);
