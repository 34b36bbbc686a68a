// A C2SP tlog-witness in a process of its own. Imports the protocol library and nothing of the server, so that whoever
// runs it trusts little and spends little.
import { parseArgs } from 'node:util';
import { vkeyOf } from '../ledger/index.ts';
import { Cosigner, logKeysOf } from './cosigner.ts';
import { listen, untilStopped } from './cosign-server.ts';
import { State, signerFrom } from './cosign-state.ts';
import { feed, feedOnce, placeAt } from './feeder.ts';
import { BadUse, answering, readPolicy, readSeconds } from './ledger-inputs.ts';

export const help = `vouch witness (--log VKEY … | --policy FILE) --key FILE --name NAME --state DIR [--listen HOST:PORT]
  Cosigns each checkpoint of a log that is consistent with the last one seen. Keep the state folder: a witness that
  forgets can be shown two histories. What was refused is kept in it, as proof.
  --log VKEY       a log's key; again for more logs      --policy FILE   the logs of a policy file
  --key FILE       the witness's own key; made, mode 600, if it isn't there
  --name NAME      the key's name, such as union.example/witness
  --listen PLACE   where logs ask (127.0.0.1:8099); GET / says who this is and what it has seen
  --feed URL       instead, where no log can reach it: asks the log under URL (…/ledger) itself, and brings it the
                   cosignature; --every SECONDS (60), --once looks once and ends with 0 if it has cosigned`;

const options = {
  log: { type: 'string', multiple: true },
  policy: { type: 'string' },
  key: { type: 'string' },
  name: { type: 'string' },
  state: { type: 'string' },
  listen: { type: 'string' },
  feed: { type: 'string', multiple: true },
  every: { type: 'string' },
  once: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(help, () => witness(args));

async function witness(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const { key, name, state } = values;
  if (!key || !name || !state) throw new BadUse('A witness needs --key, --name and --state.');
  const cosigner = await made(values.log ?? [], { policy: values.policy, key, name, state });
  const places = (values.feed ?? []).map(placeAt);
  if (values.once) return once(cosigner, places);
  const ending = new AbortController();
  const seconds = Math.max(1, readSeconds(values.every, '--every') ?? 60);
  const feeding = places.map((place) => feed(cosigner, place, { seconds, signal: ending.signal }));
  const where = values.listen ?? (places.length > 0 ? undefined : '127.0.0.1:8099');
  const server = where === undefined ? undefined : await listen(cosigner, where);
  console.log(JSON.stringify({ listening: server?.port ?? null, vkey: vkeyOf(cosigner.signer).vkey }));
  await untilStopped();
  ending.abort();
  await Promise.all([server?.stop(), ...feeding]);
  return 0;
}

type Asked = { policy: string | undefined; key: string; name: string; state: string };

async function made(vkeys: readonly string[], { policy, key, name, state }: Asked): Promise<Cosigner> {
  const named = policy === undefined ? [] : (await readPolicy(policy)).logs.map((log) => log.vkey);
  if (vkeys.length + named.length === 0) throw new BadUse('Say which log: --log VKEY, or --policy FILE.');
  try {
    return new Cosigner(signerFrom(key, name), logKeysOf([...vkeys, ...named]), new State(state));
  } catch (error) {
    throw new BadUse(error instanceof Error ? error.message : String(error));
  }
}

async function once(cosigner: Cosigner, places: readonly ReturnType<typeof placeAt>[]): Promise<number> {
  if (places.length === 0) throw new BadUse('--once needs --feed URL.');
  let well = true;
  for (const place of places) {
    const fed = await feedOnce(cosigner, place).catch((error: unknown) => ({
      ok: false,
      size: 0,
      says: error instanceof Error ? error.message : String(error),
    }));
    console.log(`${fed.size} ${fed.says}`);
    well &&= fed.ok;
  }
  return well ? 0 : 1;
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
