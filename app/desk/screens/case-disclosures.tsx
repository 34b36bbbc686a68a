/** What the business is told: written for it, with the workers' agreement, later and never alone. */
import { Checkbox, Modal, NumberInput, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CaseView } from '../../features/cases/contract.ts';
import { DESK, isProblem, post } from '../api.ts';
import { day } from '../clock.ts';
import { Barred, Button, Card, Icon, Outcome } from '../parts/basic.tsx';
import { Empty, Said } from '../parts/states.tsx';
import { newId, sealToOther } from '../sealing.ts';
import { useMember } from '../session.ts';
import { useOpened } from '../use-opened.ts';
import { fill, named, w } from '../words.ts';

export function Disclosures({ view }: { view: CaseView }) {
  const [writing, setWriting] = useState(false);
  const opened = useOpened(
    useMemo(() => view.disclosures.flatMap(({ disclosureId, envelope }) => (envelope ? [{ id: disclosureId, envelope }] : [])), [view.disclosures]), // prettier-ignore
  );
  const why = whyNot(view);
  return (
    <Card
      title={w.disclosures.title}
      aside={why ? <Barred why={why}>{w.disclosures.write}</Barred> : <Button onClick={() => setWriting(true)}>{w.disclosures.write}</Button>} // prettier-ignore
    >
      {view.disclosures.length === 0 && <Empty>{w.disclosures.empty}</Empty>}
      {view.disclosures.map((told) => (
        <div key={told.disclosureId} className="statement us">
          <h3>
            <span className="codeid">{told.code}</span> {told.toName}
            <span className="grow" />
            <span className="dim">{fill(w.disclosures.visible, { day: day(told.visibleFrom) })}</span>
            {told.dueAt && <span className="dim">{fill(w.disclosures.due, { day: day(told.dueAt) })}</span>}
            <Outcome outcome={told.outcome} />
          </h3>
          <p className="said">
            {opened.get(told.disclosureId)?.words ?? (told.envelope ? w.states.opening : w.thread.noWords)}
          </p>
        </div>
      ))}
      <Modal opened={writing} onClose={() => setWriting(false)} title={w.disclosures.write} size="lg">
        <Writer view={view} close={() => setWriting(false)} />
      </Modal>
    </Card>
  );
}

/** The server judges; this only says it before anybody has written a text for nothing. */
function whyNot(view: CaseView): string | undefined {
  if (!view.employer?.jwk) return w.disclosures.noEmployer;
  if (view.issues.length === 0) return w.disclosures.noIssue;
  const agreed = view.consents.some((c) => c.live && c.state === 'given' && c.scope === 'share_case_without_identity_with_employer'); // prettier-ignore
  return agreed ? undefined : w.disclosures.noConsent;
}

const guessableOf = (error: unknown): boolean =>
  isProblem(error, 409) && error.fields.some(({ path }) => path === 'understood');

function Writer({ view, close }: { view: CaseView; close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const [disclosureId] = useState(newId);
  const [issueId, setIssueId] = useState(view.issues[0]?.issueId ?? '');
  const [words, setWords] = useState('');
  const [delay, setDelay] = useState(3);
  const [understood, setUnderstood] = useState(false);
  const employer = view.employer;
  const tell = useMutation({
    mutationFn: async () => {
      if (!employer) return;
      const said = { v: 1, kind: 'disclosure', language: 'en', words: words.trim() };
      const envelope = await sealToOther(me, employer, said);
      await post(`${DESK}/cases/${view.case.docket}/${view.case.caseId}/disclosures`, {
        disclosureId,
        issueId,
        toOrg: employer.orgId,
        envelope,
        delayDays: delay,
        understood,
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['case'] });
      close();
    },
  });
  const guessable = view.guess !== 'many' || guessableOf(tell.error);
  return (
    <div className="d g">
      {guessable && (
        <div className="note1 g" role="alert">
          <div>
            <b>{view.guess === 'one' ? w.disclosures.guessOne : w.disclosures.guessFew}</b>{' '}
            {w.disclosures.guessWhat}
          </div>
          <Checkbox
            label={w.disclosures.understood}
            checked={understood}
            onChange={(event) => setUnderstood(event.currentTarget.checked)}
          />
        </div>
      )}
      <p className="sm">{fill(w.disclosures.to, { name: employer?.name ?? '' })}</p>
      <Select
        label={w.disclosures.issue}
        value={issueId}
        onChange={(value) => setIssueId(value ?? '')}
        comboboxProps={{ withinPortal: false }}
        data={view.issues.map((issue) => ({ value: issue.issueId, label: `${issue.code} ${issue.label}` }))}
      />
      <Textarea
        label={w.disclosures.words}
        description={w.disclosures.wordsHint}
        minRows={5}
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <NumberInput
        label={w.disclosures.delay}
        description={w.disclosures.delayHint}
        min={0}
        max={60}
        allowDecimal={false}
        value={delay}
        onChange={(value) => setDelay(typeof value === 'number' ? value : 3)}
      />
      <Said error={guessableOf(tell.error) ? undefined : tell.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {w.disclosures.sealed}
        </span>
        <span className="grow" />
        <Button
          go
          disabled={words.trim() === '' || (guessable && !understood) || tell.isPending}
          onClick={() => tell.mutate()}
        >
          {tell.isPending ? w.states.sending : w.disclosures.send}
        </Button>
      </div>
    </div>
  );
}

export const causeWords = (cause: string | null): string => (cause ? named(w.cause, cause) : '–');
