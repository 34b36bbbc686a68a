// Witnesses and auditors of the demo, all in one small process: each with its own key, state and port. Whoever starts it
// says which by a message; that is no way to run them for real, where each belongs to another party on another machine.
import { vkeyOf } from '../ledger/index.ts';
import { openAuditor } from './auditor.ts';
import { Cosigner, logKeysOf } from './cosigner.ts';
import { type Listening, listen, untilStopped } from './cosign-server.ts';
import { State, signerFrom } from './cosign-state.ts';

/** `channel`: an auditor's; without it this is a witness. */
export type WatcherAsked = { name: string; keyName: string; key: string; state: string; channel?: string };
export type WatchersAsked = { logs: string[]; watchers: WatcherAsked[] };
export type WatcherUp = { name: string; port: number; vkey: string };

type Up = WatcherUp & { server: Listening; close(): void };

async function up(logs: readonly string[], asked: WatcherAsked): Promise<Up> {
  const { name, keyName, key, state, channel } = asked;
  const opened =
    channel === undefined
      ? {
          cosigner: new Cosigner(signerFrom(key, keyName), logKeysOf(logs), new State(state)),
          close: () => {},
        }
      : openAuditor({ channel, key, name: keyName, state, logs });
  const server = await listen(opened.cosigner, '127.0.0.1:0');
  const { vkey } = vkeyOf(opened.cosigner.signer);
  return { name, port: server.port, vkey, server, close: opened.close };
}

async function watch({ logs, watchers }: WatchersAsked): Promise<void> {
  const all = await Promise.all(watchers.map((one) => up(logs, one)));
  process.send?.(all.map(({ name, port, vkey }): WatcherUp => ({ name, port, vkey })));
  await untilStopped();
  for (const one of all) {
    await one.server.stop();
    one.close();
  }
}

process.once('message', (asked: WatchersAsked) => {
  watch(asked).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
});
