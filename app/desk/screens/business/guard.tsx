/** Where few could know it: each worker whose words it is made of is asked, about this very draft, and how they answered. */
import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView, ThreadView } from '../../../features/cases/contract.ts';
import type { BusinessSide } from '../../../features/remedy/contract.ts';
import { DESK, get, post } from '../../api.ts';
import { Button, Tag } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToWorker } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill } from '../../words.ts';
import b from '../../words/business.en.json' with { type: 'json' };

export const K = 10;
const SCOPE = 'share_case_without_identity_with_employer';
const AGREES = [SCOPE, 'share_identity_with_employer'];

/** Threads whose worker agrees, as of now, that the business is told. */
export const agreeing = (view: CaseView): string[] => [
  ...new Set(
    view.consents
      .filter((c) => c.live && c.state === 'given' && AGREES.includes(c.scope))
      .map((c) => c.threadId),
  ),
];

export type Draft = { draftId: string; issueId: string; toOrg: string };
export const statusFor = (side: BusinessSide, draft: Draft, threadId: string) => {
  const asked = side.goAheads.findLast(
    (one) =>
      one.threadId === threadId &&
      one.draftId === draft.draftId &&
      one.issueId === draft.issueId &&
      one.toOrg === draft.toOrg,
  );
  if (!asked) return 'notAsked' as const;
  if (asked.coded === null) return asked.answered ? ('answered' as const) : ('waiting' as const);
  return asked.coded === 'given' || asked.coded === 'no_answer' ? asked.coded : ('refused' as const);
};

type Props = { view: CaseView; side: BusinessSide; draft: Draft; words: string };
export function GoAheads({ view, side, draft, words }: Props) {
  const me = useMember();
  const client = useQueryClient();
  const [question, setQuestion] = useState(b.guard.draft);
  const threads = agreeing(view);
  const open = threads.filter((id) => statusFor(side, draft, id) === 'notAsked');
  const ask = useMutation({
    mutationFn: async () => {
      for (const id of open) {
        const at = view.threads.find((one) => one.threadId === id);
        if (!at) continue;
        const { publicKey } = await get<ThreadView>(`${DESK}/threads/${at.docket}/${id}`);
        const said = `${question.trim()}\n\n${b.guard.draftWith}\n${words.trim()}`;
        await post(`${DESK}/cases/${view.case.docket}/${view.case.caseId}/go-aheads`, {
          ...draft,
          askId: newId(),
          statementId: newId(),
          threadDocket: at.docket,
          threadId: id,
          envelope: await sealToWorker(me, publicKey, {
            v: 1,
            kind: 'go_ahead_question',
            language: 'en',
            words: said,
          }),
        });
      }
    },
    onSuccess: () =>
      Promise.all(
        ['business', 'case', 'thread'].map((first) => client.invalidateQueries({ queryKey: [first] })),
      ),
  });
  return (
    <div className="note1 g" role="alert">
      <div>{b.guard.few}</div>
      <ul className="plainlist">
        {threads.map((id, n) => (
          <li key={id} className="sp sm">
            {fill(b.guard.worker, { n: n + 1 })} <Tag>{b.guard[statusFor(side, draft, id)]}</Tag>
          </li>
        ))}
      </ul>
      {open.length > 0 && (
        <>
          <Textarea
            label={b.guard.question}
            maxLength={4_000}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
          <Said error={ask.error} />
          <div>
            <Button disabled={ask.isPending || words.trim() === ''} onClick={() => ask.mutate()}>
              {ask.isPending ? b.guard.asking : b.guard.ask}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
