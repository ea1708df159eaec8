import type { Subjects } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { AUD, askIrsa, irsa, SUB, subject } from '../support.ts';

export const PINNED = { [SUB]: subject('prod:app'), [AUD]: 'sts.amazonaws.com' };

export const everything: Subjects = { kind: 'everything' };
export const none: Subjects = { kind: 'none' };

export function exact(...names: readonly string[]): Subjects {
  return { kind: 'exact', subjects: names.map(subject) };
}

export function anyOf(namespace: string): Subjects {
  return { kind: 'namespace', namespaces: [{ namespace, names: 'any' }] };
}

export function deny(condition: object, more: object = {}): object {
  return irsa(condition, { Effect: 'Deny', ...more });
}

/** A name, statements, the subjects that they admit for sure, and those that they may admit, where these are others. */
type Case = readonly [string, readonly object[], Subjects, Subjects?];

export function describeSubjects(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    test.for(cases)('%s', ([, statements, subjects, possible]) => {
      const answer = askIrsa(...statements);
      expect(answer.subjects).toEqual(subjects);
      expect(answer.possibleSubjects).toEqual(possible ?? subjects);
      if (possible !== undefined) expect(answer.analysis.assumptions).not.toEqual([]);
    });
  });
}
