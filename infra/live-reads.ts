import { READERS } from '@podguard/inventory';

/** What missing and tied resources are read with, and what a repair looks at before and after. */
export const LIVE_READS = READERS.flatMap(({ actions }) => actions);
