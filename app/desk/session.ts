/** Who sits here, and whether the keys agree. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { fourWords, sha256, hex, utf8 } from '../../seal/index.ts';
import type { meAnswer } from '../features/network/contract.ts';
import { DESK, get } from './api.ts';
import { ringReader, useVault } from './vault.ts';

export type Me = z.infer<typeof meAnswer>;

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => get<Me>(`${DESK}/me`), retry: false, staleTime: 60_000 });

/** Below the gate there is always somebody. */
export function useMember(): Me {
  const { data } = useMe();
  if (!data) throw new Error('a view of the desk stands outside the gate');
  return data;
}

export const readsWorkers = (me: Me): boolean => me.member.kind === 'cso' || me.member.kind === 'union';

export type Agreement = {
  readonly words: string;
  /** Who shows another key than the one that opens here. Empty = all agree. */
  readonly differ: readonly ('server' | 'directory' | 'ledger')[];
  /** Where nothing could be compared yet. */
  readonly missing: readonly ('directory' | 'ledger')[];
};

async function compare(me: Me): Promise<Agreement | undefined> {
  const said = me.ring;
  if (!said) return undefined;
  // From the private key in this tab, never from the server's word: it is what a swapped key can't imitate.
  const own = ringReader(said.kid);
  const words = own ? await fourWords(own.jwk) : said.words;
  const differ: ('server' | 'directory' | 'ledger')[] = [];
  const missing: ('directory' | 'ledger')[] = [];
  if (!own || (await fourWords(said.jwk)) !== words) differ.push('server');
  if (readsWorkers(me)) {
    if (!me.directory) missing.push('directory');
    else if ((await fourWords(me.directory.jwk)) !== words) differ.push('directory');
  }
  if (!me.release || !said.released) missing.push('ledger');
  else if (!(await releaseHolds(me.release, said.kid))) differ.push('ledger');
  return { words, differ, missing };
}

/** The announced document must be the one whose hash is in the ledger, and must name this key. */
async function releaseHolds(release: NonNullable<Me['release']>, kid: string): Promise<boolean> {
  const sum = hex(await sha256(utf8(release.document)));
  return sum === release.sha256 && release.document.includes(kid);
}

/** Undefined while locked: nothing can be compared without the private key. */
export function useAgreement(me: Me): Agreement | undefined {
  const vault = useVault();
  const [agreement, setAgreement] = useState<Agreement>();
  useEffect(() => {
    let gone = false;
    if (vault) void compare(me).then((found) => gone || setAgreement(found));
    else setAgreement(undefined);
    return () => {
      gone = true;
    };
  }, [me, vault?.ring]);
  return agreement;
}
