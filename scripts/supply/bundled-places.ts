import type { Metafile } from 'esbuild';

const FOREIGN = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const OWN = /^packages\/[^/]+(?=\/)/;

/** Where the packages are that a bundle holds at least one byte of; esbuild ran in the root. */
export function bundledPlaces({ outputs }: Metafile): readonly string[] {
  const inputs = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file),
  );
  const places = inputs.flatMap((file) => FOREIGN.exec(file)?.[0] ?? OWN.exec(file)?.[0] ?? []);
  return [...new Set(places)].sort();
}
