/** The reports behind a case. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { CaseView } from '../../features/cases/contract.ts';
import { Card } from '../parts/basic.tsx';
import { useOpened } from '../use-opened.ts';
import { many, w } from '../words.ts';
import { Line } from './inbox.tsx';
import { NoteList } from './notes.tsx';

export function Reports({ view }: { view: CaseView }) {
  const navigate = useNavigate();
  const opened = useOpened(
    useMemo(() => view.threads.flatMap(({ first }) => (first ? [{ id: first.statementId, envelope: first.envelope }] : [])), [view.threads]), // prettier-ignore
  );
  return (
    <>
      <Card title={w.case.reportsTitle}>
        {view.threads.map((row) => (
          <Line
            key={row.threadId}
            row={row}
            on={false}
            now={Date.now()}
            inside={row.first ? opened.get(row.first.statementId) : null}
            go={() =>
              void navigate({
                to: '/inbox/$docket/$thread',
                params: { docket: String(row.docket), thread: row.threadId },
              })
            }
          />
        ))}
        {view.case.erased > 0 && <p className="in sm dim">{many(w.rights.goneCase, view.case.erased)}</p>}
      </Card>
      <NoteList notes={view.notes} />
    </>
  );
}
