// A second reading of ledger.md §8, for tests, that shares nothing with the library but node:crypto. It only says whether
// a docket bundle deserves two yeses.
import { createPublicKey, verify } from 'node:crypto';
import { No, mth, must, naiveLeaf, rootOf, rootsOf, sha, u16 } from './naive-tree.fixture.ts';

type Json = Record<string, unknown>;
export type NaiveKey = { name: string; key: Uint8Array };
export type NaiveReading = {
  log: NaiveKey;
  auditor: NaiveKey;
  at: number;
  epochSeconds: number;
  maxAge: number;
};

const ed25519 = (key: Uint8Array, text: string | Uint8Array, signature: Uint8Array): boolean =>
  verify(
    null,
    Buffer.from(text),
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]),
      format: 'der',
      type: 'spki',
    }),
    signature,
  );

const obj = (v: unknown): Json => {
  must(typeof v === 'object' && v !== null && !Array.isArray(v), 'an object');
  return v as Json; // just looked at
};
const arr = (v: unknown): unknown[] => {
  must(Array.isArray(v), 'a list');
  return v;
};
const str = (v: unknown): string => {
  must(typeof v === 'string', 'text');
  return v;
};
const num = (v: unknown): number => {
  must(Number.isSafeInteger(v) && !Object.is(v, -0) && Number(v) >= 0, 'a number');
  return Number(v);
};
const bin = (v: unknown, length = 32): Buffer => {
  must(new RegExp(`^[0-9a-f]{${2 * length}}$`).test(str(v)), 'hex');
  return Buffer.from(str(v), 'hex');
};
const hashes = (v: unknown): Buffer[] => arr(v).map((h) => bin(h));
const keys = (v: Json, ...allowed: string[]): void =>
  must(
    Object.keys(v).every((k) => allowed.includes(k)),
    'a member that nobody knows',
  );
const seconds = (v: unknown): number => {
  const ms = Date.parse(str(v));
  must(Number.isFinite(ms) && new Date(ms).toISOString() === `${str(v).slice(0, 19)}.000Z`, 'a time');
  return ms / 1000;
};

type Place = { origin: string; size: number; root: Buffer; epoch: Json };

const inLog = (place: Place, line: string, ref: Json): void =>
  must(
    place.root.equals(rootOf(naiveLeaf(line), num(ref['index']), place.size, hashes(ref['proof']))),
    `not in the log: ${line}`,
  );
const registered = (place: Place, docket: Json, ref: Json): void => {
  must(num(ref['index']) < num(place.epoch['index']), 'registered later');
  inLog(place, `docket ${num(docket['index'])} ${str(docket['kind'])} ${str(docket['id'])}\n`, ref);
};
function epochStands(place: Place, e: Json): void {
  seconds(e['closed']);
  inLog(place, `epoch ${num(e['number'])} ${num(e['dockets'])} ${str(e['root'])} ${str(e['closed'])}\n`, e);
}
function headStands(epoch: Json, docket: number, head: Json): void {
  const line = `head ${bin(head['salt']).toString('hex')} ${num(head['size'])} ${bin(head['root']).toString('hex')}\n`;
  const root = rootOf(naiveLeaf(line), docket, num(epoch['dockets']), hashes(head['proof']));
  must(bin(epoch['root']).equals(root), 'not in the epoch');
}

function checkpointOf(note: string, reading: NaiveReading, epoch: Json): Place {
  const [text = '', signatures = ''] = note.split(/(?<=\n)\n/);
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  must(rest.length === 1 && rest[0] === '' && signatures.endsWith('\n'), 'a checkpoint of another form');
  must(
    Buffer.from(root, 'base64').toString('base64') === root && String(Number(size)) === size,
    'a checkpoint',
  );
  const by = (who: NaiveKey, kind: number, check: (bytes: Buffer) => boolean): void => {
    const id = sha(`${who.name}\n`, Buffer.from([kind]), who.key).subarray(0, 4);
    const own = signatures
      .slice(0, -1)
      .split('\n')
      .map((line) => /^— (\S+) (\S+)$/.exec(line))
      .filter((m) => m?.[1] === who.name)
      .map((m) => ({ text: m?.[2] ?? '', bytes: Buffer.from(m?.[2] ?? '', 'base64') }))
      .filter(({ text: t, bytes }) => bytes.toString('base64') === t && bytes.subarray(0, 4).equals(id));
    must(
      own.length === 1 && own.every(({ bytes }) => check(bytes.subarray(4))),
      `no signature by ${who.name}`,
    );
  };
  must(origin === reading.log.name, 'another log');
  by(reading.log, 1, (bytes) => ed25519(reading.log.key, text, bytes));
  const closed = seconds(epoch['closed']);
  by(reading.auditor, 4, (bytes) => {
    const time = Number(bytes.readBigUInt64BE(0));
    must(
      time >= closed && time <= closed + reading.epochSeconds && time >= reading.at - reading.maxAge,
      'stale',
    );
    return ed25519(reading.auditor.key, `cosignature/v1\ntime ${time}\n${text}`, bytes.subarray(8));
  });
  must(num(epoch['index']) === Number(size) - 1, 'not the last epoch');
  return { origin, size: Number(size), root: Buffer.from(root, 'base64'), epoch };
}

