/** Many answers, one key each: read, pressed, kept while the next is read. What fails comes back into the list. */
import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { CaseView } from '../../../features/cases/contract.ts';
import { parseAmount } from '../../../features/cases/money.ts';
import type { WaitingAnswers } from '../../../features/cases/round.contract.ts';
import { DESK, get, post } from '../../api.ts';
import { useKeys } from '../../keyboard.tsx';
import type { Opened } from '../../opened.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Loading, Said, Wrong } from '../../parts/states.tsx';
import { useOpened } from '../../use-opened.ts';
import r from '../../words/remedy.en.json' with { type: 'json' };
import { fill, many } from '../../words.ts';
import { Words } from '../thread.tsx';

type Answer = WaitingAnswers['rows'][number];
const VALUES = ['fully', 'partly', 'not'] as const;
type Value = (typeof VALUES)[number];

const chosenIn = (inside: Opened | null | undefined): Value | undefined =>
  VALUES.find((value) => value === (inside?.outcome ?? inside?.value));

type Props = { view: CaseView; issueId: string; currency: string | undefined; close: () => void };
export function RecordAnswers({ view, issueId, currency, close }: Props) {
  const at = `${DESK}/cases/${view.case.docket}/${view.case.caseId}`;
  const client = useQueryClient();
  const found = useQuery({
    queryKey: ['answers', issueId],
    queryFn: () => get<WaitingAnswers>(`${at}/issues/${issueId}/answers`),
    staleTime: Infinity,
    gcTime: 0,
  });
  const rows = useMemo(() => found.data?.rows ?? [], [found.data]);
  const opened = useOpened(useMemo(() => rows.map(({ statementId, envelope }) => ({ id: statementId, envelope })), [rows])); // prettier-ignore
  const [n, setN] = useState(0);
  const [saving, setSaving] = useState(0);
  const [failed, setFailed] = useState<readonly unknown[]>([]);
  const chain = useRef(Promise.resolve());
  const left = useRef(0);
  const now: Answer | undefined = rows[n];
  const inside = now && opened.get(now.statementId);

  // Also for who has gone back to the case before the last one was kept.
  const again = () =>
    ['case', 'sides', 'rounds', 'inbox'].map((first) => client.invalidateQueries({ queryKey: [first] }));
  const keep = (value: Value, amount?: number) => {
    if (!now) return;
    const body = {
      value,
      answerStatement: now.statementId,
      ...(inside?.well ? { quality: inside.well } : {}),
      ...(amount !== undefined && currency ? { amount, currency } : {}),
    };
    left.current += 1;
    setSaving(left.current);
    setN(n + 1);
    // One after the other: answers about one issue change one row.
    chain.current = chain.current
      .then(() => post(`${at}/asks/${now.askId}/code`, body))
      .catch((error: unknown) => setFailed((before) => [...before, error]))
      .then(() => {
        left.current -= 1;
        setSaving(left.current);
        if (left.current === 0) again();
      });
  };

  if (found.isError) return <Wrong error={found.error} />;
  if (!found.data) return <Loading rows={3} />;
  return (
    <Card
      title={
        now
          ? fill(r.code.title, { n: n + 1, of: rows.length })
          : saving > 0
            ? many(r.code.saving, saving)
            : r.code.done
      }
      aside={saving > 0 && <span className="xs dim">{many(r.code.saving, saving)}</span>}
    >
      <div className="g pad" data-coding={now ? n + 1 : 'over'}>
        {now && (
          <One
            key={now.askId}
            answer={now}
            inside={inside}
            currency={currency}
            keep={keep}
            later={() => setN(n + 1)}
          />
        )}
        {failed.length > 0 && (
          <>
            <p className="heed">{fill(r.code.failed, { n: failed.length })}</p>
            <Said error={failed[0] instanceof Error ? failed[0] : null} />
          </>
        )}
        <div className="sp">
          <Button onClick={close}>{r.code.back}</Button>
        </div>
      </div>
    </Card>
  );
}

type OneProps = {
  answer: Answer;
  inside: Opened | null | undefined;
  currency: string | undefined;
  keep: (value: Value, amount?: number) => void;
  later: () => void;
};
function One({ answer, inside, currency, keep, later }: OneProps) {
  const chosen = chosenIn(inside);
  const [typed, setTyped] = useState<string>();
  const [asks, setAsks] = useState(false);
  const money = answer.kind === 'payment' && currency !== undefined;
  const text = typed ?? inside?.amount ?? '';
  const amount = money && text !== '' ? parseAmount(text, currency) : undefined;
  // Of a part it is worth to say how much; of all and of nothing it is known.
  const take = (value: Value) => {
    if (value !== 'partly' || !money) return keep(value, value === 'fully' && money && inside?.amount ? amount : undefined); // prettier-ignore
    if (amount !== undefined) return keep('partly', amount);
    setAsks(true);
  };
  useKeys([
    { key: '1', does: r.code.fully, run: () => take('fully') },
    { key: '2', does: r.code.partly, run: () => take('partly') },
    { key: '3', does: r.code.not, run: () => take('not') },
    { key: 'Enter', does: r.code.take, run: () => chosen && take(chosen) },
    { key: '0', does: r.code.later, run: later },
  ]);
  return (
    <>
      <div className="statement worker on">
        {inside && (
          <p>
            <b>{chosen ? r.code[chosen] : r.code.unclear}</b>
            {inside.amount && <>, {inside.amount}</>}
            {inside.well && <>, {fill(r.code.grade, { n: inside.well })}</>}
          </p>
        )}
        {(!inside || inside.words !== '') && <Words inside={inside} sealed />}
      </div>
      <p className="xs dim">{r.code.keys}</p>
      <div className="sp wrap">
        {VALUES.map((value, n) => (
          <Button key={value} go={value === chosen} hotkey={String(n + 1)} onClick={() => take(value)}>
            {r.code[value]}
          </Button>
        ))}
        <Button hotkey="0" onClick={later}>
          {r.code.later}
        </Button>
      </div>
      {money && (asks || inside?.amount !== undefined) && (
        <form
          className="sp wrap"
          onSubmit={(event) => {
            event.preventDefault();
            if (text === '') keep('partly');
            else if (amount !== undefined) keep('partly', amount);
          }}
        >
          <TextInput
            label={fill(r.code.amount, { currency })}
            value={text}
            inputMode="decimal"
            autoFocus={asks}
            error={text !== '' && amount === undefined ? r.amountForm.wrong : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {asks && (
            <button type="submit" className="bt">
              {r.code.amountKeep}
            </button>
          )}
        </form>
      )}
    </>
  );
}
