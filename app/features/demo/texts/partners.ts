import type { RootCause } from '../event.ts';

/**
 * What case workers write for an employer, by issue code: no name, no date, no line, no shift, no language,
 * nothing that says who spoke.
 */
export const toEmployer: Record<string, string> = {
  'REC-01': 'Workers paid money to agents to get these jobs.',
  'REC-04': 'Workers owe money that was borrowed to pay for recruitment and feel they cannot leave.',
  'REC-05': 'The work or the terms differ from what was promised before departure.',
  'CON-01': 'Workers have no written contract in their hands.',
  'CON-03': 'Contracts were replaced after arrival by others with worse terms.',
  'CON-06': 'Permits have run out while renewal was left to the company.',
  'WAG-01': 'Wages for past months have not been paid.',
  'WAG-02': 'Wages are paid later than the agreed day, month after month.',
  'WAG-03': 'Pay for normal hours is below the legal minimum.',
  'WAG-05': 'Overtime is paid below the legal rate.',
  'WAG-06': 'Workers get no pay slip, or one they cannot read.',
  'DED-01': 'Sums are taken from pay and not explained.',
  'DED-03': 'Recruitment or document costs are taken from wages.',
  'DED-05': 'Charges for housing or transport are above their cost.',
  'HRS-01': 'Working hours are above the legal limit.',
  'HRS-02': 'Workers who decline overtime lose shifts or are threatened with it.',
  'HRS-03': 'Workers had no rest day for several weeks.',
  'LEA-02': 'Sick leave with a medical paper was cut from pay.',
  'LEA-05': 'Treatment after a work injury was paid by the worker.',
  'DOC-01': 'Passports or other papers are kept by the office.',
  'DOC-03': 'Papers are given back only against money or at the end of the contract.',
  'MOV-02': 'The accommodation is locked at night.',
  'MOV-06': 'Toilet and water breaks are limited by cards or permission.',
  'VIO-01': 'A supervisor used physical violence.',
  'VIO-03': 'A person with authority harasses women.',
  'VIO-04': 'Supervisors shout at and insult workers.',
  'VIO-05': 'Workers were told that police or immigration would be called if they speak.',
  'OSH-01': 'An emergency exit cannot be opened, or there is another immediate danger.',
  'OSH-03': 'Machines run without their guards.',
  'OSH-05': 'Protective equipment is missing or has to be paid for.',
  'ACC-01': 'Rooms hold more people than they are made for.',
  'ACC-04': 'Food or drinking water in the hostel is not fit.',
  'TER-01': 'Workers were dismissed without reason or letter.',
  'TER-05': 'Final wages of people who left have not been paid.',
  'CHL-01': 'A child below the legal age may be working.',
  'GRV-03': 'Workers who spoke up were treated worse afterwards.',
};

export const disclosureFrames: readonly string[] = [
  '{said} We ask you to look into it for everybody at {place}, not to look for who told us.',
  'We write with the agreement of those who told us. {said} Please tell us within 14 days what you will change.',
  '{said} It concerns more than one part of {place}. Please answer with the cause, what you will do and by when.',
  '{said} Any step against a person who is thought to have spoken will be treated as a matter of its own.',
];

/** Only where three or more have said it. */
export const manyFrame =
  'Several sources agree: {said} Please answer with the cause, what you will do and by when.';

export type Answer = {
  fits: readonly string[];
  cause: RootCause;
  why: string;
  action: string;
  done: string;
  evidence: string;
};

