import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { activity } from './activity.ts';
import { batch } from './batch.ts';
import type { Bench } from './bench.ts';
import { check } from './check.ts';
import { coldStart } from './cold-start.ts';
import { cost } from './cost.ts';
import { drift } from './drift.ts';
import { event } from './event.ts';
import { growth } from './growth.ts';
import { report } from './report.ts';
import { scan } from './scan.ts';
import { scanRelevant } from './scan-relevant.ts';
import { trust } from './trust.ts';

const BENCHES: readonly Bench[] = [
  activity,
  batch,
  check,
  coldStart,
  cost,
  drift,
  event,
  growth,
  report,
  scan,
  scanRelevant,
  trust,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    mb: { type: 'string', default: '256' },
    runs: { type: 'string', default: '5' },
    /** How much of a large account, and of the whole of `growth`: 1 is all of it. */
    scale: { type: 'string', default: '0.1' },
  },
});
const unknown = positionals.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `no bench ${unknown.join(', ')}; there are: ${BENCHES.map((bench) => bench.name).join(', ')}`,
  );
  process.exit(2);
}

const results = [];
for (const bench of BENCHES) {
  if (positionals.length > 0 && !positionals.includes(bench.name)) continue;
  const made = await bench.run({
    megabytes: Number(values.mb),
    runs: Number(values.runs),
    scale: Number(values.scale),
  });
  for (const result of made) {
    results.push(result);
    const figures = [result.value, result.floor]
      .map((value) => value.toFixed(1))
      .join(` ${result.unit}, floor `);
    console.log(
      `${result.name}: ${figures} ${result.unit}, ratio ${result.ratio.toFixed(2)} (${result.runs} runs; ${result.notes})`,
    );
  }
}
if (values.json !== undefined) {
  const report = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', results };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
