// Phones that report to a server which may die: each report is sealed and paid for as a phone does it.
import { randomBytes, randomUUID } from 'node:crypto';
import { readAnswers } from '../../app/features/reports/answers.ts';
import { type Directory, routeOf } from '../../app/features/reports/directory.ts';
import { type SealedReport, reportBody, sealReport } from '../../app/features/reports/phone/compose.ts';
import { type Challenge, solve } from '../../app/features/reports/phone/wire.ts';

export type Report = { id: string; commitment: string; body: string; recorded: string };
export type Acknowledged = { recorded: string; commitment: string; receipt: string };

const base64url = (n: number): string => randomBytes(n).toString('base64url');

/** One sealed sample, from which many reports differ in all that makes a statement its own. */
export async function sampleFor(url: string): Promise<SealedReport> {
  const list = (await (await fetch(`${url}/w/directory.json`)).json()) as Directory; // our own server's
  const given: Record<string, string[]> = {
    what: ['DOC'],
    where: [String(list.places[0]?.docket)],
    words: ['They hold our passports.'],
    danger: ['P1'],
  };
  const answers = readAnswers((name) => given[name] ?? []);
  const route = routeOf(list, answers.where, '');
  if (!route) throw new Error('no way to a reader');
  const chosen = {
    root: new Uint8Array(randomBytes(32)),
    statementId: randomUUID(),
    m: new Uint8Array(randomBytes(32)),
  };
  return (await sealReport({ answers, route, language: 'en', photos: [] }, chosen)).sealed;
}

export async function newReport(url: string, sample: SealedReport): Promise<Report> {
  const challenge = await solve((await (await fetch(`${url}/w/challenge`)).json()) as Challenge);
  const id = randomUUID();
  const own = {
    ...sample,
    statementId: id,
    thread: id,
    m: base64url(32),
    key: base64url(32),
    lookup: base64url(32),
  };
  const report = await reportBody(own, challenge.time);
  return {
    id,
    commitment: report.commitment,
    recorded: challenge.time,
    body: JSON.stringify({ challenge, ...report }),
  };
}

/** What the phone hears; undefined if it hears nothing. Another answer than "taken" is an error of the test. */
export async function send(url: string, report: Report): Promise<Acknowledged | undefined> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${url}/api/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': report.id },
      body: report.body,
      signal: AbortSignal.timeout(10_000),
    });
    text = await answer.text();
  } catch {
    return undefined;
  }
  // A server whose database was killed under it says that it can't: nothing was promised.
  if (answer.status === 503) return undefined;
  if (answer.status !== 201) throw new Error(`${answer.status}: ${text}`);
  return JSON.parse(text) as Acknowledged;
}
