import { parseArgs } from 'node:util';
import { advanceErasures, erasureState } from '../app/features/rights/index.ts';
import { BadUse, answering } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch erase --request ID [options]    goes on with a wish to erase, as far as the log lets it
  A wish is made by a worker's code, by two members of an organisation, or by a retention rule; never here. Its number
  stands on the desk. First an "erased" leaf goes into the log; when that is published, everything is destroyed; then
  the worker is told. The server does this every minute by itself; a wish that was cut off is gone on with.
  --request ID   the wish's number
  --data DIR     the deployment's folder (./data)
  --json         for machines
Ends with 0 if it is erased, 1 if it waits for people or for the log, 2 if there is no such wish.`;

const options = {
  request: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const WORDS: Readonly<Record<string, string>> = {
  asked: 'It waits until another member agrees.',
  declined: 'It was declined.',
  approved: 'It waits for the move of a statement that is on its way.',
  sequenced: 'Its "erased" leaves wait for an epoch to be published. Nothing is destroyed before.',
  destroyed: 'It is destroyed.',
  answered: 'It is erased, and the worker is told.',
};

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => erase(args));

async function erase(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const { request } = values;
  if (!request || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(request))
    throw new BadUse('Name the wish: --request and its number.');
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    await advanceErasures(opened.world, { only: request.toLowerCase() });
    const state = await erasureState(opened.world, request.toLowerCase());
    if (!state) throw new BadUse(`There is no wish ${request}.`);
    const said = WORDS[state] ?? state;
    process.stdout.write(values.json ? `${JSON.stringify({ request, state })}\n` : `${state}: ${said}\n`);
    return state === 'destroyed' || state === 'answered' ? 0 : 1;
  } finally {
    await opened.close();
  }
}
