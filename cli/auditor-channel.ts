// The auditor's end of the private channel: mutual TLS by the certificates in the file that the operator handed over.
import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { fromHex, parseVkey } from '../ledger/index.ts';
import { BadUse } from './ledger-inputs.ts';

type Members = Record<string, unknown>;

/** The server's name in its certificate: it is known by that and by its own authority, whatever its address. */
const CHANNEL_NAME = 'audit-feed.vouch.invalid';
const MOST_TEXT = 64 * 1024;

/** The operator's end says no, or can't be reached: nothing is known, and it is asked again. */
export class ChannelDown extends Error {}

export type ChannelFile = {
  origin: string;
  log: string;
  url: string;
  authority: string;
  cert: string;
  key: string;
};

/** Reads what `vouch auditor invite` wrote. */
export function readChannel(file: string): ChannelFile {
  let members: Members;
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw new BadUse(`${file} can be read by others: chmod 600 it.`);
    members = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof BadUse) throw error;
    throw new BadUse(
      `Can't read the channel ${file}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  const text = (name: string): string => {
    const value = members[name];
    if (typeof value !== 'string') throw new BadUse(`${file} is no channel: ${name} is missing.`);
    return value;
  };
  if (members['type'] !== 'audit-channel') throw new BadUse(`${file} is no channel.`);
  const channel = { origin: text('origin'), log: text('log'), url: text('url'), authority: text('authority'), cert: text('cert'), key: text('key') }; // prettier-ignore
  if (parseVkey(channel.log)?.name !== channel.origin) throw new BadUse(`${file} names no key of its log.`);
  if (!URL.canParse(channel.url) || new URL(channel.url).protocol !== 'https:')
    throw new BadUse(`${file} names no https address.`);
  return channel;
}

export class Channel {
  readonly #url: string;
  readonly #agent: Agent;

  constructor({ url, authority, cert, key }: ChannelFile) {
    this.#url = url.replace(/\/+$/, '');
    this.#agent = new Agent({
      ca: authority,
      cert,
      key,
      servername: CHANNEL_NAME,
      minVersion: 'TLSv1.3',
      keepAlive: true,
      maxSockets: 2,
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(path: string, body?: string): Promise<IncomingMessage> {
    return new Promise((done, fail) => {
      const down = (why: string): void => fail(new ChannelDown(`${this.#url}/audit/v1/${path}: ${why}`));
      const asked = request(`${this.#url}/audit/v1/${path}`, {
        agent: this.#agent,
        method: body === undefined ? 'GET' : 'POST',
        timeout: 60_000,
      });
      asked.once('timeout', () => asked.destroy(new Error('no answer')));
      asked.once('error', (error) => down(error.message));
      asked.once('response', (answer) => {
        if (answer.statusCode === 200) return done(answer);
        answer.resume();
        down(`${answer.statusCode}`);
      });
      asked.end(body);
    });
  }

  async #text(path: string, body?: string): Promise<string> {
    let text = '';
    for await (const part of await this.#ask(path, body)) {
      text += String(part);
      if (text.length > MOST_TEXT) throw new ChannelDown(`${path} is too long`);
    }
    return text;
  }

  /** K_seal. */
  async sealKey(): Promise<Uint8Array> {
    const answer: Members = JSON.parse(await this.#text('keys'));
    const key = fromHex(String(answer['sealKey']));
    if (key?.length !== 32) throw new ChannelDown('no seal key was given');
    return key;
  }

  /** The newest checkpoint that the log signed. */
  checkpoint(): Promise<string> {
    return this.#text('checkpoint');
  }

  /** Brings a cosigned checkpoint. */
  async bring(note: string): Promise<boolean> {
    return this.#text('cosignature', note).then(
      () => true,
      () => false,
    );
  }

  /** The feed of one epoch, in pieces. */
  async *epoch(n: number): AsyncGenerator<Uint8Array> {
    try {
      for await (const part of await this.#ask(`epochs/${n}`)) yield new Uint8Array(part);
    } catch (error) {
      if (error instanceof ChannelDown) throw error;
      throw new ChannelDown(`epoch ${n}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
