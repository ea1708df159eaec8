import crypto from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installSst } from './install-sst.ts';
import { startCliServer } from './synth/cli-server.ts';
import { synthFlags } from './synth/flags.ts';
import { bundleProgram } from './synth/program.ts';
import { mockPulumi } from './synth/pulumi-mocks.ts';
import { plain, type Synthesis } from './synth/resource.ts';
import { summaryOf } from './synth/summary.ts';

/**
 * Runs sst.config.ts over SST's real components and counts the resources that a deploy would ask for, or with `--json` prints
 * each whole. No AWS, no engine and, once SST is installed, no network.
 */
const flags = synthFlags(process.argv.slice(2));

interface Program {
  readonly config: { app(input: object): Promise<Synthesis['app']>; readonly run: () => unknown };
  run(program: () => unknown): unknown;
}

await installSst((line) => console.error(line));
const root = path.resolve(import.meta.dirname, '..');
const platform = path.join(root, '.sst/platform');
const work = mkdtempSync(path.join(os.tmpdir(), 'podguard-synth-'));
const outfile = path.join(platform, `synth.${process.pid}.mjs`);
process.on('exit', cleanUp);
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);

// Names of data stores end in random letters: the same ones in every run.
Object.assign(crypto, { randomBytes: (length: number) => Buffer.alloc(length) });
const { region: home, account, stage } = flags;
const config = flags.config === undefined ? undefined : path.resolve(flags.config);
await bundleProgram({ root, platform, work, outfile, config });
const builds = flags.artifacts !== undefined;
process.env.SST_SERVER = await startCliServer({ root, work, account, builds, config });
const { pulumi, resources } = await mockPulumi({ platform, stage, account, home: () => home, fail });

const app: Record<string, unknown> = { name: '', stage, removal: 'retain', providers: {}, protect: false };
// Some of SST's modules read these while they load.
Object.assign(globalThis, {
  $app: app,
  $dev: false,
  $cli: { command: 'deploy', rpc: '', paths: { home: work, root, work, platform }, state: { version: {} } },
});
const program: Program = await import(pathToFileURL(outfile).href);
Object.assign(app, await program.config.app({ stage }), { stage });
pulumi.runtime.setConfig('aws:region', home);
const result = await pulumi.runtime.runInPulumiStack(() => program.run(program.config.run));
const outputs = await pulumi.output(result).promise();

// The program is over when nothing is left to wait for.
process.once('beforeExit', () => {
  refuseTwins();
  resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const synthesis = { app, home, account, outputs: plain(outputs, []), resources };
  process.stdout.write(
    flags.json ? `${JSON.stringify(synthesis, null, 1)}\n` : summaryOf({ ...synthesis, stage }),
  );
});

/** Pulumi's engine refuses two resources of one URN, its mock does not. */
function refuseTwins(): void {
  const seen = new Set<string>();
  for (const { urn } of resources) {
    if (seen.has(urn)) fail(new Error(`synth: two resources have the URN ${urn}`));
    seen.add(urn);
  }
}

function cleanUp(): void {
  const built = path.join(work, 'artifacts');
  if (flags.artifacts !== undefined && existsSync(built)) cpSync(built, flags.artifacts, { recursive: true });
  rmSync(work, { recursive: true, force: true });
  rmSync(outfile, { force: true });
}

function fail(reason: unknown): never {
  console.error(reason instanceof Error ? (reason.stack ?? reason.message) : reason);
  process.exit(1);
}
