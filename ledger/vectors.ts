// ledger.md §13: where the tests of this folder find known answers. Ours are beside them; published ones lie outside the project.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LogReader } from './verify-log.ts';
import { parsePolicy } from './policy.ts';
import type { Policy } from './policy.ts';

const ours = fileURLToPath(new URL('./vectors/vouch1/', import.meta.url));
const published = fileURLToPath(new URL('../../shared/vectors/', import.meta.url));

export const oursPath = (name: string): string => ours + name;
export const publishedPath = (name: string): string => published + name;

export const readText = (path: string): string => readFileSync(path, 'utf8');
// A test's own file: its shape is what the test says it is.
export const readJson = <T>(path: string): T => JSON.parse(readText(path)) as T;

/** For node:test's `skip`: false, or the word why. */
export const withoutPublished = (name: string): string | false =>
  existsSync(published + name) ? false : `../shared/vectors/${name} is not here`;

export const folderReader =
  (folder: string): LogReader =>
  async (path) =>
    existsSync(`${folder}/${path}`) ? readFileSync(`${folder}/${path}`) : undefined;

export function policyAt(path: string): Policy {
  const policy = parsePolicy(readText(path));
  if (typeof policy === 'string') throw new Error(policy);
  return policy;
}
