import type { Outcome } from '@podguard/policy';
import { expect } from 'vitest';
import { conditionOutcome, type Keys } from './support.ts';

export type Row = [operator: string, wanted: unknown, actual: Keys[string], outcome: Outcome];

export function run([operator, wanted, actual, outcome]: Row): void {
  expect(conditionOutcome({ [operator]: { 'aws:K': wanted } }, { 'aws:k': actual })).toBe(outcome);
}
