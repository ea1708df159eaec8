import type { Random } from './random.ts';

/** What came of an input: it is the same for the same input. */
export interface Fed {
  /** Whatever tells one outcome from another, as JSON. */
  readonly outcome: unknown;
  /** What people read of it on a terminal or in a message. */
  readonly shown?: string;
  /** What is wrong with it, though nothing was thrown. */
  readonly accusation?: string | undefined;
}

export interface FuzzRun<Input = never> {
  make(random: Random, index: number): Input;
  /** Throws nothing but a `ServiceError`. */
  feed(input: Input): Fed | Promise<Fed>;
}

/** A door that inputs come in by. */
export interface FuzzTarget {
  readonly name: string;
  /** Of a whole run. */
  readonly inputs: number;
  open(): Promise<FuzzRun<unknown>>;
}

/** Keeps the type of the input to the target: whoever feeds it feeds what it made. */
export function defineTarget<Input>(
  name: string,
  inputs: number,
  open: () => Promise<FuzzRun<Input>>,
): FuzzTarget {
  return { name, inputs, open: open as () => Promise<FuzzRun<unknown>> };
}
