import type { z } from 'zod';
import type { deskAnswer, openAnswer } from '../../features/insight/contract.ts';

/** The public's answer; an organisation's own names its workplaces too. */
export type FiguresAnswer = z.infer<typeof openAnswer> & {
  workplaces?: z.infer<typeof deskAnswer>['workplaces'];
};