function sinceStands(place: Place, header: Json): void {
  const [docket, head] = [obj(header['docket']), obj(header['head'])];
  const n = num(place.epoch['number']);
  const first = num(obj(header['registration'])['index']) - num(docket['index']);
  const wanted: number[] = [];
  for (let back = 1; n - back >= first; back *= 2) wanted.push(n - back);
  const since = arr(header['since']).map(obj);
  must(since.length === wanted.length, 'since');
  since.forEach((s, i) => {
    const [epoch, then] = [obj(s['epoch']), obj(s['head'])];
    must(num(epoch['number']) === wanted[i], 'another epoch');
    epochStands(place, epoch);
    headStands(epoch, num(docket['index']), then);
    const [m, k, p] = [num(then['size']), num(head['size']), hashes(s['proof'])];
    must(m <= k, 'it shrank');
    if (m === 0)
      return must(p.length === 0 && bin(then['root']).equals(sha('')), 'an empty tree has another root');
    const [older, newer] = rootsOf(m, k, p, bin(then['root']));
    must(bin(then['root']).equals(older) && bin(head['root']).equals(newer), 'it was rewritten');
  });
}

type Opened = { names: Set<string>; hasKey: boolean };

function opens(line: Json, list: string, commitment: string, subject: string): Opened {
  const shown = arr(line[list]).map(obj);
  const hidden = arr(line['hidden']).map(obj);
  const leaves: Buffer[] = [];
  const all: string[] = [];
  const put = (f: Json, hash: Buffer): void => {
    const [i, name] = [num(f['i']), str(f['name'])];
    must(leaves[i] === undefined, 'a position twice');
    const bytes = Buffer.from(name);
    leaves[i] = naiveLeaf(Buffer.concat([u16(bytes.length), bytes, hash]));
    all[i] = name;
  };
  for (const f of shown) {
    keys(f, 'i', 'name', 'value', 'salt');
    put(f, sha(bin(f['salt']), str(f['value'])));
    if (f['name'] === 'subject') must(f['value'] === subject, 'another subject');
  }
  for (const f of hidden) {
    keys(f, 'i', 'name', 'hash');
    put(f, bin(f['hash']));
  }
  const n = shown.length + hidden.length;
  must(leaves.length === n && n > 0, 'positions');
  must(
    [...all].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join('\n') === all.join('\n'),
    'order',
  );
  must(sha('vouch/1 commitment\n', u16(n), mth(leaves)).toString('hex') === commitment, 'it does not open');
  return { names: new Set(shown.map((f) => str(f['name']))), hasKey: all.includes('key') };
}

function isSigned(v: unknown, commitment: string, text: string): void {
  const a = obj(v);
  const [field, key] = [obj(a['field']), bin(a['key'])];
  keys(a, 'n', 'field', 'key', 'signature');
  must(field['name'] === 'key' && field['value'] === `sha256:${sha(key).toString('hex')}`, 'another key');
  const leaf = naiveLeaf(
    Buffer.concat([u16(3), Buffer.from('key'), sha(bin(field['salt']), str(field['value']))]),
  );
  const root = rootOf(leaf, num(field['i']), num(a['n']), hashes(field['path']));
  must(
    sha('vouch/1 commitment\n', u16(num(a['n'])), root).toString('hex') === commitment,
    'of another statement',
  );
  must(ed25519(key, text, bin(a['signature'], 64)), 'a signature');
}

/** Whether both answers are yes. Throws nothing but for a mistake of its own. */
export function deservesBoth(file: string, reading: NaiveReading): boolean {
  try {
    judge(file, reading);
    return true;
  } catch (error) {
    if (error instanceof No || error instanceof SyntaxError) return false;
    throw error;
  }
}

