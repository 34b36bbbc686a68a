/** A case: where it stands, what may be done next, both sides of the remedy, and how it came here. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { CaseView as Answer } from '../../features/cases/contract.ts';
import { DESK, get } from '../api.ts';
import { Icon, Tag, Urgency } from '../parts/basic.tsx';
import { Loading, Wrong } from '../parts/states.tsx';
import { fill, many, w } from '../words.ts';
import { Bundle } from './case-bundle.tsx';
import { AskWorkers } from './remedy/ask-workers.tsx';
import { CasePanels } from './case-panels.tsx';
import { Steps } from './case-steps.tsx';
import { NextDue } from './duties/next-due.tsx';
import { Timeline } from './case-timeline.tsx';

export const useCase = (docket: string | undefined, caseId: string | undefined) =>
  useQuery({
    queryKey: ['case', docket, caseId],
    queryFn: () => get<Answer>(`${DESK}/cases/${docket}/${caseId}`),
    refetchInterval: 30_000,
  });

export function CaseView() {
  const { docket, case: caseId } = useParams({ strict: false });
  const found = useCase(docket, caseId);
  if (found.isError) return <Wrong error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={8} />;
  return <Whole key={caseId} view={found.data} />;
}

function Whole({ view }: { view: Answer }) {
  const { number, place, urgency, threads, distinctWorkers } = view.case;
  return (
    <>
      <div className="bar1 wrap">
        <Link to="/cases" className="bt narrow" aria-label={w.cases.title}>
          <Icon id="back" />
        </Link>
        <span className="codeid">{fill(w.cases.number, { n: number }).toUpperCase()}</span>
        <h1>{place.name ?? w.inbox.noPlace}</h1>
        <Urgency code={urgency} word />
        <Tag>{many(w.case.reports, threads)}</Tag>
        <Tag>{many(w.case.distinct, distinctWorkers)}</Tag>
        <Tag>{many(w.case.issues, view.issues.length)}</Tag>
        <span className="grow" />
        <Bundle view={view} />
        <AskWorkers view={view} />
      </div>
      <Steps state={view.case.state} />
      <NextDue view={view} />
      <div className="withside">
        <div className="parts">
          <CasePanels view={view} />
        </div>
        <Timeline view={view} />
      </div>
    </>
  );
}
