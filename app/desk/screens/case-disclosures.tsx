/** What the business is told: written for it, with the workers' agreement, later and never alone. */
import { Checkbox, Modal, NumberInput, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CaseView } from '../../features/cases/contract.ts';
import type { BusinessSide } from '../../features/remedy/contract.ts';
import { DESK, isProblem, post } from '../api.ts';
import { day } from '../clock.ts';
import { Barred, Button, Card, Icon, Outcome } from '../parts/basic.tsx';
import { Empty, Loading, Said } from '../parts/states.tsx';
import { newId } from '../sealing.ts';
import { useOpened } from '../use-opened.ts';
import { fill, many, w } from '../words.ts';
import b from '../words/business.en.json' with { type: 'json' };
import { GoAheads, K, agreeing } from './business/guard.tsx';
import { HowField, again } from './business/plan-form.tsx';
import { useSealing, useSide } from './business/use-side.ts';

export function Disclosures({ view }: { view: CaseView }) {
  const [writing, setWriting] = useState(false);
  const side = useSide(view);
  const opened = useOpened(
    useMemo(() => view.disclosures.flatMap(({ disclosureId, envelope }) => (envelope ? [{ id: disclosureId, envelope }] : [])), [view.disclosures]), // prettier-ignore
  );
  const why = whyNot(view);
  const days = side.data?.answeredIn;
  return (
    <Card
      title={w.disclosures.title}
      aside={why ? <Barred why={why}>{w.disclosures.write}</Barred> : <Button onClick={() => setWriting(true)}>{w.disclosures.write}</Button>} // prettier-ignore
    >
      {typeof days === 'number' && (
        <p className="pad xs dim">
          {view.employer?.name}: {many(b.list.theyAnswerIn, days)}
        </p>
      )}
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
        {side.data ? (
          <Writer view={view} side={side.data} close={() => setWriting(false)} />
        ) : (
          <Loading rows={4} />
        )}
      </Modal>
    </Card>
  );
}

/** The server judges; this only says it before anybody has written a text for nothing. */
function whyNot(view: CaseView): string | undefined {
  if (!view.employer) return w.disclosures.noEmployer;
  if (view.issues.length === 0) return w.disclosures.noIssue;
  return agreeing(view).length > 0 ? undefined : w.disclosures.noConsent;
}

/** A draft that workers were asked about keeps its number, so that their answer is about it. */
const draftOf = (view: CaseView, side: BusinessSide, issueId: string): string | undefined => {
  const told = new Set(view.disclosures.map(({ disclosureId }) => disclosureId));
  return side.goAheads.findLast((one) => one.issueId === issueId && !told.has(one.draftId))?.draftId;
};
const needs = (error: unknown, path: string): boolean =>
  isProblem(error, 409) && error.fields.some((field) => field.path === path);

function Writer({ view, side, close }: { view: CaseView; side: BusinessSide; close: () => void }) {
  const client = useQueryClient();
  const [fresh] = useState(newId);
  const [issueId, setIssueId] = useState(view.issues[0]?.issueId ?? '');
  const [words, setWords] = useState('');
  const [delay, setDelay] = useState(side.rule.minDays);
  const [circle, setCircle] = useState<number | string>('');
  const [understood, setUnderstood] = useState(false);
  const [how, setHow] = useState<string | null>(null);
  const sealing = useSealing(side.sealTo);
  const { employer } = view;
  const disclosureId = draftOf(view, side, issueId) ?? fresh;
  const people = typeof circle === 'number' ? circle : null;
  const tell = useMutation({
    mutationFn: async () => {
      if (!employer) return;
      const envelope = await sealing.words({ v: 1, kind: 'disclosure', language: 'en', words: words.trim() });
      await post(`${DESK}/cases/${view.case.docket}/${view.case.caseId}/disclosures`, {
        disclosureId,
        issueId,
        toOrg: employer.orgId,
        envelope,
        delayDays: delay,
        circle: people,
        understood,
        ...(how ? { how } : {}),
      });
    },
    onSuccess: async () => {
      await again(client);
      close();
    },
  });
  const few = people === null || people < K || needs(tell.error, 'goAhead');
  const draft = { draftId: disclosureId, issueId, toOrg: employer?.orgId ?? '' };
  return (
    <div className="d g">
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
        minRows={4}
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className="beside">
        <NumberInput
          label={b.guard.circle}
          description={b.guard.circleHint}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={circle}
          onChange={setCircle}
        />
        <NumberInput
          label={w.disclosures.delay}
          description={fill(b.days.first, { day: day(side.nextDay) })}
          min={0}
          max={60}
          allowDecimal={false}
          value={delay}
          onChange={(value) => setDelay(typeof value === 'number' ? value : 3)}
        />
      </div>
      {!side.sealTo && (
        <>
          <p className="note1">{fill(b.guard.noKey, { day: day(side.nextDay) })}</p>
          <HowField value={how} set={setHow} />
        </>
      )}
      {few && (
        <>
          <GoAheads view={view} side={side} draft={draft} words={words} />
          <Checkbox
            label={w.disclosures.understood}
            checked={understood}
            onChange={(event) => setUnderstood(event.currentTarget.checked)}
          />
        </>
      )}
      <Said error={tell.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {w.disclosures.sealed}
        </span>
        <span className="grow" />
        <Button
          go
          disabled={words.trim() === '' || (few && !understood) || (!side.sealTo && !how) || tell.isPending}
          onClick={() => tell.mutate()}
        >
          {tell.isPending ? w.states.sending : w.disclosures.send}
        </Button>
      </div>
    </div>
  );
}
