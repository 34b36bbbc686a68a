/** For this slice's tests: an installation on a fresh PostgreSQL, and browsers that keep their cookies. */
import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { PublicJwk } from '../../../seal/keys.ts';
import { newKitCode, newMemberKey, newRingKey, type RingKey, shareRing, type Wrapped, wrapKit } from '../../../seal/ring.ts'; // prettier-ignore
import { testWorld, type TestWorld } from '../../../test/world.ts';
import { onServer } from '../../platform/postgres/embedded.ts';
import { setupToken } from './index.ts';

export type Installation = TestWorld & {
  /** As superuser, past every wall. */
  sql<T>(text: string, values?: unknown[]): Promise<T[]>;
};

export async function installation(kind: 'demo' | 'empty'): Promise<Installation> {
  const demo = kind === 'demo';
  const here = await testWorld({ config: { demo, domain: demo ? 'demo.vouch.invalid' : 'vouch.invalid' } });
  return {
    ...here,
    sql: (text, values) =>
      onServer(here.adminUrl, async (client) => {
        await client.query('set search_path = vouch');
        return (await client.query(text, values)).rows;
      }),
  };
}

export type Answer = {
  status: number;
  json: Record<string, unknown>;
  text: string;
  headers: Record<string, unknown>;
};

/** Sends what a browser on this machine would send, and keeps what it would keep. */
export class Browser {
  readonly #app: FastifyInstance;
  readonly cookies = new Map<string, string>();
  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  async call(
    method: 'GET' | 'POST',
    url: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#app.inject({
      method,
      url,
      headers: { host: 'localhost:8080', ...(cookie ? { cookie } : {}), ...headers },
      ...(body ? { payload: body } : {}),
    });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = answer.body;
    const json = /json/.test(String(answer.headers['content-type']))
      ? (JSON.parse(text) as Record<string, unknown>)
      : {};
    return { status: answer.statusCode, json, text, headers: answer.headers };
  }
  get = (url: string) => this.call('GET', url);
  post = (url: string, body: object = {}) => this.call('POST', url, body);
}

/** RFC 6238 over the base32 secret of an `otpauth:` address, as an authenticator does it. */
export function authenticator(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = Array.from(secret, (c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export const PASSWORD = 'another long password';
export const CASEWORKER = { name: 'May Case', email: 'may@office.example', role: 'caseworker' };
export const LEAD = { name: 'Anan Lead', email: 'lead@office.example', password: 'a long enough password' };
export const OFFICE = {
  name: 'River Office',
  country: 'TH',
  languages: ['en', 'my', 'th'],
  about: 'Reads and answers.',
};

export type Me = {
  member: { memberId: string; kind: string };
  key: { publicJwk: PublicJwk; wrapped: Wrapped };
  shares: { kid: string; share: string }[];
  ring: { kid: string; words: string; released: boolean };
  directory: { kid: string; words: string };
  release: { sha256: string };
};
export const meOf = async (browser: Browser): Promise<Me> =>
  (await browser.get('/api/v1/desk/me')).json as unknown as Me;
export const idOf = async (browser: Browser): Promise<string> => (await meOf(browser)).member.memberId;

/** An empty installation's first organisation, its lead signed in with both factors. */
export async function foundOffice(here: Installation): Promise<Browser> {
  const lead = new Browser(here.app);
  const body = { setupToken: setupToken(here.world), organisation: OFFICE, lead: LEAD };
  const done = await lead.post('/api/v1/setup', body);
  await lead.post('/api/v1/auth/totp', { code: authenticator(String(done.json['uri'])) });
  return lead;
}

/** From a token to a signed-in member. */
export async function joinOffice(here: Installation, token: unknown): Promise<Browser> {
  const browser = new Browser(here.app);
  const accepted = await browser.post('/api/v1/auth/invitation/accept', { token, password: PASSWORD });
  await browser.post('/api/v1/auth/totp', { code: authenticator(String(accepted.json['uri'])) });
  return browser;
}

export const FACTORY = {
  name: 'Stone Factory',
  kind: 'employer',
  country: 'TH',
  languages: ['th'],
  about: '',
  first: { name: 'Boss', email: 'boss@factory.example', role: 'manager' },
};

/** What the first browser does after setup: own key, ring, kit. */
export async function makeRing(lead: Browser): Promise<RingKey & { publicJwk: PublicJwk }> {
  const own = await newMemberKey('my own passphrase');
  await lead.post('/api/v1/desk/me/key', { publicJwk: own.publicJwk, wrapped: own.wrapped });
  const ring = await newRingKey();
  const shares = [{ memberId: await idOf(lead), share: await shareRing([ring], own.publicJwk) }];
  const recovery = await wrapKit([ring], newKitCode());
  await lead.post('/api/v1/desk/ring', { kid: ring.kid, jwk: ring.publicJwk, shares, recovery });
  return ring;
}

export const workplace = (id: string, more: object = {}) => ({
  scheme: 'vouch',
  id,
  name: `Mill ${id}`,
  country: 'TH',
  region: 'Tak',
  sector: 'garments',
  headcount: 40,
  ...more,
});
