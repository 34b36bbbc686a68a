/** What workers had said was done has come back: open again, first day kept. */
import { Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { IssueView } from '../../../features/cases/contract.ts';
import { useAct } from '../../act.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import r from '../../words/remedy.en.json' with { type: 'json' };
import { w } from '../../words.ts';

export function Relapse({ at, issue }: { at: string; issue: IssueView }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const say = useAct<object>(`${at}/relapse`, ['case', 'cases', 'sides', 'rounds'], () => setOpen(false));
  if (issue.outcome !== 'verified' && issue.outcome !== 'partly') return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{r.relapse}</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={r.relapse}>
        <div className="d g">
          <p className="sm">{r.relapseWhat}</p>
          <Textarea
            label={r.reason}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Said error={say.error} />
          <div className="sp">
            <Button
              go
              disabled={reason.trim().length < 3 || say.isPending}
              onClick={() => say.mutate({ relapseId: newId(), reason, was: issue.outcome })}
            >
              {r.relapse}
            </Button>
            <Button onClick={() => setOpen(false)}>{w.states.cancel}</Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
