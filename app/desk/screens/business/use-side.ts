/** The business's side of a case, and how what is written towards it is sealed. */
import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../../../features/cases/contract.ts';
import type { BusinessSide } from '../../../features/remedy/contract.ts';
import { DESK, get } from '../../api.ts';
import { sealFileToOther, sealFileToTeam, sealToOther, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';

export const useSide = ({ case: { docket, caseId } }: CaseView) =>
  useQuery({
    queryKey: ['business', docket, caseId],
    queryFn: () => get<BusinessSide>(`${DESK}/cases/${docket}/${caseId}/business`),
  });

export type Sealing = {
  readonly words: (said: object) => Promise<string>;
  readonly file: (file: File) => Promise<Uint8Array<ArrayBuffer>>;
};
/** To the business and to us; to us alone where the business does not sign in. */
export function useSealing(to: BusinessSide['sealTo'] | undefined): Sealing {
  const me = useMember();
  return to
    ? { words: (said) => sealToOther(me, to, said), file: (file) => sealFileToOther(me, to, file) }
    : { words: (said) => sealToTeam(me, said), file: (file) => sealFileToTeam(me, file) };
}
