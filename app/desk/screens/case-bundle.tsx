/** The evidence of this place, as a file that anybody can check without us. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../features/cases/contract.ts';
import { DESK, getWithProgress } from '../api.ts';
import { Button } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { fill, w } from '../words.ts';

export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function DownloadBundle({ docket }: { docket: number }) {
  const [seen, setSeen] = useState({ bytes: 0, total: 0 });
  const fetchIt = useMutation({
    mutationFn: async () => {
      const blob = await getWithProgress(`${DESK}/evidence/docket/${docket}`, (bytes, total) => setSeen({ bytes, total })); // prettier-ignore
      save(blob, `docket-${docket}.vouch.jsonl`);
    },
  });
  const kb = Math.ceil(seen.bytes / 1024);
  return (
    <span className="sp">
      {fetchIt.isPending && (
        <progress
          aria-label={w.bundle.loading}
          max={seen.total || undefined}
          value={seen.total ? seen.bytes : undefined}
        />
      )}{' '}
      {/* prettier-ignore */}
      <Button icon="proof" disabled={fetchIt.isPending} onClick={() => fetchIt.mutate()}>
        {fetchIt.isPending ? fill(w.bundle.progress, { kb }) : w.bundle.get}
      </Button>
      {fetchIt.isSuccess && (
        <a className="sm" href="/verify">
          {w.bundle.check}
        </a>
      )}
      <Said error={fetchIt.error} />
    </span>
  );
}

export const Bundle = ({ view }: { view: CaseView }) => <DownloadBundle docket={view.case.docket} />;
