import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { EventData } from 'node:test';
import type { Verdict } from './stages.ts';

type Event =
  | { type: 'test:pass'; data: EventData.TestPass }
  | { type: 'test:fail'; data: EventData.TestFail }
  | { type: 'test:summary'; data: EventData.TestSummary }
  | { type: 'test:stderr' | 'test:stdout'; data: { file: string; message: string } };

const SLOWEST = 10;
const MOST_SAID = 4000;

const tail = (text: string): string => (text.length > MOST_SAID ? `…${text.slice(-MOST_SAID)}` : text);
const indented = (text: string): string => text.trimEnd().replaceAll(/^/gm, '    ');

/** Counts what passed and failed, and says of a failure what a person needs to find it. */
export class Tally {
  readonly #root: string;
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  readonly #failures: string[] = [];
  readonly #took: { name: string; seconds: number }[] = [];
  /** What a file printed: shown only if something in it failed. */
  readonly #said = new Map<string, string>();
  readonly #failing = new Set<string>();
  readonly #began = performance.now();

  constructor(root: string) {
    this.#root = root;
  }

  stage({ name, passed, seconds, said }: Verdict): void {
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
    this.#took.push({ name, seconds });
    if (passed) this.#passed++;
    else this.#fail(name, tail(said));
  }

  hear(event: { type: string; data: unknown }): void {
    const heard = event as Event; // the runner's own events; others fall through
    if (heard.type === 'test:pass') this.#pass(heard.data);
    else if (heard.type === 'test:fail') this.#failTest(heard.data);
    else if (heard.type === 'test:summary' && heard.data.file) this.#file(heard.data.file, heard.data);
    else if (heard.type === 'test:stderr' || heard.type === 'test:stdout')
      this.#said.set(heard.data.file, tail((this.#said.get(heard.data.file) ?? '') + heard.data.message));
  }

  broke(error: unknown): void {
    this.#fail('the run itself', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Prints the end; returns the exit code. */
  end(): number {
    for (const failure of this.#failures) console.log(`\n${failure}`);
    const slowest = this.#took.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
    console.log('\nSlowest:');
    for (const { name, seconds } of slowest) console.log(`  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
    console.log(`All in ${((performance.now() - this.#began) / 1000).toFixed(0)} s.`);
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
    console.log(`${this.#passed} passed, ${this.#failed} failed${skipped}`);
    return this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }

  #short(file: string | undefined): string {
    return file ? relative(this.#root, file).replaceAll('\\', '/') : '';
  }

  #pass({ name, file, details, skip, todo }: EventData.TestPass): void {
    if (details.type === 'suite') return;
    // The runner reports a file without tests as one test of the file's own name.
    if (file && name === file) return this.#fail(this.#short(file), 'This file tests nothing.');
    if (skip !== undefined || todo !== undefined) this.#skipped++;
    else this.#passed++;
  }

  #failTest({ name, file, line, details, todo }: EventData.TestFail): void {
    // A suite fails because a test in it did: that one is counted.
    if (details.type === 'suite' && details.error.message.includes('subtest')) return;
    if (todo !== undefined) return void this.#skipped++;
    if (file) this.#failing.add(file);
    const cause = details.error.cause ?? details.error;
    const what = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
    const where = file ? `${this.#short(file)}${line ? `:${line}` : ''}` : '';
    const said = name === file ? `\n${this.#said.get(file) ?? ''}` : '';
    this.#fail(name === file ? where : `${where}  ${name}`, this.#readable(what + said));
  }

  #fail(name: string, what: string): void {
    this.#failed++;
    this.#failures.push(`FAIL ${name}\n${indented(what)}`);
  }

  /** Frames of the runner and of libraries say nothing about us. */
  #readable(stack: string): string {
    return stack
      .split('\n')
      .filter((l) => !/^\s+at .*(node:internal|node_modules)/.test(l))
      .join('\n')
      .replaceAll(this.#root, '');
  }

  #file(file: string, { duration_ms, counts, success }: EventData.TestSummary): void {
    const name = this.#short(file);
    const seconds = duration_ms / 1000;
    this.#took.push({ name, seconds });
    const ok = success && !this.#failing.has(file);
    console.log(
      `${ok ? 'ok  ' : 'FAIL'} ${name} (${counts.tests} tests${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}, ${seconds.toFixed(1)} s)`,
    );
    const said = this.#said.get(file);
    if (!ok && said) console.log(indented(said));
    this.#said.delete(file);
  }
}
