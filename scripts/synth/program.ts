import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { withConfig } from '../bundle.ts';

export interface ProgramPlaces {
  readonly root: string;
  readonly platform: string;
  /** For files that are needed only while it is bundled. */
  readonly work: string;
  readonly outfile: string;
  /** Taken in place of `podguard.config.ts`. */
  readonly config: string | undefined;
}

/** What stays outside: it is resolved from the platform's own modules, beside which the program lies. */
const EXTERNAL = [
  '@pulumi/*',
  '@pulumiverse/*',
  '@sst-provider/*',
  '@aws-sdk/*',
  'undici',
  'esbuild',
  'archiver',
  'glob',
  'vite',
];

/** Bundles sst.config.ts with SST's own start-up code, as `sst deploy` does. */
export async function bundleProgram({ root, platform, work, outfile, config }: ProgramPlaces): Promise<void> {
  const globals = path.join(work, 'globals.js');
  writeFileSync(globals, globalsModule(root, platform));
  const contents = [
    // Providers are global before the configuration is evaluated: injected like the rest, they would import each other in a cycle.
    `import ${JSON.stringify(globals)};`,
    `export { run } from ${JSON.stringify(path.join(platform, 'src/auto/run.ts'))};`,
    `export { default as config } from ${JSON.stringify(path.join(root, 'sst.config.ts'))};`,
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    inject: [path.join(platform, 'src/shim/run.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    nodePaths: [path.join(platform, 'node_modules')],
    external: EXTERNAL,
    banner: {
      js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);const __filename=import.meta.filename;const __dirname=import.meta.dirname;',
    },
    plugins: config === undefined ? [] : [withConfig(config)],
    sourcemap: 'inline',
    logLevel: 'error',
  });
}

function globalsModule(root: string, platform: string): string {
  const lock = JSON.parse(readFileSync(path.join(root, '.sst/provider-lock.json'), 'utf8')) as readonly {
    readonly alias: string;
    readonly package: string;
  }[];
  const all = [...lock, { alias: 'sst', package: path.join(platform, 'src/components/index.ts') }];
  const imports = all.map((part) => `import * as ${part.alias} from ${JSON.stringify(part.package)};`);
  const names = all.map(({ alias }) => alias).join(', ');
  return [...imports, `Object.assign(globalThis, { ${names} });`].join('\n');
}
