import type { Budget } from '../language/budget.ts';
import type { Language } from '../language/language.ts';
import type { Outcome } from '../outcome.ts';
import type { TrustAnalysis } from './analyse.ts';
import { type Box, intersectRegions, type Region } from './box.ts';

/** A box by the texts of its dimensions. */
export function boxOfTexts(
  bounds: Readonly<Record<string, { readonly present: Language; readonly absent?: boolean }>>,
): Box {
  return new Map(
    Object.entries(bounds).map(([dimension, { present, absent }]) => [
      dimension,
      { present, absent: absent ?? false },
    ]),
  );
}

/** Whether some request of a region is admitted. */
export function admitsSome(
  { sure, possible }: Pick<TrustAnalysis, 'sure' | 'possible'>,
  region: Region,
  budget: Budget,
): Outcome {
  if (intersectRegions(sure, region, budget).length > 0) return 'yes';
  return sure !== possible && intersectRegions(possible, region, budget).length > 0 ? 'unknown' : 'no';
}

/** The keys that an admitted request of a region must satisfy besides the ones left out, where it satisfies the fewest. */
export function requiredKeys(
  { sure, possible }: Pick<TrustAnalysis, 'sure' | 'possible'>,
  region: Region,
  leftOut: readonly string[],
  budget: Budget,
): readonly string[] {
  const found = intersectRegions(sure, region, budget);
  const boxes = found.length > 0 ? found : intersectRegions(possible, region, budget);
  const lists = boxes.map((box) =>
    [...box.keys()].filter((dimension) => !leftOut.includes(dimension)).sort(),
  );
  return lists.sort((one, other) => one.length - other.length)[0] ?? [];
}
