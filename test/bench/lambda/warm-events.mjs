/** `node warm-events.mjs BARE EVALUATE EVENTS OUT`: the milliseconds of each event, by one handler and the other in turn. */
import { readFileSync, writeFileSync } from 'node:fs';
import { check, context } from './context.mjs';

const WARM_UP = 100;
const [bare, evaluate, eventFile, out] = process.argv.slice(2);
const pairs = JSON.parse(readFileSync(eventFile, 'utf8'));
const handlers = [(await import(bare)).handler, (await import(evaluate)).handler];
const times = [[], []];
for (const [at, pair] of pairs.entries())
  for (const which of [0, 1]) {
    const start = performance.now();
    check(await handlers[which](pair[which], context));
    if (at >= WARM_UP) times[which].push(performance.now() - start);
  }
writeFileSync(out, JSON.stringify(times));
process.exit(0);
