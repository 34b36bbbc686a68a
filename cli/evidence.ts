import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { makeDocketBundle } from '../app/features/evidence/index.ts';
import { isRefusal } from '../app/features/refusal.ts';
import type { World } from '../app/platform/world.ts';
import { BadUse, answering } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch evidence docket ID --for ORG -o FILE [options]    makes an evidence bundle
  ID             the docket's number in the log, or its id (a workplace's, a recruiter's …)
  --for ORG      for whom: a bundle is itself a disclosure, and shows what that organisation may hold
  --epoch N      as of this epoch (the newest published)
  -o FILE        where to write it; - is standard output
  --data DIR     the deployment's folder (./data)
  --json         for machines
Ends with 0 if it was made, 1 if there is none for them, 2 if it was asked wrongly.`;

const options = {
  for: { type: 'string' },
  epoch: { type: 'string' },
  output: { type: 'string', short: 'o' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => evidence(args));

async function evidence(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [what, id, ...rest] = positionals;
  if (what !== 'docket' || id === undefined || rest.length > 0)
    throw new BadUse('Say: vouch evidence docket ID --for ORG -o FILE.');
  const { for: org, output } = values;
  if (!org || !output) throw new BadUse('Name for whom (--for ORG) and where to (-o FILE).');
  if (values.epoch !== undefined && !/^\d{1,9}$/.test(values.epoch))
    throw new BadUse(`--epoch is a number, not "${values.epoch}".`);
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    const ask = await asked(opened.world, { org, id });
    const made = await makeDocketBundle(opened.world, {
      ...ask,
      ...(values.epoch === undefined ? {} : { epoch: Number(values.epoch) }),
    });
    if (isRefusal(made)) return say(values.json, { made: false, reason: made.why }, `${made.why}\n`, 1);
    await write(made, output);
    if (output === '-') return 0;
    return say(
      values.json,
      { made: true, file: output },
      `${output} is written. Check it: vouch verify ${output}\n`,
      0,
    );
  } finally {
    await opened.close();
  }
}

/** A docket that isn't there is asked for all the same: the answer must be the one for a docket that may not be held. */
async function asked(
  world: World,
  { org, id }: { org: string; id: string },
): Promise<{ docketId: number; org: string; kind: string }> {
  return world.jobs.read({}, async (db) => {
    const who = await db
      .selectFrom('organisation')
      .select(['org_id', 'kind'])
      .where('org_id', '=', org)
      .executeTakeFirst();
    if (!who) throw new BadUse(`There is no organisation "${org}".`);
    if (/^\d{1,9}$/.test(id)) return { docketId: Number(id), org, kind: who.kind };
    const all = await db.selectFrom('docket').select(['docket_id', 'id']).execute();
    const found = all.find((d) => d.id.toLowerCase() === id.toLowerCase());
    return { docketId: found?.docket_id ?? -1, org, kind: who.kind };
  });
}

/** Whole or not at all: half a bundle would look like a cut one. */
async function write(bundle: AsyncIterable<string>, output: string): Promise<void> {
  if (output === '-') {
    for await (const line of bundle) process.stdout.write(line);
    return;
  }
  try {
    await pipeline(Readable.from(bundle), createWriteStream(`${output}.part`));
    await rename(`${output}.part`, output);
  } catch (error) {
    await rm(`${output}.part`, { force: true });
    throw new BadUse(
      `${output} can't be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function say(json: boolean | undefined, forMachines: object, forPeople: string, code: number): number {
  if (json) process.stdout.write(`${JSON.stringify(forMachines)}\n`);
  else (code === 0 ? process.stdout : process.stderr).write(forPeople);
  return code;
}
