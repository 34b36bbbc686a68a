// Draws the states of a case from the table that judges them: `node cli/draw-states.ts` writes docs/case-states.svg.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import dagre from '@dagrejs/dagre';
import { CASE_STATES, type CaseState, STEPS, WAITS_FOR_WORKER } from '../app/features/cases/index.ts';

export const PICTURE = join(import.meta.dirname, '..', 'docs', 'case-states.svg');

const BOX = { width: 158, height: 34 };
const MARGIN = 28;
const TOP = 76;
const FOOT = 132;

/** Ends that every open state has: one line of words instead of 23 arrows. */
const isAnyEnd = (step: (typeof STEPS)[number]): boolean =>
  step.to === 'closed' && step.from.length === CASE_STATES.length - 1;

type Way = { from: CaseState; to: CaseState; guards: readonly string[]; ends: readonly string[] };
function ways(): Way[] {
  const found = new Map<string, Way>();
  for (const step of STEPS.filter((one) => !isAnyEnd(one)))
    for (const from of step.from) {
      const key = `${from} ${step.to}`;
      const before = found.get(key);
      found.set(key, {
        from,
        to: step.to,
        guards: [...new Set([...(before?.guards ?? []), ...step.guards])],
        ends: [...(before?.ends ?? []), ...(step.closures ?? [])],
      });
    }
  return [...found.values()];
}

const plain = (code: string): string => code.replaceAll('_', ' ');
/** Whole tenths: the same table draws the same bytes on every machine. */
const at = (n: number): string => String(Math.round(n * 10) / 10);

type Graph = ReturnType<typeof layout>;
function layout() {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: 'TB',
    nodesep: 14,
    ranksep: 34,
    edgesep: 4,
    ranker: 'network-simplex',
    marginx: MARGIN,
    marginy: 0,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const state of CASE_STATES) graph.setNode(state, { ...BOX });
  for (const { from, to } of ways()) if (from !== to) graph.setEdge(from, to, { weight: weightOf(from, to) });
  dagre.layout(graph);
  return graph;
}

/** The way of most cases runs down the middle. */
const MAIN: readonly CaseState[] = [
  'received', 'acknowledged', 'triaged', 'consent_pending', 'consented', 'under_investigation', 'substantiated', 'cap_proposed',
  'cap_agreed', 'remediation_in_progress', 'remediation_reported', 'worker_verification', 'verified_remediated', 'retaliation_monitoring', 'closed',
]; // prettier-ignore
const weightOf = (from: CaseState, to: CaseState): number =>
  MAIN.indexOf(from) >= 0 && MAIN[MAIN.indexOf(from) + 1] === to ? 20 : 1;

