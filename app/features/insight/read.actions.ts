import type { World } from '../../platform/world.ts';
import { type Member, whoIs } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Coverage, type Figure, K_PARTNER, K_PUBLIC, PUBLIC } from './figure.ts';
import { nextReleaseDay } from './period.ts';
import { chainOf, figuresOf, isAnnounced, latestRelease, type LatestRelease, type NamedWorkplace, readPartners } from './store.ts'; // prettier-ignore
import type { OpenView } from './view.ts';

export type ReadFigures = {
  release: (Omit<LatestRelease, 'coverage'> & { announced: boolean }) | null;
  nextDay: string;
  k: number;
  coverage: Coverage | null;
  figures: Figure[];
};

const today = (world: World): string => world.clock.now().toISOString().slice(0, 10);

/** A line that stands in the log stands there for ever, so it is asked for until it is found. */
const announced = new WeakMap<World, Set<string>>();
async function hasLine(world: World, release: LatestRelease): Promise<boolean> {
  const seen = announced.get(world) ?? new Set<string>();
  announced.set(world, seen);
  const found = seen.has(release.sha256) || (await world.jobs.read({}, (db) => isAnnounced(db, release)));
  if (found) seen.add(release.sha256);
  return found;
}

async function wrap(
  world: World,
  about: { release: LatestRelease | null; figures: Figure[]; k: number },
): Promise<ReadFigures> {
  const { release, figures, k } = about;
  const nextDay = nextReleaseDay(release && release.day > today(world) ? release.day : today(world));
  if (!release) return { release: null, nextDay, k, coverage: null, figures };
  const { day, name, sha256, coverage } = release;
  const line = { day, name, sha256, announced: await hasLine(world, release) };
  return { release: line, nextDay, k, coverage, figures };
}

/** The public's figures change only with a new release, so the last ones read are kept under its name. */
const kept = new WeakMap<World, { sha256: string; figures: Figure[] }>();

/** Rows of the public's releases, read by the anonymous role. */
export async function readOpen(world: World): Promise<ReadFigures> {
  const read = await world.anon.read({}, async (db) => {
    const release = await latestRelease(db, PUBLIC);
    const before = kept.get(world);
    if (!release) return { release, figures: [] };
    if (before?.sha256 === release.sha256) return { release, figures: before.figures };
    const figures = await figuresOf(db, PUBLIC);
    kept.set(world, { sha256: release.sha256, figures });
    return { release, figures };
  });
  return wrap(world, { ...read, k: K_PUBLIC });
}

export async function openView(world: World): Promise<OpenView> {
  const partners = await world.anon.read({}, readPartners);
  return { ...(await readOpen(world)), demo: world.config.demo, partners };
}

/** Rows that were released to this member's organisation, and the names of the workplaces in its chain. */
export async function readOwn(
  world: World,
  member: Member,
): Promise<ReadFigures & { workplaces: NamedWorkplace[] }> {
  const read = await world.app.read(whoIs(member, world.clock.now()), async (db) => ({
    release: await latestRelease(db, member.orgId),
    figures: await figuresOf(db, member.orgId),
    workplaces: await chainOf(db, member.orgId),
  }));
  return { ...(await wrap(world, { ...read, k: K_PARTNER })), workplaces: read.workplaces };
}

/** The same to take away: that it was taken stands on record before it is given. */
export async function exportOwn(world: World, member: Member): ReturnType<typeof readOwn> {
  const read = await readOwn(world, member);
  const { orgId: org, memberId, role } = member;
  await world.app.write(whoIs(member, world.clock.now()), (tx) =>
    watched(tx, world, {
      org,
      member: memberId,
      role,
      act: 'exported',
      what: 'figures',
      n: read.figures.length,
    }),
  );
  return read;
}
