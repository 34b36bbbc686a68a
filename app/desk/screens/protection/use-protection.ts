/** What protects those behind a case or a thread, and how it is changed. */
import { useQuery } from '@tanstack/react-query';
import type { Protection } from '../../../features/protection/contract.ts';
import { DESK, get } from '../../api.ts';

export type About = { about: 'case' | 'thread'; docket: number; id: string };
export const pathOf = ({ about, docket, id }: About): string => `${DESK}/${about}s/${docket}/${id}`;

export const useProtection = (of: About) =>
  useQuery({
    queryKey: ['protection', of.about, of.docket, of.id],
    queryFn: () => get<Protection>(`${pathOf(of)}/protection`),
    refetchInterval: 60_000,
  });

/** Whatever changes protection can change who sees what. */
export const READS = ['protection', 'case', 'cases', 'thread', 'inbox'] as const;
export const soon = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
