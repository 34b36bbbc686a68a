/** Where conversations come in: the keys of reference.md 10.3. */
export const CHANNELS = [
  'phone_hotline',
  'missed_call_callback',
  'sms',
  'ivr',
  'voice_note',
  'facebook_messenger',
  'line',
  'viber',
  'whatsapp',
  'imo',
  'telegram',
  'zalo',
  'tiktok_dm',
  'wechat',
  'web_form',
  'qr_poster',
  'app',
  'in_person_outreach',
  'peer_coordinator',
  'community_radio',
  'email',
  'paper',
] as const;
export type Channel = (typeof CHANNELS)[number];
/** How the list draws it: a call, a letter of some messenger, our own page, a person who was met. */
export type Way = 'call' | 'chat' | 'page' | 'met';
const WAYS: Readonly<Record<Way, readonly Channel[]>> = {
  call: ['phone_hotline', 'missed_call_callback', 'ivr', 'voice_note'],
  met: ['in_person_outreach', 'peer_coordinator', 'community_radio', 'paper'],
  page: ['web_form', 'qr_poster', 'app'],
  chat: ['sms', 'facebook_messenger', 'line', 'viber', 'whatsapp', 'imo', 'telegram', 'zalo', 'tiktok_dm', 'wechat', 'email'], // prettier-ignore
};
export const wayOf = (channel: Channel): Way =>
  (Object.keys(WAYS) as Way[]).find((way) => WAYS[way].includes(channel)) ?? 'chat';
/** What comes in by itself. Everything else is written down by a member, for now. */
export const OWN_CHANNELS: readonly Channel[] = ['web_form', 'qr_poster', 'app'];
