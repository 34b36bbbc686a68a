/** What those who support a business make of what it says of itself, and, for them, how they say so. */
import { Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ImprovementView } from '../../../features/improvement/contract.ts';
import { DESK, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToOthers } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { useOpened } from '../../use-opened.ts';
import { named, w } from '../../words.ts';
import i from '../../words/improvement.en.json' with { type: 'json' };
import { choices } from '../business/plan-form.tsx';

export function Reviews({ view }: { view: ImprovementView }) {
  const opened = useOpened(
    useMemo(() => view.reviews.flatMap(({ reviewId, envelope }) => (envelope ? [{ id: reviewId, envelope }] : [])), [view.reviews]), // prettier-ignore
  );
  if (view.reviews.length === 0 && view.own) return null;
  return (
    <section className="g tight">
      <h2>{i.reviews}</h2>
      {view.reviews.map((one) => (
        <div key={one.reviewId} className="sm">
          <b>{named(i.verdicts, one.verdict)}</b>: {named(i.areas, one.area)}{' '}
          <span className="dim">
            {one.by}, {day(one.day)}
          </span>
          {one.envelope && <p className="said">{opened.get(one.reviewId)?.words ?? w.states.opening}</p>}
        </div>
      ))}
      {!view.own && view.history.length > 0 && <ReviewForm view={view} />}
    </section>
  );
}

function ReviewForm({ view }: { view: ImprovementView }) {
  const me = useMember();
  const client = useQueryClient();
  const [reviewId, setId] = useState(newId);
  const [area, setArea] = useState<string | null>(null);
  const [verdict, setVerdict] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const save = useMutation({
    mutationFn: async () => {
      const said = { v: 1, kind: 'review', language: 'en', words: words.trim() };
      const envelope = words.trim() ? await sealToOthers(me, view.sealTo, said) : null;
      await post(`${DESK}/improvements/${view.org}/reviews`, {
        reviewId,
        assessmentId: view.history.at(-1)?.assessmentId,
        area,
        verdict,
        envelope,
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['improvements'] });
      setId(newId());
      setVerdict(null);
      setWords('');
    },
  });
  const needsWords = verdict !== null && verdict !== 'confirmed' && words.trim() === '';
  const select = { comboboxProps: { withinPortal: false } };
  return (
    <div className="d g">
      <Select
        {...select}
        label={i.area}
        value={area}
        onChange={setArea}
        data={choices(view.history.at(-1)?.scores.map((s) => s.area) ?? [], i.areas)}
      />
      <Select
        {...select}
        label={i.review}
        value={verdict}
        onChange={setVerdict}
        data={choices(Object.keys(i.verdicts), i.verdicts)}
      />
      <Textarea
        label={i.reviewWords}
        maxLength={4_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Said error={save.error} />
      <div>
        <Button go disabled={!area || !verdict || needsWords || save.isPending} onClick={() => save.mutate()}>
          {i.reviewSend}
        </Button>
      </div>
    </div>
  );
}
