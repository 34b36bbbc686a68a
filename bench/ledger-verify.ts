// Verifies a bundle by the command itself, in a process of its own whose memory is told; the baseline runs beside it.
import { createReadStream } from 'node:fs';
import { run } from '../cli/verify.ts';
import { COMMITMENT, LEAF, NODE, counted, fieldLengths, rawSeconds } from './raw-hash.ts';

const [file = '', policy = '', at = '', count = ''] = process.argv.slice(2);
const began = performance.now();
await run([file, '--policy', policy, '--at', at, '--json']);
const verify_s = (performance.now() - began) / 1000;
const rss_mb = process.resourceUsage().maxRSS / 1024;
const example = (await secondLine()) as {
  fields: { name: string; value: string }[];
  hidden: { name: string }[];
};
// Every shown field twice, every hidden one once, the nodes above them, the commitment, the leaf and its node.
const lengths = [
  ...example.fields.flatMap(({ name, value }) => [...fieldLengths(name, value), NODE]),
  ...example.hidden.flatMap(({ name }) => [...fieldLengths(name, undefined), NODE]),
  ...[COMMITMENT, LEAF],
];
process.send?.({ verify_s, rss_mb, raw_s: rawSeconds(counted(lengths, Number(count))) });
process.disconnect?.();

async function secondLine(): Promise<unknown> {
  let text = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', end: 1 << 17 })) text += String(chunk);
  return JSON.parse(text.split('\n')[1] ?? '');
}
