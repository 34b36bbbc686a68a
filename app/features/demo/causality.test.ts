import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CaseState, DemoEvent } from './event.ts';
import { organisations } from './network.ts';
import { README_SIZE, planDemo } from './plan.ts';

const kindOf = new Map(organisations.map((o) => [o.id, o.kind]));

/** Replays a plan and names the first thing that could not have happened. */
function firstWrong(events: DemoEvent[]): string | null {
  const known = new Set<string>();
  const gone = new Set<string>();
  const states = new Map<string, CaseState>();
  const given = new Set<string>();
  const inCase = new Set<string>();
  const visible = new Map<string, number>();
  const need = (e: DemoEvent, ...refs: string[]): string | null => {
    const missing = refs.find((ref) => !known.has(ref));
    return missing === undefined ? null : `${e.at} ${e.kind} needs ${missing} first`;
  };
  for (const e of events) {
    let wrong: string | null = null;
    if ('report' in e && e.kind !== 'report') {
      wrong = need(e, e.report) ?? (gone.has(e.report) ? `${e.at} ${e.kind} on ${e.report} after it was withdrawn` : null);
    }
    if (!wrong && 'case' in e && e.kind !== 'open_case') wrong = need(e, e.case);
    if (!wrong && 'case' in e && 'report' in e && e.kind !== 'attach_report' && e.kind !== 'open_case' && !inCase.has(`${e.case} ${e.report}`)) {
      wrong = `${e.at} ${e.kind}: ${e.report} is not in ${e.case}`;
    }
    if (!wrong && e.actor.as === 'worker' && 'report' in e && e.actor.report !== e.report) wrong = `${e.kind} by another worker`;
    if (wrong) return wrong;
    switch (e.kind) {
      case 'register_organisation': known.add(e.organisation.id); break;
      case 'register_workplace': wrong = need(e, e.workplace.receiver); known.add(e.workplace.id); break;
      case 'licence': wrong = need(e, e.grantee, ...e.subjects.map((s) => s.id)); break;
      case 'report':
        wrong = need(e, e.receiver, ...(e.subject.kind === 'unplaced' ? [] : [e.subject.id]));
        if (known.has(e.report)) wrong = `${e.report} twice`;
        known.add(e.report);
        break;
      case 'withdrawal': gone.add(e.report); break;
      case 'acknowledge': if (known.has(`ack ${e.report}`)) wrong = `${e.report} answered first twice`; known.add(`ack ${e.report}`); break;
      case 'place': wrong = need(e, `ack ${e.report}`, e.to.id); break;
      case 'open_case':
      case 'attach_report':
        if (e.kind === 'open_case') {
          if (known.has(e.case)) return `${e.case} twice`;
          known.add(e.case);
          states.set(e.case, 'received');
        }
        if (known.has(`attached ${e.report}`)) return `${e.report} filed twice`;
        wrong = need(e, `ack ${e.report}`, ...(e.sameAs ? [`attached ${e.sameAs}`] : []));
        if (e.distinct !== (e.sameAs === null)) wrong = `${e.report}: distinct and the same as ${e.sameAs}`;
        if (states.get(e.case) === 'closed') wrong = `${e.report} attached to closed ${e.case}`;
        known.add(`attached ${e.report}`);
        inCase.add(`${e.case} ${e.report}`);
        break;
      case 'transition':
        if (states.get(e.case) !== e.from) wrong = `${e.case} is ${states.get(e.case)}, not ${e.from}`;
        if ((e.to === 'closed') !== (e.closure !== null)) wrong = `${e.case}: closed without a reason, or a reason without closing`;
        if (e.actor.as !== 'member' || !['cso', 'union'].includes(kindOf.get(e.actor.org) ?? '')) wrong = `${e.case} moved by ${e.actor.as}`;
        states.set(e.case, e.to);
        break;
      case 'code_issue': known.add(e.issue); if (e.code.startsWith('INF')) wrong = `${e.issue} codes a question`; break;
      case 'consent_asked': known.add(e.consent); break;
      case 'consent_answered': wrong = need(e, e.consent); known.add(`answer ${e.consent}`); break;
      case 'disclosure': visible.set(e.disclosure, Date.parse(`${e.at.slice(0, 10)}T00:00:00Z`) + e.delayDays * 86_400_000); wrong = need(e, e.to, e.issue) ?? (given.has(e.case) ? null : `${e.case} disclosed without consent`); known.add(e.disclosure); break;
      case 'action_proposed':
        wrong = need(e, e.issue, e.disclosure);
        if (Date.parse(e.at) < (visible.get(e.disclosure) ?? 0)) wrong = `${e.action} before the employer could read of it`;
        known.add(e.action);
        break;
      case 'action_reported': wrong = need(e, e.action); if (known.has(`done ${e.action}`)) wrong = `${e.action} reported twice`; known.add(`done ${e.action}`); known.add(`done ${e.issue}`); break;
      case 'workers_asked':
        wrong = need(e, `done ${e.issue}`) ?? (e.asks.length === 0 ? `${e.issue} asks nobody` : null);
        for (const a of e.asks) if (!inCase.has(`${e.case} ${a.report}`)) wrong = `${a.report} asked, not in ${e.case}`;
        for (const a of e.asks) known.add(`asked ${a.ask} ${a.report}`).add(a.ask);
        break;
      case 'remedy_answered': wrong = need(e, `asked ${e.ask} ${e.report}`); known.add(`answer ${e.ask} ${e.report}`); break;
      case 'answer_coded':
        if (e.about === 'remedy') wrong = need(e, `answer ${e.ask} ${e.report}`);
        else { wrong = need(e, `answer ${e.consent}`); if (e.value === 'given') given.add(e.case); }
        break;
      case 'mark_unreachable': wrong = need(e, ...e.asks); break;
      default: break;
    }
    if (wrong) return wrong;
  }
  return null;
} // prettier-ignore

