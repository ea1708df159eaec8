export interface StressOptions {
  /** How much of the whole: 1 is all of it, a thousandth is what `npm test` does. */
  readonly scale: number;
  /** What is random follows from it, so that a run can be had again. */
  readonly seed: number;
  readonly log: (line: string) => void;
}

export interface StressFigure {
  readonly name: string;
  /** What was done, counted: `1,000,000 deliveries, 30 % twice`. */
  readonly done: string;
  /** What came of it, as the page about reliability has it. */
  readonly outcome: string;
  /** What broke what the page promises, each with what it takes to see it again; none is success. */
  readonly faults: readonly string[];
}

export interface Stress {
  readonly name: string;
  run(options: StressOptions): Promise<readonly StressFigure[]>;
}
