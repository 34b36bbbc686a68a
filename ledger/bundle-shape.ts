// ledger.md §1 and §8: reads the lines of a bundle. Whatever has another form is `Malformed`, the one exception of
// this library: it ends the reading at once, wherever in a line it is found, since then nothing else is reported.

import { sha256 } from '#sha256';
import { concat, hex, mustHex, utf8 } from './bytes.ts';
import { WITHHELD } from './bundle.ts';
import type {
  Authority,
  Counts,
  DocketRef,
  EpochRef,
  Header,
  HeadRef,
  HiddenField,
  Proof,
  Registration,
  ShownField,
  SinceRef,
  Target,
  UnplacedRef,
  WithheldReason,
} from './bundle.ts';
import { isDate, isHash, isId, isKind, isSubject, parseTime } from './lines.ts';

export class Malformed extends Error {}

export const fail = (what: string): never => {
  throw new Malformed(what);
};

type Members = Record<string, unknown>;

/** §1: the value of a JSON line that is spelt as JSON.stringify would spell it. */
export function parseJsonLine(line: string): unknown {
  const value = readJson(line);
  // Canonical JSON escapes a surrogate only if it stands alone; an even number of backslashes before it is text.
  if (line.includes('\\ud') && /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/.test(line)) return fail('half a character');
  return value;
}

function readJson(line: string): unknown {
  let value: unknown;
  let again: string;
  try {
    value = JSON.parse(line);
    again = JSON.stringify(value); // overflows the stack on a line of brackets
  } catch {
    return fail('not JSON');
  }
  return again === line ? value : fail('JSON in another spelling');
}

/** An object with exactly these members in this order; one with `?` at its end may be left out. */
export function members(value: unknown, names: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('not an object');
  const keys = Object.keys(value);
  let at = 0;
  for (const name of names) {
    const optional = name.endsWith('?');
    if (keys[at] === (optional ? name.slice(0, -1) : name)) at++;
    else if (!optional) return fail(`${name} is missing or out of order`);
  }
  if (at !== keys.length) return fail(`unknown member ${keys[at]}`);
  return value as Members; // a plain object whose members have just been named
}

export const whole = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fail('not a whole number');

export const text = (value: unknown): string => (typeof value === 'string' ? value : fail('not text'));

export const hash = (value: unknown): string =>
  typeof value === 'string' && isHash(value) ? value : fail('not a hash');

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : fail('not a list'));

export function proof(value: unknown): Proof {
  const hashes = list(value);
  return hashes.length <= 63 ? hashes.map(hash) : fail('a proof has at most 63 hashes');
}

const time = (value: unknown): string =>
  parseTime(text(value)) === undefined ? fail('not a time') : text(value);

export function docketRef(value: unknown): DocketRef {
  const m = members(value, ['index', 'kind', 'id', 'opening?']);
  const [kind, id] = [text(m['kind']), text(m['id'])];
  if (!isKind(kind) || !isSubject(kind, id)) return fail('not a docket');
  const ref: DocketRef = { index: whole(m['index']), kind, id };
  return m['opening'] === undefined ? ref : { ...ref, opening: opening(id, m['opening']) };
}

/** §3: a sealed id = SHA256(secret ‖ scheme:value). */
function opening(id: string, value: unknown): { secret: string; id: string } {
  const m = members(value, ['secret', 'id']);
  const [secret, clear] = [hash(m['secret']), text(m['id'])];
  const seal = hex(sha256(concat(mustHex(secret), utf8(clear))));
  if (!isId(clear) || clear.startsWith('sealed:') || id !== `sealed:${seal}`)
    return fail('an opening that does not fit');
  return { secret, id: clear };
}

export function registration(value: unknown): Registration {
  const m = members(value, ['index', 'proof']);
  return { index: whole(m['index']), proof: proof(m['proof']) };
}

export function epochRef(value: unknown): EpochRef {
  const m = members(value, ['number', 'dockets', 'root', 'closed', 'index', 'proof']);
  return {
    number: whole(m['number']),
    dockets: whole(m['dockets']),
    root: hash(m['root']),
    closed: time(m['closed']),
    index: whole(m['index']),
    proof: proof(m['proof']),
  };
}

export function headRef(value: unknown): HeadRef {
  const m = members(value, ['salt', 'size', 'root', 'proof']);
  return { salt: hash(m['salt']), size: whole(m['size']), root: hash(m['root']), proof: proof(m['proof']) };
}

