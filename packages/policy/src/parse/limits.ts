/** Bounds on what is read. IAM's own largest policies have 10,240 characters. */
export interface ParseLimits {
  /** Length of the text as given, or the sum of all keys and strings of an object. */
  readonly maxCharacters: number;
  /** A full policy is six levels deep. */
  readonly maxDepth: number;
  readonly maxStatements: number;
  /** Objects, lists, strings, numbers and so on, all counted alike. */
  readonly maxValues: number;
}

export const DEFAULT_LIMITS: ParseLimits = {
  maxCharacters: 131_072,
  maxDepth: 12,
  maxStatements: 500,
  maxValues: 20_000,
};
