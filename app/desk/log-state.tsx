/** How the log is, where that is something to know: it stands still, or too few have signed. Work goes on under it. */
import { useQuery } from '@tanstack/react-query';
import type { LedgerStatus } from '../features/log/contract.ts';
import { DESK, get } from './api.ts';
import { moment } from './clock.ts';
import { fill, w } from './words.ts';

const EVERY_MS = 60_000;

export function LogState() {
  const { data } = useQuery({
    queryKey: ['log', 'state'],
    queryFn: () => get<LedgerStatus>(`${DESK}/ledger/status`),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
    retry: false,
  });
  if (!data || (!data.halted && !data.belowSince)) return null;
  const words = data.halted
    ? fill(w.log.halted, { since: moment(data.halted.since) })
    : fill(w.log.below, { since: moment(data.belowSince ?? '') });
  return (
    <div className="logstate" role="status">
      {words} <a href="/ledger/">{w.log.more}</a>
    </div>
  );
}
