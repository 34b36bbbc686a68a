// What each reason means, what it does not mean, and what a reader can do. Words for a person who decides something on
// the strength of a file and isn't a technician.

import type { Reason } from '../../ledger/reasons.ts';

export type Said = {
  /** What it doesn't say: the wrong conclusion that lies nearest. */
  not: string;
  then: string;
};

export const SAID: Record<Reason, Said> = {
  malformed: {
    not: 'It doesn’t say that somebody tampered with it: a download that broke off looks the same.',
    then: 'Ask for the file again. If it stays like this, keep both copies.',
  },
  'bad-signature': {
    not: 'It doesn’t say which statement is wrong. Nothing in the file is vouched for.',
    then: 'Check first that your policy is the one of this log: with another log’s policy every signature fails.',
  },
  'quorum-missing': {
    not: 'It doesn’t say that the log is false: only that too few of those you trust have seen this state of it.',
    then: 'Ask for a bundle of a later epoch, and ask a witness why it did not sign.',
  },
  'epoch-not-in-log': {
    not: 'This can’t come from an old or cut file. Somebody put the file together wrongly, or made it up.',
    then: 'Don’t rely on it. Keep it, and show it to a witness.',
  },
  'registration-not-in-log': {
    not: 'It doesn’t say that the workplace isn’t registered elsewhere, only that this file doesn’t prove its own.',
    then: 'Ask which workplace this is meant to be, and for a new file.',
  },
  'head-not-in-epoch': {
    not: 'It doesn’t say which lines differ: what the file calls the whole record is not what was signed.',
    then: 'Don’t rely on it. Keep it, and show it to an auditor: they hold the true head.',
  },
  'root-mismatch': {
    not: 'It doesn’t say which line it is, nor that every line is false. A single letter of one line is enough.',
    then: 'Ask who made the file, and for a new one. Keep both: the difference is evidence.',
  },
  'history-rewritten': {
    not: 'An erasure doesn’t do this: it leaves its line. Something that stood on record is gone or changed.',
    then: 'This is the gravest answer. Keep all files, and tell the witnesses and auditors.',
  },
  unaudited: {
    not: 'It doesn’t say that anything was left out: only that nobody independent could have noticed.',
    then: 'Judge by a policy whose quorum needs an auditor. If the log has none, take “complete” as not known.',
  },
  'stale-checkpoint': {
    not: 'What is shown may well be right, and whole up to its day.',
    then: 'Ask for a bundle of today if you need to know what came since.',
  },
  'duplicate-registration': {
    not: 'It doesn’t say what the other docket holds, or that it holds anything.',
    then: 'Ask for the bundle of the other docket too, and ask why there are two.',
  },
  'count-mismatch': {
    not: 'It doesn’t say why: lines may be cut off by accident. A bundle of one statement always has this reason.',
    then: 'Ask for the whole docket.',
  },
  'move-unproven': {
    not: 'It doesn’t say that the statement is lost, only that the file doesn’t show where it stands now.',
    then: 'Ask for the bundle of the docket it was moved to, and for the worker’s signature.',
  },
  'erasure-unproven': {
    not: 'It doesn’t say who erased it. A true erasure has its own line on record; here they don’t agree.',
    then: 'Ask what happened to this statement.',
  },
  'withdrawal-unproven': {
    not: 'It doesn’t say that the worker did not withdraw, only that the worker’s signature isn’t there or isn’t theirs.',
    then: 'Count it as withheld by the operator.',
  },
  'totals-mismatch': {
    not: 'The lines themselves may all be right: the totals above are counted here, not taken from the file.',
    then: 'Rely on the numbers that this page counts.',
  },
  'opening-mismatch': {
    not: 'The record itself is not touched by it: the number and order of statements can still be right.',
    then: 'See the lines that are marked. Don’t rely on what they show.',
  },
};
