/** Asking workers about a remedy: how many it is about, how many are asked, in which words. Who, nobody picks. */
import { Modal, NumberInput, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CaseView, IssueView } from '../../../features/cases/contract.ts';
import type { RoundView } from '../../../features/cases/round.contract.ts';
import { planOf } from '../../../features/cases/sampling.ts';
import { DESK, post } from '../../api.ts';
import { useKeys } from '../../keyboard.tsx';
import { Barred, Button, Icon } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToWorker } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { REMEDY_QUESTION, type Template, inLanguage } from '../../templates.ts';
import { useOpened } from '../../use-opened.ts';
import r from '../../words/remedy.en.json' with { type: 'json' };
import { fill, languageName, many, w } from '../../words.ts';

const PAYMENT: Template = { id: 'payment', name: r.ask.payment, text: r.paymentQuestion };
const QUESTION = { remedy: REMEDY_QUESTION, payment: PAYMENT };
type About = keyof typeof QUESTION;
/** As many at once as one request takes. */
const AT_ONCE = 20;

/** Issues of which somebody says that they are remedied: only then is there something to ask about. */
export const askable = (view: CaseView): IssueView[] =>
  view.issues.filter(({ claimedAt }) => claimedAt !== null);
/** Who could be asked: workers of their own who took nothing back. */
const known = (view: CaseView) =>
  view.threads.filter((t) => t.distinct === 'distinct' && !t.withdrawn && !t.erasing);

/** In which language each worker wrote first, as far as it is open. */
export function useLanguages(view: CaseView): (threadId: string) => string {
  const firsts = view.threads;
  const opened = useOpened(
    useMemo(() => firsts.flatMap(({ first }) => (first ? [{ id: first.statementId, envelope: first.envelope }] : [])), [firsts]), // prettier-ignore
  );
  return (threadId) => {
    const first = firsts.find((thread) => thread.threadId === threadId)?.first;
    return (first && opened.get(first.statementId)?.language) ?? 'en';
  };
}

type Sending = {
  at: string;
  round: RoundView;
  words: (language: string) => string;
  languageOf: (threadId: string) => string;
  sent: (n: number) => void;
};
/** Seals the question to each who was drawn and has none, and sends twenty at a time. */
export async function askDrawn(me: ReturnType<typeof useMember>, sending: Sending): Promise<void> {
  const { at, round, words, languageOf, sent } = sending;
  const left = round.drawn.filter(({ askId }) => askId === null);
  for (let n = 0; n < left.length; n += AT_ONCE) {
    const asks = await Promise.all(
      left.slice(n, n + AT_ONCE).map(async ({ docket, threadId, publicKey }) => {
        const { language } = inLanguage(QUESTION[round.about], languageOf(threadId));
        const said = { v: 1, kind: `${round.about}_question`, language, words: words(language) };
        const envelope = await sealToWorker(me, publicKey, said);
        return { askId: newId(), statementId: newId(), threadDocket: docket, threadId, envelope };
      }),
    );
    await post(`${at}/rounds/${round.roundId}/asks`, { asks });
    sent(Math.min(n + AT_ONCE, left.length));
  }
}
export const firstWords = (about: About, language: string): string =>
  inLanguage(QUESTION[about], language).words;

export function AskWorkers({ view }: { view: CaseView }) {
  const [asking, setAsking] = useState(false);
  const can = askable(view).length > 0;
  useKeys(can ? [{ key: 'W', does: w.keys.ask, run: () => setAsking(true) }] : []);
  if (!can) return <Barred why={w.ask.nothingClaimed}>{w.ask.workers}</Barred>;
  return (
    <>
      <Button go hotkey="W" onClick={() => setAsking(true)}>
        {w.ask.workers}
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={w.ask.workersTitle} size="lg">
        <AskForm view={view} close={() => setAsking(false)} />
      </Modal>
    </>
  );
}

function rosterOf(issue: IssueView | undefined, least: number): { from: number; to: number } {
  const { affected } = issue ?? { affected: { unknown: true as const } };
  if ('count' in affected)
    return { from: Math.max(affected.count, least), to: Math.max(affected.count, least) };
  return 'from' in affected
    ? { from: Math.max(affected.from, least), to: Math.max(affected.to, least) }
    : { from: least, to: least };
}

