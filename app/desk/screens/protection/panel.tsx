/** Protection beside a case and beside a thread. */
import type { CaseView, ThreadView } from '../../../features/cases/contract.ts';
import { Loading, Wrong } from '../../parts/states.tsx';
import { Conflict } from './conflict.tsx';
import { Plans } from './plan.tsx';
import { Checks, Retaliation } from './retaliation.tsx';
import { Stop } from './stop.tsx';
import { type About, useProtection } from './use-protection.ts';

export const CaseProtection = ({ view }: { view: CaseView }) => (
  <Panel of={{ about: 'case', docket: view.case.docket, id: view.case.caseId }} />
);
export const ThreadProtection = ({ view }: { view: ThreadView }) => (
  <Panel of={{ about: 'thread', docket: view.thread.docket, id: view.thread.threadId }} />
);

function Panel({ of }: { of: About }) {
  const { data, isError, error, refetch } = useProtection(of);
  if (isError) return <Wrong error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  return (
    <div className="prot g">
      <Retaliation data={data} />
      <Plans data={data} />
      {of.about === 'case' && <Checks data={data} />}
      {of.about === 'case' && <Stop data={data} />}
      <Conflict data={data} />
    </div>
  );
}
