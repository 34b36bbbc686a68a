/** The day's work: what is late, what is due this week, my tasks today; and, for who leads, what happens when it is late. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { MyTasks } from '../../../features/cases/task.contract.ts';
import type { DueList, DueRow } from '../../../features/duties/contract.ts';
import { DESK, get } from '../../api.ts';
import { Card, Urgency } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { useOpened } from '../../use-opened.ts';
import { fill, many, named, w } from '../../words.ts';
import c from '../../words/cases.en.json' with { type: 'json' };
import d from '../../words/duties.en.json' with { type: 'json' };
import { OneTask, sealedOf } from '../cases/tasks.tsx';
import { TellingDays } from '../business/telling-days.tsx';
import { Calendar } from './calendar.tsx';
import { Events } from './clocks.tsx';
import { Steps } from './steps.tsx';
import { sayClock } from './use-duties.ts';

export function Due() {
  const [whose, setWhose] = useState<'mine' | 'all'>('mine');
  const due = useQuery({
    queryKey: ['due', whose],
    queryFn: () => get<DueList>(`${DESK}/due?whose=${whose}`),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
  return (
    <>
      <div className="bar1 wrap">
        <h1>{d.page.title}</h1>
        {due.data && due.data.overdue > 0 && (
          <b className="sm heedc" role="status">
            {many(d.page.overdue, due.data.overdue)}
          </b>
        )}
        <span className="grow" />
        <select
          className="pick"
          aria-label={d.page.whose}
          value={whose}
          onChange={(event) => setWhose(event.currentTarget.value === 'all' ? 'all' : 'mine')}
        >
          <option value="mine">{d.page.mine}</option>
          <option value="all">{d.page.all}</option>
        </select>
      </div>
      <div className="g pad">
        <Today />
        <Card title={d.clocks} aside={<span className="xs dim wide">{d.rule}</span>}>
          {due.isPending && <Loading rows={6} />}
          {due.isError && <Wrong error={due.error} again={() => void due.refetch()} />}
          {due.data?.rows.length === 0 && <Empty>{d.page.none}</Empty>}
          <ul className="clocklist">
            {due.data?.rows.map((row) => (
              <Row key={row.dutyId} row={row} />
            ))}
          </ul>
        </Card>
        <Steps />
        <Calendar />
        <TellingDays />
      </div>
    </>
  );
}

function Row({ row }: { row: DueRow }) {
  const said = sayClock(row);
  return (
    <li>
      <div className="sp wrapped">
        {row.urgency && <Urgency code={row.urgency} />}
        <b>{named(d.kind, row.kind)}</b>
        {row.code && <span className="codeid">{row.code}</span>}
        {row.caseId !== null && row.number !== null && (
          <Link
            to="/cases/$docket/$case"
            params={{ docket: String(row.docket), case: row.caseId }}
            className="b"
          >
            {fill(w.cases.number, { n: row.number })}
          </Link>
        )}
        {row.threadId !== null && row.threadDocket !== null && (
          <Link
            to="/inbox/$docket/$thread"
            params={{ docket: String(row.threadDocket), thread: row.threadId }}
            className="b"
          >
            {d.page.report}
          </Link>
        )}
        <span className="dim sm">{row.place}</span>
        {row.owedBy && <span className="dim sm">{fill(d.owedBy, { name: row.owedBy })}</span>}
        <span className="grow" />
        <span className="dim sm">{row.owner}</span>
        <span className={`sm ${said.tone === 'late' ? 'heedc b' : ''}`}>{said.words}</span>
      </div>
      <Events duty={row} />
    </li>
  );
}

function Today() {
  const found = useQuery({ queryKey: ['tasks'], queryFn: () => get<MyTasks>(`${DESK}/tasks`) });
  const tasks = found.data?.tasks ?? [];
  const opened = useOpened(useMemo(() => tasks.map(sealedOf), [found.data]));
  return (
    <Card title={c.tasks.today}>
      {found.data && tasks.length === 0 && <Empty>{c.tasks.noneToday}</Empty>}
      <ul className="clocklist">
        {tasks.map((task) => (
          <li key={task.taskId}>
            <OneTask task={task} inside={opened.get(sealedOf(task).id)} />
            <Link
              to="/cases/$docket/$case"
              params={{ docket: String(task.docket), case: task.caseId }}
              hash="due"
              className="xs"
            >
              {fill(w.cases.number, { n: task.number })}, {task.place ?? w.inbox.noPlace}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
