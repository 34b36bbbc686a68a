/** A network with one reader of every kind, and workers who are put on record with keys of their own. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  type Act,
  type Authority,
  type Committed,
  actText,
  addSignatures,
  commit,
  formatNote,
  hex,
  keyField,
  openKey,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseTime,
  publicKey,
  signEd25519,
  signText,
  utf8,
  verifyBundle,
  vkeyOf,
} from '../../../ledger/index.ts';
import type { SignerKey } from '../../../ledger/index.ts';
import type { Built } from '../../build.ts';
import { type Office, office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { logKey } from '../log/index.ts';
import {
  type Member,
  createDemoMembers,
  registerOrganisation,
  registerWorkplaces,
  whoIs,
} from '../network/index.ts';
import { workerFields } from '../record/index.ts';
import { isRefusal } from '../refusal.ts';

const ORGS = [
  { id: 'vouch:second-line', kind: 'cso', role: 'lead' },
  { id: 'vouch:fair-union', kind: 'union', role: 'caseworker' },
  { id: 'vouch:fast-hands', kind: 'recruiter', role: 'manager' },
  { id: 'vouch:southern', kind: 'buyer', role: 'analyst' },
  { id: 'vouch:chamber', kind: 'association', role: 'officer' },
  { id: 'vouch:labour-th', kind: 'labour_office', role: 'officer' },
  { id: 'vouch:audit-co', kind: 'auditor', role: 'auditor' },
  { id: 'vouch:audit-co', kind: 'auditor', role: 'analyst' },
] as const;

export type Network = {
  t: TestWorld;
  o: Office;
  admin: pg.Client;
  /** By `<org> <role>`. */
  members: Map<string, Member>;
  cookies: Map<string, string>;
  /** Of the office's line: two plants for both buyers, one with nobody heard, one of another chain. */
  places: { busy: number; few: number; empty: number; elsewhere: number };
  close(): Promise<void>;
};

const place = (id: string, name: string, buyers: readonly string[]) => ({
  scheme: 'osid',
  id,
  name,
  country: 'TH',
  region: 'Rayong',
  sector: 'electronics',
  headcount: 300,
  supplies: buyers.map((buyer) => ({ buyer, tier: 1 })),
});

export async function network(at = '2026-07-20T09:00:00Z', built?: Built): Promise<Network> {
  const t = await testWorld({ at, ...(built ? { built } : {}) });
  const o = await office(t);
  const { world } = t;
  const who = { org: o.org, kind: 'cso' };
  for (const { id, kind } of ORGS) {
    const about = { id, kind, name: id, country: 'TH', languages: ['th'], names: {}, about: '' };
    const done = await registerOrganisation(world, who, about);
    assert.ok(!isRefusal(done) || id === 'vouch:audit-co', JSON.stringify(done));
  }
  const people = ORGS.map(({ id, kind, role }) => ({
    orgId: id,
    kind,
    role,
    name: role,
    email: `${role}@${id.slice(6)}.demo.vouch.invalid`,
  }));
  const made = await createDemoMembers(world, people);
  const places = await registerWorkplaces(world, { ...whoIs(o.lead, world.clock.now()), org: o.org }, [
    place('TH2024001CCCCCC', 'Plant Empty', ['vouch:nordic', 'vouch:southern']),
    place('TH2024001DDDDDD', 'Plant Elsewhere', ['vouch:southern']),
  ]);
  assert.ok(!isRefusal(places), JSON.stringify(places));
  await t.closeEpoch();
  const admin = new pg.Client({ connectionString: t.adminUrl, options: '-c search_path=vouch' });
  await admin.connect();
  const members = new Map(made.map((m) => [`${m.orgId} ${m.role}`, m]));
  const cookies = new Map<string, string>();
  for (const one of [o.lead, o.hr, o.analyst]) cookies.set(`${one.orgId} ${one.role}`, await o.cookie(one));
  for (const [i, { email }] of people.entries()) {
    const member = made[i];
    if (member) cookies.set(`${member.orgId} ${member.role}`, await signedIn(t, email));
  }
  const [busy = -1, few = -1] = o.workplaces;
  const [empty = -1, elsewhere = -1] = places.dockets;
  return {
    ...{ t, o, admin, members, cookies, places: { busy, few, empty, elsewhere } },
    close: async () => {
      await admin.end();
      await t.close();
    },
  };
}

async function signedIn(t: TestWorld, email: string): Promise<string> {
  const answer = await t.app.inject({
    method: 'POST',
    url: '/api/v1/demo/sign-in',
    payload: { email },
    headers: { host: 'localhost' },
  });
  const cookie = [answer.headers['set-cookie'] ?? []].flat().map((c) => c.split(';')[0]);
  assert.ok(cookie.length > 0, answer.body);
  return cookie.join('; ');
}

export type Spoken = {
  docket: number;
  thread: string;
  statementId: string;
  committed: Committed;
  seed: Uint8Array;
};
type Say = {
  docket: number;
  thread?: string;
  csoOrg?: string;
  confirmed?: boolean;
  kind?: 'report' | 'message';
};

