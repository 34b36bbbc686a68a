/** One action of a plan: new or as it should be now, by the business itself or as somebody wrote it down for it. */
import { MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { EmployerAction } from '../../../features/remedy/contract.ts';
import { EVIDENCE, HOWS, OWNERS } from '../../../features/remedy/plan.ts';
import { REMEDY_TYPES, ROOT_CAUSES } from '../../../features/remedy/remedy-types.ts';
import { post } from '../../api.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import type { Found } from '../../use-opened.ts';
import { named, w } from '../../words.ts';
import { unitsOf } from './plan-item.tsx';
import b from '../../words/business.en.json' with { type: 'json' };

export const again = (client: ReturnType<typeof useQueryClient>) =>
  Promise.all(
    ['disclosure', 'disclosures', 'case', 'business', 'improvement'].map((first) =>
      client.invalidateQueries({ queryKey: [first] }),
    ),
  );
export const choices = (values: readonly string[], words: Readonly<Record<string, string>>) =>
  values.map((value) => ({ value, label: named(words, value) }));
const today = (): string => new Date().toISOString().slice(0, 10);

/** `how` = somebody else writes it down: then how the business said it is asked for. */
export type Writing = {
  readonly path: string;
  readonly seal: (said: object) => Promise<string>;
  readonly how: boolean;
  readonly note: ReactNode;
};

export const HowField = ({ value, set }: { value: string | null; set: (how: string | null) => void }) => (
  <Select
    label={b.entered.how}
    required
    value={value}
    onChange={set}
    comboboxProps={{ withinPortal: false }}
    data={choices(HOWS, b.how)}
  />
);

type Props = Writing & {
  action?: EmployerAction;
  inside?: Found;
  state?: EmployerAction['state'];
  due?: string;
  send: string;
  close: () => void;
};

export function PlanForm({ path, seal, how, note, action, inside, state, due, send, close }: Props) {
  const client = useQueryClient();
  const [ids] = useState(() => ({ actionId: newId(), statementId: newId() }));
  const [said, setSaid] = useState<string | null>(null);
  const [remedyType, setType] = useState<string | null>(action?.remedyType ?? null);
  const [rootCause, setCause] = useState<string | null>(action?.rootCause ?? null);
  const [dueDate, setDue] = useState(action?.dueDate ?? due ?? '');
  const [owner, setOwner] = useState<string | null>(action?.owner ?? null);
  const [ownerName, setName] = useState(inside?.owner ?? '');
  const [cost, setCost] = useState<number | string>(
    action?.cost === null || !action ? '' : action.cost / unitsOf(action.currency ?? 'THB'),
  );
  const [currency, setCurrency] = useState(action?.currency ?? 'THB');
  const [evidence, setEvidence] = useState<string[]>(action?.evidence ?? []);
  const [words, setWords] = useState(inside?.words ?? '');
  const save = useMutation({
    mutationFn: async () => {
      const envelope = await seal({
        v: 1,
        kind: 'action',
        language: 'en',
        words: words.trim(),
        owner: ownerName.trim(),
      });
      const paid = typeof cost === 'number';
      await post(action ? `${path}/${action.actionId}/change` : path, {
        ...(action ? { was: action.n, statementId: ids.statementId } : { actionId: ids.actionId }),
        ...(state ? { state } : {}),
        ...(said ? { how: said } : {}),
        remedyType,
        rootCause,
        dueDate,
        owner,
        evidence,
        cost: paid ? Math.round(cost * unitsOf(currency)) : null,
        currency: paid ? currency : null,
        envelope,
      });
    },
    onSuccess: async () => {
      await again(client);
      close();
    },
  });
  const can = remedyType && rootCause && dueDate && words.trim() && (!how || said) && !save.isPending;
  return (
    <div className="d g">
      {how && <HowField value={said} set={setSaid} />}
      <Textarea
        label={action ? b.plan.changed : w.told.whatWill}
        data-autofocus
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Select
        label={w.told.kind}
        value={remedyType}
        onChange={setType}
        comboboxProps={{ withinPortal: false }}
        data={choices(REMEDY_TYPES, w.remedyType)}
      />
      <Select
        label={w.told.cause}
        description={w.told.causeHint}
        value={rootCause}
        onChange={setCause}
        comboboxProps={{ withinPortal: false }}
        data={choices(ROOT_CAUSES, w.cause)}
      />
      <div className="beside">
        <TextInput
          label={w.told.dueDate}
          type="date"
          required
          min={today()}
          value={dueDate}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
        <NumberInput
          label={b.plan.cost}
          min={0}
          decimalScale={2}
          thousandSeparator=" "
          value={cost}
          onChange={setCost}
        />
        <TextInput
          label={b.plan.currency}
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
        />
      </div>
      <div className="beside">
        <Select
          label={b.plan.owner}
          clearable
          value={owner}
          onChange={setOwner}
          comboboxProps={{ withinPortal: false }}
          data={choices(OWNERS, b.owners)}
        />
        <TextInput
          label={b.plan.ownerName}
          description={b.plan.ownerHint}
          maxLength={200}
          value={ownerName}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <MultiSelect
        label={b.plan.proofs}
        value={evidence}
        onChange={setEvidence}
        comboboxProps={{ withinPortal: false }}
        data={choices(EVIDENCE, b.proof)}
      />
      {action && !state && <p className="note1">{b.plan.newTerms}</p>}
      <Said error={save.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {note}
        </span>
        <span className="grow" />
        <Button go disabled={!can} onClick={() => save.mutate()}>
          {save.isPending ? w.states.sending : send}
        </Button>
      </div>
    </div>
  );
}
