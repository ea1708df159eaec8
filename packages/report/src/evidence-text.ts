import type { Evidence } from '@podguard/core';
import { shortened } from './shortened.ts';

const LONGEST_VALUE = 2_000;

/** A value that decided, as text. */
export function evidenceText({ value }: Evidence): string {
  return shortened(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE);
}
