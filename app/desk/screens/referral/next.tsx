/** The steps that the server allows, and words to the other side. */
import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReferralView } from '../../../features/referral/contract.ts';
import { DESK, Halt, isProblem, post } from '../../api.ts';
import { Barred, Button, Card, Icon } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToOther } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, named, w } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };

type Allowed = ReferralView['allowed'][number];
const READS = ['referral', 'referrals', 'case'];

const useSealed = (view: ReferralView) => {
  const me = useMember();
  return (kind: string, words: string): Promise<string> => {
    if (!view.sealTo) throw new Halt(fill(r.offer.noKey, { name: view.row.with.name }));
    return sealToOther(me, view.sealTo, { v: 1, kind, language: 'en', words });
  };
};
const useAgain = () => {
  const client = useQueryClient();
  return () => Promise.all(READS.map((first) => client.invalidateQueries({ queryKey: [first] })));
};

export function Next({ view }: { view: ReferralView }) {
  const { row, seq } = view;
  const sealed = useSealed(view);
  const again = useAgain();
  const [asking, setAsking] = useState<Allowed>();
  const [words, setWords] = useState('');
  const take = useMutation({
    mutationFn: async ({ to }: Allowed) => {
      const envelope = words.trim() === '' ? {} : { envelope: await sealed('message', words.trim()) };
      await post(`${DESK}/referrals/${row.docket}/${row.id}/steps`, { to, seq, ...envelope });
    },
    onSuccess: async () => {
      setAsking(undefined);
      setWords('');
      await again();
    },
    onError: (error) => (isProblem(error, 409) ? again() : undefined),
  });
  // What is sent goes with its package, from the case.
  const steps = view.allowed.filter(({ to }) => to !== 'sent' || row.side === 'receiver');
  if (steps.length === 0) return null;
  return (
    <Card title={r.detail.steps}>
      <div className="in g">
        <div className="transitions">
          {steps.map((step) =>
            step.blocked ? (
              <Barred key={step.to} why={step.blocked}>
                {named(r.step, step.to)}
              </Barred>
            ) : (
              <Button
                key={step.to}
                go={!step.words}
                disabled={take.isPending}
                onClick={() => (step.words ? setAsking(step) : take.mutate(step))}
              >
                {named(r.step, step.to)}
              </Button>
            ),
          )}
        </div>
        {asking && (
          <div className="g">
            <Textarea
              label={r.detail.whyNeeded}
              data-autofocus
              required
              maxLength={4_000}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <div className="sp">
              <Button go disabled={words.trim() === '' || take.isPending} onClick={() => take.mutate(asking)}>
                {named(r.step, asking.to)}
              </Button>
              <Button onClick={() => setAsking(undefined)}>{w.states.cancel}</Button>
            </div>
          </div>
        )}
        <Said error={take.error} />
      </div>
    </Card>
  );
}

/** Sealed to both sides; a text that could not be sent stays in its box. */
export function Write({ view }: { view: ReferralView }) {
  const { row } = view;
  const sealed = useSealed(view);
  const again = useAgain();
  const [words, setWords] = useState('');
  const [statementId, setId] = useState(newId);
  const send = useMutation({
    mutationFn: async () =>
      post(`${DESK}/referrals/${row.docket}/${row.id}/messages`, {
        statementId,
        envelope: await sealed('message', words.trim()),
      }),
    onSuccess: async () => {
      setWords('');
      setId(newId());
      await again();
    },
  });
  return (
    <div className="in g">
      <Textarea
        label={fill(r.detail.write, { name: row.with.name })}
        maxLength={8_000}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          // Other words are another message: the same id would be refused.
          if (send.isError) setId(newId());
        }}
      />
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {fill(r.pack.sealed, { name: row.with.name })}
        </span>
        <span className="grow" />
        <Button disabled={words.trim() === '' || send.isPending} onClick={() => send.mutate()}>
          {send.isPending ? w.states.sending : r.detail.send}
        </Button>
      </div>
    </div>
  );
}
