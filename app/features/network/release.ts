/** The key document that a ledger `release` line announces: one text, the same bytes for everybody, for ever. */
import { formatEntry, formatTime, hex, sha256, utf8 } from '../../../ledger/index.ts';
import type { PublicJwk } from '../../../seal/keys.ts';

export type KeyDocument = { org: string; kid: string; jwk: PublicJwk; words: string; from: Date };

/** JSON without spaces, members sorted bytewise; `from` in whole seconds. */
export const canonicalKey = ({ org, kid, jwk, words, from }: KeyDocument): string =>
  JSON.stringify({
    from: formatTime(from.getTime() / 1000),
    jwk: { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y },
    kid,
    org,
    words,
  });

export const keySha256 = (document: string): string => hex(sha256(utf8(document)));

/** With its LF. `keys.vouch.some-office.Xk3…`: a release's name has no colon. */
export const releaseLine = (org: string, kid: string, sha256: string): string =>
  formatEntry({ type: 'release', sha256, name: `keys.${org.replaceAll(':', '.')}.${kid.slice(0, 16)}` });
