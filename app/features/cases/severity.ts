/** UNGP 14: scale 0–4 (0 = not a complaint), scope 1–4, irremediability 1–4 (reference.md 4.3). */
export type Grades = { scale: number; scope: number; irremediability: number };

/** One high dimension is enough: the highest, neither product nor mean. What is no complaint has none. */
export const severityOf = ({ scale, scope, irremediability }: Grades): number =>
  scale === 0 ? 0 : Math.max(scale, scope, irremediability);

const DUE_DAYS: Record<number, number> = { 4: 7, 3: 30, 2: 60, 1: 90 };
const DAY = 86_400_000;

/** When a remedy is due, counted from the day the business can read of it (reference.md 5.4). Null for severity 0. */
export function remedyDue(severity: number, from: Date): Date | null {
  const days = DUE_DAYS[severity];
  return days === undefined ? null : new Date(from.getTime() + days * DAY);
}
