import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { readAnswers } from '../app/features/reports/answers.ts';
import { type ThreadAnswer, threadAnswer } from '../app/features/reports/contract.ts';
import { routeOf } from '../app/features/reports/directory.ts';
import { additionBody, reportBody, sealAddition, sealReport } from '../app/features/reports/phone/compose.ts';
import { eraseOf, signMoves, signWithdrawal } from '../app/features/reports/phone/sign.ts';
import { solve } from '../app/features/reports/phone/wire.ts';
import type { Said } from '../app/features/reports/said.ts';
import { directory } from '../app/features/network/index.ts';
import type { Member } from '../app/features/network/index.ts';
import { lookupId, seal, thumbprint, type PublicJwk } from '../seal/index.ts';
import type { Office } from './office.ts';
import type { TestWorld } from './world.ts';

export type Answer = { status: number; body: any; text: string }; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks into

/** A member at the desk: JSON over HTTP with a real session. */
export async function desk(t: TestWorld, cso: Office, member: Member) {
  const cookie = await cso.cookie(member);
  const ask = async (method: 'GET' | 'POST', path: string, payload?: object): Promise<Answer> => {
    const answer = await t.app.inject({
      method,
      url: `/api/v1/desk/${path}`,
      headers: { cookie },
      ...(payload ? { payload } : {}),
    });
    const json = /json/.test(String(answer.headers['content-type']));
    return { status: answer.statusCode, body: json ? answer.json() : undefined, text: answer.body };
  };
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, payload: object) => ask('POST', path, payload),
    /** As `post`, and it must be taken. */
    done: async (path: string, payload: object) => {
      const answer = await ask('POST', path, payload);
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
      return answer.body;
    },
    /** As `get`, and it must be there. */
    see: async (path: string) => {
      const answer = await ask('GET', path);
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
      return answer.body;
    },
  };
}
export type Desk = Awaited<ReturnType<typeof desk>>;

export type Phone = {
  docket: number;
  threadId: string;
  publicKey: PublicJwk;
  /** The thread as its code opens it. */
  thread(): Promise<ThreadAnswer['thread']>;
  /** Seals and sends what a worker says after the report; gives the statement's id. */
  say(kind: Exclude<Said['kind'], 'report' | 'contact_wish'>, said: object, re?: string): Promise<string>;
  withdraw(): Promise<void>;
  /** Asks to erase one statement, or everything; signs for each place, its own wish too, unless told not to. */
  erase(scope: 'one' | 'all', re?: string, how?: { unsigned?: boolean; forged?: boolean }): Promise<Answer>;
  /** Answers whether it was at another workplace. */
  moved(answer: 'yes' | 'no'): Promise<Answer>;
  answer(moveId: string, answer: 'yes' | 'no', signatures: object[]): Promise<Answer>;
  /** What the code opens now: status and body. */
  open(): Promise<Answer>;
  root: Uint8Array<ArrayBuffer>;
  /** A message with a photo of these bytes, sealed and not yet sent. */
  photo(
    bytes: string,
  ): Promise<{ sealed: { attachments: readonly { sha256: string }[] }; files: readonly Uint8Array[] }>;
  /** Sealed for this worker and the organisation, as the desk does it. */
  sealed(words: object): Promise<string>;
};

