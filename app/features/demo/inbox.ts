import type { Language } from './event.ts';
import type { Log } from './log.ts';
import { HOUR, MINUTE } from './moments.ts';
import { MAIN_CSO } from './network.ts';
import type { Planned } from './reports.ts';
import { sayReport, urgencyOf } from './reports.ts';
import { workplaces } from './workplaces.ts';

/** What waits for the main organisation when the simulated time ends: code, language, hours ago, workplace. */
const waiting: [code: string, language: Language, hoursAgo: number, workplace: string | null][] = [
  ['MOV-02', 'my', 0.7, 'Tern Island Seafood'],
  ['CHL-01', 'th', 0.3, null],
  ['VIO-01', 'km', 1.4, 'Paper Kite Packing'],
  ['GRV-03', 'my', 26, 'Tern Island Seafood'],
  ['DOC-03', 'my', 5, 'Tern Island Cannery'],
  ['VIO-05', 'km', 19, 'Paper Kite Peeling'],
  ['CON-06', 'my', 11, 'Loom and Lantern Garments'],
  ['WAG-01', 'my', 3, 'Blue Lantern Shrimp'],
  ['REC-04', 'km', 22, 'Tern Island Cannery'],
  ['HRS-02', 'my', 41, 'Paper Kite Packing'],
  ['DOC-01', 'my', 68, 'Tern Island Seafood'],
  ['TER-01', 'th', 30, 'Copper Wren Electronics'],
  ['ACC-04', 'km', 77, 'Tern Island Peeling Hall'],
  ['DED-01', 'my', 8, 'Tern Island Seafood'],
  ['WAG-05', 'km', 28, 'Tern Island Cold Store'],
  ['HRS-03', 'my', 52, 'Tern Island Cannery'],
  ['DED-05', 'my', 64, 'Paper Kite Packing'],
  ['OSH-05', 'th', 81, 'Reedbed Squid'],
  ['MOV-06', 'my', 90, 'Teak Button Knitwear'],
  ['REC-01', 'my', 49, null],
  ['INF-03', 'my', 33, 'Tern Island Seafood'],
  ['INF-01', 'th', 96, 'Copper Wren Electronics'],
];

/** Nobody has answered these yet. Two clocks have run out: one danger, one elevated. */
export function fillInbox(log: Log): void {
  waiting.forEach(([code, language, hoursAgo, name], i) => {
    const at = workplaces.find((w) => w.name === name);
    const report: Planned = {
      ref: `r-inbox-${i + 1}`,
      person: `w-inbox-${i + 1}`,
      at: log.scope.end - Math.round(hoursAgo * HOUR * Math.min(1, log.scope.squeeze * 4)) + MINUTE,
      receiver: MAIN_CSO,
      country: 'TH',
      subject: at ? { kind: 'facility', id: at.id } : { kind: 'unplaced', id: 'unplaced' },
      home: null,
      codes: [code],
      language,
      urgency: urgencyOf([code]),
      again: false,
      leaves: null,
    };
    sayReport(log, report);
  });
}
