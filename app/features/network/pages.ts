/** The printed poster: one A4 page, black on white, for a wall, a shop, a shelter. */
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../../config.ts';
import { html, none, type Html } from '../../phone/html.ts';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { EMERGENCY } from '../reports/emergency.ts';
import type { Receiver } from '../reports/directory.ts';
import { refuse } from '../refusal.ts';
import { qrSvg } from './accounts.actions.ts';
import { servedDirectory } from './directory.actions.ts';
import { POSTER } from './poster-texts.ts';
import { may } from './roles.ts';
import { requireMember } from './session.actions.ts';

// Read from a step away: large, and the page filled. Deep scripts need more lead.
const STYLE = `@page{size:A4;margin:12mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:186mm;color:#000;background:#fff;font:15pt/1.4 system-ui,"Noto Sans","Noto Sans Thai","Noto Sans Khmer","Noto Sans Devanagari","Noto Sans Myanmar",sans-serif}
main{display:flex;flex-direction:column;justify-content:space-between;min-height:262mm}
body:lang(my){font:12.5pt/1.75 "Noto Sans Myanmar","Myanmar Sangam MN",Padauk,"Myanmar Text",sans-serif}
body:lang(th){font-size:14pt;line-height:1.55}
h1{font-size:32pt;line-height:1.2;margin:0}
h1:lang(my){font-size:25pt;line-height:1.6}
h1:lang(th){line-height:1.5}
h2{font-size:.8em;margin:0 0 1mm}
p{margin:0 0 2mm}
.way{display:flex;gap:7mm;align-items:center;border:1.2mm solid #000;border-radius:4mm;padding:5mm}
.way svg{width:62mm;height:62mm;flex:none}
.url{font:700 16pt/1.3 ui-monospace,"Noto Sans Mono",monospace;overflow-wrap:anywhere}
.words{font:700 27pt/1.35 ui-monospace,"Noto Sans Mono",monospace;white-space:nowrap}
.four{border:.5mm solid #000;border-radius:4mm;padding:3mm 5mm}
.never{font-weight:700;font-size:1.15em;margin:0}
.about{font-size:.75em;margin:0;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden}
.call{border-top:.6mm solid #000;padding-top:2mm;margin:0;font-weight:700}
.call b{font-size:1.5em;white-space:nowrap}
.bar{display:flex;gap:4mm;align-items:center;flex-wrap:wrap;padding:3mm 4mm;margin-bottom:4mm;background:#eef2f0;font-size:11pt;line-height:1.6}
.bar a{color:#0b5c5e}
@media print{.bar{display:none}}
@media screen{body{padding:8mm;max-width:210mm}}`;

type Poster = { language: string; languages: readonly string[]; receiver: Receiver; url: string };

const english = new Intl.DisplayNames('en', { type: 'language' });
const ownName = (l: string): string => new Intl.DisplayNames(l, { type: 'language' }).of(l) ?? l;

/** Seen on the screen, not on paper: the languages there are, and what isn't checked. */
function bar({ language, languages, receiver, url }: Poster): Html {
  const missing = receiver.languages.filter((l) => !POSTER[l]);
  return html`<nav class="bar" lang="en">
    <span>Print this page (A4).</span>
    ${languages.map((l) => (l === language ? html`<b lang="${l}">${ownName(l)}</b>` : html`<a href="?lang=${l}" lang="${l}">${ownName(l)}</a>`))}
    ${isLoopback(new URL(url).hostname) && html`<b>This address opens on this computer only. Open the desk under the name that phones will use, then print.</b>`}
    ${missing.length > 0 && html`<span>No text yet for: ${missing.map((l) => english.of(l) ?? l).join(', ')}.</span>`}
    ${POSTER[language]?.draft && html`<b>Draft: have a native speaker read it before you print many.</b> <span lang="${language}">${POSTER[language].draft}</span>`}
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
        <main>
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
          <section>
            <h2>${text.who}</h2>
            <b lang="en">${receiver.names?.[language] ?? receiver.name}</b>
            ${language === 'en' && html`<p class="about">${receiver.about}</p>`}
          </section>
          <section class="four">
            <h2>${text.words}</h2>
            <p class="words" lang="en">${receiver.words}</p>
            <p>${text.wordsWhy}</p>
          </section>
          <p>${text.code}</p>
          <p>${text.own}</p>
          ${call}
        </main>
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
    const tls = request.protocol === 'https' || world.config.plainHttpBeyondLoopback;
    const url = `${world.config.publicUrl ?? `${tls ? 'https' : 'http'}://${request.host}`}/w/`;
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
