import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tourOf } from './features/demo/index.ts';
import { demoPeople, setupNeeded, setupToken } from './features/network/index.ts';
import type { Listening } from './listen.ts';
import type { World } from './platform/world.ts';

const groups = (code: string): string => (code.match(/.{4}/g) ?? []).join(' ');

/** One screen: where everything is, and who can sign in to the demo. */
export async function sayReady(world: World, { url, phoneUrl }: Listening): Promise<void> {
  const lines = [
    '',
    `  Vouch is ready: ${url}`,
    '',
    `  worker's page   ${url}/w/`,
    `  desk            ${url}/desk`,
    `  public figures  ${url}/open`,
    `  check evidence  ${url}/verify`,
  ];
  if (world.config.demo) lines.push(...(await demoLines(world)));
  else if (await setupNeeded(world))
    lines.push('', `  Set up: open ${url}/desk/setup and type these words:`, `  ${setupToken(world)}`);
  if (world.keys.origin.startsWith('vouch.invalid/'))
    lines.push(
      '',
      '  The log is named vouch.invalid, and keeps its name for ever. For a real installation start anew with',
      '  --domain your.organisation, before anybody reports.',
    );
  if (phoneUrl) lines.push(...(await phoneLines(phoneUrl)));
  lines.push('', '  Ctrl-C stops everything.', '');
  console.log(lines.join('\n'));
}

async function demoLines(world: World): Promise<string[]> {
  const [people, tour] = [await demoPeople(world), await tourOf(world)];
  const first = [...new Map(people.map((p) => [p.orgName, p])).values()].slice(0, 12);
  return [
    '',
    '  The demo: everything is invented. Sign in with one tap at the desk, on this machine only, as',
    ...first.map((p) => `    ${p.name.padEnd(20)} ${p.kind.padEnd(13)} ${p.orgName}`),
    ...(tour ? ['', `  A worker's code for the tour at ${'/'}:  ${groups(tour.code)}`] : []),
  ];
}

async function phoneLines(phoneUrl: string): Promise<string[]> {
  const { renderUnicodeCompact } = await import('uqr');
  return [
    '',
    `  On a phone in this network: ${phoneUrl}`,
    '  The certificate is made by this machine: the phone will ask once whether to trust it.',
    ...renderUnicodeCompact(phoneUrl)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}

/** Verifiers on this machine find the deployment's policy beside the log. */
export function writePolicy(world: World, policy: string): void {
  mkdirSync(world.ledgerDir, { recursive: true });
  const file = join(world.ledgerDir, 'policy');
  if (existsSync(file) && readFileSync(file, 'utf8') === policy) return;
  writeFileSync(`${file}.new`, policy);
  renameSync(`${file}.new`, file);
}
