import type { Refusal } from '../refusal.ts';
import { isRefusal } from '../refusal.ts';
import type { Intake } from '../reports/index.ts';
import type { Member } from '../network/index.ts';
import type { Cast } from './cast.actions.ts';
import type { CaseRef, ReportRef } from './event.ts';
import type { Past } from './past.actions.ts';
import type { Ids, References } from './references.ts';
import type { Sealing } from './sealing.actions.ts';
import type { Step } from './steps.ts';

/** Where the demo stands while it is loaded. */
export type Stage = {
  past: Past;
  cast: Cast;
  plan: References;
  ids: Ids;
  sealing: Sealing;
  intake: Intake;
  /** The docket in which a thread was filed first; its workplace now. */
  placed: Map<ReportRef, { first: number; now: number }>;
  cases: Map<CaseRef, { docket: number; caseId: string; seq: number }>;
  /** Cases are numbered in the order of the plan, however their strands overtake each other. */
  turns: Turns;
};

/** Lets those who draw a number do so in the order that was given at first. */
export class Turns {
  readonly #order: readonly string[];
  readonly #done = new Map<string, () => void>();
  readonly #after = new Map<string, Promise<void>>();
  constructor(order: readonly string[]) {
    this.#order = order;
    for (const name of order) this.#after.set(name, new Promise((done) => this.#done.set(name, done)));
  }
  async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#order[this.#order.indexOf(name) - 1];
    if (before !== undefined) await this.#after.get(before);
    try {
      return await work();
    } finally {
      this.#done.get(name)?.();
    }
  }
}

/** A refusal is a fault of the plan or of the product: the load ends with its words. */
export function must<T>(answer: T | Refusal, step: Step): T {
  if (!isRefusal(answer)) return answer;
  const about = JSON.stringify({ ...step.e, text: undefined, content: undefined });
  throw new Error(`demo: ${answer.why} ${JSON.stringify(answer.fields ?? [])} ${about}`);
}

export function memberOf(stage: Stage, { e }: Step): Member {
  if (e.actor.as !== 'member') throw new Error(`demo: ${e.kind} needs a member`);
  return stage.cast.member(e.actor.org, e.actor.member);
}

export function threadOf(stage: Stage, report: ReportRef): { docket: number; threadId: string } {
  const placed = stage.placed.get(report);
  if (!placed) throw new Error(`demo: ${report} was not taken yet`);
  return { docket: placed.first, threadId: stage.ids(`report ${report}`) };
}

export function caseOf(stage: Stage, ref: CaseRef) {
  const found = stage.cases.get(ref);
  if (!found) throw new Error(`demo: ${ref} was not opened yet`);
  return found;
}
