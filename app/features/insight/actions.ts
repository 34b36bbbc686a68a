import { hex, sha256, utf8 } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { canonical, nameRelease } from './canonical.ts';
import { dayAfter } from './period.ts';
import { release } from './release.ts';
import { lockFigures, readKept, readNetwork, readRows, saveKept, saveRelease } from './store.ts';

export type FiguresReleased = {
  day: string;
  releases: { audience: string; name: string; sha256: string; figures: number }[];
};

/**
 * Computes and keeps the figures of one fixed day (YYYY-MM-DD), for every audience together, with a `release` line
 * for the log. A day that was done, that lies before a done one, or on which nothing closed, changes nothing.
 */
export function releaseFigures(world: World, day: string): Promise<FiguresReleased> {
  return world.jobs.write({}, async (tx): Promise<FiguresReleased> => {
    await lockFigures(tx);
    const { lastDay, kept } = await readKept(tx);
    if (lastDay !== null && lastDay >= day) return { day, releases: [] };
    const rows = await readRows(tx, new Date(`${dayAfter(day, 1)}T00:00:00Z`));
    const start = kept?.start ?? rows[0]?.month;
    if (start === undefined) return { day, releases: [] };
    const network = await readNetwork(tx);
    const before = kept ?? { start, rows: [], decisions: [] };
    const done = release({ day, start, network, rows, kept: before });
    if (!done) return { day, releases: [] };
    const named = done.releases.map((r) => ({ release: r, named: nameRelease(r) }));
    for (const each of named) await saveRelease(tx, each.release, each.named);
    const text = canonical({ start, ...done.kept });
    await saveKept(tx, day, { sha256: hex(sha256(utf8(text))), canonical: text });
    return {
      day,
      releases: named.map(({ release: r, named: { name, sha256: hash } }) => ({ audience: r.audience, name, sha256: hash, figures: r.figures.length })), // prettier-ignore
    };
  });
}
