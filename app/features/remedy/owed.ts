import { dutyIdOf } from '../duties/index.ts';

/** What a business owes: a plan for what it was told, and each agreed action by the first day that was agreed. */
export const planDuty = (disclosureId: string): string => dutyIdOf('plan', disclosureId);
export const actionDuty = (actionId: string): string => dutyIdOf('action', actionId);
