/** `node first-event.mjs BUNDLE EVENT OUT`: the milliseconds of the import and of the first event, in a process of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { check, context } from './context.mjs';

const [bundle, eventFile, out] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const before = process.cpuUsage();
const start = performance.now();
const { handler } = await import(bundle);
const imported = performance.now();
check(await handler(event, context));
const done = performance.now();
const { user, system } = process.cpuUsage(before);
writeFileSync(
  out,
  JSON.stringify({ imported: imported - start, handled: done - imported, processor: (user + system) / 1000 }),
);
process.exit(0);
