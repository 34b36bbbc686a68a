/** A new ring key for what comes next: when a member left, or when somebody saw the kit. */
import { Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { membersAnswer } from '../../features/network/contract.ts';
import { type RingKey, fourWords, newKitCode, newRingKey, shareRing, wrapKit } from '../../../seal/index.ts';
import { DESK, Halt, post } from '../api.ts';
import { Button } from '../parts/basic.tsx';
import { Kit } from '../parts/kit.tsx';
import { Said } from '../parts/states.tsx';
import type { Me } from '../session.ts';
import { currentVault, fillVault } from '../vault.ts';
import { many, w } from '../words.ts';

export type Colleague = z.infer<typeof membersAnswer>['members'][number];
type Props = { me: Me; colleagues: readonly Colleague[]; urgent: boolean; done: () => void };
type Made = { readonly code: string; readonly words: string; readonly ring: readonly RingKey[] };

export function NewKey({ me, colleagues, urgent, done }: Props) {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<Made>();
  const [kept, setKept] = useState(false);
  const readers = colleagues.filter(({ state, publicJwk }) => state === 'active' && publicJwk);
  const make = useMutation({
    mutationFn: async (): Promise<Made> => {
      const vault = currentVault();
      if (!vault) throw new Halt(w.alarm.noSeal);
      const key = await newRingKey();
      const ring = [...vault.ring, key];
      const shares = [];
      for (const { memberId, publicJwk } of readers)
        if (publicJwk) shares.push({ memberId, share: await shareRing([key], publicJwk) });
      const code = newKitCode();
      // The kit holds the older keys too: what they opened must not be lost with the last passphrase.
      await post(`${DESK}/ring`, {
        kid: key.kid,
        jwk: key.publicJwk,
        shares,
        recovery: await wrapKit(ring, code),
      });
      return { code, words: await fourWords(key.publicJwk), ring };
    },
    onSuccess: setMade,
  });
  const finish = async () => {
    const vault = currentVault();
    if (made && vault) fillVault(vault.member, made.ring);
    await client.invalidateQueries({ queryKey: ['me'] });
    await client.invalidateQueries({ queryKey: ['members'] });
    setMade(undefined);
    setAsked(false);
    done();
  };
  if (made)
    return (
      <div className="g">
        <Kit org={me.member.orgName} words={made.words} code={made.code} />
        <Checkbox
          label={w.kit.kept}
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <div className="sp noprint">
          <Button onClick={() => print()}>{w.kit.print}</Button>
          <Button go disabled={!kept} onClick={() => void finish()}>
            {w.newKey.done}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="g">
      {(asked || urgent) && <p className="note1">{many(w.newKey.what, readers.length)}</p>}
      <Said error={make.error} />
      <div className="sp">
        <Button
          go={urgent}
          disabled={make.isPending}
          onClick={() => (asked || urgent ? make.mutate() : setAsked(true))}
        >
          {make.isPending ? w.firstKeys.making : asked || urgent ? w.newKey.sure : w.newKey.make}
        </Button>
        {asked && !urgent && <Button onClick={() => setAsked(false)}>{w.states.cancel}</Button>}
      </div>
    </div>
  );
}
