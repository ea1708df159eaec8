import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/run-cli.ts';
import { type Bench, inTurn } from './bench.ts';
import { type Manifests, writeManifests } from './manifests.ts';

const OBJECTS = 10_000;

interface Yaml {
  parseAllDocuments(text: string): readonly { toJS(): unknown }[];
}

/** The library that `check` itself reads YAML with. */
const yaml = createRequire(import.meta.resolve('@podguard/manifests'))('yaml') as Yaml;

/** `podguard check` on manifests, against parsing the same files and doing nothing with what they hold. */
export const check: Bench = {
  name: 'check',
  async run({ runs }) {
    const folder = mkdtempSync(join(tmpdir(), 'podguard-bench-'));
    try {
      const manifests = writeManifests(folder, OBJECTS);
      const { floor, ours } = await inTurn(
        runs,
        async () => parseAll(manifests),
        () => checkAll(folder, manifests),
      );
      const { objects, files, bytes } = manifests;
      return [
        {
          name: 'check',
          unit: 'manifests/s',
          value: objects / ours,
          floor: objects / floor,
          ratio: ours / floor,
          runs,
          notes: `${objects} manifests in ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB; ${ours.toFixed(2)} s, parsing alone ${floor.toFixed(2)} s`,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function parseAll({ files, objects }: Manifests): void {
  let parsed = 0;
  for (const file of files) {
    for (const document of yaml.parseAllDocuments(readFileSync(file, 'utf8')))
      if (document.toJS() !== null) parsed += 1;
  }
  if (parsed !== objects) throw new Error(`parsed ${parsed} of ${objects} manifests`);
}

async function checkAll(folder: string, { objects }: Manifests): Promise<void> {
  const { stdout } = await runCli(['check', folder, '--format', 'json'], { directory: folder });
  const { findings, summary } = JSON.parse(stdout) as {
    findings: readonly unknown[];
    summary: { manifests: number; otherObjects: number };
  };
  if (summary.manifests + summary.otherObjects !== objects || findings.length === 0)
    throw new Error(
      `read ${summary.manifests} manifests and ${summary.otherObjects} other objects, ${findings.length} findings`,
    );
}
