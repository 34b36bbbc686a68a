/** The rows in sight of a list that may be thousands long. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import type { InboxRow } from '../../../features/cases/contract.ts';
import type { Opened } from '../../opened.ts';
import { named } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { type Item, itemsOf } from '../inbox-order.ts';
import { Line } from './line.tsx';
import { PAGE } from './queue-pages.ts';

const ROW = 60;
const HEADING = 29;

type Props = {
  scroll: RefObject<HTMLDivElement | null>;
  groups: { known: number; waiting: number; rest: number };
  rows: ReadonlyMap<number, InboxRow>;
  chosen: string | undefined;
  inside: (row: InboxRow) => Opened | null | undefined;
  go: (row: InboxRow) => void;
  /** Which pages are looked at now. */
  look: (pages: readonly number[]) => void;
};

export function QueueList({ scroll, groups, rows, chosen, inside, go, look }: Props) {
  const items = itemsOf(groups);
  const virtual = useVirtualizer({
    count: items.count,
    getScrollElement: () => scroll.current,
    estimateSize: (i) => (items.at(i).kind === 'heading' ? HEADING : ROW),
    getItemKey: (i) => keyOf(items.at(i), rows),
    overscan: 10,
  });
  const seen = virtual.getVirtualItems();
  const places = seen.flatMap(({ index }) => {
    const item = items.at(index);
    return item.kind === 'row' ? [Math.floor(item.at / PAGE)] : [];
  });
  const pages = [...new Set([0, ...places])].sort((a, b) => a - b).join();
  useEffect(() => look(pages.split(',').map(Number)), [pages]);
  const at = [...rows].find(([, row]) => row.threadId === chosen)?.[0];
  useEffect(() => {
    if (at !== undefined) virtual.scrollToIndex(items.indexOf(at), { align: 'auto' });
  }, [chosen, at]);
  const now = Date.now();
  return (
    <div style={{ height: virtual.getTotalSize() }}>
      {seen.map(({ index, key, start }) => {
        const item = items.at(index);
        return (
          <div
            key={key}
            data-index={index}
            ref={virtual.measureElement}
            className="slot"
            style={{ transform: `translateY(${start}px)` }}
          >
            <Slot item={item} rows={rows} chosen={chosen} now={now} inside={inside} go={go} />
          </div>
        );
      })}
    </div>
  );
}

const keyOf = (item: Item, rows: ReadonlyMap<number, InboxRow>): string =>
  item.kind === 'heading' ? item.group : (rows.get(item.at)?.threadId ?? String(item.at));

type SlotProps = Pick<Props, 'rows' | 'chosen' | 'inside' | 'go'> & { item: Item; now: number };

function Slot({ item, rows, chosen, now, inside, go }: SlotProps) {
  if (item.kind === 'heading')
    return (
      <h2 className="grp">
        <span>{named(t.groups, item.group)}</span>
        <span>{item.n}</span>
      </h2>
    );
  const row = rows.get(item.at);
  if (!row)
    return (
      <div className="it" aria-busy="true">
        <span /> <span className="t sk" />
      </div>
    );
  return <Line row={row} on={row.threadId === chosen} now={now} inside={inside(row)} go={() => go(row)} />;
}
