/** Who sits here, and whether the keys agree. */
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { meAnswer } from '../features/network/contract.ts';
import { type Agreement, compareKeys } from './agreement.ts';
import { DESK, get } from './api.ts';
import { publicKeys } from './public-keys.ts';
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

export type { Agreement };

export const readsWorkers = (me: Me): boolean => me.member.kind === 'cso' || me.member.kind === 'union';

/** Undefined while locked, and while nothing could be asked: nothing is compared then. */
export function useAgreement(me: Me): Agreement | undefined {
  const vault = useVault();
  const compared = useQuery({
    queryKey: ['me', 'agreement', me.ring?.kid, me.release?.sha256, me.release?.index, vault !== undefined],
    queryFn: async () => {
      const { ring, release, member } = me;
      if (!ring) return null;
      const own = ringReader(ring.kid)?.jwk;
      return compareKeys({ orgId: member.orgId, ring, release }, own, publicKeys, readsWorkers(me));
    },
    enabled: vault !== undefined && me.ring !== null,
    staleTime: 60_000,
    refetchInterval: 300_000,
  });
  return vault ? (compared.data ?? undefined) : undefined;
}
