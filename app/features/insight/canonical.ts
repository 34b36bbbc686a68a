import { hex, sha256, utf8 } from '../../../ledger/index.ts';
import { type Release, releaseName } from './figure.ts';

type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** One spelling for one content: names sorted by code unit, no spaces (as RFC 8785, for whole numbers and plain text). */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((v: Json) => canonical(v)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, v]) => v !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, v]) => `${JSON.stringify(name)}:${canonical(v ?? null)}`).join(',')}}`;
}

export type NamedRelease = { name: string; sha256: string; canonical: string };

/** What the ledger's `release` line names, so that a published figure can't be quietly replaced. */
export function nameRelease(release: Release): NamedRelease {
  const text = canonical(release);
  return {
    name: releaseName(release.day, release.audience),
    sha256: hex(sha256(utf8(text))),
    canonical: text,
  };
}
