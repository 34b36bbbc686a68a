/** Beside the words: how to reach the worker, who they are one of, what they agreed to, what is on record. */
import type { ReactNode } from 'react';
import type { ThreadView } from '../../features/cases/contract.ts';
import { useAct } from '../act.ts';
import { DESK } from '../api.ts';
import { day } from '../clock.ts';
import { Barred, Button, Icon } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import type { Found } from '../use-opened.ts';
import { fill, many, named, w } from '../words.ts';
import { AskConsent } from './ask-consent.tsx';
import { ThreadPanels } from './thread-panels.tsx';
import { ThreadRights } from './thread-rights.tsx';

type Props = { view: ThreadView; inside: Found };

export const ThreadSide = ({ view, inside }: Props) => (
  <aside className="side g">
    <Contact inside={inside} />
    <ThreadPanels view={view} />
    <Distinct view={view} />
    <Consents view={view} inside={inside} />
    <OnRecord view={view} />
    <Section title={w.rights.section}>
      <ThreadRights view={view} />
    </Section>
  </aside>
);

export const Section = ({
  icon,
  title,
  children,
}: {
  icon?: string;
  title: ReactNode;
  children: ReactNode;
}) => (
  <section>
    <h2>
      {icon && <Icon id={icon} />} {title}
    </h2>
    {children}
  </section>
);

/** The worker's own words on how they may be reached; nothing said means: only here, by code. */
function Contact({ inside }: { inside: Found }) {
  const contact = inside?.contact;
  const way = contact?.way ?? 'code';
  return (
    <Section icon="safe" title={w.side.contact}>
      <p className="sm">
        <b>{named(w.way, way)}</b> {way === 'code' || way === 'none' ? w.side.doNotCall : ''}
      </p>
      {contact?.to && (way === 'message' || way === 'call') && (
        <dl className="kv sm">
          <dt>{w.side.to}</dt>
          <dd className="selectable">{contact.to}</dd>
          {contact.hours && (
            <>
              <dt>{w.side.hours}</dt>
              <dd dir="auto">{contact.hours}</dd>
            </>
          )}
          {contact.cover && (
            <>
              <dt>{w.side.cover}</dt>
              <dd dir="auto">{contact.cover}</dd>
            </>
          )}
        </dl>
      )}
    </Section>
  );
}

const DISTINCT = ['unconfirmed', 'distinct', 'same_as_other'] as const;

function Distinct({ view }: { view: ThreadView }) {
  const { docket, threadId, distinct } = view.thread;
  const set = useAct<{ value: string; was: string }>(`${DESK}/threads/${docket}/${threadId}/distinct`, ['thread', 'inbox', 'case']); // prettier-ignore
  return (
    <Section icon="reader" title={w.side.distinct}>
      <div className="radios sm" role="radiogroup" aria-label={w.side.distinct}>
        {DISTINCT.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="distinct"
              checked={(set.isPending ? set.variables.value : distinct) === value}
              onChange={() => set.mutate({ value, was: distinct })}
            />
            {named(w.distinct, value)}
          </label>
        ))}
      </div>
      <p className="xs dim">{w.side.distinctWhy}</p>
      <Said error={set.error} />
    </Section>
  );
}

function Consents({ view, inside }: Props) {
  const live = view.consents;
  const open = view.asks.filter((ask) => ask.kind === 'consent' && !ask.closedAt && !ask.coded);
  return (
    <Section title={w.side.consent}>
      <div className="sm g tight">
        {live.map((consent) => (
          <span key={consent.scope} className={consent.live ? '' : 'dim'}>
            <Icon id={consent.live ? 'check' : 'close'} /> {named(w.scope, consent.scope)}
            <span className="dim">
              , {named(w.consentState, consent.state)} {day(consent.at)}
            </span>
          </span>
        ))}
        {inside?.consents
          .filter((scope) => !live.some((one) => one.scope === scope))
          .map((scope) => (
            <span key={scope} className="dim">
              <Icon id="unproven" /> {fill(w.side.saidInReport, { scope: named(w.scope, scope) })}
            </span>
          ))}
        {live.length === 0 && !inside?.consents.length && <span className="dim">{w.side.noConsent}</span>}
        {open.map((ask) => (
          <span key={ask.askId} className={ask.answerStatement ? 'b' : 'dim'}>
            <Icon id="chat" />{' '}
            {ask.answerStatement ? w.side.answered : fill(w.side.asked, { day: day(ask.askedAt) })}
          </span>
        ))}
      </div>
      {view.case && <RecordReport view={view} inside={inside} at={view.case} />}
      {view.case ? (
        <AskConsent
          caseDocket={view.case.docket}
          caseId={view.case.caseId}
          thread={view.thread}
          publicKey={view.publicKey}
          language={inside?.language ?? 'und'}
        />
      ) : (
        <Barred why={w.side.consentNeedsCase}>{w.ask.consent}</Barred>
      )}
    </Section>
  );
}

type RecordProps = Props & { at: { docket: number; caseId: string } };

/** What was ticked in the report itself counts once somebody read it there and recorded it. */
function RecordReport({ view, inside, at }: RecordProps) {
  const first = view.statements.find(({ from, kind }) => from === 'worker' && kind === 'report');
  const scopes = (inside?.consents ?? []).filter(
    (scope) => !view.consents.some((one) => one.scope === scope),
  );
  const record = useAct<object>(`${DESK}/cases/${at.docket}/${at.caseId}/consents`, ['thread', 'case']);
  if (!first || scopes.length === 0) return null;
  const { docket, threadId } = view.thread;
  return (
    <div>
      <Said error={record.error} />
      <Button
        disabled={record.isPending}
        onClick={() =>
          record.mutate({ threadDocket: docket, threadId, scopes, value: 'given', answerStatement: first.id })
        }
      >
        {w.side.recordReport}
      </Button>
    </div>
  );
}

function OnRecord({ view }: { view: ThreadView }) {
  return (
    <Section icon="proof" title={w.side.record}>
      <p className="xs dim">
        {many(w.side.statements, view.statements.length)} {w.side.recordWhat}
      </p>
    </Section>
  );
}
