/** One worker's thread: the words as they were written, the answer, the team's notes, and what may be done. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { InboxRow, ThreadView } from '../../features/cases/contract.ts';
import { DESK, get } from '../api.ts';
import { day, fullDay, time } from '../clock.ts';
import type { Opened } from '../opened.ts';
import { Icon, Said, Tag, Urgency } from '../parts/basic.tsx';
import { Attachments } from '../parts/attachments.tsx';
import { Loading, Wrong } from '../parts/states.tsx';
import { type Found, useOpened } from '../use-opened.ts';
import { countryName, fill, languageName, named, w } from '../words.ts';
import t from '../words/triage.en.json' with { type: 'json' };
import { Answer } from './answer.tsx';
import { Notes } from './notes.tsx';
import { SafeContact } from './protection/safe-contact.tsx';
import { ThreadActs } from './thread-acts.tsx';
import { ThreadSide } from './thread-side.tsx';
import { useBeside } from './triage/beside.tsx';
import { QueueBar } from './triage/queue-bar.tsx';
import { useThreadRules } from './triage/rules-run.ts';
import { Translations } from './triage/translations.tsx';

export const useThread = (docket: number, threadId: string) =>
  useQuery({
    queryKey: ['thread', docket, threadId],
    queryFn: () => get<ThreadView>(`${DESK}/threads/${docket}/${threadId}`),
    refetchInterval: 30_000,
  });

type Props = { docket: number; threadId: string; row: InboxRow | undefined };

export function Thread({ docket, threadId, row }: Props) {
  const thread = useThread(docket, threadId);
  const view = thread.data;
  const sealed = useMemo(
    () =>
      view?.statements.flatMap(({ id, envelope }) => (envelope ? [{ id, envelope }] : [])) ??
      (row?.first ? [{ id: row.first.statementId, envelope: row.first.envelope }] : []),
    [view, row],
  );
  const opened = useOpened(sealed);
  const first = view?.statements.find(({ from }) => from === 'worker');
  const inside = first ? opened.get(first.id) : row?.first ? opened.get(row.first.statementId) : undefined;
  const shown = view?.thread ?? row;
  useThreadRules(view, opened);
  return (
    <article className="detail" aria-label={w.thread.title}>
      {shown && (
        <div className="bar1 wrap">
          <Link to="/inbox" className="bt narrow" aria-label={w.inbox.title}>
            <Icon id="back" />
          </Link>
          <Urgency code={shown.urgency} word />
          <h1>{titleOf(inside)}</h1>
          <span className="grow" />
          {view && <ThreadActs view={view} language={inside?.language ?? 'und'} />}
        </div>
      )}
      {view && <SafeContact docket={docket} threadId={threadId} />}
      {view && <QueueBar view={view} inside={inside} />}
      {thread.isError && <Wrong error={thread.error} again={() => void thread.refetch()} />}
      {!view && !thread.isError && <Loading rows={4} />}
      {view && (
        <div className="withside">
          <div className="g pad">
            <Facts view={view} inside={inside} />
            {view.thread.erasing ? (
              <p className="note1">{w.rights.threadGoing}</p>
            ) : (
              view.thread.erasureAsked &&
              view.erased.length === 0 && <p className="note1">{w.thread.erasure}</p>
            )}
            <Statements view={view} opened={opened} />
            {view.thread.withdrawn ? (
              <p className="note1">{w.thread.withdrawn}</p>
            ) : view.thread.erasing ? null : (
              <Answer view={view} language={view.thread.language ?? inside?.language ?? 'und'} />
            )}
            <Notes view={view} />
          </div>
          <ThreadSide view={view} inside={inside} />
        </div>
      )}
    </article>
  );
}

/** The categories that the worker chose, in words. */
const titleOf = (inside: Found): string =>
  inside && inside.categories.length > 0
    ? inside.categories.map((code) => named(w.category, code)).join(', ')
    : inside === undefined
      ? w.states.opening
      : w.thread.title;

