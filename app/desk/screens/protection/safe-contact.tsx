/** At the top of a thread: how this worker may be reached, before anybody writes or calls. */
import { Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Protection } from '../../../features/protection/contract.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { useOpened } from '../../use-opened.ts';
import { fill, named } from '../../words.ts';
import p from '../../words/protection.en.json' with { type: 'json' };
import { ContactForm } from './contact-form.tsx';
import { type About, useProtection } from './use-protection.ts';

type Contact = NonNullable<Protection['contact']>;
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function wordsOf(c: Contact): string[] {
  return [
    c.channel === null ? p.strip.any : fill(p.strip.only, { way: named(p.way, c.channel) }),
    ...(c.from !== null && c.to !== null
      ? [fill(p.strip.hours, { from: clock(c.from), to: clock(c.to) })]
      : []),
    ...(c.neverCallBack ? [p.strip.never] : []),
    ...(c.sharedDevice ? [p.strip.shared] : []),
    ...(c.doNotLeaveMessage ? [p.strip.nothing] : []),
  ];
}

export function SafeContact({ docket, threadId }: { docket: number; threadId: string }) {
  const of: About = { about: 'thread', docket, id: threadId };
  const { data } = useProtection(of);
  const [writing, setWriting] = useState(false);
  if (!data) return null;
  const { contact, ways } = data;
  const closed = ways.some(({ way, may }) => way === 'thread' && !may);
  return (
    <div className={`contactstrip ${closed ? 'heed' : ''}`} role="note" aria-label={p.strip.label}>
      <Icon id="safe" />
      <div className="grow">
        <p className="sm">
          {contact ? <b>{wordsOf(contact).join(' · ')}</b> : p.strip.none}{' '}
          {contact && (
            <span className="dim">{contact.setBy === 'worker' ? p.strip.byWorker : p.strip.byMember}</span>
          )}
        </p>
        {closed && <p className="sm b">{p.strip.closed}</p>}
        {contact?.envelope && <Sealed envelope={contact.envelope} id={`${threadId} contact`} />}
      </div>
      <Button onClick={() => setWriting(true)}>{p.strip.change}</Button>
      <Modal opened={writing} onClose={() => setWriting(false)} title={p.form.title}>
        <ContactForm of={of} contact={contact} close={() => setWriting(false)} />
      </Modal>
    </div>
  );
}

export function Sealed({ id, envelope }: { id: string; envelope: string }) {
  const sealed = useMemo(() => [{ id, envelope }], [id, envelope]);
  const inside = useOpened(sealed).get(id);
  return inside ? (
    <p className="said sm" lang={inside.language} dir="auto">
      {inside.words}
    </p>
  ) : null;
}
