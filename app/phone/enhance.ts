/**
 * `/w/` with script: the same form, one screen at a time, all of it on the phone. Nothing is sent before the worker
 * taps send: the search runs here, and no step is posted.
 */
import { problemOf, readAnswers, type Step, STEPS } from '../features/reports/answers.ts';
import { type Directory, findPlace, searchPlaces } from '../features/reports/directory.ts';
import type { Stage } from './stage.ts';
import { all, canSeal, deeper, one, shallower, startShell } from './shell.ts';

const isStep = (name: string): name is Step => STEPS.some((step) => step === name);

/** The latest day that it is anywhere on earth (UTC+14): no honest day is refused. */
const today = (): string => new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);

function start(form: HTMLFormElement, steps: HTMLTemplateElement): void {
  let known: Promise<Directory> | undefined;
  let step: Step = 'what';
  let returning = false;
  let started = false;
  const main = one('main', form);
  const foot = one('footer', form);
  const back = one<HTMLTemplateElement>('#backbutton')?.content.firstElementChild;
  const mark = one('.top .ico');
  if (!main || !foot || !back || !mark) return;

  main.append(steps.content);
  for (const part of all('[data-foot]')) {
    part.className = 'step';
    part.dataset.foot = part.closest<HTMLElement>('[data-end]')?.dataset.end ?? '';
    foot.append(part);
  }
  startShell();

  const answers = () => readAnswers((name) => new FormData(form).getAll(name).map(String));
  const directory = (fresh = false) => {
    if (fresh) known = undefined;
    known ??= fetch('/w/directory.json', { credentials: 'omit' })
      .then((answer) => answer.json() as Promise<Directory>)
      .catch((reason: unknown) => {
        known = undefined;
        throw reason;
      });
    return known;
  };
  const stage: Stage = { form, language: document.documentElement.lang, answers, directory, show, reset };
  const later = () => import('./send.ts');

  function reset(): void {
    form.reset();
    step = 'what';
    returning = false;
    search();
  }

  function show(name: string): void {
    const ending = !isStep(name);
    if (!ending) step = name;
    for (const part of all('[data-step],[data-end]', main ?? form)) {
      part.hidden = (part.dataset.step ?? part.dataset.end) !== name;
    }
    for (const part of all('[data-foot]')) part.hidden = part.dataset.foot !== name;
    for (const part of all('[data-first]')) part.hidden = name !== 'what';
    for (const part of all('[data-next]')) part.hidden = ending || name === 'check';
    for (const part of all('[data-act=send],[data-act=later-keep]', foot ?? form)) {
      part.hidden = name !== 'check';
    }
    all('.bar i').forEach((part, i) => (part.className = i <= STEPS.indexOf(step) && !ending ? 'on' : ''));
    for (const part of all('.bar')) part.style.visibility = ending ? 'hidden' : '';
    const first = one('.top .ico');
    if (mark && back) first?.replaceWith(ending || name === 'what' ? mark : back);
    follow();
    if (name === 'check') void later().then((chunk) => chunk.fillCheck(stage));
    if (name === 'danger') numbers();
    scrollTo(0, 0);
    if (started) one('h1', one(`[data-step=${name}],[data-end=${name}]`) ?? form)?.focus();
    started = true;
  }

  /** Fields that belong to a choice are there only with it. */
  function follow(): void {
    const chosen = new FormData(form);
    for (const part of all('[data-when-chosen]')) {
      part.hidden = !part.dataset.whenChosen?.split(' ').some((pair) => {
        const [name = '', value] = pair.split('=');
        return chosen.get(name) === value;
      });
    }
  }

  /** Of the country of the workplace if it is known; else all. */
  function numbers(): void {
    const { where, country } = answers();
    void directory().then(
      (list) => {
        const here = findPlace(list, where)?.country ?? country;
        const lines = all('[data-country]');
        const found = lines.some((line) => line.dataset.country === here);
        for (const line of lines) line.hidden = found && line.dataset.country !== here;
      },
      () => undefined,
    );
  }

  function search(): void {
    const typed = one<HTMLInputElement>('[data-search]')?.value ?? '';
    const list = one('[data-places]');
    const template = one<HTMLTemplateElement>('#place');
    const nothing = one('[data-nothing]');
    if (!list || !template || !nothing) return;
    void directory().then(
      ({ places }) => {
        const { where } = answers();
        const found = searchPlaces(places, typed);
        const lines = found.map((place) => {
          const line = template.content.cloneNode(true) as DocumentFragment;
          const input = one<HTMLInputElement>('input', line);
          const [name, region] = all('b,small', line);
          if (input) input.value = String(place.docket);
          if (input) input.checked = where === input.value;
          if (name) name.textContent = place.name;
          if (region) region.textContent = place.region;
          return line;
        });
        list.replaceChildren(...lines);
        nothing.hidden = typed.trim().length < 3 || found.length > 0;
      },
      () => undefined,
    );
  }

  function next(): void {
    const problem = problemOf(step, answers(), today());
    for (const part of all('[data-problem]')) part.hidden = part.dataset.problem !== problem;
    if (problem) return one(`[data-problem="${problem}"]`)?.scrollIntoView({ block: 'center' });
    const to = returning ? 'check' : STEPS[STEPS.indexOf(step) + 1];
    returning = false;
    if (!to) return;
    void later().catch(() => undefined);
    deeper();
    show(to);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const go = event.submitter?.getAttribute('value') ?? 'next';
    if (!isStep(go)) return next();
    returning = true;
    deeper();
    show(go);
  });
  form.addEventListener('change', follow);
  form.addEventListener('input', (event) => {
    if (event.target instanceof HTMLElement && 'search' in event.target.dataset) search();
  });
  form.addEventListener('change', (event) => {
    const input = event.target instanceof HTMLInputElement ? event.target : undefined;
    if (input && 'photo' in input.dataset) void later().then((chunk) => chunk.addPhotos(input));
  });
  addEventListener('popstate', () => {
    shallower();
    returning = false;
    const ended = one('[data-end]:not([hidden])') !== null;
    show(STEPS[Math.max(0, STEPS.indexOf(step) - (ended ? 0 : 1))] ?? 'what');
  });
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[data-back]')) history.back();
    const act = target?.closest<HTMLElement>('[data-act],[data-save],[data-hear],[data-forget]');
    if (act) void later().then((chunk) => chunk.act(stage, act));
  });
  show('what');
  if (localStorage.getItem('kept')) void later().then((chunk) => chunk.askOutbox(stage));
  void navigator.serviceWorker?.register('/w/sw.js', { scope: '/w/' }).catch(() => undefined);
}

const form = one<HTMLFormElement>('#report');
const steps = one<HTMLTemplateElement>('#steps');
if (form && steps && canSeal()) start(form, steps);