/** What employers answer, by the codes it fits. {n} days or people, {sum} a sum of money. */
export const employerAnswers: readonly Answer[] = [
    { fits: ['REC-01', 'REC-04'], cause: 'recruitment_channel', why: 'Two agents in our chain charge workers; our contract with them did not forbid it.', action: 'Repay recruitment fees to each worker named by the CSO, and write a no-fee clause into both contracts.', done: 'Fees repaid through payroll; agents changed.', evidence: 'Bank list with one line for each worker, and the two new agent contracts.' },
    { fits: ['REC-05'], cause: 'communication_or_language', why: 'The job offer was translated by the sub-agent and terms were lost.', action: 'Publish the terms in four languages and compensate the difference since arrival.', done: 'Offers reprinted, difference paid with the last pay run.', evidence: 'The new offer in four languages and the pay run summary.' },
    { fits: ['CON-01', 'CON-03'], cause: 'policy_gap', why: 'Contracts were kept in the office and copies never handed out.', action: 'Give each worker a signed copy in the language they read.', done: 'Copies handed out in the canteen in two days.', evidence: 'Hand-over list without names, counted by department; the contract in four languages.' },
    { fits: ['CON-06'], cause: 'system_or_records', why: 'Expiry dates were in a sheet nobody owned.', action: 'Renew permits at our cost and watch the dates weekly.', done: 'Renewals filed and paid.', evidence: 'Receipts of the renewal office.' },
    { fits: ['WAG-01', 'WAG-03', 'WAG-05'], cause: 'system_or_records', why: 'The attendance system and payroll did not agree after the change of software.', action: 'Recount the last six months and pay what is missing.', done: 'Arrears of {sum} paid in two pay runs.', evidence: 'Payroll summary before and after, and the bank confirmation.' },
    { fits: ['WAG-01', 'WAG-02'], cause: 'purchasing_practice', why: 'Orders were paid to us 90 days late and wages slipped with them.', action: 'Pay on the 5th from a separate wage account.', done: 'Three months paid on the 5th.', evidence: 'Statements of the wage account.' },
    { fits: ['WAG-06'], cause: 'policy_gap', why: 'Pay slips were printed on request only.', action: 'Slip for each worker each month, in their language.', done: 'First slips handed out.', evidence: 'Blank slip in four languages; the print log.' },
    { fits: ['DED-01', 'DED-03'], cause: 'policy_gap', why: 'A house rule allowed deductions that the law does not.', action: 'Stop the deduction and pay back the last 12 months.', done: '{sum} paid back.', evidence: 'Payroll summary and the withdrawn rule.' },
    { fits: ['DED-05'], cause: 'subcontracting', why: 'The hostel operator set the price and we passed it on.', action: 'Bring charges down to cost and post them at the door.', done: 'New price since the 1st.', evidence: 'The new contract with the operator; photo of the notice.' },
    { fits: ['HRS-01', 'HRS-03'], cause: 'purchasing_practice', why: 'Late orders in the high season.', action: 'Second shift, hours capped at the legal limit, one day off in seven.', done: 'Roster changed; nobody above the limit in the last four weeks.', evidence: 'Rosters of four weeks and the gate records as totals.' },
    { fits: ['HRS-01', 'HRS-02'], cause: 'supervisor_conduct', why: 'Line leaders were paid by output and pressed people to stay.', action: 'Overtime by written wish only; leaders’ bonus changed.', done: 'Wish lists in use on all lines.', evidence: 'Blank wish list in four languages; the new bonus rule.' },
    { fits: ['LEA-02'], cause: 'training', why: 'Clerks did not know that the paper from the clinic is enough.', action: 'Pay back the cut days and train the clerks.', done: '{n} people paid back.', evidence: 'Payroll summary; training sheet.' },
    { fits: ['LEA-05'], cause: 'legal_gap', why: 'Agency workers were not in the compensation fund.', action: 'Register all, pay the treatment already paid by workers.', done: 'Registered; bills repaid.', evidence: 'Fund registration and paid bills with names covered.' },
    { fits: ['DOC-01'], cause: 'policy_gap', why: 'Papers were kept for renewal and never handed out again.', action: 'Give back each passport and permit and put a locker beside each bed.', done: 'All papers given back.', evidence: 'Photo of the empty cabinet; counted hand-over list.' },
    { fits: ['DOC-03'], cause: 'supervisor_conduct', why: 'The dormitory head asked money for returning papers.', action: 'Return papers at once, repay what was taken, remove the person from this duty.', done: 'Papers returned, sums repaid.', evidence: 'Hand-over list; the letter of transfer.' },
    { fits: ['MOV-02'], cause: 'policy_gap', why: 'The gate was locked at night against theft.', action: 'Gate opens from inside at all hours; guard without key.', done: 'Lock replaced by a push bar.', evidence: 'Photo of the push bar, invoice, new guard order.' },
    { fits: ['MOV-06'], cause: 'supervisor_conduct', why: 'Cards for the toilet were a line leader’s own idea.', action: 'Cards abolished; water points on each line.', done: 'Cards collected, four water points built.', evidence: 'Photos; notice in four languages.' },
    { fits: ['VIO-01', 'VIO-03', 'VIO-05'], cause: 'supervisor_conduct', why: 'The supervisor had been warned before and stayed on the line.', action: 'Remove the supervisor from people; apology; outside training for all leaders.', done: 'Supervisor moved to stock; training held.', evidence: 'Order of transfer; training sheet; text of the apology.' },
    { fits: ['VIO-04'], cause: 'training', why: 'Leaders never learned how to lead in four languages.', action: 'Training, and a woman workers can go to on each floor.', done: 'First training held; two contact women named.', evidence: 'Training sheet; notice with the names of the contact women.' },
    { fits: ['OSH-01', 'OSH-03'], cause: 'system_or_records', why: 'Inspections were ticked off without going there.', action: 'Repair now; weekly walk with two workers chosen by workers.', done: 'Repaired; three walks done.', evidence: 'Photos before and after; walk sheets.' },
    { fits: ['OSH-05'], cause: 'purchasing_practice', why: 'Protective equipment was bought once a year and ran out.', action: 'Monthly stock, free of charge; repay what was cut.', done: 'Stock filled, {sum} repaid.', evidence: 'Invoice and payroll summary.' },
    { fits: ['ACC-01'], cause: 'subcontracting', why: 'The hostel is run by another firm without a limit in the contract.', action: 'Second building rented; beds limited by room.', done: '{n} rooms added.', evidence: 'Rental contract; plan of the rooms with beds counted.' },
    { fits: ['ACC-04'], cause: 'other', why: 'The water filter broke and nobody was told to mend it.', action: 'New filter, test each month, other caterer.', done: 'Filter in place, caterer changed.', evidence: 'Laboratory result; contract with the caterer.' },
    { fits: ['TER-01'], cause: 'policy_gap', why: 'Line heads could dismiss without the office.', action: 'Dismissals only in writing by the office; those sent away may return.', done: '{n} people were offered their place again.', evidence: 'The new rule and the letters with names covered.' },
    { fits: ['TER-05'], cause: 'system_or_records', why: 'Final pay waited for a clearance form.', action: 'Final pay within three days, no form.', done: '{sum} of final wages paid.', evidence: 'Bank confirmation.' },
    { fits: ['CHL-01'], cause: 'recruitment_channel', why: 'The labour agency did not check ages.', action: 'Child off work with pay, school place, monthly stipend; age checks for all.', done: 'Child in school, stipend paid.', evidence: 'Letter of the school; stipend receipt held by the CSO.' },
    { fits: ['GRV-03'], cause: 'supervisor_conduct', why: 'A leader guessed who had spoken and moved people.', action: 'Move back, pay the lost overtime, written warning to the leader.', done: 'Moved back; overtime paid.', evidence: 'Payroll summary; warning with the name covered.' },
]; // prettier-ignore

