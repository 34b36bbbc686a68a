// What a restored database may do, in words (ledger.md 10).

export type Recovery = {
  at: Date;
  made: Date;
  epoch: number;
  size: number;
  state: 'unchecked' | 'behind' | 'fork' | 'rehearsal' | 'settled';
  seen: number | null;
};

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Why the log stands still after a restore. */
export function inWords({ made, epoch, size, state, seen }: Recovery): string {
  const backup = `this database is a backup of ${minute(made)}: epoch ${epoch}, ${size} entries`;
  if (state === 'rehearsal') return `${backup}, restored on trial. It never publishes anything`;
  if (state === 'behind') return `${backup}; the public log has ${seen ?? 'more'} entries`;
  if (state === 'fork') return `${backup}; the public log has other entries than it`;
  return `${backup}; nobody could be asked whether the public log went on after it`;
}
