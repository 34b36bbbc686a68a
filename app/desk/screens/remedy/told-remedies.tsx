/** A business's own plan by instalments, and its own grade once something is done. Nothing of what workers say. */
import { Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { parseAmount, showAmount } from '../../../features/cases/money.ts';
import type { RemedyView } from '../../../features/remedy/sides.contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import r from '../../words/remedy.en.json' with { type: 'json' };
import { fill, named, w } from '../../words.ts';
import { sumWords } from './amounts.tsx';

type Told = { rows: RemedyView[]; owed: { amount: number; currency: string }[] };
const TYPES = Object.entries(r.type).map(([value, label]) => ({ value, label }));

export function ToldRemedies({ docket, id }: { docket: number; id: string }) {
  const at = `${DESK}/disclosures/${docket}/${id}/remedies`;
  const found = useQuery({ queryKey: ['own-remedies', docket, id], queryFn: () => get<Told>(at) });
  const [form, setForm] = useState<'plan' | RemedyView>();
  const close = () => setForm(undefined);
  if (!found.data) return null;
  const { rows, owed } = found.data;
  return (
    <Card title={r.own.title} aside={<Button onClick={() => setForm('plan')}>{r.own.plan}</Button>}>
      <div className="g pad">
        <p className="sm dim">{r.own.what}</p>
        <p className="sm">{owed.length > 0 ? fill(r.own.owed, { sum: sumWords(owed) }) : r.own.notTold}</p>
        {rows.map((one) => (
          <div key={one.remedyId} className="sp wrap sm" data-own={one.doneDate ? 'done' : 'planned'}>
            <span>
              {one.tranche !== null && <b>{fill(r.instalment, { n: one.tranche })}: </b>}
              {fill(r.planned, { type: named(r.type, one.type), day: one.dueDate ? day(one.dueDate) : '–' })}
              {one.amount !== null && one.currency && (
                <>, {showAmount({ amount: one.amount, currency: one.currency })}</>
              )}
            </span>
            <span className="grow" />
            {one.doneDate && one.outcome ? (
              <span>
                {fill(r.doneOn, { day: day(one.doneDate), outcome: r.outcome[one.outcome] })},{' '}
                {fill(r.grade, { n: one.quality ?? 0 })}
              </span>
            ) : (
              <Button onClick={() => setForm(one)}>{r.own.done}</Button>
            )}
          </div>
        ))}
      </div>
      <Modal opened={form === 'plan'} onClose={close} title={r.own.plan}>
        <PlanForm at={at} next={1 + Math.max(0, ...rows.map(({ tranche }) => tranche ?? 0))} close={close} />
      </Modal>
      <Modal opened={typeof form === 'object'} onClose={close} title={r.own.done}>
        {typeof form === 'object' && <DoneForm at={at} remedy={form} close={close} />}
      </Modal>
    </Card>
  );
}

const numberOf = (value: string | number): number | undefined =>
  typeof value === 'number' ? value : undefined;

function PlanForm({ at, next, close }: { at: string; next: number; close: () => void }) {
  const [type, setType] = useState('restitution');
  const [tranche, setTranche] = useState<number | undefined>(next);
  const [amount, setAmount] = useState('');
  const [currency, setCurrency] = useState('THB');
  const [entitled, setEntitled] = useState<number>();
  const [due, setDue] = useState('');
  const plan = useAct<object, { long: boolean }>(at, ['own-remedies'], close);
  const sum = amount === '' ? undefined : parseAmount(amount, currency);
  const wrong = amount !== '' && sum === undefined;
  const send = () =>
    plan.mutate({
      remedyId: newId(),
      type,
      dueDate: due,
      ...(tranche ? { tranche } : {}),
      ...(sum === undefined ? {} : { amount: sum, currency }),
      ...(entitled === undefined ? {} : { workersEntitled: entitled }),
    });
  return (
    <div className="d g">
      <Select
        label={r.own.type}
        value={type}
        onChange={(value) => setType(value ?? type)}
        comboboxProps={{ withinPortal: false }}
        data={TYPES}
      />{' '}
      {/* prettier-ignore */}
      <NumberInput label={r.own.tranche} min={1} max={60} value={tranche ?? ''} onChange={(value) => setTranche(numberOf(value))} />{' '}
      {/* prettier-ignore */}
      <TextInput label={r.own.amount} value={amount} inputMode="decimal" error={wrong ? r.amountForm.wrong : undefined} onChange={(event) => setAmount(event.currentTarget.value)} />{' '}
      {/* prettier-ignore */}
      <TextInput label={r.own.currency} value={currency} maxLength={3} onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())} />{' '}
      {/* prettier-ignore */}
      <NumberInput label={r.own.entitled} min={0} value={entitled ?? ''} onChange={(value) => setEntitled(numberOf(value))} />{' '}
      {/* prettier-ignore */}
      <TextInput label={r.own.due} type="date" value={due} onChange={(event) => setDue(event.currentTarget.value)} />{' '}
      {/* prettier-ignore */}
      <Said error={plan.error} />
      <div className="sp">
        <Button go disabled={due === '' || wrong || plan.isPending} onClick={send}>
          {r.own.send}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </div>
  );
}

function DoneForm({ at, remedy, close }: { at: string; remedy: RemedyView; close: () => void }) {
  const [doneDate, setDone] = useState('');
  const [paid, setPaid] = useState('');
  const [received, setReceived] = useState<number>();
  const [outcome, setOutcome] = useState<'fully' | 'partly'>('fully');
  const [quality, setQuality] = useState<number>();
  const done = useAct<object>(`${at}/${remedy.remedyId}/done`, ['own-remedies'], close);
  const sum = paid === '' || !remedy.currency ? undefined : parseAmount(paid, remedy.currency);
  const wrong = paid !== '' && sum === undefined;
  return (
    <div className="d g">
      <TextInput
        label={r.own.doneDay}
        type="date"
        value={doneDate}
        onChange={(event) => setDone(event.currentTarget.value)}
      />{' '}
      {/* prettier-ignore */}
      {
        remedy.currency &&
        <TextInput label={`${r.own.paid} (${remedy.currency})`} value={paid} inputMode="decimal" error={wrong ? r.amountForm.wrong : undefined} onChange={(event) => setPaid(event.currentTarget.value)} /> // prettier-ignore
      }
      <NumberInput
        label={r.own.received}
        min={0}
        value={received ?? ''}
        onChange={(value) => setReceived(numberOf(value))}
      />{' '}
      {/* prettier-ignore */}
      <fieldset className="g tight">
        <legend>{r.own.outcome}</legend>
        {(['fully', 'partly'] as const).map((one) => (
          <label key={one} className="sp sm">
            <input type="radio" name="outcome" checked={outcome === one} onChange={() => setOutcome(one)} />
            {r.outcome[one]}
          </label>
        ))}
      </fieldset>
      <NumberInput
        label={r.own.quality}
        min={1}
        max={5}
        value={quality ?? ''}
        onChange={(value) => setQuality(numberOf(value))}
      />{' '}
      {/* prettier-ignore */}
      <Said error={done.error} />
      <div className="sp">
        <Button
          go
          disabled={doneDate === '' || quality === undefined || wrong || done.isPending}
          onClick={() =>
            done.mutate({
              doneDate,
              outcome,
              quality,
              ...(sum === undefined ? {} : { paid: sum }),
              ...(received === undefined ? {} : { workersReceived: received }),
            })
          }
        >
          {r.own.done}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </div>
  );
}
