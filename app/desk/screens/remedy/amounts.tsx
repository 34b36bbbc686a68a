/** What is owed, promised, said to be paid and confirmed: sums by currency, instalments, and each worker’s own. */
import { Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CaseView } from '../../../features/cases/contract.ts';
import { type Money, parseAmount, showAmount } from '../../../features/cases/money.ts';
import { COST_TYPES } from '../../../features/remedy/repayment.ts';
import type { SidesView } from '../../../features/remedy/sides.contract.ts';
import { useAct } from '../../act.ts';
import { day } from '../../clock.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import r from '../../words/remedy.en.json' with { type: 'json' };
import { fill, named, w } from '../../words.ts';

export const sumWords = (sums: readonly Money[]): string => sums.map(showAmount).join(' + ') || '–';

type Props = { view: CaseView; at: string; issueId: string; sides: SidesView };
export function Amounts({ view, at, issueId, sides }: Props) {
  const [adding, setAdding] = useState(false);
  const told = view.disclosures.find((one) => one.issueId === issueId);
  const tell = useAct<object, { told: Money[] }>(`${at}/sum`, ['sides']);
  const { money } = sides;
  return (
    <section className="g tight">
      <h3>{r.amounts}</h3>
      {money.workers === 0 && money.promised.length === 0 ? (
        <p className="sm dim">{r.noAmounts}</p>
      ) : (
        <Sums sides={sides} />
      )}
      {sides.tranches.length > 0 && <Tranches sides={sides} />}
      {sides.amounts.length > 0 && <Each view={view} sides={sides} />}
      <div className="sp wrap">
        <Button onClick={() => setAdding(true)}>{r.addAmount}</Button>
        {told && money.workers > 0 && (
          <Button disabled={tell.isPending} onClick={() => tell.mutate({ disclosureId: told.disclosureId })}>
            {r.tellSum}
          </Button>
        )}
        {tell.data && <span className="sm">{fill(r.told, { sum: sumWords(tell.data.told) })}</span>}
      </div>
      <Said error={tell.error} />
      <Modal opened={adding} onClose={() => setAdding(false)} title={r.addAmount} size="lg">
        <AmountForm view={view} at={at} sides={sides} close={() => setAdding(false)} />
      </Modal>
    </section>
  );
}

