import { randomBytes, randomUUID } from 'node:crypto';
import { directory } from '../app/features/network/index.ts';
import { readAnswers } from '../app/features/reports/answers.ts';
import { routeOf } from '../app/features/reports/directory.ts';
import { reportBody, sealReport } from '../app/features/reports/phone/compose.ts';
import { solve } from '../app/features/reports/phone/wire.ts';
import { lookupId } from '../seal/index.ts';
import type { Office } from './office.ts';
import type { TestWorld } from './world.ts';

/** A report as the desk writes it down for somebody who calls: made, sealed and not yet sent. */
export async function newPhoneReport(t: TestWorld, _cso: Office, said: { words: string }) {
  const given: Record<string, string[]> = {
    what: ['REC'],
    where: ['unknown'],
    words: [said.words],
    danger: ['P2'],
  };
  const answers = readAnswers((name) => given[name] ?? []);
  const route = routeOf(await directory(t.world), 'unknown', '');
  if (!route) throw new Error('nobody reads');
  const root = new Uint8Array(randomBytes(32));
  const chosen = { root, statementId: randomUUID(), m: new Uint8Array(randomBytes(32)) };
  const challenge = async () => solve((await t.app.inject({ url: '/w/challenge' })).json());
  const { sealed } = await sealReport({ answers, route, language: 'my', photos: [] }, chosen);
  const paid = await challenge();
  const body = { challenge: paid, ...(await reportBody(sealed, paid.time)) };
  const code = async () => {
    const answer = await t.app.inject({
      method: 'POST',
      url: '/api/v1/thread/open',
      payload: { challenge: await challenge(), lookup: await lookupId(root) },
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { root, body, code };
}
