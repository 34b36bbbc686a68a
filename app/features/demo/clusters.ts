import { DAY, HOUR, MINUTE, atWork } from './moments.ts';
import type { Subject } from './event.ts';
import type { Read } from './follow.ts';
import type { Log } from './log.ts';
import { organisation } from './log.ts';
import { themeOf, themeTitles } from './profile.ts';
import type { Theme } from './profile.ts';
import { voices } from './workplaces.ts';

/** A report in a case. `sameAs` names the report by which this person is already counted at this place. */
export type Attached = Read & { attachAt: number; sameAs: string | null };
export type Cluster = {
  ref: string;
  receiver: string;
  subject: Subject;
  theme: Theme | 'mixed';
  urgent: boolean;
  openAt: number;
  reports: Attached[];
};

const DANGER = (report: Read): boolean => report.urgency === 'P0';

/** Where few speak, one case holds everything; elsewhere one case a theme. Danger always has its own. */
function themeAt(report: Read): Theme | 'mixed' {
  const theme = themeOf(report.codes[0] ?? '');
  const small = (voices.get(report.home?.id ?? '') ?? 99) < 85;
  return small && theme !== 'questions' ? 'mixed' : theme;
}

function capOf(cluster: Cluster): number {
  if (cluster.urgent) return 5;
  if (cluster.theme === 'questions') return 40;
  return Math.max(18, Math.min(50, 18 + (voices.get(cluster.subject.id) ?? 20) / 6));
}

function windowOf(cluster: Cluster): number {
  if (cluster.urgent) return 120 * DAY;
  return cluster.theme === 'questions' ? 365 * DAY : cluster.theme === 'mixed' ? 300 * DAY : 210 * DAY;
}

export function clusterReports(log: Log, reads: Read[]): Cluster[] {
  const open = new Map<string, Cluster>();
  const all: Cluster[] = [];
  const chance = log.scope.chance.stream('clusters');
  for (const report of [...reads].sort((a, b) => a.ready - b.ready)) {
    const subject = report.home;
    if (!subject) continue;
    const theme = themeAt(report);
    const urgent = DANGER(report);
    const key = `${report.receiver}|${subject.id}|${urgent ? `now/${report.codes[0]}` : theme}`;
    let cluster = open.get(key);
    if (
      !cluster ||
      cluster.reports.length >= capOf(cluster) ||
      report.ready > cluster.openAt + windowOf(cluster)
    ) {
      // A small matter waits some weeks for others who say the same: one voice alone would be found out.
      const days = { P0: 0, P1: 1, P2: 9, P3: 20 }[report.urgency] * log.scope.squeeze;
      const wait = urgent
        ? chance.between(5, 25) * MINUTE
        : chance.between(1, 30) * HOUR + chance.between(0.4, 1.6) * days * DAY;
      const country = organisation(report.receiver).country;
      const openAt = urgent
        ? report.ready + Math.round(wait / 1000) * 1000
        : atWork(report.ready + wait, country, chance);
      cluster = {
        ref: `c-${all.length + 1}`,
        receiver: report.receiver,
        subject,
        theme,
        urgent,
        openAt,
        reports: [],
      };
      open.set(key, cluster);
      all.push(cluster);
    }
    const attachAt = Math.max(report.ready, cluster.openAt + cluster.reports.length * MINUTE);
    cluster.reports.push({ ...report, attachAt, sameAs: null });
  }
  return all;
}

/** One person is counted once at one place, whatever the case: by the report that was attached first. */
export function markDistinct(clusters: Cluster[]): void {
  const first = new Map<string, string>();
  const rows = clusters.flatMap((c) => c.reports.map((report) => ({ report, at: c.subject.id })));
  for (const { report, at } of rows.sort((a, b) => a.report.attachAt - b.report.attachAt)) {
    const key = `${at}|${report.person}`;
    report.sameAs = first.get(key) ?? null;
    if (!report.sameAs) first.set(key, report.ref);
  }
}

export function titleOf(cluster: Cluster, place: string): string {
  if (cluster.urgent) return `Danger now, ${place}`;
  return `${cluster.theme === 'mixed' ? 'Several matters' : themeTitles[cluster.theme]}, ${place}`;
}
