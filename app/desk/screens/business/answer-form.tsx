/** An answer to a business. What it seems to name is said before it is sent; what only few could be needs their go-ahead. */
import { Checkbox, NumberInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../../features/cases/contract.ts';
import { type Narrows, NARROWS, narrowing } from '../../../features/remedy/narrowing.ts';
import type { BusinessSide, ToldWord } from '../../../features/remedy/contract.ts';
import { DESK, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { fill, w } from '../../words.ts';
import b from '../../words/business.en.json' with { type: 'json' };
import { GoAheads, K } from './guard.tsx';
import { again } from './plan-form.tsx';
import { useSealing } from './use-side.ts';

type Props = {
  view: CaseView;
  side: BusinessSide;
  told: BusinessSide['disclosures'][number];
  question: ToldWord;
  close: () => void;
};

/** An answer that workers were asked about keeps its number. */
const draftOf = (side: BusinessSide, told: Props['told']): string | undefined => {
  const used = new Set([
    ...side.disclosures.map((d) => d.disclosureId),
    ...told.words.map((one) => one.wordId),
  ]);
  return side.goAheads.findLast((one) => one.issueId === told.issueId && !used.has(one.draftId))?.draftId;
};

export function AnswerForm({ view, side, told, question, close }: Props) {
  const client = useQueryClient();
  const [fresh] = useState(newId);
  const [words, setWords] = useState('');
  const [also, setAlso] = useState<readonly Narrows[]>([]);
  const [circle, setCircle] = useState<number | string>('');
  const [understood, setUnderstood] = useState(false);
  const sealing = useSealing(side.sealTo);
  const wordId = draftOf(side, told) ?? fresh;
  const names = NARROWS.filter((one) => also.includes(one) || narrowing(words).includes(one));
  const people = typeof circle === 'number' ? circle : null;
  const few = names.length > 0 && (people === null || people < K);
  const send = useMutation({
    mutationFn: async () => {
      const envelope = await sealing.words({
        v: 1,
        kind: 'business_answer',
        language: 'en',
        words: words.trim(),
      });
      const at = `${DESK}/cases/${view.case.docket}/${view.case.caseId}/disclosures/${told.disclosureId}`;
      await post(`${at}/answers`, {
        wordId,
        re: question.wordId,
        envelope,
        names,
        circle: people,
        understood,
      });
    },
    onSuccess: async () => {
      await again(client);
      close();
    },
  });
  return (
    <div className="d g">
      <Textarea
        label={b.talk.answerWords}
        description={fill(b.talk.answerDay, { day: day(side.answerDay) })}
        data-autofocus
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <fieldset className="g tight">
        <legend>{b.talk.nameAny}</legend>
        {NARROWS.map((one) => (
          <Checkbox
            key={one}
            label={b.narrows[one]}
            checked={names.includes(one)}
            disabled={narrowing(words).includes(one)}
            onChange={(event) =>
              setAlso(event.currentTarget.checked ? [...also, one] : also.filter((other) => other !== one))
            }
          />
        ))}
      </fieldset>
      {names.length > 0 && (
        <>
          <p className="note1" role="alert">
            {b.talk.names}: {names.map((one) => b.narrows[one]).join(', ')}.
          </p>
          <NumberInput
            label={b.guard.circle}
            description={b.guard.circleHint}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={circle}
            onChange={setCircle}
          />
        </>
      )}
      {few && (
        <>
          <GoAheads
            view={view}
            side={side}
            draft={{ draftId: wordId, issueId: told.issueId, toOrg: view.employer?.orgId ?? '' }}
            words={words}
          />
          <Checkbox
            label={w.disclosures.understood}
            checked={understood}
            onChange={(event) => setUnderstood(event.currentTarget.checked)}
          />
        </>
      )}
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {w.disclosures.sealed}
        </span>
        <span className="grow" />
        <Button
          go
          disabled={words.trim() === '' || (few && !understood) || send.isPending}
          onClick={() => send.mutate()}
        >
          {send.isPending ? w.states.sending : b.talk.answerSend}
        </Button>
      </div>
    </div>
  );
}
