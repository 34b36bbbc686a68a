/** The printed kit's words open the ring for a member who forgot the passphrase, who then chooses a new one. */
import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { newMemberKey, openKit, shareRing } from '../../../seal/index.ts';
import type { recoveryAnswer } from '../../features/network/contract.ts';
import { DESK, get, post } from '../api.ts';
import { Button } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import type { Me } from '../session.ts';
import { fillVault } from '../vault.ts';
import { w } from '../words.ts';
import { PassphraseFields } from './first-keys.tsx';
import { onSubmit } from './sign-in.tsx';

type Opened = 'open' | 'wrong' | 'none';

/** The kit is opened first: only who has it replaces their own key, which drops the shares to the old one. */
async function openWithKit(me: Me, words: string, passphrase: string): Promise<Opened> {
  const { recovery } = await get<z.infer<typeof recoveryAnswer>>(`${DESK}/ring/recovery`);
  if (!recovery) return 'none';
  const ring = await openKit(recovery, words);
  if (!ring) return 'wrong';
  const { publicJwk, privateJwk, wrapped } = await newMemberKey(passphrase);
  await post(`${DESK}/me/key`, { publicJwk, wrapped });
  for (const key of ring)
    await post(`${DESK}/members/${me.member.memberId}/share`, {
      kid: key.kid,
      share: await shareRing([key], publicJwk),
    });
  fillVault(privateJwk, ring);
  return 'open';
}

export function UseKit({ me, back }: { me: Me; back: () => void }) {
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const open = useMutation({
    mutationFn: () => openWithKit(me, words, passphrase),
    onSuccess: async (opened) => {
      if (opened === 'open') await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const wrong =
    open.data === 'wrong' ? w.unlock.kitWrong : open.data === 'none' ? w.unlock.kitNone : undefined;
  return (
    <form className="g formcol" onSubmit={onSubmit(() => open.mutate())}>
      <p className="sm">{w.unlock.kitWhy}</p>
      <TextInput
        label={w.unlock.kitWords}
        description={w.unlock.kitHint}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        error={wrong}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <PassphraseFields value={passphrase} set={setPassphrase} />
      <Said error={open.error} />
      <div className="sp">
        <Button go type="submit" icon="open" disabled={open.isPending}>
          {open.isPending ? w.unlock.opening : w.unlock.kitOpen}
        </Button>
        <Button onClick={back}>{w.unlock.kitBack}</Button>
      </div>
    </form>
  );
}
