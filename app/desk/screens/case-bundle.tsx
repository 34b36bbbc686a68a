/** The evidence of this place, as a file that anybody can check without us. */
import type { CaseView } from '../../features/cases/contract.ts';
import { DESK } from '../api.ts';
import { EvidenceFile } from '../parts/evidence-file.tsx';
import { w } from '../words.ts';

export const Bundle = ({ view }: { view: CaseView }) => (
  <EvidenceFile wanted={{ path: `${DESK}/evidence/docket/${view.case.docket}`, label: w.bundle.get }} />
);
