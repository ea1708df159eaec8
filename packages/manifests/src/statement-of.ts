import { segmentsOf, valueAt } from './json-path.ts';
import { lineAt } from './line-at.ts';

/** A statement of a document, as a person reads it. */
export interface Statement {
  /** `Statement[0]`, or `Statement` where the document has no list. */
  readonly path: string;
  /** Its JSON over several lines. */
  readonly text: string;
  /** The lines of it (from 0) on which what decided begins. */
  readonly deciding: readonly number[];
}

const POLICY_PATH = /(?:^|^trust\.|[^\w.])(Statement(?:\[\d+\])?(?:[.[].*)?)$/s;

/** The part of an evidence's path that points into a policy document, where there is one: what precedes it may name the policy. */
export function policyPathOf(path: string): string | undefined {
  return POLICY_PATH.exec(path)?.[1];
}

/** The path of the statement that a path in a document lies in. */
export function statementPath(path: string): string {
  return /^Statement(\[\d+\])?/.exec(path)?.[0] ?? '';
}

/** The statement that a path points into, with the lines that decided; undefined where the document has no such statement. */
export function statementOf(document: string, paths: readonly string[]): Statement | undefined {
  const path = statementPath(paths[0] ?? '');
  if (path === '') return undefined;
  const start = segmentsOf(path);
  const value = valueAt(parsed(document), start);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const text = JSON.stringify(value, null, 2);
  const deciding = paths.flatMap((one) => {
    const inner = statementPath(one) === path ? segmentsOf(one).slice(start.length) : [];
    return inner.length > 0 && valueAt(value, inner) !== undefined ? [lineAt(text, inner) - 1] : [];
  });
  return { path, text, deciding: [...new Set(deciding)] };
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}
