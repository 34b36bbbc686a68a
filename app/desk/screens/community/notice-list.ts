/** The board as the desk reads it. */
import type { z } from 'zod';
import type { noticesAnswer } from '../../../features/community/contract.ts';
import { DESK } from '../../api.ts';

export type NoticeList = z.infer<typeof noticesAnswer>;
export type NoticeRow = NoticeList['notices'][number];
export type Place = NoticeList['places'][number];
export const NOTICES = `${DESK}/community/notices`;
