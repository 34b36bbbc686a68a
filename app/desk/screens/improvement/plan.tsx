/** The improvement plan: goals by area, tasks with owner and day, what of a remedy is part of it. */
import { Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { AREAS } from '../../../features/improvement/checklists.ts';
import type { ImprovementView } from '../../../features/improvement/contract.ts';
import { DESK, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card, Icon, Tag } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToOthers } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, named, w } from '../../words.ts';
import i from '../../words/improvement.en.json' with { type: 'json' };
import { choices } from '../business/plan-form.tsx';

type Props = { view: ImprovementView };
type Task = ImprovementView['tasks'][number];
const OWNERS = Object.keys(i.owners);
const today = (): string => new Date().toISOString().slice(0, 10);
const useAgain = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['improvement'] });
};

export function Plan({ view }: Props) {
  const [adding, setAdding] = useState<'task' | 'goal'>();
  const opened = useOpened(useMemo(() => view.tasks.map((t) => ({ id: `${t.taskId} ${t.n}`, envelope: t.envelope })), [view.tasks])); // prettier-ignore
  return (
    <Card
      title={i.plan}
      aside={
        view.own && (
          <span className="sp">
            <Button onClick={() => setAdding('goal')}>{i.goalAdd}</Button>
            <Button onClick={() => setAdding('task')}>{i.task}</Button>
          </span>
        )
      }
    >
      {view.goals.map((goal) => (
        <p key={goal.goalId} className="pad sm">
          <Icon id="check" />{' '}
          {fill(i.goalLine, { area: named(i.areas, goal.area), level: goal.level, day: day(goal.until) })}
        </p>
      ))}
      {view.tasks.length === 0 && <p className="pad sm dim measure">{i.planEmpty}</p>}
      {view.tasks.map((task) => (
        <Line
          key={task.taskId}
          view={view}
          task={task}
          words={opened.get(`${task.taskId} ${task.n}`)?.words}
        />
      ))}
      <Modal
        opened={adding !== undefined}
        onClose={() => setAdding(undefined)}
        title={adding === 'goal' ? i.goalAdd : i.task}
        size="lg"
      >
        {adding === 'task' && <TaskForm view={view} close={() => setAdding(undefined)} />}
        {adding === 'goal' && <GoalForm close={() => setAdding(undefined)} />}
      </Modal>
    </Card>
  );
}