const SUMS = ['owed', 'promised', 'paid', 'confirmed'] as const;
const Sums = ({ sides: { money } }: { sides: SidesView }) => (
  <table className="t" data-sums="">
    <thead>
      <tr>
        {SUMS.map((one) => (
          <th key={one}>{r[one]}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      <tr>
        {SUMS.map((one) => (
          <td key={one}>{sumWords(money[one])}</td>
        ))}
      </tr>
    </tbody>
  </table>
);

const Tranches = ({ sides }: { sides: SidesView }) => (
  <table className="t">
    <tbody>
      {sides.tranches.map((one) => (
        <tr key={one.n}>
          <td>{fill(r.instalment, { n: one.n })}</td>
          <td className="nw">{one.dueDate && day(one.dueDate)}</td>
          <td>{one.amount && showAmount(one.amount)}</td>
          <td>
            {(['fully', 'partly', 'not'] as const)
              .filter((part) => one[part] > 0)
              .map((part) => fill(r.tally[part], { n: one[part] }))
              .join(', ')}
          </td>
          <td>{sumWords(one.confirmed)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** Those of whom something is missing come first. */
function Each({ view, sides }: { view: CaseView; sides: SidesView }) {
  const numberOf = (threadId: string) => view.threads.findIndex((thread) => thread.threadId === threadId) + 1;
  const rows = [...sides.amounts].sort((a, b) => b.due - b.confirmed - (a.due - a.confirmed));
  return (
    <details>
      <summary className="sm">
        {fill(r.due, {})}: {sides.amounts.length}
      </summary>{' '}
      {/* prettier-ignore */}
      <div className="tablewrap">
        <table className="t" data-amounts="">
          <thead>
            <tr>
              <th>{r.amountForm.worker}</th>
              <th>{r.due}</th>
              <th>{r.came}</th>
              <th>{r.says}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.threadId}>
                <td>{fill(r.worker, { n: numberOf(row.threadId) })}</td>
                <td>
                  {showAmount({ amount: row.due, currency: row.currency })}
                  {row.benchmark !== null && (
                    <div className="xs dim">
                      {fill(r.benchmark, { amount: showAmount({ amount: row.benchmark, currency: row.currency }) })}
                    </div>
                  )}
                </td>
                <td>{showAmount({ amount: row.confirmed, currency: row.currency })}</td>
                <td>{row.coded && named(w.coded, row.coded)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

type FormProps = { view: CaseView; at: string; sides: SidesView; close: () => void };
function AmountForm({ view, at, sides, close }: FormProps) {
  const people = view.threads.filter((thread) => thread.distinct === 'distinct' && !thread.withdrawn);
  const [threadId, setThread] = useState(people[0]?.threadId ?? '');
  const [type, setType] = useState<string>(COST_TYPES[0]);
  const [text, setText] = useState({ amount: '', currency: 'THB', corridor: '', recruiter: '', quarter: '', interest: '', reimbursed: '' }); // prettier-ignore
  const [evidenced, setEvidenced] = useState(false);
  const [contested, setContested] = useState(false);
  const keep = useAct<object>(`${at}/amounts`, ['sides', 'case'], close);
  const money = (of: string): number | undefined => (of === '' ? 0 : parseAmount(of, text.currency));
  const [amount, interest, reimbursed] = [money(text.amount), money(text.interest), money(text.reimbursed)];
  const whole =
    text.amount !== '' && amount !== undefined && interest !== undefined && reimbursed !== undefined;
  const field = (name: keyof typeof text) => (
    <TextInput
      label={r.amountForm[name]}
      value={text[name]}
      onChange={(event) => setText({ ...text, [name]: event.currentTarget.value })}
      error={['amount', 'interest', 'reimbursed'].includes(name) && money(text[name]) === undefined ? r.amountForm.wrong : undefined} // prettier-ignore
    />
  );
  const save = () => {
    const thread = people.find((one) => one.threadId === threadId);
    const seq = sides.amounts.find((one) => one.threadId === threadId)?.seq ?? 0;
    const { currency, corridor, recruiter, quarter } = text;
    const row = { threadDocket: thread?.docket, threadId, currency, corridor, recruiter, quarter, interest, reimbursed, contested, seq }; // prettier-ignore
    keep.mutate({ rows: [{ ...row, costs: [{ type, amount, evidenced }] }] });
  };
  return (
    <div className="d g">
      <p className="xs dim">{r.amountForm.rule}</p>
      <Select
        label={r.amountForm.worker}
        value={threadId}
        onChange={(value) => setThread(value ?? '')}
        comboboxProps={{ withinPortal: false }}
        data={people.map((one, n) => ({ value: one.threadId, label: fill(r.worker, { n: n + 1 }) }))}
      />
      <Select
        label={r.amountForm.type}
        value={type}
        onChange={(value) => setType(value ?? type)}
        comboboxProps={{ withinPortal: false }}
        data={[...COST_TYPES]}
      />{' '}
      {/* prettier-ignore */}
      <div className="sp wrap">
        {field('amount')}
        {field('currency')}
        {field('interest')}
        {field('reimbursed')}
      </div>
      <div className="sp wrap">
        {field('corridor')}
        {field('recruiter')}
        {field('quarter')}
      </div>
      <Checkbox
        label={r.amountForm.evidenced}
        checked={evidenced}
        onChange={(event) => setEvidenced(event.currentTarget.checked)}
      />{' '}
      {/* prettier-ignore */}
      <Checkbox label={r.amountForm.contested} checked={contested} onChange={(event) => setContested(event.currentTarget.checked)} />{' '}
      {/* prettier-ignore */}
      <Said error={keep.error} />
      <div className="sp">
        <Button go disabled={!whole || !threadId || keep.isPending} onClick={save}>
          {r.amountForm.keep}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </div>
  );
}
