import type { Random } from '../../../scripts/samples/random.ts';

/** What came of one world whose processes were killed, until none of them had anything left to do. */
export interface Killed {
  /** Those that fell before the work was over. */
  readonly kills: number;
  /** Processes that were over before their moment came. */
  readonly missed: number;
  /** In what the kills fell, counted. */
  readonly during: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** One thing whose processes are killed. */
export interface Target {
  readonly name: string;
  /** In words, what held: as the page has it. */
  readonly outcome: string;
  /** One world after the other, each by itself; of its processes at most so many are killed. */
  run(random: Random, atMost: number): Promise<Killed>;
  close(): Promise<void>;
}

/** A whole number of thousandths of so much. */
export function fractionOf(most: number, random: Random): number {
  return (most * random.below(1001)) / 1000;
}

export function count(during: Map<string, number>, what: string): void {
  during.set(what, (during.get(what) ?? 0) + 1);
}
