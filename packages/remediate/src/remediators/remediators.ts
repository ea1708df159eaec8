import type { Remediator } from '../remediator.ts';

/** All there are, by id. */
export const ALL_REMEDIATORS: readonly Remediator[] = [];
