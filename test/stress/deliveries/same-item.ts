import {
  applyChange,
  canonicalJson,
  type Item,
  type JsonValue,
  presenceOf,
  type Registers,
  viewsOf,
} from '@podguard/core';
import { comparable } from '../../support/harness.ts';

/**
 * Identical; where some history went beyond its log, the same state and the same rules open at the same severity, but for what cannot
 * be decided any more: that is kept as it was last seen.
 */
export function isSame(one: Item, other: Item, isFolded: boolean): boolean {
  if (!isFolded) return comparable(one) === comparable(other);
  return stateOf(one) === stateOf(other) && openRulesOf(one) === openRulesOf(other);
}

const NOTHING: Registers = { first: '', marks: [], fields: {}, sets: {} };

function stateOf(item: Item): string {
  const registers = item.log.reduce<Registers | null>(applyChange, item.base) ?? NOTHING;
  const views = viewsOf(item, registers, presenceOf(registers)).map((view) => plain(view));
  return canonicalJson([item.present, plain(item.activity), views.map((view) => canonicalJson(view)).sort()]);
}

/** Sets are maps. */
function plain(value: unknown): JsonValue {
  const text = JSON.stringify(value, (_, part) => (part instanceof Map ? [...part].sort() : part));
  return JSON.parse(text ?? 'null') as JsonValue;
}

function openRulesOf({ lives }: Item): string {
  return lives
    .filter(({ resolved, unverified }) => resolved === null && !unverified)
    .map(({ rule, severity }) => `${rule} ${severity}`)
    .sort()
    .join();
}
