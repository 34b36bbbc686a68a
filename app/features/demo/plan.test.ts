import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { DemoEvent, Language } from './event.ts';
import { MAIN_CSO, organisations } from './network.ts';
import { README_SIZE, planDemo } from './plan.ts';
import { codeFacts } from './profile.ts';
import { showcases } from './stories.ts';
import { taleOf } from './tale.ts';
import { spoken } from './texts/fill.ts';
import { employerAnswers, toEmployer } from './texts/partners.ts';
import { CANNERY, FLAGSHIP, workplaces } from './workplaces.ts';

const fingerprint = (events: DemoEvent[]): string =>
  createHash('sha256').update(JSON.stringify(events)).digest('hex');

const began = process.cpuUsage();
const events = planDemo(README_SIZE);
const { user, system } = process.cpuUsage(began);
/** Of this process alone, in ms: a busy machine makes nothing longer. */
const took = (user + system) / 1000;
const tale = taleOf(events);

describe('the demo plan', () => {
  test('is the same for the same seed, and another for another', () => {
    assert.equal(fingerprint(planDemo(README_SIZE)), fingerprint(events));
    assert.notEqual(fingerprint(planDemo({ ...README_SIZE, seed: 2 })), fingerprint(events));
  });

  test('is made in under two seconds', () => assert.ok(took < 2000, `${took} ms`));

  test('has at least twelve organisations of every kind, with addresses that cannot be delivered to', () => {
    assert.ok(organisations.length >= 12);
    const kinds = new Set(organisations.map((o) => o.kind));
    assert.deepEqual([...kinds].sort(), [
      'association',
      'auditor',
      'buyer',
      'cso',
      'employer',
      'labour_office',
      'recruiter',
      'union',
    ]);
    for (const o of organisations) {
      assert.ok(o.members.length > 0, o.id);
      for (const m of o.members) assert.match(m.email, /^[a-z-]+@[a-z-]+\.demo\.vouch\.invalid$/);
    }
    const ids = organisations.flatMap((o) => o.members.map((m) => m.id));
    assert.equal(new Set(ids).size, ids.length, 'a member id names one person in the whole network');
  });

  test('has 40 workplaces in three countries, three trades and three tiers; buyers share one at tier two', () => {
    assert.equal(workplaces.length, 40);
    assert.equal(new Set(workplaces.map((w) => w.id)).size, 40);
    assert.equal(new Set(workplaces.map((w) => w.name)).size, 40);
    for (const w of workplaces) assert.match(w.id, /^osid:(TH|MY|IN)2025366[A-Z0-9]{6}$/);
    assert.equal(new Set(workplaces.map((w) => w.country)).size, 3);
    assert.equal(new Set(workplaces.map((w) => w.sector)).size, 3);
    assert.equal(new Set(workplaces.flatMap((w) => w.supplies.map((s) => s.tier))).size, 3);
    const shared = workplaces.filter((w) => w.supplies.length === 2 && w.supplies.every((s) => s.tier === 2));
    assert.ok(shared.length >= 1);
    const known = new Set(organisations.map((o) => o.id));
    for (const w of workplaces) {
      for (const id of [w.receiver, w.employer ?? w.receiver, ...w.supplies.map((s) => s.buyer)])
        assert.ok(known.has(id), id);
    }
  });

  test('has about 3,000 reports in six languages and every urgency', () => {
    assert.ok(Math.abs((tale.counts['report'] ?? 0) - 3000) <= 150, String(tale.counts['report']));
    const reports = events.filter((e) => e.kind === 'report');
    const languages = Map.groupBy(reports, (e) => e.content.language);
    assert.deepEqual([...languages.keys()].sort(), ['en', 'hi', 'km', 'my', 'ne', 'th']);
    for (const [language, rows] of languages) assert.ok(rows.length >= 60, `${language}: ${rows.length}`);
    assert.deepEqual([...new Set(reports.map((e) => e.urgency))].sort(), ['P0', 'P1', 'P2', 'P3']);
  });

  test('stays within what a loader can do in a minute', () => {
    const after = events.length - (tale.counts['report'] ?? 0);
    assert.ok(after >= 8000 && after <= 11_500, `${after} events besides the reports`);
  });

  test('is heard loudly at some workplaces, faintly at some, not at all at others', () => {
    const confirmed = workplaces.map((w) => tale.distinct.get(w.id) ?? 0);
    const spoke = workplaces.map((w) => tale.voices.get(w.id)?.size ?? 0);
    assert.ok(confirmed.filter((n) => n >= 30).length >= 8, `30 or more confirmed: ${confirmed}`);
    assert.ok(spoke.filter((n) => n >= 1 && n < 10).length >= 4, `fewer than ten: ${spoke}`);
    assert.ok(spoke.filter((n) => n === 0).length >= 4, `silent: ${spoke}`);
    for (const w of workplaces) assert.ok((tale.voices.get(w.id)?.size ?? 0) <= w.headcount, w.name);
  });

  test('reaches every case state, every outcome, withdrawals, erasure, placing and questions', () => {
    const reached = new Set(events.flatMap((e) => (e.kind === 'transition' ? [e.from, e.to] : [])));
    const list = JSON.parse(
      readFileSync(new URL('../cases/codelists/codelists.json', import.meta.url), 'utf8'),
    );
    for (const { key } of list.case_states) assert.ok(reached.has(key), `no case is ever ${key}`);
    assert.deepEqual([...new Set(tale.outcomes.values())].sort(), [
      'claimed',
      'disputed',
      'partly',
      'unreachable',
      'verified',
    ]);
    for (const kind of [
      'withdrawal',
      'erasure_request',
      'place',
      'note',
      'message',
      'licence',
      'mark_unreachable',
    ]) {
      assert.ok((tale.counts[kind] ?? 0) > 0, kind);
    }
    assert.ok(
      events.some((e) => e.kind === 'attach_report' && !e.distinct),
      'nobody writes twice',
    );
    assert.ok(events.some((e) => e.kind === 'transition' && e.closure === 'resolved_by_information'));
  });

  test('tells the four stories of the tour', () => {
    const says = (issue: string) =>
      events.filter((e) => e.kind === 'answer_coded' && e.about === 'remedy' && e.issue === issue);
    const paid = Object.groupBy(says('c-flagship.i1') as { value: string }[], (e) => e.value);
    assert.deepEqual([paid['fully']?.length, paid['partly']?.length, paid['not']?.length], [52, 5, 3]);
    assert.equal(tale.outcomes.get('c-flagship.i1'), 'partly');
    assert.equal(tale.states.get(showcases.flagship), 'remediation_disputed');
    assert.equal(tale.outcomes.get('c-verified.i1'), 'verified');
    assert.equal(tale.outcomes.get('c-disputed.i1'), 'disputed');
    assert.equal(tale.outcomes.get('c-tour.i1'), 'claimed');
    assert.equal(tale.states.get(showcases.tour), 'worker_verification');
    const printed = events
      .filter((e) => e.kind === 'report' && e.printed)
      .map((e) => (e.kind === 'report' ? e.report : ''));
    assert.deepEqual(printed.sort(), [showcases.tourReport, showcases.burmeseReport].sort());
    assert.ok(
      events.some((e) => e.kind === 'workers_asked' && e.asks.some((a) => a.report === showcases.tourReport)),
    );
    assert.equal(
      events.some((e) => e.kind === 'remedy_answered' && e.report === showcases.tourReport),
      false,
    );
    const at = (ref: string) => events.find((e) => e.kind === 'open_case' && e.case === ref);
    assert.equal((at(showcases.flagship) as { subject: { id: string } }).subject.id, FLAGSHIP);
    assert.equal((at(showcases.verified) as { subject: { id: string } }).subject.id, CANNERY);
  });

  test('leaves about twenty open items at the main organisation, two dangers in time and one clock run out', () => {
    const mine = tale.waiting.filter((e) => e.receiver === MAIN_CSO);
    assert.ok(mine.length >= 18 && mine.length <= 26, String(mine.length));
    const minutes = mine
      .filter((e) => e.urgency === 'P0')
      .map((e) => (Date.parse('2026-11-01T00:00:00Z') - Date.parse(e.at)) / 60_000);
    assert.ok(minutes.filter((m) => m < 60).length >= 2, `dangers still in time: ${minutes}`);
    assert.ok(
      minutes.some((m) => m > 60),
      'no danger is over its hour',
    );
    assert.equal(new Set(mine.map((e) => e.urgency)).size, 4);
  });

  test('is smaller when asked for less, and still tells the stories', () => {
    for (const months of [1, 2, 5, 12]) {
      const little = taleOf(planDemo({ scale: 0.02, months, seed: 5 }));
      assert.ok((little.counts['report'] ?? 0) < 140, String(little.counts['report']));
      for (const ref of [showcases.flagship, showcases.verified, showcases.disputed, showcases.tour])
        assert.ok(little.states.has(ref), ref);
      assert.equal(little.outcomes.get('c-flagship.i1'), 'partly');
      assert.equal(little.outcomes.get('c-tour.i1'), 'claimed');
    }
  });
});

