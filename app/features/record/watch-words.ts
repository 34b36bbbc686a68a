/** What was done, in words for the organisation's own people: on its desk and in the table that it can take away. */
import type { Act } from './watch.ts';

const WORDS: Record<Act, Readonly<Record<string, string>>> = {
  opened: {
    thread: 'Opened a report and its letters',
    case: 'Opened a case',
    list: 'Looked through the list of reports',
    file: 'Opened photos or files',
    disclosure: 'Read what was told to the business',
    referral: 'Read a referral',
    joint: 'Read what organisations wrote to each other',
    recovery_kit: 'Fetched the locked recovery kit',
    erasure: 'Opened what is to be erased',
  },
  exported: {
    figures: 'Took figures away',
    bundle: 'Took evidence of a place away',
    archive: 'Took evidence of many places away',
    single: 'Took the proof of one statement away',
    watch: 'Took this list away',
  },
  merged: {
    thread: 'Put two reports together',
    thread_undone: 'Took two reports apart again',
    split: 'Marked that somebody else speaks',
    split_undone: 'Took back that somebody else speaks',
    case: 'Put two cases together',
  },
  edited: {
    note: 'Wrote a team note',
    placed: 'Filed a report under its workplace',
    assigned: 'Took or gave a report',
    put_off: 'Put a report off',
    sub_status: 'Said what a report waits for',
    thread_coded: 'Coded the language or the kind of a report',
    written_down: 'Wrote down a call or a visit',
    translation: 'Translated a report or a letter',
    translation_machine: 'Put in a machine’s translation',
    handed_over: 'Handed over to the next shift',
    unplaced_reason: 'Said why a report has no workplace yet',
  },
  setting: {
    member_invited: 'Invited a member',
    member_joined: 'Joined by an invitation',
    member_removed: 'Removed a member',
    entry_kept: 'Changed the directory',
    entry_retired: 'Took something out of the directory',
    template_kept: 'Changed a wording',
    template_retired: 'Took out a wording',
    sub_statuses: 'Changed what a report can wait for',
    recused: 'Said that a member has a conflict of interest',
    recusal_ended: 'Ended a conflict of interest',
    compartment_entered: 'Put a case behind the wall of its compartment',
    compartment_leave_asked: 'Asked to take a case out of its compartment',
    compartment_left: 'Took a case out of its compartment',
    compartment_role_grant: 'Gave a role for a compartment',
    compartment_role_agree: 'Agreed to a role for a compartment',
    compartment_role_take: 'Took back a role for a compartment',
    own_key_set: 'Made a key of one’s own',
    passphrase_changed: 'Changed a passphrase',
    password_changed: 'Changed a password',
    ring_key_set: 'Made the organisation’s key',
    ring_shared: 'Shared the ring with a member',
    organisation_registered: 'Brought an organisation into the network',
    workplaces_registered: 'Registered workplaces',
    erasure_asked: 'Asked that words be erased',
    erasure_approved: 'Agreed that words be erased',
    erasure_declined: 'Declined that words be erased',
    coordinator_enrolled: 'Enrolled a community coordinator',
    coordinator_ended: 'Ended a community coordinator’s code',
    retention_proposed: 'Proposed how long words stay',
    retention_approved: 'Agreed how long words stay',
    retention_off: 'Took back how long words stay',
  },
};

/** The word itself, spelled out, where nobody wrote any. */
export const whatWords = (act: Act, what: string): string =>
  WORDS[act][what] ?? `${act} ${what.replaceAll('_', ' ')}`;

/** Acts whose words have every one of these, small letters, to look for in rows: `act what`. */
export const whatsWith = (words: readonly string[]): string[] =>
  (Object.keys(WORDS) as Act[]).flatMap((act) =>
    Object.entries(WORDS[act])
      .filter(([, text]) => words.every((word) => text.toLowerCase().includes(word)))
      .map(([what]) => `${act} ${what}`),
  );

/** Quoted where needed; a leading sign that a spreadsheet would run as a formula is made text. */
const field = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180, UTF-8. */
export const csvOf = (
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string =>
  [head, ...rows].map((row) => row.map((one) => field(String(one ?? ''))).join(',')).join('\r\n') + '\r\n';
