import type { JointView } from '../../../features/joint/contract.ts';
import { fill } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };

/** A buyer that isn't named is told apart from the next one by a number that stands nowhere else. */
export function nameOf(view: JointView, no: number): string {
  if (no === view.you.no) return j.who.you;
  const party = view.parties.find((one) => one.no === no);
  if (party?.name) return party.name;
  const unnamed = view.parties.filter(({ name }) => name === null);
  const at = unnamed.findIndex((one) => one.no === no);
  return unnamed.length > 1 ? fill(j.who.otherN, { n: at + 1 }) : j.who.other;
}

/** Where most of the network's countries are; elsewhere no clock is shown. */
const ZONES: Readonly<Record<string, string>> = {
  TH: 'Asia/Bangkok',
  MM: 'Asia/Yangon',
  MY: 'Asia/Kuala_Lumpur',
  IN: 'Asia/Kolkata',
  NP: 'Asia/Kathmandu',
  KH: 'Asia/Phnom_Penh',
  LA: 'Asia/Vientiane',
  BD: 'Asia/Dhaka',
  ID: 'Asia/Jakarta',
  PH: 'Asia/Manila',
  VN: 'Asia/Ho_Chi_Minh',
  LK: 'Asia/Colombo',
  TW: 'Asia/Taipei',
};
export function timeThere(country: string, now: number): string | undefined {
  const timeZone = ZONES[country];
  return (
    timeZone && new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(now)
  );
}
