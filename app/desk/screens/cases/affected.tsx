/** How many workers each issue touches, as far as known by now, and what was said before. */
import { Modal, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Affected, AffectedHistory } from '../../../features/cases/affected.contract.ts';
import type { CaseView, IssueView } from '../../../features/cases/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get, isProblem } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { useOpened } from '../../use-opened.ts';
import { fill, many, w } from '../../words.ts';
import c from '../../words/cases.en.json' with { type: 'json' };

const inWords = (affected: Affected): string =>
  'count' in affected
    ? many(c.affected.countWords, affected.count)
    : 'from' in affected
      ? fill(c.affected.rangeWords, { from: affected.from, to: affected.to })
      : c.affected.unknownWords;

export function AffectedCard({ view }: { view: CaseView }) {
  const [issue, setIssue] = useState<IssueView>();
  if (view.issues.length === 0) return null;
  return (
    <Card title={c.affected.title}>
      <ul className="clocklist">
        {view.issues.map((one) => (
          <li key={one.issueId} className="sp wrapped">
            <span className="codeid">{one.code}</span>
            <span className="cut grow">{one.label}</span>
            <b className="sm">{inWords(one.affected)}</b>
            <Button aria-label={`${c.affected.edit} ${one.code}`} onClick={() => setIssue(one)}>
              {c.affected.edit}
            </Button>
          </li>
        ))}
      </ul>
      <Modal opened={issue !== undefined} onClose={() => setIssue(undefined)} title={c.affected.title}>
        {issue && <Form view={view} issue={issue} close={() => setIssue(undefined)} />}
      </Modal>
    </Card>
  );
}

const WAYS = ['count', 'range', 'unknown'] as const;
type Way = (typeof WAYS)[number];
const wayOf = (a: Affected): Way => ('count' in a ? 'count' : 'from' in a ? 'range' : 'unknown');

function Form({ view, issue, close }: { view: CaseView; issue: IssueView; close: () => void }) {
  const { docket, caseId } = view.case;
  const at = `${DESK}/cases/${docket}/${caseId}/issues/${issue.issueId}/affected`;
  const was = issue.affected;
  const [way, setWay] = useState<Way>(wayOf(was));
  const [count, setCount] = useState('count' in was ? was.count : 1);
  const [from, setFrom] = useState('from' in was ? was.from : 2);
  const [to, setTo] = useState('to' in was ? was.to : 9);
  const [reason, setReason] = useState('');
  const said: Affected = way === 'count' ? { count } : way === 'range' ? { from, to } : { unknown: true };
  const save = useAct<object>(at, ['case'], close);
  const fits = way !== 'range' || from <= to;
  return (
    <form
      className="d g"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ affected: said, was, reason: reason.trim() });
      }}
    >
      <fieldset className="radios">
        {WAYS.map((one) => (
          <label key={one}>
            <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />{' '}
            {c.affected[one]}
          </label>
        ))}
      </fieldset>
      {way === 'count' && <Amount label={c.affected.number} value={count} set={setCount} />}
      {way === 'range' && (
        <div className="sp">
          <Amount label={c.affected.from} value={from} set={setFrom} />
          <Amount label={c.affected.to} value={to} set={setTo} />
        </div>
      )}
      <TextInput
        label={c.affected.reason}
        description={c.affected.reasonHint}
        required
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {isProblem(save.error, 409) ? (
        <p className="note1">{save.error.message}</p>
      ) : (
        <Said error={save.error} />
      )}
      <div className="sp">
        <Button go type="submit" disabled={!fits || reason.trim().length < 3 || save.isPending}>
          {c.affected.save}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
      <History at={at} />
    </form>
  );
}

const Amount = ({ label, value, set }: { label: string; value: number; set: (n: number) => void }) =>
  <NumberInput label={label} min={1} max={1_000_000} allowDecimal={false} value={value} onChange={(n) => set(Number(n) || 1)} />; // prettier-ignore

function History({ at }: { at: string }) {
  const found = useQuery({ queryKey: ['case', at], queryFn: () => get<AffectedHistory>(at) });
  const history = found.data?.history ?? [];
  const opened = useOpened(
    useMemo(() => history.flatMap(({ at: on, reason }, n) => (reason ? [{ id: `${at} ${n} ${on}`, envelope: reason }] : [])), [found.data]), // prettier-ignore
  );
  return (
    <div>
      <h3>{c.affected.history}</h3>
      <ul className="clocklist">
        {history.map(({ at: on, by, affected, reason }, n) => (
          <li key={n} className="sm">
            {day(on)}, {by}: <b>{inWords(affected)}</b>
            {reason && <div className="dim">{opened.get(`${at} ${n} ${on}`)?.words ?? w.states.opening}</div>}
          </li>
        ))}
      </ul>
    </div>
  );
}
