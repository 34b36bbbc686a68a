/** The own passkeys, and where one is signed in. */
import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { passkeysAnswer, sessionsAnswer } from '../../../features/network/members.contract.ts';
import { type Bytes, wrapByPasskey } from '../../../../seal/index.ts';
import { DESK, Halt, get, post } from '../../api.ts';
import { day, moment } from '../../clock.ts';
import { askBytes, createPasskey, hasPasskeys } from '../../passkey.ts';
import { Button, Card, Icon } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Loading, Said } from '../../parts/states.tsx';
import { currentVault } from '../../vault.ts';
import { fill, many, named } from '../../words.ts';
import words from '../../words/members.en.json' with { type: 'json' };

type Passkeys = z.infer<typeof passkeysAnswer>['passkeys'];
const w = words.passkeys;

/** The key of who sits here, wrapped by what the passkey gave; tried before it is kept. */
async function keepWrap(id: string, prf: Bytes): Promise<void> {
  const member = currentVault()?.member;
  if (!member) return;
  await post(`${DESK}/me/passkeys/${id}/wrap`, { wrapped: await wrapByPasskey(member, prf) });
}

/** Where the authenticator gives its bytes only on a second touch, the row offers that. */
async function addOne(name: string): Promise<void> {
  const { options } = await post<{ options: Record<string, unknown> }>(`${DESK}/me/passkeys/options`);
  const { json, prf } = await createPasskey(options);
  const { id } = await post<{ id: string }>(`${DESK}/me/passkeys`, { name, response: json });
  if (prf) await keepWrap(id, prf);
}

export function MyPasskeys() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const mine = useQuery({
    queryKey: ['passkeys'],
    queryFn: () => get<z.infer<typeof passkeysAnswer>>(`${DESK}/me/passkeys`),
  });
  const again = async () => {
    await client.invalidateQueries({ queryKey: ['passkeys'] });
    await client.invalidateQueries({ queryKey: ['me'] });
  };
  const add = useMutation({
    mutationFn: () => addOne(name),
    onSuccess: () => setName(''),
    onSettled: again,
  });
  if (!hasPasskeys()) return null;
  return (
    <Card title={w.title}>
      <div className="in g">
        <p className="sm">{w.what}</p>
        {!mine.data && !mine.isError && <Loading rows={1} />}
        <Said error={mine.error} />
        {mine.data?.passkeys.length === 0 && <p className="dim sm">{w.none}</p>}
        {mine.data?.passkeys.map((passkey) => (
          <One key={passkey.id} passkey={passkey} again={again} />
        ))}
        <form className="formrow" onSubmit={onSubmit(() => add.mutate())}>
          <TextInput
            label={w.name}
            placeholder={w.nameHint}
            required
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={add.isPending}>
            {w.add}
          </Button>
        </form>
        <Said error={add.error} />
      </div>
    </Card>
  );
}

function One({ passkey, again }: { passkey: Passkeys[number]; again: () => Promise<void> }) {
  const [sure, setSure] = useState(false);
  const at = `${DESK}/me/passkeys/${passkey.id}`;
  const remove = useMutation({ mutationFn: () => post(`${at}/remove`), onSuccess: again });
  const open = useMutation({
    mutationFn: async () => {
      const { prf } = await askBytes([passkey.id]);
      if (!prf) throw new Halt(w.noPrf);
      await keepWrap(passkey.id, prf);
    },
    onSuccess: again,
  });
  return (
    <div className="g tight passkey">
      <div className="sp wrapped">
        <Icon id={passkey.opens ? 'open' : 'lock'} /> <b>{passkey.name}</b>
        <span className="xs dim">
          {passkey.opens ? w.opens : w.signsIn}, {fill(w.made, { day: day(passkey.madeAt) })},{' '}
          {passkey.usedAt ? fill(w.used, { day: day(passkey.usedAt) }) : w.never}
        </span>
        <span className="grow" />
        {!passkey.opens && (
          <Button title={w.openWhy} disabled={open.isPending} onClick={() => open.mutate()}>
            {w.open}
          </Button>
        )}
        <Button
          disabled={remove.isPending}
          onBlur={() => setSure(false)}
          onClick={() => (sure ? remove.mutate() : setSure(true))}
        >
          {sure ? w.removeSure : w.remove}
        </Button>
      </div>
      <Said error={open.error ?? remove.error} />
    </div>
  );
}

export function MySessions() {
  const client = useQueryClient();
  const mine = useQuery({
    queryKey: ['sessions'],
    queryFn: () => get<z.infer<typeof sessionsAnswer>>(`${DESK}/me/sessions`),
  });
  const end = useMutation({
    mutationFn: (id: string | undefined) =>
      post<{ ended: number }>(`${DESK}/me/sessions/${id === undefined ? 'end-others' : `${id}/end`}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const sessions = mine.data?.sessions ?? [];
  const s = words.sessions;
  return (
    <Card title={s.title}>
      <div className="in g">
        {!mine.data && !mine.isError && <Loading rows={1} />}
        <Said error={mine.error ?? end.error} />
        {sessions.map((session) => (
          <div key={session.id} className="sp wrapped">
            <b>{session.browser || s.unknown}</b>
            <span className="xs dim">
              {session.current ? `${s.here}, ` : ''}
              {named(s.how, session.how)}, {fill(s.since, { time: moment(session.since) })},{' '}
              {fill(s.until, { time: moment(session.until) })}
            </span>
            <span className="grow" />
            {!session.current && (
              <Button disabled={end.isPending} onClick={() => end.mutate(session.id)}>
                {s.end}
              </Button>
            )}
          </div>
        ))}
        {sessions.length === 1 && <p className="dim sm">{s.only}</p>}
        {sessions.length > 1 && (
          <div>
            <Button disabled={end.isPending} onClick={() => end.mutate(undefined)}>
              {s.endOthers}
            </Button>
          </div>
        )}
        {end.data && <p role="status">{many(s.ended, end.data.ended)}</p>}
      </div>
    </Card>
  );
}
