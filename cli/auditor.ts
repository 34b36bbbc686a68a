// An auditor (ledger.md §7) in a process of its own. Like the witness it loads the protocol library and nothing of the
// server; only `invite`, `revoke` and `list`, which are the operator's, open the deployment's database.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { formatTime, vkeyOf } from '../ledger/index.ts';
import { AuditStore } from './auditor-store.ts';
import { Channel, readChannel } from './auditor-channel.ts';
import { Auditor } from './auditing.ts';
import { Cosigner, logKeysOf } from './cosigner.ts';
import { listen, untilStopped } from './cosign-server.ts';
import { signerFrom } from './cosign-state.ts';
import { type Place, feed, feedOnce } from './feeder.ts';
import { BadUse, answering, readSeconds } from './ledger-inputs.ts';

export const help = `vouch auditor --channel FILE --key FILE --name NAME --state DIR [--listen HOST:PORT]
  Audits every epoch of a log over the operator's private channel, one at a time, and cosigns a checkpoint only if all
  up to it are in order. After one that is not it signs nothing more until a person decides.
  --channel FILE   what the operator handed over (vouch auditor invite)
  --key FILE       the auditor's own key; made, mode 600, if it isn't there. Not a witness's key
  --name NAME      the key's name, such as audit.example/auditor
  --state DIR      what was audited so far. It holds the leaf lines of all dockets: keep it, and keep it secret
  --log VKEY       a further key of the log, when one takes over from another
  --listen PLACE   where the log asks (127.0.0.1:8098)
  --feed           instead, where the log can't reach it: asks by itself; --every SECONDS (60)
  --once           audits up to the newest checkpoint, cosigns it, ends: 0 if it is in order, 1 if not
vouch auditor resume --state DIR --because WORDS    goes on after an epoch that was not in order; a person decides
vouch auditor export-leaves --state DIR -o FILE     all leaf lines, for an operator who lost a database
On the operator's side, beside or without a running server (--data DIR):
vouch auditor invite NAME --url https://HOST:PORT [--days 365] -o FILE
vouch auditor revoke NAME
vouch auditor list`;

const options = {
  channel: { type: 'string' },
  key: { type: 'string' },
  name: { type: 'string' },
  state: { type: 'string' },
  log: { type: 'string', multiple: true },
  listen: { type: 'string' },
  feed: { type: 'boolean' },
  every: { type: 'string' },
  once: { type: 'boolean' },
  because: { type: 'string' },
  url: { type: 'string' },
  days: { type: 'string' },
  out: { type: 'string', short: 'o' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(help, () => auditor(args));

type AuditorValues = ReturnType<typeof parse>['values'];
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true });

async function auditor(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const [act, ...names] = positionals;
  if (act === undefined) return watch(values);
  if (act === 'resume') return resume(values);
  if (act === 'export-leaves') return exportLeaves(values);
  if (act === 'invite' || act === 'revoke' || act === 'list')
    return (await import('./auditor-invite.ts')).invitations(act, names, values);
  throw new BadUse(`An auditor can't "${act}".`);
}

function stateOf({ state }: AuditorValues): string {
  if (!state) throw new BadUse('Say where its state is: --state DIR.');
  return state;
}

export type Opened = { cosigner: Cosigner; place: Place; store: AuditStore; close(): void };

/** All that an auditor is, for one log; throws BadUse in words for a file that isn't what it should be. */
export function openAuditor(asked: {
  channel: string;
  key: string;
  name: string;
  state: string;
  logs?: readonly string[] | undefined;
}): Opened {
  const file = readChannel(asked.channel);
  const channel = new Channel(file);
  try {
    const logs = logKeysOf([...new Set([file.log, ...(asked.logs ?? [])])]);
    if (logs.some((log) => log.name !== file.origin)) throw new Error('--log names another log');
    const signer = signerFrom(asked.key, asked.name);
    const store = new AuditStore(asked.state);
    const auditing = new Auditor(store, channel, { origin: file.origin, dir: asked.state });
    const cosigner = new Cosigner(signer, logs, store, auditing.vet);
    const place = { newest: () => channel.checkpoint(), bring: (note: string) => channel.bring(note) };
    return { cosigner, place, store, close: () => (channel.close(), store.close()) };
  } catch (error) {
    channel.close();
    throw new BadUse(error instanceof Error ? error.message : String(error));
  }
}

async function watch(values: AuditorValues): Promise<number> {
  const { channel, key, name } = values;
  if (!channel || !key || !name) throw new BadUse('An auditor needs --channel, --key, --name and --state.');
  const opened = openAuditor({ channel, key, name, state: stateOf(values), logs: values.log });
  try {
    if (values.once) return await once(opened);
    const ending = new AbortController();
    const seconds = Math.max(1, readSeconds(values.every, '--every') ?? 60);
    const feeding = values.feed
      ? feed(opened.cosigner, opened.place, { seconds, signal: ending.signal })
      : wait(0);
    const where = values.listen ?? (values.feed ? undefined : '127.0.0.1:8098');
    const server = where === undefined ? undefined : await listen(opened.cosigner, where);
    console.log(
      JSON.stringify({ listening: server?.port ?? null, vkey: vkeyOf(opened.cosigner.signer).vkey }),
    );
    await untilStopped();
    ending.abort();
    await Promise.all([server?.stop(), feeding]);
    return 0;
  } finally {
    opened.close();
  }
}

async function once({ cosigner, place, store }: Opened): Promise<number> {
  const fed = await feedOnce(cosigner, place).catch((error: unknown) => {
    return { ok: false, size: 0, says: error instanceof Error ? error.message : String(error) };
  });
  const halted = store.halted();
  console.log(`${fed.size} ${fed.says}`);
  if (halted) console.log(`Stopped on ${halted.at} at epoch ${halted.epoch}:\n${halted.why}`);
  return fed.ok && !halted ? 0 : 1;
}

function resume(values: AuditorValues): number {
  if (!values.because) throw new BadUse('Say why: --because WORDS. It is kept beside what was found.');
  const store = new AuditStore(stateOf(values));
  const went = store.resume(formatTime(Date.now() / 1000), values.because);
  store.close();
  console.log(went ? 'It goes on, beginning with the epoch that failed.' : 'It had not stopped.');
  return went ? 0 : 1;
}

async function exportLeaves(values: AuditorValues): Promise<number> {
  if (!values.out) throw new BadUse('Say where to: -o FILE.');
  const store = new AuditStore(stateOf(values));
  const lines = (function* () {
    for (const leaf of store.leaves()) yield `${JSON.stringify(leaf)}\n`;
  })();
  await pipeline(Readable.from(lines), createWriteStream(values.out, { mode: 0o600 }));
  const { epochs, frontier } = store.log();
  store.close();
  console.log(`${values.out} holds the leaves of ${epochs} epochs; the log had ${frontier.size} entries.`);
  return 0;
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
