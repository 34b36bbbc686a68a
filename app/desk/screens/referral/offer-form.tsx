/** Whose, to whom, for what; and the question to the worker, which names the one receiver. */
import { Checkbox, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView, ThreadView } from '../../../features/cases/contract.ts';
import { PURPOSES, SERVICES } from '../../../features/referral/codes.ts';
import type { ReceiversView } from '../../../features/referral/contract.ts';
import { DESK, get, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId, sealToTeam, sealToWorker } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, languageName, named, w } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };
import { draftIn } from './drafts.ts';
import { options } from './parts.tsx';

type Receiver = ReceiversView['receivers'][number];

export const useReceivers = () =>
  useQuery({ queryKey: ['receivers'], queryFn: () => get<ReceiversView>(`${DESK}/receivers`) });

/** How it has answered so far: what a case worker wants to know before choosing it. */
export const paceWords = ({ sent, answered, late, medianDays }: Receiver): string =>
  sent === 0
    ? r.offer.paceFirst
    : medianDays === null
      ? fill(r.offer.paceNone, { sent, late })
      : fill(r.offer.pace, { sent, answered, days: medianDays, late });

export function OfferForm({ view, close }: { view: CaseView; close: () => void }) {
  const receivers = useReceivers();
  const threads = view.threads.filter((t) => !t.withdrawn && !t.erasing);
  const [threadId, setThread] = useState(threads[0]?.threadId ?? '');
  const chosen = threads.find((t) => t.threadId === threadId);
  const thread = useQuery({
    queryKey: ['thread', chosen?.docket, threadId],
    queryFn: () => get<ThreadView>(`${DESK}/threads/${chosen?.docket}/${threadId}`),
    enabled: chosen !== undefined,
  });
  if (receivers.isError) return <Wrong error={receivers.error} />;
  if (!receivers.data) return <Loading rows={3} />;
  if (threads.length === 0) return <Empty>{r.offer.noReport}</Empty>;
  if (receivers.data.receivers.length === 0) return <Empty>{r.offer.noReceiver}</Empty>;
  return (
    <div className="d g">
      <Select
        label={r.offer.report}
        value={threadId}
        onChange={(value) => setThread(value ?? '')}
        comboboxProps={{ withinPortal: false }}
        data={threads.map((t, n) => ({ value: t.threadId, label: `${n + 1}. ${fill(r.offer.reportOf, { day: day(t.receivedDay) })}` }))} // prettier-ignore
      />
      {thread.isError && <Wrong error={thread.error} />}
      {thread.data ? (
        <Rest
          key={threadId}
          view={view}
          thread={thread.data}
          receivers={receivers.data.receivers}
          close={close}
        />
      ) : (
        <Loading rows={2} />
      )}
    </div>
  );
}

type RestProps = { view: CaseView; thread: ThreadView; receivers: readonly Receiver[]; close: () => void };

function Rest({ view, thread, receivers, close }: RestProps) {
  const me = useMember();
  const client = useQueryClient();
  const first = thread.statements.find((s) => s.from === 'worker' && s.envelope !== null);
  const opened = useOpened(first?.envelope ? [{ id: first.id, envelope: first.envelope }] : []);
  const language = (first && opened.get(first.id)?.language) ?? 'und';
  const [ids] = useState(() => ({ referralId: newId(), askId: newId(), statementId: newId() }));
  const [toOrg, setTo] = useState<string | null>(null);
  const [service, setService] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [typed, setTyped] = useState<string>();
  const [vital, setVital] = useState(false);
  const [reason, setReason] = useState('');
  const receiver = receivers.find((one) => one.orgId === toOrg);
  const draft = draftIn(language, {
    name: receiver?.name ?? '…',
    service: service ? named(r.service, service) : '…',
  });
  const words = typed ?? draft.words;
  const at = `${DESK}/cases/${view.case.docket}/${view.case.caseId}`;
  const send = useMutation({
    mutationFn: async () => {
      if (!receiver) return;
      const whose = { threadDocket: thread.thread.docket, threadId: thread.thread.threadId };
      const offer = { referralId: ids.referralId, ...whose, toOrg: receiver.orgId, service, purpose };
      if (vital) {
        const sealed = await sealToTeam(me, { v: 1, kind: 'reason', language: 'en', words: reason.trim() });
        return post(`${at}/referrals`, { ...offer, basis: 'vital_interests', reason: sealed });
      }
      const scopes = [receiver.scope];
      const said = { v: 1, kind: 'consent_question', language: draft.language, words: words.trim(), scopes };
      const envelope = await sealToWorker(me, thread.publicKey, said);
      const { askId, statementId } = ids;
      await post(`${at}/asks`, { askId, statementId, kind: 'consent', ...whose, scopes, forOrg: receiver.orgId, envelope }); // prettier-ignore
      return post(`${at}/referrals`, { ...offer, askId });
    },
    onSuccess: async () => {
      await Promise.all(['referrals', 'case', 'thread', 'inbox'].map((one) => client.invalidateQueries({ queryKey: [one] }))); // prettier-ignore
      close();
    },
  });
  const can =
    receiver?.key && service && purpose && (vital ? reason.trim() : words.trim()) && !send.isPending;
  return (
    <>
      <Select
        label={r.offer.to}
        description={receiver && paceWords(receiver)}
        value={toOrg}
        onChange={setTo}
        searchable
        comboboxProps={{ withinPortal: false }}
        data={receivers.map((one) => ({ value: one.orgId, label: `${one.name} (${one.country})` }))}
      />
      {receiver && !receiver.key && <p className="note1">{fill(r.offer.noKey, { name: receiver.name })}</p>}
      <Select
        label={r.offer.service}
        value={service}
        onChange={setService}
        comboboxProps={{ withinPortal: false }}
        data={options(r.service, SERVICES)}
      />
      <Select
        label={r.offer.purpose}
        value={purpose}
        onChange={setPurpose}
        comboboxProps={{ withinPortal: false }}
        data={options(r.purpose, PURPOSES)}
      />
      {view.case.urgency === 'P0' && (
        <Checkbox
          label={r.offer.vital}
          description={r.offer.vitalHint}
          checked={vital}
          onChange={(event) => setVital(event.currentTarget.checked)}
        />
      )}
      {vital ? (
        <Textarea
          label={r.offer.vitalWhy}
          required
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : (
        <Textarea
          label={fill(r.offer.question, { language: languageName(draft.language) })}
          description={r.offer.questionHint}
          lang={draft.language}
          dir="auto"
          minRows={4}
          autosize
          maxLength={4_000}
          value={words}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {!vital && draft.language !== language && language !== 'und' && (
        <p className="note1">{fill(w.answerBox.notTranslated, { language: languageName(language) })}</p>
      )}
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {w.answerBox.sealed}
        </span>
        <span className="grow" />
        <Button go disabled={!can} onClick={() => send.mutate()}>
          {send.isPending ? w.states.sending : vital ? r.offer.keep : r.offer.send}
        </Button>
      </div>
    </>
  );
}
