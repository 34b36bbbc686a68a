/** What is going to be said of this organisation, and its right of reply. */
import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { warningsAnswer } from '../../../features/community/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Button, Card, Tag } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { fill, named } from '../../words.ts';
import words from '../../words/community.en.json' with { type: 'json' };

type List = z.infer<typeof warningsAnswer>;
const w = words.warnings;

export function Warnings() {
  const list = useQuery({
    queryKey: ['warnings'],
    queryFn: () => get<List>(`${DESK}/community/warnings`),
  });
  return (
    <>
      {list.isError && <Wrong error={list.error} />}
      {list.isPending && <Loading rows={3} />}
      {list.data?.warnings.length === 0 && <Empty>{w.none}</Empty>}
      {list.data?.warnings.map((one) => (
        <One key={one.noticeId} warning={one} />
      ))}
    </>
  );
}

function One({ warning }: { warning: List['warnings'][number] }) {
  const [text, setText] = useState('');
  const reply = useAct<object>(`${DESK}/community/notices/${warning.noticeId}/reply`, ['warnings'], () => setText('')); // prettier-ignore
  const texts = Object.values(warning.texts).filter((one) => one !== undefined);
  return (
    <Card title={warning.subjectName ?? ''} aside={<Tag>{named(words.notices.state, warning.state)}</Tag>}>
      <div className="in g">
        <p className="sm">{w.what}</p>
        {texts.map(({ title, words: said }) => (
          <div key={title}>
            <b>{title}</b>
            <p className="said">{said}</p>
          </div>
        ))}
        {warning.evidence && <p className="sm">{named(words.notices.evidences, warning.evidence)}</p>}
        {warning.reply && (
          <div>
            <b>{w.reply}</b>
            <p className="said">{Object.values(warning.reply).join('\n')}</p>
          </div>
        )}
        {warning.state !== 'withdrawn' && (
          <form
            className="g"
            onSubmit={onSubmit(() => reply.mutate({ seq: warning.seq, texts: { en: text } }))}
          >
            {warning.replyUntil && (
              <p className="sm">{fill(w.until, { day: fullDay(warning.replyUntil) })}</p>
            )}
            <Textarea
              label={w.reply}
              required
              autosize
              minRows={3}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" disabled={reply.isPending}>
              {w.send}
            </Button>
            <Said error={reply.error} />
          </form>
        )}
      </div>
    </Card>
  );
}
