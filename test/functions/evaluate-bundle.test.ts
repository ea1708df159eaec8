import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CACHE = path.join(ROOT, 'node_modules/.cache');
let work: string;
beforeEach(() => {
  mkdirSync(CACHE, { recursive: true });
  work = mkdtempSync(path.join(CACHE, 'evaluate-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** What the file that Lambda starts reads before the first event. */
function readAtTheStart({ outputs }: Metafile): ReadonlySet<string> {
  const inputs = new Set<string>();
  const entry = Object.keys(outputs).find((file) => file.endsWith('/bundle.mjs'));
  const files = new Set(entry === undefined ? [] : [entry]);
  for (const file of files) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {}))
      if (bytesInOutput > 0) inputs.add(input);
    for (const { path: other, kind, external } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) files.add(other);
  }
  return inputs;
}

const bundled = (config?: string) =>
  bundle({
    entry: path.join(ROOT, 'packages/functions/src/handlers/evaluate.ts'),
    out: path.join(work, 'out'),
    config,
  });

describe('the bundle of evaluate', () => {
  it('starts without what most events do not need', async () => {
    const inputs = [...readAtTheStart(await bundled())];
    const reads = (part: string) => inputs.some((input) => input.includes(part));
    expect(reads('@aws-sdk/client-dynamodb/')).toBe(true);
    for (const later of [
      'aws-xray-sdk-core',
      'powertools/tracer',
      'powertools/logger',
      'powertools/metrics',
      'client-sqs',
      'client-iam',
      'client-eks',
      'client-ec2',
      'packages/inventory',
      'zod/v4/classic',
    ])
      expect(reads(later), later).toBe(false);
  });

  test.for(['podguard', '@podguard/core'])(
    'a configuration that imports %s brings none of the command line',
    async (from) => {
      const config = path.join(work, 'podguard.config.ts');
      writeFileSync(config, `import { defineConfig } from '${from}';\nexport default defineConfig({});\n`);
      const inputs = [...readAtTheStart(await bundled(config))];
      expect(inputs.some((input) => input.endsWith('packages/core/src/config.ts'))).toBe(true);
      expect(
        inputs.filter((input) => /commander|hono|dynalite|ora\/|packages\/cli\/src\/(?!index)/.test(input)),
      ).toEqual([]);
    },
  );
});
