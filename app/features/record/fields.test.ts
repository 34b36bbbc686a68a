import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workerFields } from './fields.ts';

const report = {
  kind: 'report',
  subject: { kind: 'facility', id: 'osid:TH2019083D6R1XS' },
  recorded: '2026-11-21T21:38:11Z',
  content: 'sha256:' + 'ab'.repeat(32),
  key: 'sha256:' + 'cd'.repeat(32),
  receiver: 'ngo:open-hands',
  thread: '8c5a1f4e-7b39-4a52-9d8e-1c2b3a4d5e6f',
  urgency: 'P1',
} as const;

test('the fields of a report are sorted bytewise and none stands twice', () => {
  const names = workerFields(report).map(({ name }) => name);
  assert.deepEqual(
    names,
    [...new Set(names)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
});

test('a report says its docket, its reader and its day, and nothing of what happened', () => {
  assert.deepEqual(Object.fromEntries(workerFields(report).map(({ name, value }) => [name, value])), {
    content: report.content,
    key: report.key,
    kind: 'report',
    occurred: '2026-11-21',
    occurred_unknown: '1',
    receiver: 'organisation ngo:open-hands',
    recorded: report.recorded,
    schema: 'vouch/report/1',
    subject: 'facility osid:TH2019083D6R1XS',
    thread: report.thread,
    urgency: 'P1',
  });
});

test('a message has no urgency', () => {
  const message = { ...report, kind: 'message', urgency: undefined } as const;
  assert.ok(!workerFields(message).some(({ name }) => name === 'urgency'));
});