const NEXT: Readonly<Record<string, readonly Task['status'][]>> = {
  open: ['in_progress', 'done'],
  in_progress: ['done'],
  done: ['in_progress'],
};
function Line({ view, task, words }: Props & { task: Task; words: string | undefined }) {
  const me = useMember();
  const again = useAgain();
  const turn = useMutation({
    mutationFn: async (status: Task['status']) => {
      const { taskId, goalId, area, owner, dueDate, action } = task;
      const envelope = await sealToOthers(me, view.sealTo, {
        v: 1,
        kind: 'task',
        language: 'en',
        words: words ?? '',
      });
      const linked = action && { docket: action.docket, actionId: action.actionId };
      await post(`${DESK}/improvement/tasks`, {
        taskId,
        goalId,
        area,
        owner,
        dueDate,
        status,
        action: linked,
        was: task.n,
        envelope,
      });
    },
    onSettled: again,
  });
  return (
    <div className="statement">
      <h3>
        {named(i.areas, task.area)}
        <span className="grow" />
        <span className="dim">{named(i.owners, task.owner)}</span>
        <span className="dim">{fill(i.by, { day: day(task.dueDate) })}</span>
        {task.late ? <b>{i.late}</b> : <Tag>{named(i.status, task.status)}</Tag>}
      </h3>
      <p className="said">{words ?? w.states.opening}</p>
      {task.action && <p className="xs dim">{fill(i.linked, { code: task.action.code })}</p>}
      <Said error={turn.error} />
      {view.own && words !== undefined && (
        <div className="sp">
          {(NEXT[task.status] ?? []).map((status) => (
            <Button key={status} disabled={turn.isPending} onClick={() => turn.mutate(status)}>
              {i.status[status]}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function TaskForm({ view, close }: Props & { close: () => void }) {
  const me = useMember();
  const again = useAgain();
  const [taskId] = useState(newId);
  const [words, setWords] = useState('');
  const [area, setArea] = useState<string | null>(null);
  const [owner, setOwner] = useState<string | null>(null);
  const [dueDate, setDue] = useState('');
  const [goalId, setGoal] = useState<string | null>(null);
  const [linked, setLinked] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: async () => {
      const envelope = await sealToOthers(me, view.sealTo, {
        v: 1,
        kind: 'task',
        language: 'en',
        words: words.trim(),
      });
      const found = view.actions.find(({ actionId }) => actionId === linked);
      const action = found ? { docket: found.docket, actionId: found.actionId } : null;
      await post(`${DESK}/improvement/tasks`, {
        taskId,
        goalId,
        area,
        owner,
        dueDate,
        status: 'open',
        action,
        was: 0,
        envelope,
      });
    },
    onSuccess: async () => {
      await again();
      close();
    },
  });
  const can = words.trim() && area && owner && dueDate && !save.isPending;
  const select = { comboboxProps: { withinPortal: false } };
  return (
    <div className="d g">
      <Textarea
        label={i.taskWords}
        data-autofocus
        required
        maxLength={4_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className="beside">
        <Select {...select} label={i.area} value={area} onChange={setArea} data={choices(AREAS, i.areas)} />
        <Select
          {...select}
          label={i.owner}
          value={owner}
          onChange={setOwner}
          data={choices(OWNERS, i.owners)}
        />
        <TextInput
          label={i.due}
          type="date"
          min={today()}
          value={dueDate}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
      </div>
      {view.goals.length > 0 && (
        <Select
          {...select}
          clearable
          label={i.goal}
          value={goalId}
          onChange={setGoal}
          data={view.goals.map((goal) => ({
            value: goal.goalId,
            label: `${named(i.areas, goal.area)}, ${goal.level}`,
          }))}
        />
      )}
      {view.actions.length > 0 && (
        <Select
          {...select}
          clearable
          label={i.link}
          value={linked}
          onChange={setLinked}
          data={view.actions.map((one) => ({
            value: one.actionId,
            label: `${one.code}, ${fill(i.by, { day: day(one.dueDate) })}`,
          }))}
        />
      )}
      <Said error={save.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {i.sealed}
        </span>
        <span className="grow" />
        <Button go disabled={!can} onClick={() => save.mutate()}>
          {save.isPending ? w.states.sending : i.keep}
        </Button>
      </div>
    </div>
  );
}

function GoalForm({ close }: { close: () => void }) {
  const again = useAgain();
  const [goalId] = useState(newId);
  const [area, setArea] = useState<string | null>(null);
  const [level, setLevel] = useState<string | null>('3');
  const [until, setUntil] = useState('');
  const save = useMutation({
    mutationFn: () =>
      post(`${DESK}/improvement/goals`, { goalId, area, level: Number(level), until, was: 0 }),
    onSuccess: async () => {
      await again();
      close();
    },
  });
  const select = { comboboxProps: { withinPortal: false } };
  return (
    <div className="d g">
      <div className="beside">
        <Select {...select} label={i.area} value={area} onChange={setArea} data={choices(AREAS, i.areas)} />
        <Select
          {...select}
          label={i.level}
          value={level}
          onChange={setLevel}
          data={choices(['2', '3', '4'], i.levels)}
        />
        <TextInput
          label={i.due}
          type="date"
          min={today()}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <Said error={save.error} />
      <div className="sp">
        <span className="grow" />
        <Button go disabled={!area || !until || save.isPending} onClick={() => save.mutate()}>
          {i.keep}
        </Button>
      </div>
    </div>
  );
}
