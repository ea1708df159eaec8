/** How functions are bundled: as `nodejs` of SST's Function takes it, and as `scripts/bundle.ts` does. */
export const BUNDLE_OPTIONS = {
  minify: true,
  /** What is imported dynamically is a file of its own: shaken to what is used, and not read before it is needed. */
  splitting: true,
  esbuild: {
    /** Nothing reads a function's name; the names that errors carry are set by hand. */
    keepNames: false,
    /** With `nodejs.sourcemap` unset or false, SST would put the map into the zip, or the names of all files into its bucket. */
    sourcemap: false,
  },
} as const;

/**
 * The hash of what functions judge with is a part of their code: a variable is changed some seconds before the code is, and
 * old rules would judge in the name of new ones. `packages/functions/src/settings.ts` reads it.
 */
export function bundleOptionsFor(judgedWith: string) {
  const define = { PODGUARD_JUDGED_WITH: JSON.stringify(judgedWith) };
  return { ...BUNDLE_OPTIONS, esbuild: { ...BUNDLE_OPTIONS.esbuild, define } };
}
