/** All cases of this organisation: thousands, a hundred at a time, in the order in which they need somebody. */
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useKeys } from '../keyboard.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { w } from '../words.ts';
import c from '../words/cases.en.json' with { type: 'json' };
import { Bulk } from './cases/list-bulk.tsx';
import { ListHead } from './cases/list-head.tsx';
import { Heads, Rows } from './cases/list-rows.tsx';
import { chooseLine, useLook } from './cases/list-state.ts';
import { useLines } from './cases/use-lines.ts';

export function Cases() {
  const look = useLook();
  const typed = useDeferredValue(look.typed);
  const [pages, setPages] = useState<readonly number[]>([0]);
  const [at, setAt] = useState(-1);
  const found = useLines({ filters: look.filters, typed }, pages);
  const navigate = useNavigate();
  const scroll = useRef<HTMLDivElement>(null);
  const total = found.total ?? 0;
  const line = found.lines.get(at);
  // Who looks at the list opens a case next: its page is fetched meanwhile.
  useEffect(() => void import('./case.tsx'), []);
  useKeys([
    { key: 'J', does: c.list.keys.next, run: () => setAt(Math.min(total - 1, at + 1)) },
    { key: 'K', does: c.list.keys.previous, run: () => setAt(Math.max(0, at - 1)) },
    { key: 'X', does: c.list.keys.choose, run: () => line && chooseLine(line) },
    {
      key: 'O',
      does: c.list.keys.open,
      run: () => line && void navigate({ to: '/cases/$docket/$case', params: { docket: String(line.docket), case: line.caseId } }), // prettier-ignore
    },
  ]);
  return (
    <div className="casescreen">
      <ListHead total={found.total} />
      <Bulk />
      {found.pending && <Loading rows={10} />}
      {found.error && <Wrong error={found.error} again={found.again} />}
      {found.total === 0 && <Empty>{typed ? w.inbox.nothingFound : w.cases.empty}</Empty>}
      {total > 0 && (
        <div
          className="casetable"
          role="table"
          aria-label={w.cases.title}
          aria-rowcount={total + 1}
          ref={scroll}
          tabIndex={0}
        >
          <Heads />
          <Rows
            key={JSON.stringify([look.filters, typed])}
            scroll={scroll}
            total={total}
            lines={found.lines}
            at={at}
            look={setPages}
          />
        </div>
      )}
    </div>
  );
}
