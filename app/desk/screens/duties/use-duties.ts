/** Clocks of a case, and how a clock is said. */
import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../../../features/cases/contract.ts';
import type { CaseDuties, DutyView } from '../../../features/duties/contract.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { fill, many } from '../../words.ts';
import d from '../../words/duties.en.json' with { type: 'json' };

/** Read again whenever the case is: its key begins with the case's. Undefined until it is there. */
export const useDuties = ({ docket, caseId, seq }: CaseView['case']) =>
  useQuery({
    queryKey: ['case', String(docket), caseId, 'duties', seq],
    queryFn: () => get<CaseDuties>(`${DESK}/cases/${docket}/${caseId}/duties`),
    placeholderData: (before) => before,
  }).data?.duties;

const DAY = 86_400_000;
const days = (ms: number): string => {
  const n = Math.floor(Math.abs(ms) / DAY);
  return n === 0 ? d.today : many(d.days, n);
};
export type Said = { words: string; tone: 'late' | 'soon' | 'calm' };
type Clock = Pick<DutyView, 'dueAt' | 'doneAt' | 'overdueAt' | 'pausedAt'>;
/** In days: nobody plans a case by the minute. */
export function sayClock(clock: Clock, now = Date.now()): Said {
  if (clock.doneAt)
    return { words: fill(clock.overdueAt ? d.doneLate : d.done, { day: day(clock.doneAt) }), tone: 'calm' };
  if (clock.pausedAt) return { words: d.waits, tone: 'calm' };
  const left = Date.parse(clock.dueAt) - now;
  if (left < 0) return { words: fill(d.late, { days: days(left) }), tone: 'late' };
  const words = `${fill(d.on, { day: day(clock.dueAt) })}, ${fill(d.left, { days: days(left) })}`;
  return { words, tone: clock.overdueAt ? 'late' : left < 3 * DAY ? 'soon' : 'calm' };
}
export const openOnes = (duties: readonly DutyView[]): DutyView[] => duties.filter(({ doneAt }) => !doneAt);
