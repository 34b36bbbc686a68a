// Makes a bundle in a process of its own, whose time and memory are told: of a docket without a database by the library
// (`library`), or of one in a deployment by the evidence action (`evidence`).
import { createReadStream, createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { byThreads, makeDocketBundle } from '../app/features/evidence/index.ts';
import { isRefusal } from '../app/features/refusal.ts';
import { openOwnWorld } from '../cli/own-world.ts';
import { docketBundle, formatLeaf, hex, leafHash, mustHex, utf8 } from '../ledger/index.ts';
import { docketHeader, docketLines, statementOf } from './ledger-docket.ts';
import { COMMITMENT, LEAF, NODE, SALT, counted, fieldLengths, rawSeconds } from './raw-hash.ts';

const [how = '', file = '', number = '', dir = '', org = '', docket = ''] = process.argv.slice(2);
const count = Number(number);
let example = '';

async function write(lines: AsyncIterable<string>): Promise<void> {
  const out = createWriteStream(file);
  let text = '';
  for await (const line of lines) {
    if (example === '' && line.startsWith('{"leaf":"statement ')) example = line.slice(0, line.indexOf('\n'));
    text += line;
    if (text.length < 1 << 18) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'finish');
}

/** What stands in the database of a deployment: commitments in the docket's order, 32 bytes each. */
async function putOnRecord(): Promise<() => AsyncGenerator<Uint8Array>> {
  const path = `${file}.commitments`;
  const out = createWriteStream(path);
  for (let from = 0; from < count; from += 4096) {
    const some = Array.from({ length: Math.min(4096, count - from) }, (_, i) =>
      mustHex(statementOf(from + i).commitment),
    );
    if (!out.write(Buffer.concat(some))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return async function* () {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 17 })) {
      const bytes = chunk as Buffer; // a stream without an encoding
      for (let at = 0; at < bytes.length; at += 32) yield bytes.subarray(at, at + 32);
    }
  };
}

async function* leafHashes(commitments: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const one of commitments)
    yield leafHash(utf8(formatLeaf({ type: 'statement', commitment: hex(one) })));
}

async function byLibrary(): Promise<number> {
  const commitments = await putOnRecord();
  const began = performance.now();
  const { header, policy } = await docketHeader(count, leafHashes(commitments()));
  writeFileSync(`${file}.policy`, policy);
  await write(byThreads(count, (makers) => docketBundle(header, docketLines(commitments()), makers)));
  return (performance.now() - began) / 1000;
}

async function byEvidence(): Promise<number> {
  const opened = await openOwnWorld(dir);
  const began = performance.now();
  const bundle = await makeDocketBundle(opened.world, { org, kind: 'cso', docketId: Number(docket) });
  if (isRefusal(bundle)) throw new Error(bundle.why);
  await write(bundle);
  const took = (performance.now() - began) / 1000;
  await opened.close();
  return took;
}

const make_s = how === 'library' ? await byLibrary() : await byEvidence();
const rss_mb = process.resourceUsage().maxRSS / 1024;
// The whole of a commitment, and each leaf once in the docket's tree, for the header's proofs.
const opened = JSON.parse(example) as { fields: { name: string; value: string }[] };
const lengths = [
  ...opened.fields.flatMap(({ name, value }) => [...SALT, ...fieldLengths(name, value), NODE]),
  ...[COMMITMENT, LEAF],
];
process.send?.({ make_s, rss_mb, raw_s: rawSeconds(counted(lengths, count)) });
process.disconnect?.();
