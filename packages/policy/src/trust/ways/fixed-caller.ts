import { createContext } from '../../evaluate/context.ts';
import { explainPrincipal } from '../../evaluate/explain-principal.ts';
import type { ContextValue, PolicyRequest, RequestPrincipal } from '../../evaluate/request.ts';
import type { Statement } from '../../policy.ts';
import { everyRequest, type Point } from '../box.ts';
import type { KeyDomain, KeyFact } from '../key-domain.ts';
import { decodeValues, encodeValues, hasValues } from '../value-set.ts';
import type { Named, Way } from '../way.ts';

/** A caller that is the same in all requests of the way. */
export function namesCaller(statement: Statement, caller: RequestPrincipal): Named {
  const part = explainPrincipal(statement, caller);
  // A statement that names nobody takes in nobody.
  if (part === null || part.outcome === 'no') return { sure: [], possible: [] };
  if (part.outcome === 'yes') return { sure: everyRequest, possible: everyRequest };
  return { sure: [], possible: everyRequest, assumption: { path: part.path, reason: part.reason } };
}

/** The keys of a point under their own names, and those that never change. */
export function contextOf(
  way: Pick<Way, 'domainOf'>,
  point: Point,
  keyOf: (dimension: string) => string,
  fixed: Iterable<readonly [string, KeyFact]>,
): Record<string, ContextValue> {
  const context: Record<string, ContextValue> = {};
  for (const [key, fact] of fixed) if (fact.kind === 'fixed') context[key] = fact.value;
  for (const [dimension, value] of point) {
    const { many } = way.domainOf(dimension);
    context[keyOf(dimension)] = value === null ? 'absent' : decodeValues(value, many);
  }
  return context;
}

/** Reads the dimensions a request tells of; null where it has a value that no request of the way has. */
export function readPoint(
  request: PolicyRequest,
  factOf: (lowerKey: string) => KeyFact,
  required: ReadonlyMap<string, string>,
): Map<string, string | null> | null {
  const given: Iterable<string> =
    request.context instanceof Map ? request.context.keys() : Object.keys(request.context);
  const context = createContext(request.context, 'absent');
  const point = new Map<string, string | null>();
  for (const key of new Set([...Array.from(given, (name) => name.toLowerCase()), ...required.values()])) {
    const value = context.get(key);
    const fact = factOf(key);
    if (value === 'unknown') return null;
    if (fact.kind === 'fixed') {
      if (fact.value !== 'unknown' && JSON.stringify(value) !== JSON.stringify(fact.value)) return null;
    } else if (fact.lift === undefined) {
      const encoded = encode(value, fact.domain);
      if (encoded === undefined) return null;
      point.set(fact.dimension, encoded);
    }
  }
  return point;
}

function encode(value: readonly string[] | 'absent', { many, values }: KeyDomain): string | null | undefined {
  if (value !== 'absent' && !many && value.length > 1) return undefined;
  const encoded = value === 'absent' ? null : encodeValues(value, many);
  return hasValues(values, encoded) ? encoded : undefined;
}

/** Whether the keys that follow from others say what they must. */
export function isConsistent(
  request: PolicyRequest,
  derived: Readonly<Record<string, readonly string[]>>,
): boolean {
  const context = createContext(request.context, 'absent');
  return Object.entries(derived).every(
    ([key, value]) => JSON.stringify(context.get(key)) === JSON.stringify(value),
  );
}