function Facts({ view, inside }: { view: ThreadView; inside: Found }) {
  const { place, receivedDay, flagged } = view.thread;
  const said = inside?.place;
  return (
    <div className="sp sm dim facts">
      <span>
        <Icon id="place" /> {place.name ?? w.inbox.noPlace}
        {said?.described && (
          <>
            {': '}
            <q lang={inside?.language} dir="auto">
              {said.described}
            </q>
          </>
        )}
        {said?.country && `, ${countryName(said.country)}`}
      </span>
      {inside && <span>{languageName(inside.language)}</span>}
      {inside?.when?.about && <span>{named(w.when, inside.when.about)}</span>}
      {inside?.when?.date && <span>{fill(w.thread.happened, { date: inside.when.date })}</span>}
      <span>{fill(w.thread.received, { day: day(receivedDay) })}</span>
      {flagged && <span className="heedc">{w.thread.flagged}</span>}
    </div>
  );
}

function Statements({ view, opened }: { view: ThreadView; opened: ReadonlyMap<string, Opened | null> }) {
  const now = useMemo(() => time(Date.now()), []);
  const beside = useBeside(view.thread).data;
  const others = new Set(beside?.ties.flatMap(({ fromStatement, undoneAt }) => (fromStatement && !undoneAt ? [fromStatement] : []))); // prettier-ignore
  return (
    <section className="card">
      <h2 className="vh">{w.thread.said}</h2>
      {view.statements.map((statement) => {
        const inside = statement.envelope ? opened.get(statement.id) : null;
        return (
          <div key={statement.id} className={`statement ${statement.from}`}>
            {others.has(statement.id) && <p className="splitline">{t.beside.splitMark}</p>}
            <h3>
              {statement.from === 'worker' ? w.thread.worker : (statement.by ?? w.thread.us)}
              {', '}
              <span className="dim">{named(w.kind, statement.kind)}</span>
              <span className="grow" />
              <span className="dim">{day(statement.recorded)}</span>
            </h3>
            {statement.fields.value ? (
              <p className="sm">
                {fill(w.thread.recorded, { value: named(w.coded, statement.fields.value) })}
                {statement.fields.scopes && (
                  <span className="dim">
                    {' '}
                    {statement.fields.scopes
                      .split(' ')
                      .map((scope) => named(w.scope, scope))
                      .join('; ')}
                  </span>
                )}
              </p>
            ) : (
              <Words inside={inside} sealed={statement.envelope !== null} />
            )}
            <Attachments files={statement.attachments} />
            {statement.from === 'worker' && statement.envelope && (
              <Translations view={view} statementId={statement.id} beside={beside} />
            )}
          </div>
        );
      })}
      {view.erased.map(({ said, on }, i) => (
        <div key={`${on} ${i}`} className="statement worker">
          <h3>
            <span className="dim">{fill(w.rights.gone, { day: fullDay(on) })}</span>
            <span className="grow" />
            {said && <span className="dim">{day(said)}</span>}
          </h3>
        </div>
      ))}
      <div className="seal1">
        <Icon id="open" />
        <span>{fill(w.thread.opened, { time: now })}</span>
      </div>
    </section>
  );
}

/** What an envelope holds, whichever kind of statement it is. */
export function Words({ inside, sealed }: { inside: Found; sealed: boolean }) {
  if (!sealed) return <p className="dim sm">{w.thread.noWords}</p>;
  if (inside === undefined) return <p className="sk" aria-label={w.states.opening} />;
  if (inside === null) return <p className="dim sm">{w.thread.notOurs}</p>;
  const answers = Object.entries(inside.answers);
  return (
    <>
      {inside.words && <Said language={inside.language}>{inside.words}</Said>}
      {inside.english && <p className="dim sm">{inside.english}</p>}
      {inside.outcome && (
        <p>
          <b>{named(w.answer, inside.outcome)}</b>
          {inside.well && <span className="dim"> {fill(w.thread.well, { n: inside.well })}</span>}
        </p>
      )}
      {answers.map(([scope, answer]) => (
        <p key={scope}>
          {named(w.scope, scope)}: <b>{named(w.answer, answer)}</b>
        </p>
      ))}
      {!inside.words && !inside.outcome && answers.length === 0 && (
        <p className="dim sm">{w.thread.noWords}</p>
      )}
      {inside.scopes.length > 0 && (
        <p className="xs dim">
          {inside.scopes.map((scope) => (
            <Tag key={scope}>{named(w.scope, scope)}</Tag>
          ))}
        </p>
      )}
    </>
  );
}