/** A worker's statement with a key of its own, as intake would have put it on record. */
export async function spoken(n: Network, { docket, kind = 'report', ...say }: Say): Promise<Spoken> {
  const { admin, t, o } = n;
  const [statementId, thread] = [randomUUID(), say.thread ?? randomUUID()];
  const csoOrg = say.csoOrg ?? o.org;
  const at = t.clock.now().toISOString();
  const [seed, m] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
  const found = await admin.query('select kind, id from docket where docket_id = $1', [docket]);
  const key = publicKey(seed);
  const fields = workerFields({
    kind,
    subject: found.rows[0],
    recorded: `${at.slice(0, 19)}Z`,
    content: `sha256:${'ab'.repeat(32)}`,
    key: keyField(key),
    receiver: csoOrg,
    thread,
    urgency: 'P2',
  });
  const committed = commit(fields, m);
  if (!say.thread)
    await admin.query(
      `insert into thread (docket_id, thread_id, placed_in, receiver_org, urgency, received_day, public_key, wrapped_key, distinct_worker)
       values ($1, $2, $1, $3, 'P2', $4, '{}', '', $5)`,
      [docket, thread, csoOrg, at.slice(0, 10), say.confirmed === false ? 'unconfirmed' : 'distinct'],
    );
  const commitment = Buffer.from(committed.commitment, 'hex');
  await admin.query(
    `with s as (insert into statement (docket_id, statement_id, thread_id, thread_docket, kind, fields, commitment, recorded_at, placed_in, cso_org, key_raw)
       values ($1, $2, $3, $1, $4, $5, $6, $7, $1, $8, $9)),
     m as (insert into record_secret values ($1, $2, $10))
     insert into waiting_leaf (docket_id, waiting_id, kind, commitment) values ($1, $2, 'statement', $6)`,
    [docket, statementId, thread, kind, JSON.stringify(fields), commitment, at, csoOrg, key, m],
  );
  return { docket, thread, statementId, committed, seed };
}

/** What the worker signs, as a bundle shows it. */
export function signed(n: Network, s: Spoken, act: Partial<Act> & { act: Act['act'] }): Authority {
  const whole = {
    origin: n.t.world.keys.origin,
    docket: s.docket,
    commitment: s.committed.commitment,
    ...act,
  } as Act;
  const field = openKey(s.committed);
  assert.ok(field);
  const signature = hex(signEd25519(s.seed, utf8(actText(whole))));
  return { n: s.committed.n, field, key: hex(publicKey(s.seed)), signature };
}

export const forward = async (n: Network, to: string): Promise<number> => {
  n.t.clock.set(to);
  return n.t.closeEpoch();
};

/** Ten who spoke at the busy plant and three at the other by the end of September; then the quarter is over. */
export async function aQuarter(n: Network): Promise<void> {
  n.t.clock.set('2026-08-03T10:00:00Z');
  for (let i = 0; i < 12; i++) await spoken(n, { docket: n.places.busy });
  for (let i = 0; i < 3; i++) await spoken(n, { docket: n.places.few });
  for (let i = 0; i < 11; i++) await spoken(n, { docket: n.places.elsewhere });
  await forward(n, '2026-08-03T12:00:00Z');
  await forward(n, '2026-08-20T12:00:00Z');
  await forward(n, '2026-09-30T18:00:00Z');
  // After the quarter: must not show in its bundle.
  n.t.clock.set('2026-10-02T10:00:00Z');
  await spoken(n, { docket: n.places.busy });
  await forward(n, '2026-10-02T12:00:00Z');
  await forward(n, '2026-10-12T12:00:00Z');
}

const signer = (name: string): SignerKey => ({
  name,
  algorithm: 4,
  seed: new Uint8Array(Buffer.from(name.padEnd(32, '.')).subarray(0, 32)),
});
const WITNESSES = ['w1.example', 'w2.example', 'w3.example'].map(signer);
const AUDITOR = signer('a1.example');

/** A production policy: three witnesses and an auditor, who sign all epochs as each was closed. */
export function policyOf(n: Network) {
  const cosigner = (s: SignerKey) => `witness ${s.name} ${vkeyOf(s).vkey} https://${s.name}`;
  const policy = parsePolicy(
    [
      `log ${vkeyOf(logKey(n.t.world)).vkey}`,
      '# epoch 21600',
      ...[...WITNESSES, AUDITOR].map(cosigner),
      `group w 3 ${WITNESSES.map((s) => s.name).join(' ')}`,
      `group a 1 ${AUDITOR.name}`,
      'group q all w a',
      'quorum q',
      '',
    ].join('\n'),
  );
  assert.ok(typeof policy !== 'string', String(policy));
  return policy;
}

export async function cosign(n: Network): Promise<void> {
  const { rows } = await n.admin.query('select n, closed, note from epoch where note is not null');
  for (const row of rows as { n: number; closed: Date; note: string }[]) {
    const note = parseNote(row.note);
    assert.ok(note && parseCheckpoint(note.text));
    const time = Math.floor(row.closed.getTime() / 1000) + 5;
    const signatures = [...WITNESSES, AUDITOR].map((s) => signText(note.text, s, time));
    const whole = formatNote(addSignatures(note, signatures));
    await n.admin.query('update epoch set note = $2 where n = $1', [row.n, whole]);
  }
}

/** As read a minute after the epoch was closed, unless `at` says otherwise. */
export async function verdictOf(n: Network, text: string, at?: string) {
  const first = JSON.parse(text.slice(0, text.indexOf('\n'))) as { epoch: { closed: string } };
  const read = parseTime(at ?? first.epoch.closed) ?? 0;
  const verdict = await verifyBundle([Buffer.from(text)], { policy: policyOf(n), at: read + 60 });
  assert.ok('unaltered' in verdict, JSON.stringify(verdict));
  return verdict;
}

export async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const line of lines) text += line;
  return text;
}