function AskForm({ view, close }: { view: CaseView; close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const issues = askable(view);
  const people = known(view);
  const [issueId, setIssueId] = useState(issues[0]?.issueId ?? '');
  const issue = issues.find((one) => one.issueId === issueId);
  const [about, setAbout] = useState<About>('remedy');
  const [tranche, setTranche] = useState<number>();
  const [typed, setTyped] = useState<{ from?: number; to?: number }>({});
  const roster = { ...rosterOf(issue, Math.max(1, people.length)), ...typed };
  const plan = planOf({
    roster,
    known: people.length,
    severity: issue?.severity ?? 1,
    money: about === 'payment',
  });
  const languageOf = useLanguages(view);
  const languages = [...new Set(people.map(({ threadId }) => inLanguage(QUESTION[about], languageOf(threadId)).language))]; // prettier-ignore
  const [words, setWords] = useState<Readonly<Record<string, string>>>({});
  const wordsIn = (language: string) => words[`${about} ${language}`] ?? firstWords(about, language);
  const [sent, setSent] = useState(0);
  const [begun, setBegun] = useState(false);
  const [roundId] = useState(newId);
  const at = `${DESK}/cases/${view.case.docket}/${view.case.caseId}/issues/${issueId}`;
  const send = useMutation({
    mutationFn: async () => {
      const body = { roundId, about, roster, ...(about === 'payment' && tranche ? { tranche } : {}) };
      const round = await post<RoundView>(`${at}/rounds`, body);
      if (round.way === 'census') return askDrawn(me, { at, round, words: wordsIn, languageOf, sent: setSent }).then(close); // prettier-ignore
      setBegun(true);
    },
    onSettled: () =>
      Promise.all(
        ['case', 'rounds', 'sides'].map((first) => client.invalidateQueries({ queryKey: [first] })),
      ),
  });
  if (begun) return <p>{r.ask.drawLater}</p>;
  return (
    <div className="d g">
      <Select
        label={w.ask.issue}
        value={issueId}
        onChange={(value) => setIssueId(value ?? '')}
        comboboxProps={{ withinPortal: false }}
        data={issues.map((one) => ({ value: one.issueId, label: `${one.code} ${one.label}` }))}
      />
      <fieldset className="g tight">
        <legend>{r.ask.about}</legend>
        {(['remedy', 'payment'] as const).map((one) => (
          <label key={one} className="sp sm">
            <input type="radio" name="about" checked={about === one} onChange={() => setAbout(one)} />
            {r.ask[one]}
          </label>
        ))}
      </fieldset>
      {
        about === 'payment' &&
        <NumberInput label={r.ask.tranche} placeholder={r.ask.all} min={1} max={60} value={tranche ?? ''} onChange={(n) => setTranche(typeof n === 'number' ? n : undefined)} /> // prettier-ignore
      }
      <div className="sp wrap">
        <NumberInput
          label={r.ask.from}
          min={1}
          value={roster.from}
          onChange={(n) => setTyped({ ...typed, from: Number(n) || 1 })}
        />{' '}
        {/* prettier-ignore */}
        <NumberInput label={r.ask.to} min={1} value={roster.to} onChange={(n) => setTyped({ ...typed, to: Number(n) || 1 })} />{' '}
        {/* prettier-ignore */}
      </div>
      <p className="note">
        {plan.way === 'census'
          ? fill(r.ask.census, { n: people.length })
          : fill(r.ask.sample, { size: plan.size, known: people.length })}
        {plan.wanted > people.length &&
          ` ${fill(r.ask.short, { wanted: plan.wanted, known: people.length })}`}
      </p>
      {languages.map((language) => (
        <Textarea
          key={`${about} ${language}`}
          label={fill(w.ask.words, { language: languageName(language) })}
          lang={language}
          dir="auto"
          autosize
          value={wordsIn(language)}
          onChange={(event) => {
            const value = event.currentTarget.value;
            setWords((before) => ({ ...before, [`${about} ${language}`]: value }));
          }}
        />
      ))}
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {w.answerBox.sealed}
        </span>
        <span className="grow" />
        {send.isPending && <span className="sm">{fill(w.ask.sentOf, { n: sent, of: people.length })}</span>}
        <Button go disabled={people.length === 0 || !issueId || send.isPending} onClick={() => send.mutate()}>
          {plan.way === 'census' ? many(w.ask.sendTo, people.length) : r.ask.begin}
        </Button>
      </div>
    </div>
  );
}
