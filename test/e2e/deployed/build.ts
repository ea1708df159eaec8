import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Synthesis } from '../../../scripts/synth/resource.ts';
import { REGION } from '../../support/ministack/start.ts';
import { ofType, synthesize } from '../../support/synthesize.ts';

export interface Built {
  readonly synthesis: Synthesis;
  /** By the name of a function in the program, what a deploy would upload. */
  readonly zips: ReadonlyMap<string, Uint8Array>;
}

const built = new Map<string, Promise<Built>>();

/** The resources and the real bundles, once for all deployments of a test file: functions do not know where they run. */
export function build(stage: string, config: string): Promise<Built> {
  const known = built.get(config) ?? buildOnce(stage, config);
  built.set(config, known);
  return known;
}

async function buildOnce(stage: string, config: string): Promise<Built> {
  const artifacts = await mkdtemp(join(tmpdir(), 'podguard-artifacts-'));
  try {
    const synthesis = await synthesize({ stage, region: REGION, config, artifacts });
    const names = ofType(synthesis, 'Function')
      .filter(({ custom }) => custom)
      .map(({ name }) => name.replace(/Function$/, ''));
    const zips = names.map(
      async (name) => [name, await readFile(join(artifacts, name, 'code.zip'))] as const,
    );
    return { synthesis, zips: new Map(await Promise.all(zips)) };
  } finally {
    await rm(artifacts, { recursive: true, force: true });
  }
}
