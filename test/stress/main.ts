import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { deliveries } from './deliveries/deliveries.ts';
import { faults } from './faults/faults.ts';
import { files } from './files/files.ts';
import { fuzz } from './fuzz.ts';
import { kills } from './kills/kills.ts';
import type { Stress } from './stress.ts';

const PARTS: readonly Stress[] = [deliveries, kills, files, faults, fuzz];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(', ')}; there are: ${PARTS.map((part) => part.name).join(', ')}`);
  process.exit(2);
}

const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);
const figures = [];
for (const part of PARTS) {
  if (positionals.length > 0 && !positionals.includes(part.name)) continue;
  const began = performance.now();
  const made = await part.run({ scale: Number(values.scale), seed, log: (line) => console.log(`  ${line}`) });
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`${part.name}: ${minutes} minutes`);
  for (const figure of made) {
    figures.push({ part: part.name, ...figure });
    console.log(`  ${figure.name}: ${figure.done}; ${figure.outcome}`);
    for (const fault of figure.faults) console.log(`    FAULT ${fault}`);
  }
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ seed, node: process.version, figures }, null, 2)}\n`);
process.exitCode = figures.some(({ faults }) => faults.length > 0) ? 1 : 0;
