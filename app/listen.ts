import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Config } from './config.ts';

export type Listening = { url: string; phoneUrl: string | undefined; stop(): Promise<void> };

type Make = (options: FastifyServerOptions) => FastifyInstance;

/** Listens on loopback, and with --phone also on the local network with TLS by a certificate of its own. */
export async function startListening(config: Config, make: Make): Promise<Listening> {
  const app = make({});
  await listen(app, config.host, config.port);
  const port = portOf(app) ?? config.port;
  const url = `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`;
  if (!config.phone) return { url, phoneUrl: undefined, stop: () => app.close() };
  const address = localAddress();
  if (!address) throw new Error('--phone: this machine has no address on a local network.');
  const secure = make({ https: await certificate(config.dir, address) } as FastifyServerOptions);
  await listen(secure, address, config.port === 0 ? 0 : config.port + 2);
  return {
    url,
    phoneUrl: `https://${address}:${portOf(secure) ?? 0}/w/`,
    stop: async () => void (await Promise.all([app.close(), secure.close()])),
  };
}

const taken = (port: number): Error =>
  new Error(`Port ${port} is taken by another program. Start with --port N, or PORT=N.`);

/** Said before anything long begins, not after it. */
export const portIsFree = ({ host, port }: Pick<Config, 'host' | 'port'>): Promise<void> =>
  new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error) =>
      fail('code' in error && error.code === 'EADDRINUSE' ? taken(port) : error),
    );
    probe.listen(port, host, () => probe.close(() => done()));
  });

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw taken(port);
    throw error;
  }
}

const portOf = (app: FastifyInstance): number | undefined => {
  const address = app.server.address();
  return address && typeof address === 'object' ? address.port : undefined;
};

const localAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flat()
    .find((i) => i && i.family === 'IPv4' && !i.internal)?.address;

/** Kept, so that a phone that trusted it once needn't be asked at each start. Made anew for another address. */
async function certificate(dir: string, address: string): Promise<{ key: string; cert: string }> {
  const file = join(dir, 'keys', `tls-${address}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const { generate } = await import('selfsigned');
  const notAfterDate = new Date(Date.now() + 397 * 86_400_000);
  const made = await generate([{ name: 'commonName', value: 'Vouch on this network' }], {
    keyType: 'ec',
    notAfterDate,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: address },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
  const kept = { key: made.private, cert: made.cert };
  mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
  return kept;
}
