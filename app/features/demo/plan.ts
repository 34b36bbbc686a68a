import { chanceFrom } from './chance.ts';
import { clusterReports, markDistinct } from './clusters.ts';
import type { DemoEvent, Subject } from './event.ts';
import { follow } from './follow.ts';
import { fillInbox } from './inbox.ts';
import { Log, lead } from './log.ts';
import { DAY, HOUR, MINUTE, PLAN_END, SECOND, planStart } from './moments.ts';
import { LABOUR_OFFICE, MAIN_CSO, PLUMBLINE, organisations } from './network.ts';
import { tellCase } from './paths.ts';
import { planReports, sayReport } from './reports.ts';
import { tellStories } from './stories.ts';
import { CANNERY, FLAGSHIP, SHARED_TIER_2, workplaces } from './workplaces.ts';

export type DemoSize = {
  /** 1 is the size in the README: about 3,000 reports in 24 months. */
  scale: number;
  /** Months of simulated time that end on 31 October 2026; 1 to 24. */
  months: number;
  seed: number;
};

export const README_SIZE: DemoSize = { scale: 1, months: 24, seed: 1 };

function register(log: Log): void {
  const { start } = log.scope;
  organisations.forEach((organisation, i) =>
    log.say(start + i * MINUTE, { as: 'operator' }, { kind: 'register_organisation', organisation }),
  );
  workplaces.forEach((workplace, i) =>
    log.say(start + HOUR + i * MINUTE, { as: 'operator' }, { kind: 'register_workplace', workplace }),
  );
}

/** An auditor and a labour office may read some dockets, under licences that stand on record. */
function license(log: Log): void {
  const { start, end } = log.scope;
  const at = (id: string): Subject => ({ kind: 'facility', id });
  const grants: [string, string, Subject[], string][] = [
    [
      'l-audit',
      PLUMBLINE,
      [at(FLAGSHIP), at(CANNERY)],
      'Check of the record of two workplaces after the audit of March 2026.',
    ],
    [
      'l-office',
      LABOUR_OFFICE,
      [at(SHARED_TIER_2), at(FLAGSHIP)],
      'Follow-up of referred cases by the office that took them.',
    ],
  ];
  grants.forEach(([ref, grantee, subjects, purpose], i) => {
    const when = Math.round((start + (end - start) * 0.7) / SECOND) * SECOND + i * DAY;
    const said = { ref, grantee, subjects, purpose, until: '2027-03-31' };
    log.say(when, lead(MAIN_CSO), { kind: 'licence', ...said });
  });
}

/**
 * The whole demo network as events in order of time. The same size and seed give the same events on every
 * machine: no clock, no I/O, no system randomness. Whatever would happen after 31 October 2026 is cut, so
 * cases stand where they stood that night.
 */
export function planDemo(size: DemoSize = README_SIZE): DemoEvent[] {
  const months = Math.max(1, Math.min(24, Math.round(size.months)));
  const log = new Log({
    start: planStart(months),
    end: PLAN_END,
    scale: size.scale,
    // The oldest story begins nine months before the end.
    squeeze: Math.min(1, months / 10),
    months,
    chance: chanceFrom(`vouch demo ${size.seed}`),
  });
  register(log);
  license(log);
  const planned = planReports(log);
  for (const report of planned) sayReport(log, report);
  const reads = planned.flatMap((report) => follow(log, report) ?? []);
  const clusters = clusterReports(log, reads);
  markDistinct(clusters);
  for (const cluster of clusters) tellCase(log, cluster);
  tellStories(log);
  fillInbox(log);
  return log.ordered();
}
