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