type Point = { x: number; y: number };
/** Through the points, rounded at each between. */
function line(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${at(first.x)} ${at(first.y + TOP)}`;
  rest.forEach((point, n) => {
    const next = rest[n + 1];
    path += next
      ? `Q${at(point.x)} ${at(point.y + TOP)} ${at((point.x + next.x) / 2)} ${at((point.y + next.y) / 2 + TOP)}`
      : `L${at(point.x)} ${at(point.y + TOP)}`;
  });
  return path;
}

function arrow(graph: Graph, way: Way): string {
  const words = [
    `${plain(way.from)} → ${plain(way.to)}`,
    ...(way.guards.length > 0 ? [`only if: ${way.guards.map(plain).join(', ')}`] : []),
    ...(way.ends.length > 0 ? [`ends as: ${way.ends.map(plain).join(', ')}`] : []),
  ].join('; ');
  const kind = way.guards.length > 0 ? 'way guarded' : 'way';
  if (way.from === way.to) {
    const { x, y } = graph.node(way.from);
    const right = x + BOX.width / 2;
    const loop = `M${at(right)} ${at(y + TOP - 8)}c22 -6 22 22 0 16`;
    return `<path class="${kind}" d="${loop}" marker-end="url(#e)"><title>${words}</title></path>`;
  }
  const { points } = graph.edge(way.from, way.to);
  return `<path class="${kind}" d="${line(points)}" marker-end="url(#e)"><title>${words}</title></path>`;
}

function box(graph: Graph, state: CaseState): string {
  const { x, y } = graph.node(state);
  const kind = state === 'closed' ? 'shut' : WAITS_FOR_WORKER.includes(state) ? 'waits' : 'box';
  const left = at(x - BOX.width / 2);
  const upper = at(y + TOP - BOX.height / 2);
  return `<rect class="${kind}" x="${left}" y="${upper}" width="${BOX.width}" height="${BOX.height}" rx="8"/><text class="${kind === 'shut' ? 'on' : 'b'} m" x="${at(x)}" y="${at(y + TOP + 4.5)}">${plain(state)}</text>`;
}

const STYLE = `:root{--paper:#f6f8f7;--surface:#fff;--wash:#ebf0ee;--edge:#75827c;--ink:#15201c;--ink2:#44524c;--ink3:#5c6963;--accent:#0b5c5e;--on:#fff;--awash:#dfefec}
@media(prefers-color-scheme:dark){:root{--paper:#0e1412;--surface:#161e1b;--wash:#212b27;--edge:#83938c;--ink:#e8efec;--ink2:#bac6c0;--ink3:#9aa8a1;--accent:#72cdc5;--on:#04211f;--awash:#143532}}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--ink2);font-size:13px}
.h{fill:var(--ink);font-weight:650;font-size:18px}.s{font-size:12px;fill:var(--ink3)}.b{fill:var(--ink);font-weight:600}.on{fill:var(--on);font-weight:650}.m{text-anchor:middle}
.box{fill:var(--surface);stroke:var(--edge)}.waits{fill:var(--awash);stroke:var(--accent);stroke-width:2}.shut{fill:var(--accent);stroke:none}
.way{stroke:var(--edge);stroke-width:1.4;fill:none}.guarded{stroke:var(--accent);stroke-width:1.8}.a{fill:var(--ink3)}`;

const legend = (y: number, anyEnds: readonly string[]): string =>
  [
    `<path class="way guarded" d="M28 ${y}h40" marker-end="url(#e)"/><text x="80" y="${y + 4}">only if something holds: an issue is coded, a worker agrees, both sides say so (hover an arrow for what)</text>`,
    `<path class="way" d="M28 ${y + 26}h40" marker-end="url(#e)"/><text x="80" y="${y + 30}">a case worker decides and says why</text>`,
    `<rect class="waits" x="28" y="${y + 42}" width="40" height="18" rx="5"/><text x="80" y="${y + 56}">a worker is waited for: clocks that may wait do, and nothing else stops one</text>`,
    `<text x="28" y="${y + 84}">From every open state a case may end as: ${anyEnds.map(plain).join(', ')} (the last not where a child may be at risk).</text>`,
  ].join('\n');

export function drawStates(): string {
  const graph = layout();
  const { width = 0, height = 0 } = graph.graph();
  const [wide, high] = [Math.ceil(width), Math.ceil(height) + TOP + FOOT];
  const ends = STEPS.filter(isAnyEnd).flatMap(({ closures }) => closures ?? []);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" role="img" aria-labelledby="t d">
<title id="t">The states of a case</title>
<desc id="d">${CASE_STATES.length} states and the ${ways().length} steps between them, drawn from the table that judges each step. ${ways()
    .map(({ from, to }) => `${plain(from)} to ${plain(to)}`)
    .join(', ')}.</desc>
<style>
${STYLE}
</style>
<defs><marker id="e" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="a" d="M0 0l8 4-8 4z"/></marker></defs>
<rect width="${wide}" height="${high}" rx="12" fill="var(--paper)"/>
<text class="h" x="28" y="38">The states of a case</text>
<text class="s" x="28" y="58">drawn from app/features/cases/case-states.ts by cli/draw-states.ts; the table, not this picture, judges</text>
${ways()
  .map((way) => arrow(graph, way))
  .join('\n')}
${CASE_STATES.map((state) => box(graph, state)).join('\n')}
${legend(Math.ceil(height) + TOP + 34, ends)}
</svg>
`;
}

if (import.meta.main) {
  writeFileSync(PICTURE, drawStates());
  console.log(PICTURE);
}
