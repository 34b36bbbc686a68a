/**
 * Is the key that opens here the one that workers' phones seal to and that the ledger announces? A host that swapped it
 * would read everything: so the private key in this tab is compared with what the public is given, not with what the
 * server says of itself.
 */
import { parseEntry } from '../../ledger/lines.ts';
import {
  type PublicJwk,
  fourWords,
  hex,
  parsePublicJwk,
  sha256,
  thumbprint,
  utf8,
} from '../../seal/index.ts';

export type Where = 'server' | 'directory' | 'ledger';
export type Agreement = {
  readonly words: string;
  /** Who shows another key than the one that opens here. Empty = all agree. */
  readonly differ: readonly Where[];
  /** Where there is nothing to compare with yet. */
  readonly missing: readonly Where[];
};

export type Said = {
  readonly orgId: string;
  readonly ring: { readonly kid: string; readonly jwk: unknown; readonly words: string };
  readonly release: {
    readonly sha256: string;
    readonly index: number | null;
    readonly document: string;
  } | null;
};

export type Public = {
  /** The key for this organisation in the list that phones load; null = not listed. */
  readonly listed: (orgId: string) => Promise<unknown>;
  /** Line `index` of the public log. */
  readonly entry: (index: number) => Promise<string | undefined>;
};

type Found = 'same' | 'differs' | 'missing';

async function inDirectory(said: Said, kid: string, look: Public): Promise<Found> {
  const listed = await look.listed(said.orgId);
  if (listed === null) return 'missing';
  const jwk = parsePublicJwk(listed);
  return jwk && (await thumbprint(jwk)) === kid ? 'same' : 'differs';
}

type Document = { org?: unknown; kid?: unknown; jwk?: unknown };
function parseDocument(text: string): Document {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The announced document must be this organisation's and hold this very key, and the log must hold its hash. */
async function inLedger({ orgId, release }: Said, kid: string, look: Public): Promise<Found> {
  if (!release) return 'missing';
  const { org, kid: named, jwk } = parseDocument(release.document);
  const key = parsePublicJwk(jwk);
  const sum = hex(await sha256(utf8(release.document)));
  if (org !== orgId || named !== kid || !key || (await thumbprint(key)) !== kid || sum !== release.sha256)
    return 'differs';
  if (release.index === null) return 'missing';
  const line = await look.entry(release.index);
  if (line === undefined) return 'missing';
  const entry = parseEntry(line);
  return entry?.type === 'release' && entry.sha256 === sum ? 'same' : 'differs';
}

/** `own`: the public half of the private key in this tab for `said.ring.kid`; undefined where none opens it. */
export async function compareKeys(
  said: Said,
  own: PublicJwk | undefined,
  look: Public,
  reads: boolean,
): Promise<Agreement> {
  const serverKey = parsePublicJwk(said.ring.jwk);
  const kid = own ? await thumbprint(own) : '';
  const server = own && serverKey && kid === said.ring.kid && (await thumbprint(serverKey)) === kid;
  const found: [Where, Found][] = [
    ['server', server ? 'same' : 'differs'],
    ['directory', reads ? await inDirectory(said, kid, look) : 'same'],
    ['ledger', await inLedger(said, kid, look)],
  ];
  const where = (which: Found): Where[] => found.filter(([, one]) => one === which).map(([at]) => at);
  return {
    words: own ? await fourWords(own) : said.ring.words,
    differ: where('differs'),
    missing: where('missing'),
  };
}
