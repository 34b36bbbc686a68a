/** The printed kit's words open the ring for a member who forgot the passphrase, who then chooses a new one. */
import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { type RingKey, newMemberKey, openKit, shareRing } from '../../../seal/index.ts';
import type { membersAnswer, recoveryAnswer } from '../../features/network/contract.ts';
import { DESK, Halt, get, post } from '../api.ts';
import { Button } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import type { Me } from '../session.ts';
import { fillVault } from '../vault.ts';
import { w } from '../words.ts';
import { PassphraseFields } from './first-keys.tsx';
import { onSubmit } from '../parts/on-submit.ts';

type Opened = 'open' | 'wrong' | 'none';

async function ringOfKit(words: string): Promise<RingKey[] | 'none' | 'wrong'> {
  const { recovery } = await get<z.infer<typeof recoveryAnswer>>(`${DESK}/ring/recovery`);
  if (!recovery) return 'none';
  return (await openKit(recovery, words)) ?? 'wrong';
}

/** The last who can read must not throw the only way to the words away. */
async function nothingLost(me: Me): Promise<RingKey[]> {
  const { members } = await get<z.infer<typeof membersAnswer>>(`${DESK}/members`);
  const others = members.some(
    (one) => one.hasShare && one.state === 'active' && one.memberId !== me.member.memberId,
  );
  if (!others) throw new Halt(w.unlock.kitOnly);
  return [];
}

/**
 * The kit is opened first: wrong words must not cost the shares that a new key drops. Without words a new key is made
 * all the same, and a colleague who can read shares the ring with it.
 */
async function openWithKit(me: Me, words: string, passphrase: string): Promise<Opened> {
  const found = words.trim() === '' ? await nothingLost(me) : await ringOfKit(words);
  if (typeof found === 'string') return found;
  const { publicJwk, privateJwk, wrapped } = await newMemberKey(passphrase);
  await post(`${DESK}/me/key`, { publicJwk, wrapped });
  for (const key of found)
    await post(`${DESK}/members/${me.member.memberId}/share`, {
      kid: key.kid,
      share: await shareRing([key], publicJwk),
    });
  if (found.length > 0) fillVault(privateJwk, found);
  return 'open';
}

export function UseKit({ me, back }: { me: Me; back: () => void }) {
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const open = useMutation({
    mutationFn: () => openWithKit(me, words, passphrase),
    onSuccess: async (opened) => {
      if (opened !== 'open') return;
      await client.invalidateQueries({ queryKey: ['me'] });
      if (words.trim() === '') back();
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
        error={wrong}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <PassphraseFields value={passphrase} set={setPassphrase} />
      {words.trim() === '' && <p className="note1">{w.unlock.kitMissing}</p>}
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
