/** Beside a thread that a coordinator wrote down: by whom, for whom it is meant, and whose word it is. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ThreadFiling } from '../../../features/assisted/contract.ts';
import type { ThreadView } from '../../../features/cases/contract.ts';
import { DESK, get } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Icon } from '../../parts/basic.tsx';
import { fill, named } from '../../words.ts';
import { openEnvelope, useVault } from '../../vault.ts';
import w from '../../words/assisted.en.json' with { type: 'json' };
import { nameOf } from './coordinators.tsx';
import { useNames } from './use-names.ts';

/** What the coordinator noted inside the sealed report. */
function useNoted(view: ThreadView): { to: string; agreed: string } | undefined {
  const vault = useVault();
  const [noted, setNoted] = useState<{ to: string; agreed: string }>();
  const report = view.statements.find(({ id }) => id === view.thread.threadId);
  useEffect(() => {
    setNoted(undefined);
    if (!vault || !report?.envelope) return;
    let gone = false;
    void openEnvelope(report.id, report.envelope).then((inside) => {
      const filed = (inside as { filed?: { to?: unknown; agreed?: unknown } } | undefined)?.filed;
      if (!gone && filed) setNoted({ to: String(filed.to), agreed: String(filed.agreed) });
    });
    return () => {
      gone = true;
    };
  }, [report?.id, vault?.ring]);
  return noted;
}

export function FilingPanel({ view }: { view: ThreadView }) {
  const { docket, threadId } = view.thread;
  const answer = useQuery({
    queryKey: ['thread', docket, threadId, 'filing'],
    queryFn: () => get<ThreadFiling>(`${DESK}/assisted/threads/${docket}/${threadId}`),
  });
  const filing = answer.data?.filing;
  const names = useNames(filing ? [{ id: filing.coordinatorId, envelope: filing.envelope }] : []);
  const noted = useNoted(view);
  if (!filing) return null;
  const who = { name: nameOf(names.get(filing.coordinatorId)), day: fullDay(filing.filedOn) };
  const open = filing.state !== 'confirmed' && filing.state !== 'corrected';
  return (
    <section className="g tight" data-filing={filing.state}>
      <h3>{w.panel}</h3>
      <p className="sm">{fill(filing.ended ? w.byEnded : w.by, who)}</p>
      <p className={open ? 'note1' : 'sm'}>
        <Icon id={open ? 'unproven' : 'check'} /> {named(w.threadState, filing.state)}
      </p>
      {noted && Object.hasOwn(w.to, noted.to) && <p className="sm">{named(w.to, noted.to)}</p>}
      {noted && Object.hasOwn(w.agreed, noted.agreed) && (
        <p className="xs dim">{named(w.agreed, noted.agreed)}</p>
      )}
      <p className="xs dim">{filing.access ? w.access : w.noAccess}</p>
      {filing.flagged && <p className="note1">{w.manyDisowned}</p>}
    </section>
  );
}
