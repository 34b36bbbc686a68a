/** The own passphrase opens the organisation's key ring, in this tab only. */
import { PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Wrapped } from '../../../seal/index.ts';
import type { demoPeople } from '../../features/network/contract.ts';
import { get } from '../api.ts';
import { Button, Icon } from '../parts/basic.tsx';
import type { Me } from '../session.ts';
import { leave } from '../leave.ts';
import { Said } from '../parts/states.tsx';
import { askBytes, hasBytes, hasPasskeys, takeBytes } from '../passkey.ts';
import { type Share, unlock, unlockByPasskey } from '../vault.ts';
import words from '../words/members.en.json' with { type: 'json' };
import { fill, w } from '../words.ts';
import { onSubmit } from '../parts/on-submit.ts';
import { UseKit } from './use-kit.tsx';

let prefilled = '';
/** Of a demo person only: the demo's passphrases are printed on the sign-in page. */
export const keepPassphrase = (passphrase: string): void => {
  prefilled = passphrase;
};

type Props = { me: Me; wrapped: Wrapped; shares: readonly Share[] };

export function Unlock({ me, wrapped, shares }: Props) {
  // After a reload the sign-in still stands, but the passphrase is no longer in memory: the demo asks for it again.
  const people = useQuery({
    queryKey: ['people'],
    queryFn: () => get<z.infer<typeof demoPeople>>('/api/v1/demo/people'),
    enabled: me.demo && prefilled === '',
    retry: false,
  });
  const ofDemo = people.data?.people.find(({ email }) => email === me.member.email)?.passphrase ?? prefilled;
  const [typed, setTyped] = useState<string>();
  const [forgot, setForgot] = useState(false);
  const passphrase = typed ?? (me.demo ? ofDemo : '');
  const open = useMutation({ mutationFn: () => unlock(wrapped, shares, passphrase) });
  const wrong = open.data === 'wrong' ? w.unlock.wrong : open.data === 'none' ? w.unlock.none : undefined;
  return (
    <main className="d alone">
      <header className="sp alonehead">
        <Icon id="lock" size="i28" />
        <div>
          <h1>{forgot ? w.unlock.kitTitle : w.unlock.title}</h1>
          <p className="dim sm">{fill(w.unlock.who, { name: me.member.name, org: me.member.orgName })}</p>
        </div>
      </header>
      {forgot ? (
        <UseKit me={me} back={() => setForgot(false)} />
      ) : (
        <form className="g formcol" onSubmit={onSubmit(() => open.mutate())}>
          <p className="sm">{w.unlock.why}</p>
          <PasswordInput
            label={w.unlock.passphrase}
            autoComplete="off"
            autoFocus
            required
            error={wrong}
            value={passphrase}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {me.demo && ofDemo !== '' && <p className="note1">{w.unlock.demo}</p>}
          <ByPasskey me={me} shares={shares} />
          <div className="sp">
            <Button go type="submit" icon="open" disabled={open.isPending}>
              {open.isPending ? w.unlock.opening : w.unlock.open}
            </Button>
            <Button onClick={() => void leave()}>{w.shell.signOut}</Button>
          </div>
          {me.ring && (
            <p className="xs dim">
              {w.unlock.words} <b className="fourwords">{me.ring.words}</b>
            </p>
          )}
          <p className="sm">
            <button type="button" className="lnk inline" onClick={() => setForgot(true)}>
              {w.unlock.forgot}
            </button>
          </p>
        </form>
      )}
    </main>
  );
}

/** One touch in place of the passphrase; after a touch that signed in, none. */
function ByPasskey({ me, shares }: Pick<Props, 'me' | 'shares'>) {
  const open = useMutation({
    mutationFn: async () => {
      const shown = takeBytes() ?? (await askBytes(me.wraps.map(({ id }) => id)).then(({ json, prf }) => prf && { id: json.id, prf })); // prettier-ignore
      const wrap = me.wraps.find(({ id }) => id === shown?.id);
      return shown && wrap ? unlockByPasskey(wrap.wrapped, shares, shown.prf) : ('wrong' as const);
    },
  });
  const { mutate } = open;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || !hasBytes() || me.wraps.length === 0) return;
    begun.current = true;
    mutate();
  }, [me, mutate]);
  if (me.wraps.length === 0 || !hasPasskeys()) return null;
  return (
    <div className="g tight">
      <div>
        <Button go icon="open" disabled={open.isPending} onClick={() => mutate()}>
          {words.passkeys.unlock}
        </Button>
      </div>
      <Said error={open.error} />
      {open.data === 'wrong' && <p role="alert">{words.passkeys.unlockNone}</p>}
    </div>
  );
}
