import { createCipheriv } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { BUNDLE_OPTIONS } from '../infra/bundle-options.ts';

export interface BundleInput {
  readonly entry: string;
  /** The directory that gets `bundle.mjs`, what it imports later and, with a key, `resource.enc`. */
  readonly out: string;
  readonly links?: Readonly<Record<string, unknown>>;
  readonly key?: string | undefined;
  /** Bundled in place of `podguard.config.ts`. */
  readonly config?: string | undefined;
  /** Put in place of names, as esbuild's option of this name does. */
  readonly define?: Readonly<Record<string, string>> | undefined;
}

/** Bundles a handler as SST does at a deploy, with what `infra/bundle-options.ts` asks of it. */
export async function bundle(input: BundleInput): Promise<Metafile> {
  const { entry, out, links = {}, key, config, define = {} } = input;
  rmSync(out, { recursive: true, force: true });
  const { esbuild, minify, splitting } = BUNDLE_OPTIONS;
  const { metafile } = await build({
    ...esbuild,
    define: { ...define },
    minify,
    entryPoints: [path.resolve(entry)],
    splitting,
    outdir: out,
    entryNames: 'bundle',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2024',
    mainFields: ['module', 'main'],
    external: ['sharp', 'pg-native'],
    banner: { js: BANNER },
    plugins: config === undefined ? [] : [withConfig(config)],
    metafile: true,
    logLevel: 'error',
  });
  if (key !== undefined) writeFileSync(path.join(out, 'resource.enc'), encrypted(links, key));
  return metafile;
}

/** What SST puts before every module, so that packages written for CommonJS work in it. */
const BANNER = [
  "import { createRequire as topLevelCreateRequire } from 'module';",
  'const require = topLevelCreateRequire(import.meta.url);',
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
  'const __filename = topLevelFileUrlToPath(import.meta.url)',
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
  '',
].join('\n');

function encrypted(links: Readonly<Record<string, unknown>>, key: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), Buffer.alloc(12));
  return Buffer.concat([cipher.update(JSON.stringify(links)), cipher.final(), cipher.getAuthTag()]);
}

/** Takes another file wherever `podguard.config.ts` is imported. */
export function withConfig(file: string): import('esbuild').Plugin {
  return {
    name: 'podguard-config',
    setup(building) {
      building.onResolve({ filter: /podguard\.config\.ts$/ }, () => ({ path: path.resolve(file) }));
    },
  };
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { config: { type: 'string' } },
  });
  const [entry, out] = positionals;
  if (entry === undefined || out === undefined)
    throw new Error('node scripts/bundle.ts HANDLER.ts OUT [--config FILE]');
  const { outputs } = await bundle({ entry, out, config: values.config });
  for (const [file, { bytes }] of Object.entries(outputs)) console.log(`${bytes} ${file}`);
}