function judge(file: string, reading: NaiveReading): void {
  must(file.endsWith('\n'), 'the last LF');
  const lines = file
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const value = obj(JSON.parse(line));
      must(JSON.stringify(value) === line, 'another spelling');
      return value;
    });
  const [header, end] = [lines[0], lines.at(-1)];
  must(header && end && lines.length > 1 && header['vouch'] === 1 && header['type'] === 'docket', 'a bundle');
  const [docket, head, epoch] = [obj(header['docket']), obj(header['head']), obj(header['epoch'])];
  const place = checkpointOf(str(header['checkpoint']), reading, epoch);
  epochStands(place, epoch);
  registered(place, docket, obj(header['registration']));
  headStands(epoch, num(docket['index']), head);
  sinceStands(place, header);
  must((header['unplaced'] === undefined) === (docket['kind'] === 'unplaced'), 'unplaced');
  if (header['unplaced'] !== undefined) {
    const u = obj(header['unplaced']);
    must(obj(u['docket'])['kind'] === 'unplaced', 'another docket');
    registered(place, obj(u['docket']), obj(u['registration']));
    headStands(epoch, num(obj(u['docket'])['index']), obj(u['head']));
  }
  const body = lines.slice(1, -1);
  const leaves = body.map((line) => str(line['leaf']));
  must(leaves.length === num(head['size']), 'the number of leaves');
  must(bin(head['root']).equals(mth(leaves.map((leaf) => naiveLeaf(`${leaf}\n`)))), 'the root');
  const counts = judgeBody(place, docket, body);
  must(JSON.stringify({ end: true, ...counts }) === JSON.stringify(end), 'the totals');
}

function judgeBody(place: Place, docket: Json, body: Json[]): object {
  const withheld: Record<string, number> = { 'not-licensed': 0, withdrawn: 0, suppressed: 0, sealed: 0 };
  const counts = { statements: 0, disclosed: 0, erased: { by_worker: 0, unsigned: 0 }, moved: 0, withheld };
  const [subject, here] = [`${str(docket['kind'])} ${str(docket['id'])}`, num(docket['index'])];
  const controls = body.map((line) => str(line['leaf']).split(' '));
  const named = (i: number, what: string): number =>
    controls.filter((c, at) => at > i && c[0] === what && c[1] === String(i)).length;
  body.forEach((line, i) => {
    const [what, a = '', b = '', c = ''] = controls[i] ?? [];
    if (what !== 'statement') {
      const at = Number(a);
      must(controls[at]?.[0] === 'statement' && at < i && named(at, what ?? '') === 1, 'a control leaf');
      must(
        body[at]?.['state'] === (named(at, 'erased') === 1 ? 'erased' : what),
        'its statement says otherwise',
      );
      if (what === 'moved')
        movedStands(place, docket, { line, commitment: controls[at]?.[1] ?? '', to: Number(b), fresh: c });
      return;
    }
    counts.statements++;
    const act = (name: string): string => `vouch/1 ${name}\n${place.origin}\n${here}\n${a}\n`;
    if (line['state'] === 'disclosed') {
      const { names } = opens(line, 'fields', a, subject);
      must(
        ['kind', 'schema', 'subject'].every((name) => names.has(name)),
        'too little is shown',
      );
      counts.disclosed++;
    } else if (line['state'] === 'withheld') {
      const [{ names }, reason] = [opens(line, 'shown', a, subject), str(line['reason'])];
      must(names.has('kind') && (reason !== 'sealed' || names.has('content')), 'too little is shown');
      must(reason in withheld && reason !== 'suppressed', 'a reason');
      must((line['authority'] !== undefined) === (reason === 'withdrawn'), 'an authority');
      if (reason === 'withdrawn') isSigned(line['authority'], a, act('withdrawal'));
      withheld[reason] = (withheld[reason] ?? 0) + 1;
    } else if (line['state'] === 'erased') {
      must(named(i, 'erased') === 1, 'no erased leaf');
      if (line['authority'] !== undefined) isSigned(line['authority'], a, act('erasure'));
      counts.erased[line['authority'] === undefined ? 'unsigned' : 'by_worker']++;
    } else {
      must(line['state'] === 'moved' && named(i, 'moved') === 1 && named(i, 'erased') === 0, 'no moved leaf');
      counts.moved++;
    }
  });
  return counts;
}

type Moved = { line: Json; commitment: string; to: number; fresh: string };

function movedStands(place: Place, docket: Json, { line, commitment, to, fresh }: Moved): void {
  const target = obj(line['target']);
  const there = obj(target['docket']);
  must(num(there['index']) === to && to !== num(docket['index']), 'another target');
  registered(place, there, obj(target['registration']));
  headStands(place.epoch, to, obj(target['head']));
  const head = obj(target['head']);
  const root = rootOf(
    naiveLeaf(`statement ${fresh}\n`),
    num(target['index']),
    num(head['size']),
    hashes(target['proof']),
  );
  must(bin(head['root']).equals(root), 'it does not stand there');
  if (line['authority'] === undefined) return must(docket['kind'] === 'unplaced', 'moved without the worker');
  const text = `vouch/1 move\n${place.origin}\n${num(docket['index'])}\n${commitment}\n${to} ${fresh}\n`;
  isSigned(line['authority'], commitment, text);
}
