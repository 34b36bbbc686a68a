import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parsePolicy, parseTime } from '../ledger/index.ts';
import type { LogReader, Policy } from '../ledger/index.ts';

/** What a person at the keyboard can put right: printed as a sentence, exit code 2. */
export class BadUse extends Error {}

/** Runs a command: its own answer, or 2 and a sentence on stderr for bad use. */
export async function answering(usage: string, command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof BadUse) && !isParseArgsError(error)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}\n`);
    return 2;
  }
}

const isParseArgsError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

export async function readTextFile(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new BadUse(`Can't read the ${what} ${path}: ${sentence(error)}.`);
  }
}

const sentence = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
    ? 'there is no such file'
    : String(error);

/**
 * The policy to judge by: the file named, else VOUCH_POLICY, else the one of the deployment kept here. Never one that
 * came with the evidence: whoever made the evidence could have made it too.
 */
export async function readPolicy(path: string | undefined): Promise<Policy> {
  const own = resolve(process.env['DATA_DIR'] ?? 'data', 'ledger', 'policy');
  const policy = parsePolicy(await readTextFile(path ?? process.env['VOUCH_POLICY'] ?? own, 'policy'));
  if (typeof policy === 'string') throw new BadUse(`That is not a policy: ${policy}.`);
  return policy;
}

/** Opens a file before it is streamed, so that a wrong name is a sentence and not a broken stream. */
export async function openFile(
  path: string,
  what: string,
): Promise<{ size: number; chunks: AsyncIterable<Uint8Array> }> {
  try {
    const file = await open(path);
    const { size } = await file.stat();
    await file.close();
    return { size, chunks: createReadStream(path, { highWaterMark: 1 << 18 }) };
  } catch (error) {
    throw new BadUse(`Can't read the ${what} ${path}: ${sentence(error)}.`);
  }
}

export function readSeconds(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9]{1,12}$/.test(text)) throw new BadUse(`${option} is a whole number of seconds, not "${text}".`);
  return Number(text);
}

export function readTime(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const time = parseTime(text);
  if (time === undefined) throw new BadUse(`${option} is a time like 2026-01-02T07:00:00Z, not "${text}".`);
  return time;
}

/** A log in a folder or under a URL; a path is only ever one of those that the library makes. */
export function logReader(place: string): LogReader {
  if (/^https?:\/\//.test(place)) return (path) => fetchFile(`${place.replace(/\/$/, '')}/${path}`);
  return async (path) => {
    try {
      return await readFile(resolve(place, path));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw new BadUse(`Can't read the log in ${place}: ${sentence(error)}.`);
    }
  };
}

async function fetchFile(url: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new BadUse(`${url} answers ${answer.status}.`);
    return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    if (error instanceof BadUse) throw error;
    throw new BadUse(`${url} can't be reached: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
