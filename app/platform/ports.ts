/** Ports of loopback for a server that is started in a process of its own. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const LOWEST = 12_000;
/** Where this machine takes the near ends of outgoing connections from; a port below it is nobody's by chance. */
function lowestOfTheSystem(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0]);
  } catch {
    return 32_768;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });

/**
 * A port that is free now and likely still is when a slow starter listens on it. One that the system hands out (listen
 * on 0) may meanwhile become the near end of any connection on this machine: with a hundred of them a second, it does.
 */
export async function freePort(): Promise<number> {
  const span = Math.max(1000, lowestOfTheSystem() - LOWEST);
  for (let tries = 0; tries < 200; tries++) {
    const port = LOWEST + Math.floor(Math.random() * span);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${LOWEST} on`);
}
