import { html, none, type Html } from './phone/html.ts';
import type { Tour } from './features/demo/index.ts';

const STYLE = `.home{max-width:960px;margin:0 auto;padding:24px 16px 64px;font-size:1rem}
.home header{display:flex;align-items:center;gap:12px;margin-bottom:32px}.home header b{font-size:1.25rem}
.home h1{font-size:2rem;line-height:1.2;margin:0 0 8px}.home .lead{color:var(--ink2);max-width:36em;margin:0 0 24px;line-height:1.6}
.doors{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:12px;margin:0 0 40px;padding:0;list-style:none}
.doors a{display:block;height:100%;padding:16px;border:1px solid var(--edge);border-radius:12px;background:var(--surface);color:var(--ink);text-decoration:none}
.doors a b{display:block;margin-bottom:4px}.doors a span{color:var(--ink2);font-size:.875rem;line-height:1.5}
.doors a.first{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}.doors a.first span{color:inherit}
.tour{counter-reset:t;list-style:none;margin:0;padding:0;display:grid;gap:0}
.tour li{counter-increment:t;display:grid;grid-template-columns:40px 1fr;gap:0 12px;padding:16px 0;border-top:1px solid var(--line)}
.tour li::before{content:counter(t);font:650 1.25rem/1.4 var(--font);color:var(--accent)}
.tour h3{margin:0 0 4px;font-size:1rem;color:var(--ink)}.tour p{margin:0 0 8px;color:var(--ink2);line-height:1.55;max-width:44em}
.code{font:600 1.125rem/1.8 var(--mono);letter-spacing:0;user-select:all}
footer{margin-top:40px;font-size:.8125rem;color:var(--ink2);line-height:1.6}`;

const MARK = html`<svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
  <path d="M14.8 3.5A12.5 12.5 0 0 0 8.5 25.9L6 30l5-1.5a12 12 0 0 0 3.8.6Z" fill="currentColor" />
  <path d="M17.2 3.5A12.8 12.8 0 0 1 17.2 29.1Z" fill="currentColor" />
</svg>`;

const step = (title: string, words: string, act: Html): Html =>
  html`<li>
    <div>
      <h3>${title}</h3>
      <p>${words}</p>
      ${act}
    </div>
  </li>`;

const signIn = (email: string, label: string): Html =>
  html`<a class="bt" href="/desk?as=${encodeURIComponent(email)}">${label}</a>`;

function tourList({ code, people }: Tour): Html {
  const groups = (code.match(/.{4}/g) ?? []).join(' ');
  return html`<h2 style="font-size:1.25rem;margin:0 0 8px">Five minutes, one remedy</h2>
    <p class="lead">
      Everything here is invented and runs on this machine. The employer below says that passports were given
      back. Follow it from one side to the other.
    </p>
    <ol class="tour">
      ${step(
        'A worker looks, with nothing but a code',
        'Type this code. No account, no name. The employer says done: answer as the worker would, or come back to it at step four.',
        html`<p class="code">${groups}</p>
          <a class="bt go" href="/w/open">Open with the code</a>
          <a class="bt" href="/w/">or write a new report</a>`,
      )}
      ${step('A case worker reads and answers', 'Sign in as the case worker, unlock the keys, open the inbox. Words are opened in the browser; the server never sees them.', signIn(people.caseWorker, 'Sign in as the case worker'))}
      ${step('The employer sees only what was written for them', 'No name, no time, no thread. They propose an action, and say when it is done. They can never close it.', signIn(people.employer, 'Sign in as the employer'))}
      ${step('The worker has the last word', 'Open the code again and say: fully, partly, not. The case worker records it, and the outcome follows from both sides.', html`<a class="bt" href="/w/open">Open with the code</a>`)}
      ${step('A buyer sees its own chain', 'Figures that were released on fixed days: too few to show, zero, and not heard from are three different things.', html`${signIn(people.buyer, 'Sign in as the buyer')} <a class="bt" href="/open">or see the public page</a>`)}
      ${step('Anybody checks the proof', 'As the case worker, download the evidence of a workplace and drop it here. Then change one letter of the file, and drop it again.', html`<a class="bt" href="/verify">Check evidence</a>`)}
    </ol>`;
}

/** `/`: three doors, and in the demo the tour. `setup`: nobody has set up this installation yet. */
export function homePage(view: { tour?: Tour; setup?: boolean }): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Vouch</title>
        <link rel="icon" href="/assets/looks/mark.svg" />
        <link rel="stylesheet" href="/assets/looks/tokens.css" />
        <link rel="stylesheet" href="/assets/looks/desk.css" />
        <style>
          body{margin:0}${STYLE}
        </style>
      </head>
      <body class="d">
        <div class="home">
          <header style="color:var(--accent)">${MARK}<b style="color:var(--ink)">Vouch</b></header>
          <main>
            <h1>Who are you?</h1>
            <p class="lead">
              Workers speak safely, those who can help act, both sides confirm, everybody can check.
            </p>
            <ul class="doors">
              <li>
                <a class="first" href="/w/"
                  ><b>I work here, or I look for work</b
                  ><span>Say what happened, in your language. No account.</span></a
                >
              </li>
              <li>
                <a href="${view.setup ? '/desk/setup' : '/desk'}"
                  ><b>${view.setup ? 'Set up this installation' : 'I work for a partner'}</b
                  ><span
                    >${view.setup ? 'The words on the terminal open it.' : 'Case workers, employers, recruiters, buyers, officials.'}</span
                  ></a
                >
              </li>
              <li>
                <a href="/open"
                  ><b>Public figures</b><span>What workers raised and what was remedied.</span></a
                >
              </li>
              <li>
                <a href="/verify"><b>Check evidence</b><span>In your browser, without a network.</span></a>
              </li>
            </ul>
            ${view.tour ? tourList(view.tour) : none}
          </main>
          <footer>
            ${view.tour ? 'A demonstration: people, places and words are invented. Signing in with one tap works only here, on this machine.' : none}
          </footer>
        </div>
      </body>
    </html>`;
  return page.html;
}