describe('the words of the demo', () => {
  const list = JSON.parse(
    readFileSync(new URL('../cases/codelists/codelists.json', import.meta.url), 'utf8'),
  ) as {
    issue_taxonomy: { code: string; default_scale: number; default_urgency: string }[];
  };

  test('facts of a code are those of the code list', () => {
    assert.ok(codeFacts.size >= 30);
    for (const [code, facts] of codeFacts) {
      const row = list.issue_taxonomy.find((t) => t.code === code);
      assert.deepEqual([code, facts.scale, facts.urgency], [code, row?.default_scale, row?.default_urgency]);
    }
  });

  test('exist in each language for each code, and for the employer', () => {
    for (const language of Object.keys(spoken) as Language[]) {
      for (const code of codeFacts.keys())
        assert.ok((spoken[language].reports[code]?.length ?? 0) >= 2, `${language} ${code}`);
    }
    for (const code of codeFacts.keys()) {
      if (code.startsWith('INF')) continue;
      assert.ok(toEmployer[code], code);
      assert.ok(
        employerAnswers.some((a) => a.fits.includes(code)),
        code,
      );
    }
  });

  test('leave no slot open, stand in their own script and do not look copied', () => {
    const scripts: Record<Language, RegExp> = { en: /[A-Za-z]/, my: /\p{Script=Myanmar}/u, th: /\p{Script=Thai}/u, km: /\p{Script=Khmer}/u, ne: /\p{Script=Devanagari}/u, hi: /\p{Script=Devanagari}/u }; // prettier-ignore
    const seen = new Map<string, number>();
    for (const e of events) {
      const said = e.kind === 'report' ? e.content.words : 'text' in e ? e.text : '';
      assert.doesNotMatch(said, /[{}]|undefined/);
      if (e.kind === 'workers_asked')
        for (const ask of e.asks) assert.doesNotMatch(ask.text, /[{}]|undefined/);
      if (e.kind === 'report') {
        assert.match(e.content.words, scripts[e.content.language]);
        seen.set(e.content.words, (seen.get(e.content.words) ?? 0) + 1);
      }
    }
    assert.ok(seen.size > 0.85 * (tale.counts['report'] ?? 0), `${seen.size} different texts`);
  });

  test('tell the employer nothing of who spoke', () => {
    const people = new Set(events.flatMap((e) => (e.kind === 'report' ? [e.person, e.report] : [])));
    for (const e of events) {
      if (e.kind !== 'disclosure') continue;
      for (const word of e.text.split(/[\s,.]+/)) assert.equal(people.has(word), false);
      assert.doesNotMatch(e.text, /Burmese|Khmer|Thai|Nepali|Hindi|night shift|\bline \d/i);
    }
  });
});
