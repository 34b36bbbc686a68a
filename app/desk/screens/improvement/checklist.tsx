/** The questions of one area, answered one by one; each answer is kept at once. */
import { FileInput, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { AssessmentView, ImprovementView } from '../../../features/improvement/contract.ts';
import type { fileStored } from '../../../features/remedy/contract.ts';
import { DESK, post, putBytes } from '../../api.ts';
import { Button, Card, Icon, Tag } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { sealFileToOthers, sealToOthers } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { many, named, w } from '../../words.ts';
import i from '../../words/improvement.en.json' with { type: 'json' };

const VALUES = ['yes', 'partly', 'no', 'not_applicable'] as const;
type Question = ImprovementView['checklist']['questions'][number];
type Answer = AssessmentView['answers'][number];
type Props = { view: ImprovementView; current: AssessmentView };

export function Checklist({ view, current }: Props) {
  return (
    <>
      {current.scores.map(({ area, level, answered, asked }) => (
        <Card
          key={area}
          title={named(i.areas, area)}
          aside={
            <Tag>
              {current.handedInOn || answered >= asked
                ? named(i.levels, String(level))
                : `${answered}/${asked}`}
            </Tag>
          }
        >
          {view.checklist.questions
            .filter((question) => question.area === area)
            .map((question) => (
              <One
                key={question.id}
                view={view}
                current={current}
                question={question}
                answer={current.answers.find((one) => one.question === question.id)}
              />
            ))}
        </Card>
      ))}
    </>
  );
}

type OneProps = Props & { question: Question; answer: Answer | undefined };
function One({ view, current, question, answer }: OneProps) {
  const client = useQueryClient();
  const [proving, setProving] = useState(false);
  const open = view.own && !current.handedInOn;
  const save = useMutation({
    mutationFn: (value: string) =>
      post(`${DESK}/improvement/assessments/${current.assessmentId}/answers`, {
        question: question.id,
        value,
        was: answer?.n ?? 0,
        envelope: answer?.envelope ?? null,
        files: answer?.files.map(({ sha256, size }) => ({ sha256, size })) ?? [],
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['improvement'] }),
  });
  return (
    <div className="statement checkq" role="radiogroup" aria-label={question.text}>
      <p className="sm">{question.text}</p>
      <div className="answers">
        {VALUES.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={question.id}
              disabled={!open}
              checked={(save.variables && save.isPending ? save.variables : answer?.value) === value}
              onChange={() => save.mutate(value)}
            />
            {i.values[value]}
          </label>
        ))}
        <span className="grow" />
        {(answer?.files.length ?? 0) > 0 && <Tag>{many(i.hasProof, answer?.files.length ?? 0)}</Tag>}
        {open && answer && <Button onClick={() => setProving(true)}>{i.proofAdd}</Button>}
      </div>
      <Said error={save.error} />
      <Modal opened={proving} onClose={() => setProving(false)} title={i.proofAdd} size="lg">
        {answer && <Proof view={view} current={current} answer={answer} close={() => setProving(false)} />}
      </Modal>
    </div>
  );
}

function Proof({ view, current, answer, close }: Props & { answer: Answer; close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const keep = useMutation({
    mutationFn: async () => {
      const stored: { sha256: string; size: number }[] = answer.files.map(({ sha256, size }) => ({
        sha256,
        size,
      }));
      for (const file of files) {
        const bytes = await sealFileToOthers(me, view.sealTo, file);
        const { sha256, size } = await putBytes<z.infer<typeof fileStored>>(`${DESK}/files`, bytes);
        stored.push({ sha256, size });
      }
      const envelope = await sealToOthers(me, view.sealTo, {
        v: 1,
        kind: 'assessment',
        language: 'en',
        words: words.trim(),
      });
      await post(`${DESK}/improvement/assessments/${current.assessmentId}/answers`, {
        question: answer.question,
        value: answer.value,
        was: answer.n,
        envelope,
        files: stored.slice(0, 6),
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['improvement'] });
      close();
    },
  });
  return (
    <div className="d g">
      <Textarea
        label={i.proofWords}
        data-autofocus
        required
        maxLength={4_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <FileInput
        label={i.proof}
        description={w.told.evidenceHint}
        multiple
        clearable
        accept="image/jpeg,image/png,image/webp,application/pdf"
        value={files}
        onChange={(chosen) => setFiles(chosen.slice(0, 6))}
      />
      <Said error={keep.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {i.sealed}
        </span>
        <span className="grow" />
        <Button go disabled={words.trim() === '' || keep.isPending} onClick={() => keep.mutate()}>
          {keep.isPending ? w.states.sending : i.proofKeep}
        </Button>
      </div>
    </div>
  );
}
