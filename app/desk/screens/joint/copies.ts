/** What is written here is sealed here once for each reader: an envelope for two never names a third. */
import type { JointView } from '../../../features/joint/contract.ts';
import { DESK, putBytes } from '../../api.ts';
import { sealFileToOther, sealFileToTeam, sealToOther, sealToTeam } from '../../sealing.ts';
import type { Me } from '../../session.ts';

type To = JointView['sealTo'][number];
export type Copy = { to: number; envelope: string; files: { sha256: string; size: number }[] };

async function sendFile(me: Me, view: JointView, to: To, file: File): Promise<Copy['files'][number]> {
  const sealed = to.no === view.you.no ? await sealFileToTeam(me, file) : await sealFileToOther(me, to, file);
  const kept = await putBytes<{ sha256: string; size: number }>(`${DESK}/together/files`, sealed);
  return { sha256: kept.sha256, size: kept.size };
}

export async function sealCopies(
  me: Me,
  view: JointView,
  said: { words: string; files: readonly File[]; to: readonly To[] },
): Promise<Copy[]> {
  const inside = { v: 1, kind: 'joint', language: 'en', words: said.words };
  return Promise.all(
    said.to.map(async (to) => ({
      to: to.no,
      envelope: to.no === view.you.no ? await sealToTeam(me, inside) : await sealToOther(me, to, inside),
      files: await Promise.all(said.files.map((file) => sendFile(me, view, to, file))),
    })),
  );
}

/** Everybody whom the writer can see and who is in; those who only read where it is said. */
export const writeTo = (view: JointView, readers: boolean): To[] =>
  view.sealTo.filter((to) => readers || !to.reader || to.no === view.you.no);
