/** Between shifts: what is handed over, and what nobody took yet. */
import { Modal, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Inbox } from '../../../features/cases/contract.ts';
import type { Handovers } from '../../../features/triage/contract.ts';
import { DESK, get, post } from '../../api.ts';
import { moment } from '../../clock.ts';
import { Button, Urgency } from '../../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, many, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { useSettings } from './pick.tsx';

type Handed = Handovers['handovers'][number];

export function Shifts({ close }: { close: () => void }) {
  const handed = useQuery({ queryKey: ['handovers'], queryFn: () => get<Handovers>(`${DESK}/triage/handovers`) }); // prettier-ignore
  const all = handed.data?.handovers ?? [];
  const opened = useOpened(useMemo(() => all.map(({ handoverId, envelope }) => ({ id: handoverId, envelope })), [handed.data])); // prettier-ignore
  return (
    <Modal opened onClose={close} title={t.shift.title} size="lg">
      <div className="d g">
        <Give />
        {handed.isPending && <Loading rows={3} />}
        {handed.isError && <Wrong error={handed.error} again={() => void handed.refetch()} />}
        {handed.data && all.length === 0 && <Empty>{t.shift.none}</Empty>}
        {all.map((one) => (
          <Handed key={one.handoverId} handed={one} words={opened.get(one.handoverId)?.words} close={close} />
        ))}
      </div>
    </Modal>
  );
}

function Give() {
  const me = useMember();
  const client = useQueryClient();
  const settings = useSettings();
  const mine = useQuery({ queryKey: ['inbox', 'mine'], queryFn: () => get<Inbox>(`${DESK}/inbox?assignee=mine&snoozed=any&limit=200`) }); // prettier-ignore
  const [words, setWords] = useState('');
  const [to, setTo] = useState('');
  const [handoverId, setHandoverId] = useState(newId);
  const threads = (mine.data?.rows ?? []).map(({ docket, threadId }) => ({ docket, threadId }));
  const give = useMutation({
    mutationFn: async () => {
      const envelope = await sealToTeam(me, { v: 1, kind: 'handover', words: words.trim() });
      return post(`${DESK}/triage/handovers/${handoverId}`, { envelope, to: to || null, threads });
    },
    onSuccess: () => {
      setWords('');
      setHandoverId(newId());
    },
    onSettled: () => {
      for (const first of ['handovers', 'inbox', 'thread'])
        void client.invalidateQueries({ queryKey: [first] });
    },
  });
  if (mine.data && threads.length === 0) return <p className="sm dim">{t.shift.nothing}</p>;
  return (
    <form
      className="g"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <p className="sm">{t.shift.what}</p>
      <Textarea
        data-autofocus
        label={t.shift.note}
        required
        maxLength={10_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />{' '}
      <div className="sp">
        <label className="sp sm">
          {t.shift.to}
          <select className="pick" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
            <option value="">{t.shift.anybody}</option>
            {settings.data?.members
              .filter(({ memberId }) => memberId !== me.member.memberId)
              .map((one) => (
                <option key={one.memberId} value={one.memberId}>
                  {one.name}
                </option>
              ))}
          </select>
        </label>
        <span className="sm dim grow">{many(t.shift.items, threads.length)}</span>
        <button
          type="submit"
          className="bt go"
          disabled={words.trim() === '' || give.isPending || threads.length === 0}
        >
          {t.shift.send}
        </button>
      </div>
      <Said error={give.error} />
    </form>
  );
}

function Handed({ handed, words, close }: { handed: Handed; words: string | undefined; close: () => void }) {
  const client = useQueryClient();
  const left = handed.items.filter(({ takenBy }) => takenBy === null);
  const take = useMutation({
    mutationFn: () => post(`${DESK}/triage/handovers/${handed.handoverId}/take`, { threads: left.map(({ docket, threadId }) => ({ docket, threadId })) }), // prettier-ignore
    onSettled: () => {
      for (const first of ['handovers', 'inbox', 'thread'])
        void client.invalidateQueries({ queryKey: [first] });
    },
  });
  return (
    <section className="card">
      <header>
        <h3>{fill(t.shift.from, { name: handed.from ?? w.notes.left, when: moment(handed.at) })}</h3>
        {handed.to && <span className="dim"> {fill(t.shift.for, { name: handed.to })}</span>}
        <span className="grow" />
        {left.length > 0 && (
          <Button go disabled={take.isPending} onClick={() => take.mutate()}>
            {t.shift.takeAll}
          </Button>
        )}
      </header>
      <div className="in g">
        <p className="pre">{words ?? w.states.opening}</p>
        {left.length > 0 && <p className="heedc b">{many(t.shift.left, left.length)}</p>}
        {handed.items.map((item) => (
          <div key={item.threadId} className="sp sm">
            <Urgency code={item.urgency} />
            {item.known && <span className="heedc b">{t.line.known}</span>}
            <Link
              to="/inbox/$docket/$thread"
              params={{ docket: String(item.docket), thread: item.threadId }}
              onClick={close}
            >
              {item.place ?? w.inbox.noPlace}
            </Link>
            <span className={item.takenBy ? 'dim' : ''}>
              {item.takenBy ? fill(t.shift.taken, { name: item.takenBy }) : t.shift.open}
            </span>
          </div>
        ))}
        <Said error={take.error} />
      </div>
    </section>
  );
}
