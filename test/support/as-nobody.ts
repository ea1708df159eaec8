import process from 'node:process';
import { run } from 'podguard';

// A command line of a user with no right of root's: `node as-nobody.ts report --store DIR`.
const NOBODY = 65_534;
const { stdin, stdout, stderr, env } = process;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
const signal = new AbortController().signal;
process.exitCode = await run(process.argv.slice(2), {
  ...{ stdin, stdout, stderr, env, signal },
  directory: '/',
});
