import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Outbox } from './world.ts';

/**
 * Alerts outside the desk. They say that something urgent waits and nothing else: no place, no person, no count,
 * so that a mailbox which somebody else reads gives nothing away. Without SMTP they go to `dir`/outbox.log.
 */
export function outbox(dir: string, smtpUrl: string | undefined, deskUrl: string): Outbox {
  const subject = 'Please open your desk';
  const text = `Something waits for you that should not wait.\n${deskUrl}\n`;
  if (!smtpUrl)
    return {
      async alert(to) {
        mkdirSync(dir, { recursive: true });
        appendFileSync(join(dir, 'outbox.log'), `${JSON.stringify({ to, subject })}\n`);
      },
    };
  const transport = createTransport(smtpUrl);
  const from = `Vouch <no-reply@${new URL(smtpUrl).hostname}>`;
  return { alert: async (to) => void (await transport.sendMail({ from, to, subject, text })) };
}
