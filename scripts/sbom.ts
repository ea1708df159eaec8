import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { ALL_FUNCTIONS, entryOf } from './bundles/functions.ts';
import { bundledPlaces } from './supply/bundled-places.ts';
import type { Bom } from './supply/cyclonedx.ts';
import { productionPlaces, readLock } from './supply/lock-file.ts';
import { npmSbom } from './supply/npm-sbom.ts';
import { bomOf, functionBom } from './supply/production-bom.ts';

const { values } = parseArgs({
  options: {
    output: { type: 'string' },
    time: { type: 'string' },
    'serial-number': { type: 'string' },
  },
});
const { output, time, 'serial-number': serialNumber } = values;
const root = path.resolve(import.meta.dirname, '..');
const packages = readLock(root);
const whole = npmSbom(root);
const production = bomOf(whole, packages, productionPlaces(packages), { time, serialNumber });

if (output === undefined) console.log(textOf(production));
else await writeAll(path.resolve(output));

/** The whole, and a list of each function's zip. */
async function writeAll(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  write('podguard', production);
  const out = mkdtempSync(path.join(tmpdir(), 'podguard-sbom-'));
  try {
    for (const name of ALL_FUNCTIONS) {
      const metafile = await bundle({ entry: entryOf(name), out: path.join(out, name) });
      const bom = bomOf(whole, packages, bundledPlaces(metafile), { time });
      write(`podguard-${name}`, functionBom(bom, name));
    }
  } finally {
    rmSync(out, { recursive: true });
  }

  function write(name: string, bom: Bom): void {
    const file = path.join(directory, `${name}.cdx.json`);
    writeFileSync(file, `${textOf(bom)}\n`);
    console.error(`${file}: ${bom.components.length} components`);
  }
}

function textOf(bom: Bom): string {
  return JSON.stringify(bom, null, 2);
}
