/** Notices that everybody reads: written by one, published by another, withdrawn with a mark. */
import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../act.ts';
import { get } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Barred, Button, Card, Tag } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { fill, named } from '../../words.ts';
import words from '../../words/community.en.json' with { type: 'json' };
import { NoticeForm } from './notice-form.tsx';
import { NOTICES, type NoticeList, type NoticeRow } from './notice-list.ts';

const w = words.notices;

export function Notices() {
  const [writing, setWriting] = useState<string>();
  const list = useQuery({ queryKey: ['notices'], queryFn: () => get<NoticeList>(NOTICES) });
  const notices = list.data?.notices ?? [];
  const places = list.data?.places ?? [];
  const close = () => setWriting(undefined);
  return (
    <Card
      title={w.title}
      aside={writing === undefined && <Button onClick={() => setWriting('')}>{w.new}</Button>}
    >
      <div className="in g">
        <p className="sm">{w.what}</p>
        {list.isError && <Wrong error={list.error} />}
        {list.isPending && <Loading rows={2} />}
        {writing === '' && <NoticeForm places={places} close={close} />}
        {list.data && notices.length === 0 && writing === undefined && <Empty>{w.none}</Empty>}
        {notices.map((one) =>
          writing === one.noticeId ? (
            <NoticeForm key={one.noticeId} before={one} places={places} close={close} />
          ) : (
            <One key={one.noticeId} notice={one} edit={() => setWriting(one.noticeId)} />
          ),
        )}
      </div>
    </Card>
  );
}

function One({ notice, edit }: { notice: NoticeRow; edit: () => void }) {
  const at = `${NOTICES}/${notice.noticeId}`;
  const publish = useAct<object>(`${at}/publish`, ['notices']);
  const invite = useAct<object>(`${at}/invite`, ['notices']);
  const withdraw = useAct<object>(`${at}/withdraw`, ['notices']);
  const [sure, setSure] = useState(false);
  const { seq, state } = notice;
  const shown = notice.texts.en ?? notice.texts.my ?? notice.texts.th;
  const busy = publish.isPending || invite.isPending || withdraw.isPending;
  const warns = notice.kind === 'broker_warning' && state === 'draft';
  return (
    <div className="statement g tight" data-notice={state}>
      <div className="sp wrapped">
        <b>{shown?.title}</b>
        <Tag>{named(w.kinds, notice.kind)}</Tag>
        <Tag>{named(w.state, state)}</Tag>
        <span className="xs dim">
          {[notice.country, notice.region, notice.corridor].filter(Boolean).join(', ')},{' '}
          {fill(w.valid, { from: fullDay(notice.validFrom), until: fullDay(notice.validUntil) })}
        </span>
      </div>
      {notice.subjectName && (
        <p className="sm">
          {notice.subjectName}. {notice.evidence && named(w.evidences, notice.evidence)}.{' '}
          {notice.invitedOn &&
            fill(w.invited, {
              on: fullDay(notice.invitedOn),
              until: fullDay(notice.replyUntil ?? notice.invitedOn),
            })}
        </p>
      )}
      <p className="said">{shown?.words}</p>
      {notice.reply && (
        <p className="said">
          <b>{w.reply}</b> {Object.values(notice.reply).join('\n')}
        </p>
      )}
      <div className="sp wrapped">
        {state === 'draft' && <Button onClick={edit}>{w.edit}</Button>}
        {warns && !notice.invitedOn && (
          <Button disabled={busy} onClick={() => invite.mutate({ seq })}>
            {w.invite}
          </Button>
        )}
        {state === 'draft' &&
          (notice.hindrance === null ? (
            <Button go disabled={busy} onClick={() => publish.mutate({ seq })}>
              {w.publish}
            </Button>
          ) : (
            <Barred why={notice.hindrance}>{w.publish}</Barred>
          ))}
        {state === 'published' && (
          <Button
            disabled={busy}
            onBlur={() => setSure(false)}
            onClick={() => (sure ? withdraw.mutate({ seq }) : setSure(true))}
          >
            {sure ? w.withdrawSure : w.withdraw}
          </Button>
        )}
      </div>
      {warns && notice.invitedOn && !notice.subjectOrg && !notice.reply && <Heard at={at} seq={seq} />}
      <Said error={publish.error ?? invite.error ?? withdraw.error} />
    </div>
  );
}

/** A recruiter outside the network replies by letter or telephone. */
function Heard({ at, seq }: { at: string; seq: number }) {
  const [text, setText] = useState('');
  const keep = useAct<object>(`${at}/reply`, ['notices']);
  return (
    <form className="g tight" onSubmit={onSubmit(() => keep.mutate({ seq, texts: { en: text } }))}>
      <Textarea
        label={w.replyHeard}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={keep.isPending}>
        {w.replySave}
      </Button>
      <Said error={keep.error} />
    </form>
  );
}
