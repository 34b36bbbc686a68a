// A coordinator who files and workers who answer, as their phones do it. One network a test file.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { lookupId, newReaderKeyPair, seal, wrapKey } from '../../../seal/index.ts';
import { wrapBytes, wrapPrivate } from '../../../seal/keys.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { directory } from '../network/index.ts';
import { readAnswers } from '../reports/answers.ts';
import { routeOf } from '../reports/directory.ts';
import { additionBody, reportBody, sealAddition, sealReport } from '../reports/phone/compose.ts';
import { solve } from '../reports/phone/wire.ts';

export let t: TestWorld;
export let cso: Office;
export let lead: Desk;
export let worker: Desk;
export let admin: pg.Client;

export async function begin(): Promise<void> {
  t = await testWorld();
  cso = await office(t);
  lead = await desk(t, cso, cso.lead);
  worker = await desk(t, cso, cso.caseworker);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
}
export async function end(): Promise<void> {
  await admin?.end();
  await t?.close();
}

export const bytes = () => new Uint8Array(randomBytes(32));
export const challenge = async () => solve((await t.app.inject({ url: '/w/challenge' })).json());
export const post = async (url: string, payload: object) => {
  const answer = await t.app.inject({ method: 'POST', url, payload });
  return { status: answer.statusCode, body: answer.json(), text: answer.body };
};
export const ask = async (at: string, body: object) =>
  post(`/api/v1/${at}`, { challenge: await challenge(), ...body });
export const taken = async (answer: ReturnType<typeof post>) => {
  const done = await answer;
  assert.ok(done.status < 300, done.text);
  return done.body;
};
export const toOrg = (words: object) => seal(words, [{ kid: cso.ring.kid, jwk: cso.jwk }]);
export const keysOf = async (root: Uint8Array<ArrayBuffer>) => {
  const pair = await newReaderKeyPair();
  const next = {
    lookup: await lookupId(root),
    publicKey: pair.publicJwk,
    wrappedKey: await wrapPrivate(pair.privateJwk, await wrapKey(root)),
  };
  return { next, pair };
};

export async function enrolled() {
  const [slip, root, coordinatorId] = [bytes(), bytes(), randomUUID()];
  const envelope = await toOrg({ name: 'Daw Hla', place: 'Myawaddy' });
  await lead.done('assisted/coordinators', { coordinatorId, slip: await lookupId(slip), envelope });
  const { next, pair } = await keysOf(root);
  await taken(ask('assisted/join', { lookup: await lookupId(slip), next }));
  return { coordinatorId, slip, lookup: next.lookup, pair };
}
export type Helper = Awaited<ReturnType<typeof enrolled>>;

export async function composed(slip = bytes()) {
  const given: Record<string, string[]> = { what: ['REC'], where: [String(cso.workplaces[0])], words: ['The agent kept 9 000 baht.'], danger: ['P2'] }; // prettier-ignore
  const answers = readAnswers((name) => given[name] ?? []);
  const route = routeOf(await directory(t.world), answers.where, '');
  assert.ok(route);
  const chosen = { root: slip, statementId: randomUUID(), m: bytes() };
  const filed = { to: 'recruiter', agreed: 'yes' } as const;
  const { sealed } = await sealReport({ answers, route, language: 'en', photos: [], filed }, chosen);
  return { sealed, slip, route };
}

/** The coordinator files; the worker holds the slip. */
export async function filed(by: Helper, given = bytes()) {
  const { sealed, slip, route } = await composed(given);
  const solved = await challenge();
  const report = { challenge: solved, ...(await reportBody(sealed, solved.time)) };
  await taken(post('/api/v1/assisted/file', { coordinator: by.lookup, ...report }));
  const at = `threads/${sealed.docket.index}/${sealed.statementId}`;
  return { sealed, slip, route, at, docket: sealed.docket.index, threadId: sealed.statementId };
}
export type Filed = Awaited<ReturnType<typeof filed>>;

export const look = (root: Uint8Array<ArrayBuffer>) =>
  lookupId(root).then((lookup) => ask('thread/open', { lookup }));

export async function claimed(of: Filed) {
  const root = bytes();
  const { next, pair } = await keysOf(root);
  const earlierKey = await wrapBytes(new Uint8Array(Buffer.from('the earlier root and key')), await wrapKey(root)); // prettier-ignore
  const body = { lookup: await lookupId(of.slip), next: { ...next, earlierKey } };
  await taken(ask('assisted/claim', body));
  const say = async (filing: 'confirmed' | 'corrected' | 'disowned', words = '') => {
    const { thread } = (await look(root)).body;
    const said = { v: 1, kind: 'answer', language: 'en', re: of.threadId, about: 'filing', value: filing, words } as const; // prettier-ignore
    const input = { kind: 'answer', thread, receiver: of.route.receiver, said: () => said, photos: [], filing } as const; // prettier-ignore
    const { sealed } = await sealAddition(input, { root, statementId: randomUUID(), m: bytes() });
    const solved = await challenge();
    return post('/api/v1/thread/add', { challenge: solved, ...(await additionBody(sealed, solved.time, { re: of.threadId })) }); // prettier-ignore
  };
  return { root, lookup: next.lookup, pair, say, body };
}

export const counts = async (id: string) =>
  (await worker.see('assisted/coordinators')).coordinators.find(
    (c: { coordinatorId: string }) => c.coordinatorId === id,
  );
export const rowOf = async ({ threadId }: Filed) =>
  (await admin.query('select filing, distinct_worker from vouch.thread where thread_id = $1', [threadId]))
    .rows[0];
