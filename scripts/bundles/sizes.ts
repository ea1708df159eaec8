import type { Metafile } from 'esbuild';

/** Bytes of a function's bundle. */
export interface BundleSize {
  /** What a cold start reads: the entry and what it imports at once. */
  readonly start: number;
  /** With what is imported only when it is needed. */
  readonly all: number;
}

/** The size of a bundle with one entry. */
export function sizeOf({ outputs }: Metafile): BundleSize {
  const [entry, ...others] = Object.keys(outputs).filter((file) => /(?:^|\/)bundle\.mjs$/.test(file));
  if (entry === undefined || others.length > 0) throw new Error('a bundle has one entry, bundle.mjs');
  const read = new Set([entry]);
  for (const file of read)
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[path] !== undefined) read.add(path);
  const bytes = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  return { start: bytes(read), all: bytes(Object.keys(outputs)) };
}

/** What is over its budget, or has none. */
export function overBudget(
  name: string,
  size: BundleSize,
  budget: BundleSize | undefined,
): readonly string[] {
  if (budget === undefined) return [`${name}: it has no budget, its bundle is ${JSON.stringify(size)}`];
  return (['start', 'all'] as const)
    .filter((part) => size[part] > budget[part])
    .map((part) => `${name}: ${size[part]} bytes (${part}), its budget is ${budget[part]}`);
}