/** A worker's phone that has sent a report. Its root is drawn, not stretched from a code: only the slowness is left out. */
export async function phone(t: TestWorld, cso: Office, over: Record<string, string[]> = {}): Promise<Phone> {
  const given: Record<string, string[]> = {
    what: ['DOC'],
    where: [String(cso.workplaces[0])],
    words: ['They hold our passports.'],
    danger: ['P2'],
    ...over,
  };
  const answers = readAnswers((name) => given[name] ?? []);
  const list = await directory(t.world);
  const route = routeOf(list, answers.where, '');
  assert.ok(route);
  const root = new Uint8Array(randomBytes(32));
  const chosen = () => ({ root, statementId: randomUUID(), m: new Uint8Array(randomBytes(32)) });
  const challenge = async () => solve((await t.app.inject({ url: '/w/challenge' })).json());
  const post = async (url: string, payload: object) => {
    const answer = await t.app.inject({ method: 'POST', url, payload });
    assert.ok(answer.statusCode < 300, `${url}: ${answer.body}`);
    return answer.json();
  };
  const sent = async (url: string, payload: object): Promise<Answer> => {
    const answer = await t.app.inject({ method: 'POST', url, payload });
    return { status: answer.statusCode, body: answer.json(), text: answer.body };
  };
  const { sealed } = await sealReport({ answers, route, language: 'en', photos: [] }, chosen());
  const solved = await challenge();
  await post('/api/v1/reports', { challenge: solved, ...(await reportBody(sealed, solved.time)) });
  const lookup = await lookupId(root);
  const thread = async (): Promise<ThreadAnswer['thread']> =>
    threadAnswer.parse(await post('/api/v1/thread/open', { challenge: await challenge(), lookup })).thread;
  const add = async (
    kind: Exclude<Said['kind'], 'report' | 'contact_wish'>,
    said: object,
    more: { re?: string; signature?: string },
  ) => {
    const now = await thread();
    // What is said for the own safety goes as a message to everybody but the organisation.
    const safe =
      kind === 'retaliation_flag' ? { kind: 'message' as const, safety: 'flag' as const } : { kind };
    const { sealed: addition } = await sealAddition(
      { ...safe, thread: now, receiver: route.receiver, said: () => said as Said, photos: [] },
      chosen(),
    );
    const paid = await challenge();
    await post('/api/v1/thread/add', { challenge: paid, ...(await additionBody(addition, paid.time, more)) });
    return addition.statementId;
  };
  return {
    docket: route.docket.index,
    threadId: sealed.statementId,
    publicKey: sealed.publicKey,
    thread,
    say: (kind, said, re) => add(kind, { v: 1, kind, language: 'en', ...said }, re ? { re } : {}),
    withdraw: async () => {
      const now = await thread();
      // What was said in the same second stands in no certain order.
      const report = now.statements.find((s) => s.id === sealed.statementId);
      assert.ok(report);
      const { commitment } = report;
      const where = { origin: t.world.keys.origin, docket: now.docket.index };
      const signature = await signWithdrawal(root, { statementId: sealed.statementId, commitment }, where);
      const said = { v: 1, kind: 'withdrawal', language: 'en', re: sealed.statementId };
      await add('withdrawal', said, { re: sealed.statementId, signature });
    },
    erase: async (scope, re = sealed.statementId, how = {}) => {
      const now = await thread();
      const wish = chosen();
      const { sealed: addition } = await sealAddition(
        {
          kind: 'erasure_request',
          thread: now,
          receiver: route.receiver,
          said: () => ({ v: 1, kind: 'erasure_request', language: 'en', re }),
          photos: [],
        },
        wish,
      );
      const paid = await challenge();
      const body = await additionBody(addition, paid.time, { re });
      const { origin } = t.world.keys;
      const own = { id: wish.statementId, commitment: body.commitment };
      const erase = await eraseOf(root, now, { scope, re, own, origin });
      if (how.unsigned) erase.signatures = [];
      if (how.forged)
        erase.signatures = erase.signatures.map((one) => ({ ...one, signature: 'A'.repeat(86) }));
      return sent('/api/v1/thread/add', { challenge: paid, ...body, erase });
    },
    moved: async (answer) => {
      const now = await thread();
      assert.ok(now.move, 'nothing is asked');
      const { origin } = t.world.keys;
      const signatures = await signMoves(root, now, { origin, directory: list });
      const body = { moveId: now.move.id, answer, signatures: answer === 'yes' ? signatures : [] };
      return sent('/api/v1/thread/move', { challenge: await challenge(), lookup, ...body });
    },
    answer: async (moveId, answer, signatures) =>
      sent('/api/v1/thread/move', { challenge: await challenge(), lookup, moveId, answer, signatures }),
    open: async () => sent('/api/v1/thread/open', { challenge: await challenge(), lookup }),
    root,
    photo: async (bytes) => {
      const image = { type: 'image/jpeg', bytes: new Uint8Array(Buffer.from(bytes)) };
      const { sealed: addition, files } = await sealAddition(
        {
          kind: 'message',
          thread: await thread(),
          receiver: route.receiver,
          said: (photos) => ({ v: 1, kind: 'message', language: 'en', words: '', photos }),
          photos: [image],
        },
        chosen(),
      );
      const paid = await challenge();
      return { sealed: { challenge: paid, ...(await additionBody(addition, paid.time, {})) }, files };
    },
    sealed: async (words) =>
      seal(words, [
        { kid: cso.ring.kid, jwk: cso.jwk },
        { kid: await thumbprint(sealed.publicKey), jwk: sealed.publicKey },
      ]),
  };
}
