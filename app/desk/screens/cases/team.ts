/** Who works on cases here. */
import { useQuery } from '@tanstack/react-query';
import { DESK, get } from '../../api.ts';

type Team = { members: readonly { memberId: string; name: string }[] };
export const useTeam = (): Team['members'] =>
  useQuery({ queryKey: ['team'], queryFn: () => get<Team>(`${DESK}/team`), staleTime: 60_000 }).data
    ?.members ?? [];
