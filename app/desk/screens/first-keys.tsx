/** Before anything sealed can be read: an own key under an own passphrase, and for the first member the ring itself. */
import { Checkbox, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type PrivateJwk,
  type PublicJwk,
  type RingKey,
  fourWords,
  newKitCode,
  newMemberKey,
  newRingKey,
  shareRing,
  wrapKit,
} from '../../../seal/index.ts';
import { DESK, post } from '../api.ts';
import { leave } from '../leave.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Kit } from '../parts/kit.tsx';
import { Said } from '../parts/states.tsx';
import type { Me } from '../session.ts';
import { fillVault } from '../vault.ts';
import { fill, w } from '../words.ts';
import { onSubmit } from '../parts/on-submit.ts';

export const LEAST_PASSPHRASE = 16;

/** The keys of a member who sits here for the first time; the private part stays in this tab. */
type Made = { readonly privateJwk: PrivateJwk; readonly publicJwk: PublicJwk };

export function FirstKeys({ me }: { me: Me }) {
  const [made, setMade] = useState<Made>();
  return (
    <main className="d alone">
      <header className="sp alonehead">
        <Icon id="lock" size="i28" />
        <div>
          <h1>{made ? w.firstKeys.ringTitle : w.firstKeys.title}</h1>
          <p className="dim sm">{fill(w.unlock.who, { name: me.member.name, org: me.member.orgName })}</p>
        </div>
      </header>
      {!me.key && !made && <OwnKey me={me} made={setMade} />}
      {me.key && !made && !me.may.includes('ring') && <Waiting />}
      {((me.key && me.may.includes('ring')) || made) && <MakeRing me={me} made={made} />}
      <p>
        <Button onClick={() => void leave()}>{w.shell.signOut}</Button>
      </p>
    </main>
  );
}

const Waiting = () => <p className="note1">{w.unlock.none}</p>;

export function PassphraseFields({ value, set }: { value: string; set: (value: string) => void }) {
  const [again, setAgain] = useState('');
  return (
    <>
      <PasswordInput
        label={w.firstKeys.passphrase}
        description={w.firstKeys.passphraseHint}
        autoComplete="new-password"
        required
        minLength={LEAST_PASSPHRASE}
        value={value}
        onChange={(event) => set(event.currentTarget.value)}
      />
      <PasswordInput
        label={w.firstKeys.again}
        autoComplete="new-password"
        required
        value={again}
        error={again !== '' && again !== value ? w.firstKeys.differ : undefined}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setAgain(typed);
          event.currentTarget.setCustomValidity(typed === value ? '' : w.firstKeys.differ);
        }}
      />
    </>
  );
}

function OwnKey({ me, made }: { me: Me; made: (made: Made) => void }) {
  const client = useQueryClient();
  const [passphrase, setPassphrase] = useState('');
  const keep = useMutation({
    mutationFn: async () => {
      const { publicJwk, privateJwk, wrapped } = await newMemberKey(passphrase);
      await post(`${DESK}/me/key`, { publicJwk, wrapped });
      return { publicJwk, privateJwk };
    },
    onSuccess: async (keys) => {
      if (!me.ring && me.may.includes('ring')) made(keys);
      else await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <form className="g formcol" onSubmit={onSubmit(() => keep.mutate())}>
      <p>{w.firstKeys.why}</p>
      <PassphraseFields value={passphrase} set={setPassphrase} />
      <Said error={keep.error} />
      <Button go type="submit" disabled={keep.isPending}>
        {keep.isPending ? w.firstKeys.making : w.firstKeys.make}
      </Button>
    </form>
  );
}

type RingMade = { readonly code: string; readonly words: string; readonly ring: RingKey };

/** Without `made` the member has a key from another day: the passphrase brings its private part back. */
function MakeRing({ me, made }: { me: Me; made: Made | undefined }) {
  const client = useQueryClient();
  const [ring, setRing] = useState<RingMade>();
  const [kept, setKept] = useState(false);
  const start = useMutation({
    mutationFn: async (): Promise<RingMade> => {
      const publicJwk = made?.publicJwk ?? me.key?.publicJwk;
      if (!publicJwk) throw new Error('no key to share the ring with');
      const key = await newRingKey();
      const code = newKitCode();
      await post(`${DESK}/ring`, {
        kid: key.kid,
        jwk: key.publicJwk,
        shares: [{ memberId: me.member.memberId, share: await shareRing([key], publicJwk) }],
        recovery: await wrapKit([key], code),
      });
      return { code, words: await fourWords(key.publicJwk), ring: key };
    },
    onSuccess: setRing,
  });
  if (!ring)
    return (
      <div className="g formcol">
        <p>{w.firstKeys.ringWhy}</p>
        <Said error={start.error} />
        <Button go onClick={() => start.mutate()} disabled={start.isPending}>
          {start.isPending ? w.firstKeys.making : w.firstKeys.makeRing}
        </Button>
      </div>
    );
  const enter = async () => {
    if (made) fillVault(made.privateJwk, [ring.ring]);
    await client.invalidateQueries({ queryKey: ['me'] });
  };
  return (
    <div className="g">
      <Kit org={me.member.orgName} words={ring.words} code={ring.code} />
      <div className="g formcol noprint">
        <Checkbox
          label={w.kit.kept}
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <div className="sp">
          <Button onClick={() => print()}>{w.kit.print}</Button>
          <Button go disabled={!kept} onClick={() => void enter()}>
            {w.kit.enter}
          </Button>
        </div>
      </div>
    </div>
  );
}
