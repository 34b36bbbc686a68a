import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Standing } from '../cases/consent.ts';
import type { Facts } from '../cases/guards.ts';
import { judgeTransition } from '../cases/guards.ts';
import { judgeDisclosure } from '../cases/guess.ts';
import type { RemedyAsk } from '../cases/outcome.ts';
import { outcomeOf, tally } from '../cases/outcome.ts';
import type { DemoEvent, Of } from './event.ts';
import { organisations } from './network.ts';
import { README_SIZE, planDemo } from './plan.ts';

type Standings = { consents: Standing[]; refusals: number };
type Held = {
  state: Of<'transition'>['to'];
  urgency: string;
  voices: { threadId: string; distinct: string; withdrawn: boolean }[];
  issues: Map<string, { code: string; shown: boolean; claimed: boolean; asks: RemedyAsk[] }>;
  consents: Standings['consents'];
  scopes: Map<string, string[]>;
  proposed: number;
  reported: number;
};

const members = new Map(
  organisations.flatMap((o) =>
    o.members.map((m) => [`${o.id}/${m.id}`, { kind: o.kind, role: m.role }] as const),
  ),
);

function open(e: Of<'open_case'>): Held {
  const held = {
    state: 'received' as const,
    urgency: e.urgency,
    voices: [],
    issues: new Map(),
    consents: [],
    scopes: new Map(),
  };
  return { ...held, proposed: 0, reported: 0 };
}

function factsOf(held: Held, now: Date): Facts {
  const issues = [...held.issues.values()].map((issue) => {
    const { fully, partly, not, waitedInVain } = tally(issue.asks, now);
    const outcome = outcomeOf({ claimed: issue.claimed, fully, partly, not, waitedInVain });
    return { code: issue.code, shown: issue.shown, outcome };
  });
  const { urgency, consents, proposed, reported } = held;
  return {
    urgency,
    issues,
    consents,
    actionsProposed: proposed,
    actionsReported: reported,
    escalated: false,
  };
}

/** Replays a plan by the rules of the real cases and names the first step that they would refuse. */
function firstRefused(events: DemoEvent[]): string | null {
  const cases = new Map<string, Held>();
  const gone = new Set<string>();
  for (const e of events) {
    if (e.kind === 'withdrawal') gone.add(e.report);
    if (!('case' in e)) continue;
    const held = e.kind === 'open_case' ? open(e) : cases.get(e.case);
    if (!held) return `${e.case} is not open`;
    cases.set(e.case, held);
    const refused = take(held, e, gone);
    if (refused) return `${e.at} ${e.case} ${e.kind}: ${refused}`;
  }
  return null;
}

function take(held: Held, e: Extract<DemoEvent, { case: string }>, gone: Set<string>): string | null {
  const now = new Date(e.at);
  const issue = 'issue' in e ? held.issues.get(e.issue) : undefined;
  switch (e.kind) {
    case 'open_case':
    case 'attach_report':
      held.voices.push({
        threadId: e.report,
        distinct: e.distinct ? 'distinct' : 'same_as_other',
        withdrawn: false,
      });
      return null;
    case 'code_issue':
      held.issues.set(e.issue, { code: e.code, shown: false, claimed: false, asks: [] });
      return null;
    case 'consent_asked':
      held.scopes.set(e.consent, e.scopes);
      return null;
    case 'answer_coded': {
      if (e.about === 'consent') {
        const said = { threadId: e.report, state: e.value, at: now, id: e.consent };
        for (const scope of held.scopes.get(e.consent) ?? []) held.consents.push({ ...said, scope });
        return null;
      }
      const ask = issue?.asks.find((a) => a.id === e.ask);
      if (!ask || ask.threadId !== e.report) return `no question ${e.ask}`;
      ask.coded = e.value;
      return null;
    }
    case 'disclosure': {
      const share = held.consents.filter((c) => c.scope === 'share_case_without_identity_with_employer');
      const of = (state: string) => new Set(share.filter((c) => c.state === state).map((c) => c.threadId));
      const voices = held.voices.map((v) => ({ ...v, withdrawn: gone.has(v.threadId) }));
      const verdict = judgeDisclosure({
        voices,
        agreed: of('given'),
        refused: of('refused'),
        understood: false,
        circle: e.circle,
        goAhead: new Map(),
      });
      if (issue) issue.shown = true;
      return verdict === 'go' ? null : JSON.stringify(verdict);
    }
    case 'action_proposed':
      held.proposed++;
      return issue?.shown ? null : 'not shown to the employer';
    case 'action_reported':
      held.reported++;
      if (issue) issue.claimed = true;
      return null;
    case 'workers_asked':
      for (const a of e.asks) issue?.asks.push({ id: a.ask, threadId: a.report, askedAt: now, coded: null });
      return null;
    case 'mark_unreachable':
      for (const ask of issue?.asks ?? []) if (e.asks.includes(ask.id)) ask.coded ??= 'no_answer';
      return null;
    case 'transition': {
      const mover = e.actor.as === 'member' ? members.get(`${e.actor.org}/${e.actor.member}`) : undefined;
      const wanted = { from: held.state, to: e.to, closure: e.closure ?? undefined };
      const refusal = judgeTransition(wanted, mover ?? { kind: '', role: '' }, factsOf(held, now));
      held.state = e.to;
      return refusal ? `${wanted.from} to ${e.to}: ${refusal.why}` : null;
    }
    default:
      return null;
  }
}

describe('the plan and the real rules of cases', () => {
  const events = planDemo(README_SIZE);

  test('every step, disclosure and closing is one that the rules allow at that moment', () => {
    assert.equal(firstRefused(events), null);
  });

  test('for other seeds and sizes too', () => {
    for (const seed of [2, 3, 4, 5, 6, 7, 8]) {
      assert.equal(firstRefused(planDemo({ scale: 1, months: 24, seed })), null, `seed ${seed}`);
      assert.equal(firstRefused(planDemo({ scale: 0.05, months: 3, seed })), null, `small, seed ${seed}`);
    }
  });

  test('the replay notices what the rules refuse', () => {
    const without = (drop: (e: DemoEvent) => boolean) => firstRefused(events.filter((e) => !drop(e))) ?? '';
    assert.match(
      without((e) => e.kind === 'code_issue'),
      /Code at least one issue/,
    );
    assert.match(
      without((e) => e.kind === 'answer_coded' && e.about === 'consent'),
      /agrees/,
    );
    assert.match(
      without((e) => e.kind === 'answer_coded' && e.about === 'remedy'),
      /Workers have not confirmed|No worker disputes/,
    );
    const closer = { as: 'member', org: 'vouch:tern-island-seafood', member: 'prasert-w' } as const;
    const byEmployer = events.map((e) =>
      e.kind === 'transition' && e.to === 'closed' ? { ...e, actor: closer } : e,
    );
    assert.match(firstRefused(byEmployer) ?? '', /There is nothing here/);
  });
});
