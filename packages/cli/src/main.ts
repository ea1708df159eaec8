import { run } from './run.ts';
import { EXIT } from './terminal.ts';
import { uncaughtText } from './uncaught.ts';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort('SIGINT'));
process.once('SIGTERM', () => controller.abort('SIGTERM'));

// Whoever writes is told of a failure; the event says it a second time.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

// Node's own status for these, 1, is that of a finding.
const end = (error: unknown) => process.stderr.write(uncaughtText(error), () => process.exit(EXIT.unusable));
process.on('uncaughtException', end);
process.on('unhandledRejection', end);

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  directory: process.cwd(),
  signal: controller.signal,
});