export const noteFrames: readonly string[] = [
  'In short: {said} Same as others this month.',
  'Read twice. {said} Worker sounds afraid; ask nothing more for now.',
  'Gist: {said} Check against the pay slips we hold.',
  'Spoke with the team: {said} Pool with the open case.',
  'Possible link to the agency we watch. {said}',
];

export const reasons: Record<string, readonly string[]> = {
  acknowledged: ['Receipt given; language known.', 'First answer sent.'],
  triaged: ['Urgency and severity set.', 'Read by two people; urgency set.'],
  consent_pending: ['Asking those who spoke.', 'Nothing leaves us before they say yes.'],
  consented: ['Those asked agreed, without names.', 'Agreed; names stay with us.'],
  consent_declined: ['They do not want the employer to know.'],
  no_contact_anonymous: ['Nobody can be asked; kept as a pattern only.'],
  protection_response: ['Vital interest: danger now. Safety first, questions later.'],
  referred: ['Accepted by the competent office; the worker agreed.', 'Sent on with the worker’s yes.'],
  under_investigation: ['Second source needed.', 'Asking pay slips and a visit.'],
  substantiated: ['Pay records and several workers agree.', 'Seen on site, and said by several.'],
  partially_substantiated: ['Part of it is shown by records.'],
  unsubstantiated: ['Nothing found that supports it; told to the worker with the reasons.'],
  inconclusive: ['Access refused; not enough to say either way.', 'Two sources disagree.'],
  cap_proposed: ['The employer proposed actions.'],
  cap_agreed: ['Owner, cause and due date agreed; workers consulted.'],
  remediation_in_progress: ['Work has begun.', 'Back to the employer: not done for all.'],
  remediation_reported: ['The employer reported it done, with evidence.'],
  worker_verification: ['Workers are asked by us, not through the employer.'],
  verified_remediated: ['All who answered say fully.'],
  remediation_disputed: ['Workers say it is not fully done.'],
  retaliation_monitoring: ['Asking again after one, three and six months.'],
  closed: ['Closed; the worker may open it again at any time.'],
  reopened: ['It came back.', 'A worker asked us to look again.'],
};
