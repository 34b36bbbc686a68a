/** A network, whoever is signed in to it, and bundles as an outsider judges them. */
import assert from 'node:assert/strict';
import type { Answer } from '../../../test/phone.ts';
import { type Network, cosign, network, textOf, verdictOf } from '../evidence/evidence.fixture.ts';
import { makeDocketBundle } from '../evidence/index.ts';
import { isRefusal } from '../refusal.ts';
import { advanceErasures } from './index.ts';

export { type Network, network };

export type Way = (method: 'GET' | 'POST', path: string, payload?: object) => Promise<Answer>;

/** The desk of `<org> <role>`, below /api/v1/desk. */
export const deskOf =
  (n: Network, cookie: string): Way =>
  async (method, path, payload) => {
    const answer = await n.t.app.inject({
      method,
      url: `/api/v1/desk/${path}`,
      headers: { cookie },
      ...(payload ? { payload } : {}),
    });
    const json = /json(;|$)/.test(String(answer.headers['content-type']));
    return { status: answer.statusCode, body: json ? answer.json() : undefined, text: answer.body };
  };

export const cookieOf = (n: Network, who: string): string => {
  const cookie = n.cookies.get(who);
  assert.ok(cookie, who);
  return cookie;
};

export const tick = async (n: Network, seconds = 10): Promise<void> => {
  n.t.clock.forward(seconds);
  await n.t.closeEpoch();
};

/** The machine, as often as epochs make it wait. */
export async function settle(n: Network): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await advanceErasures(n.t.world);
    await tick(n);
  }
  await advanceErasures(n.t.world);
}

/** The docket's bundle as the organisation on the case holds it, verified under a production policy. */
export async function judged(n: Network, docketId: number) {
  await cosign(n);
  const made = await makeDocketBundle(n.t.world, { docketId, org: n.o.org, kind: 'cso', role: 'lead' });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  const text = await textOf(made);
  const verdict = await verdictOf(n, text);
  const lines = text
    .split('\n')
    .slice(1, -2)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { ...verdict, lines };
}
