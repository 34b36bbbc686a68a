/** The passphrase is lost: a new one, and the ring from the printed kit or from a colleague. */
import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { type RingKey, newMemberKey, openKit, shareRing } from '../../../seal/index.ts';
import type { recoveryAnswer } from '../../features/network/contract.ts';
import { DESK, Halt, get, post } from '../api.ts';
import { Button } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import type { Me } from '../session.ts';
import { fillVault } from '../vault.ts';
import { w } from '../words.ts';
import { PassphraseFields } from './first-keys.tsx';
import { onSubmit } from './sign-in.tsx';

/** Undefined words = no kit at hand: then a colleague shares the ring. */
async function ringOf(words: string): Promise<RingKey[]> {
  if (words.trim() === '') return [];
  const { recovery } = await get<z.infer<typeof recoveryAnswer>>(`${DESK}/ring/recovery`);
  const ring = recovery && (await openKit(recovery, words));
  if (!ring) throw new Halt(w.recover.wrongWords);
  return ring;
}

export function Recover({ me, close }: { me: Me; close: () => void }) {
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const recover = useMutation({
    mutationFn: async () => {
      // The kit first: wrong words must not cost the shares that a new key makes useless.
      const ring = await ringOf(words);
      const key = await newMemberKey(passphrase);
      await post(`${DESK}/me/key`, { publicJwk: key.publicJwk, wrapped: key.wrapped });
      for (const one of ring)
        await post(`${DESK}/members/${me.member.memberId}/share`, {
          kid: one.kid,
          share: await shareRing([one], key.publicJwk),
        });
      if (ring.length > 0) fillVault(key.privateJwk, ring);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      close();
    },
  });
  return (
    <form className="g formcol" onSubmit={onSubmit(() => recover.mutate())}>
      <p className="sm">{w.recover.what}</p>
      <TextInput
        label={w.recover.words}
        description={w.recover.wordsHint}
        autoComplete="off"
        autoFocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <PassphraseFields value={passphrase} set={setPassphrase} />
      {words.trim() === '' && <p className="note1">{w.recover.noKit}</p>}
      <Said error={recover.error} />
      <div className="sp">
        <Button go type="submit" disabled={recover.isPending}>
          {recover.isPending ? w.firstKeys.making : w.recover.go}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </form>
  );
}
