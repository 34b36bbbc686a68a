/** How long the words of closed cases stay: off until two agree, and what goes is shown before it goes. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionView } from '../../features/rights/contract.ts';
import { useAct } from '../act.ts';
import { DESK, get } from '../api.ts';
import { Barred, Button, Card } from '../parts/basic.tsx';
import { Loading, Said, Wrong } from '../parts/states.tsx';
import { fill, w } from '../words.ts';

const PATH = `${DESK}/rights/retention`;

export function Retention() {
  const view = useQuery({ queryKey: ['rights', 'retention'], queryFn: () => get<RetentionView>(PATH) });
  return (
    <Card title={w.rights.retention}>
      <div className="in g">
        {view.isError && <Wrong error={view.error} />}
        {view.isPending && <Loading rows={2} />}
        {view.data && <Rule view={view.data} />}
      </div>
    </Card>
  );
}

function Rule({ view }: { view: RetentionView }) {
  const { rule } = view;
  const [months, setMonths] = useState(24);
  const propose = useAct<{ months: number }>(PATH, ['rights']);
  const decide = useAct<{ act: 'approve' | 'off' }>(`${PATH}/decide`, ['rights']);
  const on = rule && rule.state !== 'off';
  return (
    <>
      <p className="sm">{w.rights.retentionWhat}</p>
      <p>
        <b>
          {!on && w.rights.retentionOff}
          {on && fill(w.rights.retentionRule, { n: rule.months })}
        </b>{' '}
        {rule?.state === 'proposed' && fill(w.rights.proposed, { name: rule.proposedBy ?? '' })}
        {rule?.state === 'standing' &&
          fill(w.rights.standing, { one: rule.proposedBy ?? '', other: rule.approvedBy ?? '' })}
      </p>
      {on && <Due view={view} />}
      <Said error={propose.error ?? decide.error} />
      <div className="sp wrapped">
        <select
          className="pick"
          aria-label={w.rights.months}
          value={months}
          onChange={(event) => setMonths(Number(event.currentTarget.value))}
        >
          {view.suggestions.map((n) => (
            <option key={n} value={n}>
              {fill(w.rights.afterMonths, { n })}
            </option>
          ))}
        </select>
        <Button disabled={propose.isPending} onClick={() => propose.mutate({ months })}>
          {w.rights.propose}
        </Button>
        {rule?.state === 'proposed' &&
          (rule.own ? (
            <Barred why={w.rights.other}>{w.rights.approve}</Barred>
          ) : (
            <Button go disabled={decide.isPending} onClick={() => decide.mutate({ act: 'approve' })}>
              {w.rights.approve}
            </Button>
          ))}
        {on && (
          <Button disabled={decide.isPending} onClick={() => decide.mutate({ act: 'off' })}>
            {w.rights.turnOff}
          </Button>
        )}
      </div>
    </>
  );
}

/** Counts by the month in which the cases were closed: nobody is named. */
function Due({ view }: { view: RetentionView }) {
  const rows = [...view.due.map((row) => ({ ...row, when: w.rights.dueNow })), ...view.soon.map((row) => ({ ...row, when: w.rights.dueSoon }))]; // prettier-ignore
  if (rows.length === 0) return <p className="sm dim">{w.rights.dueNone}</p>;
  return (
    <table className="t">
      <thead>
        <tr>
          {[w.rights.closedIn, w.rights.cases, w.rights.reports, w.rights.goes].map((head) => (
            <th key={head}>{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.when + row.month}>
            <td>{row.month}</td>
            <td className="n">{row.cases}</td>
            <td className="n">{row.reports}</td>
            <td>{row.when}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