function sinceRef(value: unknown): SinceRef {
  const m = members(value, ['epoch', 'head', 'proof']);
  return { epoch: epochRef(m['epoch']), head: headRef(m['head']), proof: proof(m['proof']) };
}

function unplacedRef(value: unknown): UnplacedRef {
  const m = members(value, ['docket', 'registration', 'head', 'open', 'oldest?']);
  const open = whole(m['open']);
  const ref = {
    docket: docketRef(m['docket']),
    registration: registration(m['registration']),
    head: headRef(m['head']),
    open,
  };
  if ((m['oldest'] === undefined) !== (open === 0))
    return fail('oldest is there exactly if something is open');
  if (m['oldest'] === undefined) return ref;
  return isDate(text(m['oldest'])) ? { ...ref, oldest: text(m['oldest']) } : fail('not a date');
}

/** Line 1. What depends on the checkpoint's own text is judged by the verifier. */
export function parseHeader(line: string): Header {
  const m = members(parseJsonLine(line), [
    'vouch',
    'type',
    'docket',
    'registration',
    'epoch',
    'head',
    'since?',
    'unplaced?',
    'checkpoint',
  ]);
  const type = m['type'];
  if (m['vouch'] !== 1 || (type !== 'docket' && type !== 'single')) return fail('not a bundle of vouch/1');
  const header: Header = {
    vouch: 1,
    type,
    docket: docketRef(m['docket']),
    registration: registration(m['registration']),
    epoch: epochRef(m['epoch']),
    head: headRef(m['head']),
    checkpoint: text(m['checkpoint']),
  };
  if (m['since'] !== undefined) header.since = list(m['since']).map(sinceRef);
  if (m['unplaced'] !== undefined) header.unplaced = unplacedRef(m['unplaced']);
  const wantsSince = type === 'docket';
  const wantsUnplaced = wantsSince && header.docket.kind !== 'unplaced';
  if ((header.since !== undefined) !== wantsSince || (header.unplaced !== undefined) !== wantsUnplaced) {
    return fail('since and unplaced stand in docket bundles only');
  }
  return header;
}

export function shownField(value: unknown): ShownField {
  const m = members(value, ['i', 'name', 'value', 'salt']);
  return { i: whole(m['i']), name: text(m['name']), value: text(m['value']), salt: hash(m['salt']) };
}

export function hiddenField(value: unknown): HiddenField {
  const m = members(value, ['i', 'name', 'hash']);
  return { i: whole(m['i']), name: text(m['name']), hash: hash(m['hash']) };
}

export function authority(value: unknown): Authority {
  const m = members(value, ['n', 'field', 'key', 'signature']);
  const f = members(m['field'], ['i', 'name', 'value', 'salt', 'path']);
  const n = whole(m['n']);
  if (n < 1 || n > 256 || whole(f['i']) >= n) return fail('no such field');
  const signature = text(m['signature']);
  if (!/^[0-9a-f]{128}$/.test(signature)) return fail('not a signature');
  return {
    n,
    field: {
      i: whole(f['i']),
      name: text(f['name']),
      value: text(f['value']),
      salt: hash(f['salt']),
      path: proof(f['path']),
    },
    key: hash(m['key']),
    signature,
  };
}

export function target(value: unknown): Target {
  const m = members(value, ['docket', 'registration', 'head', 'index', 'proof']);
  return {
    docket: docketRef(m['docket']),
    registration: registration(m['registration']),
    head: headRef(m['head']),
    index: whole(m['index']),
    proof: proof(m['proof']),
  };
}

export const withheldReason = (value: unknown): WithheldReason =>
  WITHHELD.find((reason) => reason === value) ?? fail('unknown reason');

/** The last line. */
export function parseEnd(value: unknown): Counts {
  const m = members(value, ['end', 'statements', 'disclosed', 'erased', 'moved', 'withheld']);
  if (m['end'] !== true) return fail('not an end line');
  const e = members(m['erased'], ['by_worker', 'unsigned']);
  const w = members(m['withheld'], WITHHELD);
  return {
    statements: whole(m['statements']),
    disclosed: whole(m['disclosed']),
    erased: { by_worker: whole(e['by_worker']), unsigned: whole(e['unsigned']) },
    moved: whole(m['moved']),
    withheld: {
      'not-licensed': whole(w['not-licensed']),
      withdrawn: whole(w['withdrawn']),
      suppressed: whole(w['suppressed']),
      sealed: whole(w['sealed']),
    },
  };
}
