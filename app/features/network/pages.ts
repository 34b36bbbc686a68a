/** The printed poster: one A4 page, black on white, for a wall, a shop, a shelter. */
import type { FastifyInstance } from 'fastify';
import { html, none, type Html } from '../../phone/html.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { EMERGENCY } from '../reports/emergency.ts';
import type { Receiver } from '../reports/directory.ts';
import { refuse } from '../refusal.ts';
import { qrSvg } from './accounts.ts';
import { servedDirectory } from './directory.ts';
import { POSTER } from './poster-texts.ts';
import { may } from './roles.ts';
import { requireMember } from './session.ts';

const STYLE = `@page{size:A4;margin:12mm}
*{box-sizing:border-box}
body{margin:0 auto;padding:0 0 4mm;max-width:186mm;color:#000;background:#fff;font:13pt/1.4 system-ui,"Noto Sans","Noto Sans Thai","Noto Sans Khmer","Noto Sans Devanagari","Noto Sans Myanmar",sans-serif}
body:lang(my){font:12pt/1.8 "Noto Sans Myanmar","Myanmar Sangam MN",Padauk,"Myanmar Text",sans-serif}
body:lang(th){line-height:1.6}
h1{font-size:30pt;line-height:1.2;margin:4mm 0 3mm}
:lang(my)>h1{font-size:25pt;line-height:1.7}
:lang(th)>h1{line-height:1.5}
h2{font-size:12pt;margin:0 0 1mm;text-transform:none}
p{margin:0 0 2.5mm}
.way{display:flex;gap:8mm;align-items:center;border:1.2mm solid #000;border-radius:4mm;padding:6mm;margin:4mm 0}
.way svg{width:58mm;height:58mm;flex:none}
.url{font:700 15pt/1.3 ui-monospace,"Noto Sans Mono",monospace;overflow-wrap:anywhere}
.two{display:grid;grid-template-columns:1fr 1fr;gap:8mm;margin:4mm 0}
.words{font:700 19pt/1.35 ui-monospace,"Noto Sans Mono",monospace}
.never{font-weight:700;font-size:1.15em}
.call{border-top:.6mm solid #000;padding-top:3mm;font-weight:700}
.call b{font-size:20pt;white-space:nowrap}
.bar{display:flex;gap:4mm;align-items:center;flex-wrap:wrap;padding:3mm 4mm;margin-bottom:4mm;background:#eef2f0;font-size:11pt;line-height:1.6}
.bar a{color:#0b5c5e}
@media print{.bar{display:none}}
@media screen{body{padding:8mm;max-width:210mm}}`;

type Poster = { language: string; languages: readonly string[]; receiver: Receiver; url: string };

/** Seen on the screen, not on paper: the languages there are, and what isn't checked. */
function bar({ language, languages, receiver }: Poster): Html {
  const missing = receiver.languages.filter((l) => !POSTER[l]);
  return html`<nav class="bar" lang="en">
    <span>Print this page (A4).</span>
    ${languages.map((l) => (l === language ? html`<b>${l}</b>` : html`<a href="?lang=${l}">${l}</a>`))}
    ${missing.length > 0 && html`<span>No text yet for: ${missing.join(', ')}.</span>`}
    ${POSTER[language]?.draft && html`<b>Draft: have it read by a native speaker before you print many.</b>`}
  </nav>`;
}

function numbers(country: string): Html {
  const free = EMERGENCY[country] ?? [];
  return free.length ? html`<b>${free.join(' · ')}</b>` : none;
}

export function posterPage(poster: Poster): string {
  const { language, receiver, url } = poster;
  const text = POSTER[language] ?? POSTER['en'];
  if (!text) throw new Error('the poster has no English');
  const call = EMERGENCY[receiver.country] ? html`<p class="call">${text.danger} ${numbers(receiver.country)}</p>` : none; // prettier-ignore
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${text.title}</title>
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
        ${bar(poster)}
        <h1>${text.title}</h1>
        <p>${text.what}</p>
        <section class="way">
          ${{ html: qrSvg(url) }}
          <div>
            <h2>${text.how}</h2>
            <p>${text.scan}</p>
            <p class="url" lang="en">${url}</p>
            <p>${text.free}</p>
          </div>
        </section>
        <p class="never">${text.hidden}</p>
        <section class="two">
          <div>
            <h2>${text.who}</h2>
            <p><b lang="en">${receiver.names?.[language] ?? receiver.name}</b></p>
            <p lang="en">${language === 'en' && receiver.about}</p>
            <p>${text.code}</p>
          </div>
          <div>
            <h2>${text.words}</h2>
            <p class="words" lang="en">${receiver.words}</p>
            <p>${text.wordsWhy}</p>
          </div>
        </section>
        <p>${text.own}</p>
        ${call}
      </body>
    </html>`.html;
}

export function posterRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Querystring: { lang?: string } }>('/desk/poster.html', async (request, reply) => {
    const who = await requireMember(world, request, reply);
    if (!who) return reply;
    if (!may(who, 'poster')) return sendProblem(reply, refuse('not_allowed', 'A poster leads workers to an organisation that reads reports.')); // prettier-ignore
    const receiver = (await servedDirectory(world)).directory.receivers.find((r) => r.org === who.orgId);
    if (!receiver) return sendProblem(reply, refuse('wrong_state', 'Make your organisation’s key first: its four words stand on the poster.')); // prettier-ignore
    const spoken = receiver.languages.filter((l) => POSTER[l]);
    const languages = spoken.length ? spoken : ['en'];
    const language = languages.find((l) => l === request.query.lang) ?? (languages[0] as string);
    const url = `${request.protocol}://${request.host}/w/`;
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      )
      .send(posterPage({ language, languages, receiver, url }));
  });
}
