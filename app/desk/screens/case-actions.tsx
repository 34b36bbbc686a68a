/** What the business plans, says it has done, and asks; what we answer, agree to, or write down for it. */
import { Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CaseView } from '../../features/cases/contract.ts';
import type { BusinessSide, EmployerAction, ToldWord } from '../../features/remedy/contract.ts';
import { mayAgree, mayReport } from '../../features/remedy/plan.ts';
import { DESK } from '../api.ts';
import { Button, Card } from '../parts/basic.tsx';
import { Empty } from '../parts/states.tsx';
import { type Found, useOpened } from '../use-opened.ts';
import { named, w } from '../words.ts';
import b from '../words/business.en.json' with { type: 'json' };
import { Agree } from './business/agree.tsx';
import { AnswerForm } from './business/answer-form.tsx';
import { PlanForm } from './business/plan-form.tsx';
import { PlanItem, Talk, sealedIn } from './business/plan-item.tsx';
import { useSealing, useSide } from './business/use-side.ts';
import { WordForm } from './business/word-form.tsx';

type Told = BusinessSide['disclosures'][number];
type Open =
  | { form: 'plan' | 'question'; told: Told }
  | { form: 'agree' | 'back' | 'report' | 'proof'; told: Told; action: EmployerAction }
  | { form: 'answer'; told: Told; question: ToldWord }
  | undefined;
const TITLES = {
  plan: b.entered.plan,
  question: b.entered.question,
  agree: b.plan.agreeTitle,
  back: b.plan.backTitle,
  report: b.entered.report,
  proof: b.plan.addProof,
  answer: b.talk.answer,
};

export function Actions({ view }: { view: CaseView }) {
  const side = useSide(view);
  const [open, setOpen] = useState<Open>();
  const all = side.data?.disclosures;
  const opened = useOpened(
    useMemo(() => (all ?? []).flatMap((told) => sealedIn(told.actions, told.words)), [all]),
  );
  if (view.disclosures.length === 0 && view.actions.length === 0) return null;
  const close = () => setOpen(undefined);
  return (
    <Card title={w.actions.title} aside={<span className="xs dim">{w.actions.rule}</span>}>
      {view.actions.length === 0 && <Empty>{w.actions.empty}</Empty>}
      <div className="g pad">
        {(all ?? []).map((told) => (
          <OneTold key={told.disclosureId} view={view} told={told} opened={opened} open={setOpen} />
        ))}
      </div>
      <Modal opened={open !== undefined} onClose={close} title={open && TITLES[open.form]} size="lg">
        {open && side.data && <Form view={view} side={side.data} open={open} close={close} />}
      </Modal>
    </Card>
  );
}

type OneProps = {
  view: CaseView;
  told: Told;
  opened: ReadonlyMap<string, Found>;
  open: (what: NonNullable<Open>) => void;
};
function OneTold({ view, told, opened, open }: OneProps) {
  const code = view.issues.find(({ issueId }) => issueId === told.issueId)?.code ?? '';
  const told1 = told.visibleFrom <= new Date().toISOString().slice(0, 10);
  return (
    <>
      {told.actions.map((action) => (
        <PlanItem
          key={action.actionId}
          title={`${code} ${named(w.remedyType, action.remedyType)}`}
          action={action}
          words={told.words}
          opened={opened}
        >
          {mayAgree(action.state) && action.agreed?.n !== action.n && (
            <>
              <Button go onClick={() => open({ form: 'agree', told, action })}>
                {b.plan.agree}
              </Button>
              <Button onClick={() => open({ form: 'back', told, action })}>{b.plan.back}</Button>
            </>
          )}
          {mayReport(action.state) && action.state !== 'done_reported' && (
            <Button onClick={() => open({ form: 'report', told, action })}>{b.entered.report}</Button>
          )}
          <Button onClick={() => open({ form: 'proof', told, action })}>{b.plan.addProof}</Button>
        </PlanItem>
      ))}
      <Card
        title={`${code} ${b.talk.title}`}
        aside={
          told1 && (
            <span className="sp">
              <Button onClick={() => open({ form: 'plan', told })}>{b.entered.plan}</Button>
              <Button onClick={() => open({ form: 'question', told })}>{b.entered.question}</Button>
            </span>
          )
        }
      >
        <p className="pad xs dim">{told1 ? b.entered.note : ''}</p>
        <Talk
          words={told.words}
          opened={opened}
          own={false}
          answer={(question) => (
            <Button onClick={() => open({ form: 'answer', told, question })}>{b.talk.answer}</Button>
          )}
        />
      </Card>
    </>
  );
}

type FormProps = { view: CaseView; side: BusinessSide; open: NonNullable<Open>; close: () => void };
function Form({ view, side, open, close }: FormProps) {
  const sealing = useSealing(side.sealTo);
  const at = `${DESK}/cases/${view.case.docket}/${view.case.caseId}/disclosures/${open.told.disclosureId}`;
  const writing = { seal: sealing.words, how: true, note: w.disclosures.sealed, close };
  switch (open.form) {
    case 'plan':
      return <PlanForm {...writing} path={`${at}/actions`} send={b.plan.keep} />;
    case 'question':
      return <WordForm {...writing} path={`${at}/questions`} kind="business_question" label={b.entered.question} send={b.entered.do} file={sealing.file} />; // prettier-ignore
    case 'report':
      return <WordForm {...writing} path={`${at}/actions/${open.action.actionId}/report`} kind="action_report" label={w.told.whatDone} send={b.entered.do} file={sealing.file} />; // prettier-ignore
    case 'proof':
      return <WordForm {...writing} path={`${at}/actions/${open.action.actionId}/evidence`} kind="action_evidence" label={b.plan.proofWords} send={b.plan.addProof} file={sealing.file} />; // prettier-ignore
    case 'agree':
      return (
        <Agree path={`${at}/actions/${open.action.actionId}/agree`} action={open.action} close={close} />
      );
    case 'back':
      return <WordForm {...writing} how={false} path={`${at}/actions/${open.action.actionId}/back`} kind="sent_back" label={b.plan.backWords} send={b.plan.back} more={{ was: open.action.n }} />; // prettier-ignore
    default:
      return <AnswerForm view={view} side={side} told={open.told} question={open.question} close={close} />;
  }
}
