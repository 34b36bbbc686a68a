/** Whose voice a thread is: put together, apart, and taken back; what help was given. */
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Inbox, InboxRow, ThreadView } from '../../../features/cases/contract.ts';
import type { BesideView } from '../../../features/triage/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, languageName, many, named, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { matches } from '../inbox-order.ts';
import { Line } from './line.tsx';
import { LANGUAGES, Pick } from './pick.tsx';

export const useBeside = ({ docket, threadId }: { docket: number; threadId: string }) =>
  useQuery({
    queryKey: ['thread', docket, threadId, 'beside'],
    queryFn: () => get<BesideView>(`${DESK}/triage/threads/${docket}/${threadId}`),
  });

type Tie = BesideView['ties'][number];

export function Beside({ view }: { view: ThreadView }) {
  const beside = useBeside(view.thread);
  const [tying, setTying] = useState(false);
  if (beside.isError) return <Wrong error={beside.error} again={() => void beside.refetch()} />;
  if (!beside.data) return null;
  const { person, ties, help } = beside.data;
  return (
    <section>
      <h2>
        <Icon id="reader" /> {t.beside.person}
      </h2>
      <p className="sm">{person.length > 1 ? many(t.beside.phones, person.length) : t.beside.alone}</p>
      {ties.map((tie) => (
        <TieLine key={tie.tieId} tie={tie} view={view} person={person} />
      ))}
      {!view.thread.withdrawn && !view.thread.erasing && (
        <Button onClick={() => setTying(true)}>{t.beside.tie}</Button>
      )}
      <Coded view={view} />
      {help.length > 0 && (
        <>
          <h2>{t.beside.help}</h2>
          {help.map((one) => (
            <p key={one.at + one.topic} className="sm">
              {named(t.topic, one.topic)}
              <span className="dim">
                {' '}
                {one.by ?? w.notes.left}, {day(one.at)}
              </span>
            </p>
          ))}
        </>
      )}
      {tying && <Choose view={view} close={() => setTying(false)} />}
    </section>
  );
}

/** Coded, so that the list can be filtered by it; the words stay sealed. */
function Coded({ view }: { view: ThreadView }) {
  const { docket, threadId, language, channel } = view.thread;
  const set = useAct<{ language: string }>(`${DESK}/triage/threads/${docket}/${threadId}/coded`, ['thread', 'inbox']); // prettier-ignore
  return (
    <div className="choices">
      <p className="sm">
        <span className="dim">{t.coded.channel}: </span>
        {named(t.channel, channel)}
      </p>
      <Pick
        name={t.coded.title}
        value={LANGUAGES.find((one) => one === language)}
        all={LANGUAGES}
        words={languageName}
        pick={(one) => one && set.mutate({ language: one })}
      />
      <Said error={set.error} />
    </div>
  );
}

type LineProps = { tie: Tie; view: ThreadView; person: BesideView['person'] };

function TieLine({ tie, view, person }: LineProps) {
  const { docket, threadId } = view.thread;
  const undo = useAct<object>(`${DESK}/triage/threads/${tie.docket}/${tie.threadId}/ties/${tie.tieId}/undo`, ['thread', 'inbox', 'case']); // prettier-ignore
  const by = { by: tie.by ?? w.notes.left, day: day(tie.at) };
  const other = person.find((one) => one.threadId === (tie.threadId === threadId ? tie.otherThread : tie.threadId)); // prettier-ignore
  return (
    <div className="sm" data-tie={tie.kind}>
      <span className={tie.undoneAt ? 'dim' : ''}>
        {tie.kind === 'same_person'
          ? `${other?.place ?? w.inbox.noPlace}: ${fill(t.beside.together, by)}`
          : `${t.beside.splitMark}: ${fill(t.beside.splitBy, by)}`}
      </span>
      {tie.undoneAt ? (
        <span className="dim">
          {' '}
          {fill(t.beside.undone, { by: tie.undoneBy ?? w.notes.left, day: day(tie.undoneAt) })}
        </span>
      ) : (
        <Button disabled={undo.isPending} onClick={() => undo.mutate({ docket })}>
          {t.beside.undo}
        </Button>
      )}
      <Said error={undo.error} />
    </div>
  );
}

/** Another report of the same person, out of those that this browser opens: found by words, which stay here. */
function Choose({ view, close }: { view: ThreadView; close: () => void }) {
  const { docket, threadId } = view.thread;
  const [typed, setTyped] = useState('');
  const [tieId] = useState(newId);
  const inbox = useQuery({ queryKey: ['inbox', 'ties'], queryFn: () => get<Inbox>(`${DESK}/inbox?state=all&snoozed=any&limit=200`) }); // prettier-ignore
  const rows = inbox.data?.rows ?? [];
  const opened = useOpened(useMemo(() => rows.flatMap(({ first }) => (first ? [{ id: first.statementId, envelope: first.envelope }] : [])), [inbox.data])); // prettier-ignore
  const inside = (row: InboxRow) => (row.first ? opened.get(row.first.statementId) : null);
  const tie = useAct<object>(`${DESK}/triage/threads/${docket}/${threadId}/ties`, ['thread', 'inbox', 'case'], close); // prettier-ignore
  const found = rows
    .filter(
      (row) =>
        row.threadId !== threadId && !row.withdrawn && !row.erasing && matches(row, inside(row), typed),
    )
    .slice(0, 12);
  return (
    <Modal opened onClose={close} title={t.beside.tie} size="lg">
      <div className="d g">
        <p className="sm">{t.beside.tieWhat}</p>
        <label className="searchbox">
          <Icon id="search" />
          <span className="vh">{t.beside.tieSearch}</span>
          <input
            data-autofocus
            type="search"
            placeholder={t.beside.tieSearch}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />{' '}
        </label>
        <Said error={tie.error} />
        {inbox.isPending && <Loading rows={4} />}
        {inbox.data && found.length === 0 && <Empty>{t.beside.tieNone}</Empty>}
        <div className="picks">
          {found.map((row) => (
            <Line
              key={row.threadId}
              row={row}
              on={false}
              now={Date.now()}
              inside={inside(row)}
              go={() =>
                !tie.isPending &&
                tie.mutate({ kind: 'same_person', tieId, otherDocket: row.docket, otherThread: row.threadId })
              }
            />
          ))}
        </div>
      </div>
    </Modal>
  );
}
