import { type Config, readConfig, usage } from '../app/config.ts';

/** What `npm start` runs. Returns the exit code once it was told to stop. */
export async function run(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`vouch serve: ${usage}\n`);
    return 0;
  }
  let config: Config;
  try {
    config = readConfig(args, process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  const { start } = await import('../app/main.ts');
  const told = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  try {
    const { stop } = await start(config);
    await told;
    await stop();
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
