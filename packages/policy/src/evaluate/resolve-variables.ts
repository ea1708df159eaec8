import type { PolicyVersion } from '../policy.ts';
import { type Piece, parseTemplate, type TemplatePart } from '../variables.ts';
import type { Context } from './context.ts';

/** A policy text with the request's values in it, or why there is none. */
export type Resolved =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'missing'; readonly key: string }
  | { readonly kind: 'unknown'; readonly key?: string; readonly reason: string };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function resolveVariables(text: string, version: PolicyVersion, context: Context): Resolved {
  const template = parseTemplate(text, version);
  if (template === null)
    return { kind: 'unknown', reason: 'it holds a policy variable that AWS does not document' };
  const pieces: Piece[] = [];
  for (const part of template) {
    const resolved = resolvePart(part, context);
    if ('kind' in resolved) return resolved;
    pieces.push(resolved);
  }
  return { kind: 'text', pieces };
}

function resolvePart(part: TemplatePart, context: Context): Piece | Exclude<Resolved, { kind: 'text' }> {
  if (part.kind === 'text') return { text: part.text, from: 'policy' };
  if (part.kind === 'escape') return { text: part.text, from: 'escape' };
  const { key, fallback } = part;
  const value = context.get(key);
  if (value === 'unknown') return { kind: 'unknown', key, reason: `the value of ${key} is not known` };
  if (value === 'absent')
    return fallback === null ? { kind: 'missing', key } : { text: fallback, from: 'value' };
  const [only, ...others] = value;
  if (only !== undefined && others.length === 0) return { text: only, from: 'value' };
  // "You cannot use a multivalued context key as a policy variable."
  return { kind: 'unknown', key, reason: `${key} has several values, and cannot be a policy variable` };
}