describe('the order of things in the demo plan', () => {
  const events = planDemo(README_SIZE);

  test('events are in order of time and between the first and the last day', () => {
    for (let i = 1; i < events.length; i++)
      assert.ok((events[i - 1]?.at ?? '') <= (events[i]?.at ?? ''), `event ${i}`);
    for (const e of events) assert.match(e.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.ok((events[0]?.at ?? '') >= '2024-11-01T00:00:00Z');
    assert.ok((events.at(-1)?.at ?? '') <= '2026-10-31T23:59:59Z');
  });

  test('nothing happens before its cause, and every step of a case begins where the last one ended', () => {
    assert.equal(firstWrong(events), null);
  });

  test('so it is for other seeds and sizes', () => {
    for (const size of [
      { scale: 1, months: 24, seed: 7 },
      { scale: 0.1, months: 12, seed: 3 },
      { scale: 0.02, months: 2, seed: 5 },
      { scale: 0.05, months: 1, seed: 9 },
    ]) {
      assert.equal(firstWrong(planDemo(size)), null, JSON.stringify(size));
    }
  });

  test('the replay notices a missing step, a missing cause and an employer who closes', () => {
    const wrong = (change: (e: DemoEvent) => DemoEvent | null): string | null =>
      firstWrong(events.flatMap((e) => change(structuredClone(e)) ?? []));
    assert.match(wrong((e) => (e.kind === 'disclosure' ? null : e)) ?? '', /needs c-.*d1 first/);
    assert.match(
      wrong((e) => (e.kind === 'transition' && e.to === 'triaged' ? null : e)) ?? '',
      /not triaged/,
    );
    assert.match(
      wrong((e) => (e.kind === 'answer_coded' && e.about === 'consent' ? null : e)) ?? '',
      /without consent/,
    );
    const closer = { as: 'member', org: 'vouch:tern-island-seafood', member: 'prasert-w' } as const;
    assert.match(
      wrong((e) => (e.kind === 'transition' && e.to === 'closed' ? { ...e, actor: closer } : e)) ?? '',
      /moved by/,
    );
  });
});
