import type { FaultKind, World } from './world.ts';

/** What a run says in the end. */
export interface Told {
  /** What it holds to be so, a line each: states, findings, what was done. */
  readonly claims: readonly string[];
  /** What it says could not be read or done; empty where all was. */
  readonly told: string;
}

export interface Opened {
  readonly world: World;
  /** Once more is the same again: as a redelivery, a next schedule or a person who repeats a command. */
  run(): Promise<Told>;
  close(): Promise<void>;
}

/** Something that calls AWS. */
export interface Scenario {
  readonly name: string;
  /** How it names what a call was for, where not by the call's own name. */
  readonly subject?: RegExp;
  /** Claims that a fault may leave otherwise than a run without, each with its reason in the file that says so. */
  readonly mayClaim?: RegExp;
  /** After these, what was not read is not asked for again for a while: docs/inventory.md says where. */
  readonly asksLater?: readonly FaultKind[];
  /** Where it waits for longer than others, with what it calls one after the other. */
  readonly limitMs?: number;
  /** It takes long, and others reach what it calls: the short form has it only where a site is left. */
  readonly isLong?: boolean;
  open(): Promise<Opened>;
}

/** With everything that caused it, and that it is made of. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const others = error instanceof AggregateError ? error.errors : [];
  const caused = error.cause === undefined ? [] : [error.cause];
  return [`${error.name}: ${error.message}`, ...[...others, ...caused].map(wordsOf)].join('; ');
}
