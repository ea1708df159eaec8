/** `node warm-events.mjs BUNDLE WARM_UP EVENTS OUT`: the milliseconds of each event after so many that only warm up. */
import { readFileSync, writeFileSync } from 'node:fs';
import { check, context } from './context.mjs';

const [bundle, warmUp, eventFile, out] = process.argv.slice(2);
const events = JSON.parse(readFileSync(eventFile, 'utf8'));
const { handler } = await import(bundle);
const times = [];
for (const event of events) {
  const start = performance.now();
  check(await handler(event, context));
  times.push(performance.now() - start);
}
writeFileSync(out, JSON.stringify(times.slice(Number(warmUp))));
process.exit(0);
