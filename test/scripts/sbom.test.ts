import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { entryOf } from '../../scripts/bundles/functions.ts';
import { bundledPlaces } from '../../scripts/supply/bundled-places.ts';
import { isForeign, productionPlaces, readLock, readManifests } from '../../scripts/supply/lock-file.ts';
import { npmSbom } from '../../scripts/supply/npm-sbom.ts';
import { bomOf, functionBom } from '../../scripts/supply/production-bom.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const SCHEMAS = path.join(
  path.dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res/schema',
);
const packages = readLock(ROOT);
const whole = npmSbom(ROOT);
const production = bomOf(whole, packages, productionPlaces(packages));
const names = production.components.map(({ name }) => name);

/** What the published schema has against it. */
function faultsOf(bom: unknown): readonly unknown[] {
  const read = (file: string) => JSON.parse(readFileSync(path.join(SCHEMAS, file), 'utf8'));
  const ajv = new Ajv({ allErrors: true, unknownFormats: ['iri-reference', 'idn-email'], logger: false });
  for (const file of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
    ajv.addSchema(read(file), `http://cyclonedx.org/schema/${file}`);
  const validate = ajv.compile(read('bom-1.5.SNAPSHOT.schema.json'));
  return validate(bom) === true ? [] : (validate.errors ?? []);
}

describe('the bill of materials', () => {
  it('is as CycloneDX has it, with labels and without', () => {
    expect(production).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    expect(faultsOf(production)).toEqual([]);
    const time = '2026-01-02T03:04:05Z';
    const serialNumber = 'urn:uuid:3e4981b6-ae54-421c-833b-83a96e322293';
    const labelled = bomOf(whole, packages, productionPlaces(packages), { time, serialNumber });
    expect(labelled).toMatchObject({ serialNumber, metadata: { timestamp: time } });
    expect(faultsOf(labelled)).toEqual([]);
    expect(faultsOf({ ...production, components: [{ type: 'thing' }] })).not.toEqual([]);
  });

  it('is the same each time', () => {
    const again = bomOf(npmSbom(ROOT), packages, productionPlaces(packages));
    expect(JSON.stringify(again)).toBe(JSON.stringify(production));
    expect(production).not.toHaveProperty('serialNumber');
  });

  it('has what production imports, also what the tests import, too, and our own packages by their names', () => {
    const own = readManifests(ROOT).filter(({ file }) => file !== 'package.json');
    for (const { name, dependencies = {} } of own) {
      expect(names).toContain(name);
      expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
    }
  });

  it('has nothing that only tests and tools need', () => {
    for (const name of ['vitest', 'esbuild', 'sst', 'typescript', '@cloud-copilot/iam-simulate', 'ajv'])
      expect(names).not.toContain(name);
  });

  it('tells of each foreign package its hash and its licence, and where it comes from', () => {
    const foreign = productionPlaces(packages).filter(isForeign);
    const told = production.components.filter(
      (component) => 'hashes' in component && 'licenses' in component,
    );
    expect(told.length).toBe(new Set(foreign.map((place) => packages[place]?.integrity)).size);
    const refs = new Set(production.components.map((component) => component['bom-ref']));
    const needed = new Set(production.dependencies.flatMap(({ dependsOn = [] }) => dependsOn));
    expect([...needed].filter((ref) => !refs.has(ref))).toEqual([]);
    expect([...refs].filter((ref) => !needed.has(ref))).toEqual([]);
  });

  it('is refused where npm does not list what is locked', () => {
    const short = { ...whole, components: whole.components.filter(({ name }) => name !== 'zod') };
    expect(() => bomOf(short, packages, productionPlaces(packages))).toThrow('npm sbom does not list zod@');
  });
});

describe('the bill of a function', () => {
  it('has what is in its zip, and nothing that is not in production', async () => {
    const out = mkdtempSync(path.join(tmpdir(), 'podguard-sbom-'));
    try {
      const metafile = await bundle({ entry: entryOf('tell-held'), out });
      const bom = functionBom(bomOf(whole, packages, bundledPlaces(metafile)), 'tell-held');
      const inside = bom.components.map(({ name }) => name);
      expect(inside).toEqual(
        expect.arrayContaining(['@middy/core', '@aws-sdk/client-dynamodb', '@podguard/functions']),
      );
      expect(inside).not.toContain('dynalite');
      expect(inside.filter((name) => !names.includes(name))).toEqual([]);
      expect(bom.metadata.component).toMatchObject({ type: 'application', name: 'podguard-tell-held' });
      expect(faultsOf(bom)).toEqual([]);
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  it('has only what is left after tree shaking', () => {
    const input = (bytesInOutput: number) => ({ bytesInOutput });
    const inputs = {
      'packages/core/src/index.ts': input(1),
      'packages/functions/node_modules/@middy/core/index.js': input(1),
      'node_modules/zod/v4/mini/index.js': input(1),
      'node_modules/hono/index.js': input(0),
      'podguard.config.ts': input(1),
    };
    const output = { bytes: 3, inputs, imports: [], exports: [] };
    expect(bundledPlaces({ inputs: {}, outputs: { 'bundle.mjs': output } })).toEqual([
      'node_modules/zod',
      'packages/core',
      'packages/functions/node_modules/@middy/core',
    ]);
  });
});
