import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { JointView } from '../../../features/joint/contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { useMember } from '../../session.ts';
import { fill } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };

export function Asked({ view }: { view: JointView }) {
  const { kind } = useMember().member;
  const [named, setNamed] = useState(false);
  const answer = useAct<object>(`${DESK}/together/${view.docket}/${view.jointId}/answer`, ['joint', 'together']); // prettier-ignore
  return (
    <Card title={fill(j.asked.title, { name: view.lead.name })}>
      <div className="in g">
        <p className="measure">
          {view.you.state === 'declined' ? j.asked.later : fill(j.asked[view.kind], { name: view.lead.name })}
        </p>
        {kind === 'buyer' && (
          <Checkbox
            label={j.asked.named}
            checked={named}
            onChange={(event) => setNamed(event.currentTarget.checked)}
          />
        )}
        <Said error={answer.error} />
        <div className="sp wrapped">
          {view.may.includes('join') && (
            <Button go disabled={answer.isPending} onClick={() => answer.mutate({ answer: 'join', named })}>
              {j.asked.join}
            </Button>
          )}
          {view.may.includes('decline') && (
            <Button disabled={answer.isPending} onClick={() => answer.mutate({ answer: 'decline' })}>
              {j.asked.decline}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
