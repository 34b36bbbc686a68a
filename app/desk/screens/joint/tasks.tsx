import { Select } from '@mantine/core';
import { useState } from 'react';
import type { JointView, TaskView } from '../../../features/joint/contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Empty, Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { fill, named } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };
import { nameOf } from './names.ts';

export const Tasks = ({ view }: { view: JointView }) => (
  <Card title={j.tasks.title}>
    {view.tasks.length === 0 && <Empty>{j.tasks.empty}</Empty>}
    {view.tasks.map((task) => (
      <Task key={task.itemId} view={view} task={task} />
    ))}
  </Card>
);

const when = (task: TaskView): string =>
  task.doneDay
    ? fill(j.tasks.done, { day: day(task.doneDay) })
    : fill(task.overdue ? j.tasks.over : j.tasks.due, { day: day(task.dueDay) });

function Task({ view, task }: { view: JointView; task: TaskView }) {
  const [id, setId] = useState(newId);
  const act = useAct<object>(`${DESK}/together/${view.docket}/${view.jointId}/items`, ['joint'], () =>
    setId(newId()),
  );
  const others = view.sealTo.filter(({ no, reader }) => !reader && no !== task.owner);
  return (
    <div className="statement">
      <div className="sp wrapped">
        <b>{named(j.tasks.code, task.code)}</b>
        <span>{nameOf(view, task.owner)}</span>
        <span className={`sm ${task.overdue ? 'heedc b' : 'dim'}`}>{when(task)}</span>
        <span className="grow" />
        {task.may.includes('task_pass') && others.length > 0 && (
          <Select
            aria-label={j.tasks.pass}
            placeholder={j.tasks.pass}
            w={170}
            size="xs"
            value={null}
            data={others.map(({ no }) => ({ value: String(no), label: nameOf(view, no) }))}
            onChange={(to) =>
              to && act.mutate({ kind: 'task_passed', itemId: id, task: task.itemId, owner: Number(to) })
            }
          />
        )}
        {task.may.includes('task_done') && (
          <Button
            disabled={act.isPending}
            onClick={() => act.mutate({ kind: 'task_done', itemId: id, task: task.itemId })}
          >
            {j.tasks.mark}
          </Button>
        )}
      </div>
      <Said error={act.error} />
    </div>
  );
}
