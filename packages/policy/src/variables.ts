import { codePoints, compileGlob, type Glob } from './glob.ts';
import { agreed, type Outcome } from './outcome.ts';
import type { PolicyVersion } from './policy.ts';

/** A policy text, cut at its variables. `escape` is `${*}`, `${?}` or `${$}`: the character itself. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'escape'; readonly text: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | null };

/**
 * Cuts a text at its policy variables, which only version 2012-10-17 has. Null where a `${` starts nothing that AWS
 * documents.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function parseTemplate(text: string, version: PolicyVersion): readonly TemplatePart[] | null {
  if (version === '2008-10-17') return [{ kind: 'text', text }];
  const parts: TemplatePart[] = [];
  let start = 0;
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', start)) {
    const close = text.indexOf('}', open);
    const variable = close < 0 ? null : toVariable(text.slice(open + 2, close));
    if (variable === null) return null;
    if (open > start) parts.push({ kind: 'text', text: text.slice(start, open) });
    parts.push(variable);
    start = close + 1;
  }
  if (start < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(start) });
  return parts;
}

/** `key`, or `key, 'default'`; split by hand, for a pattern with two runs of blanks can be made to take for ever. */
function toVariable(inside: string): TemplatePart | null {
  if (inside === '*' || inside === '?' || inside === '$') return { kind: 'escape', text: inside };
  const comma = inside.indexOf(',');
  const key = comma < 0 ? inside : inside.slice(0, comma);
  if (key === '' || /['{$]/.test(key)) return null;
  if (comma < 0) return { kind: 'variable', key, fallback: null };
  const quoted = inside.slice(comma + 1).trim();
  return /^'[^']*'$/.test(quoted) ? { kind: 'variable', key, fallback: quoted.slice(1, -1) } : null;
}

/** A piece of a resolved text, by where it comes from: what a wildcard in it means depends on that. */
export interface Piece {
  readonly text: string;
  readonly from: 'policy' | 'escape' | 'value';
}

export function exactText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join('');
}

/**
 * Whether a `*` inside a variable's value is a wildcard AWS does not say, so both readings are taken, and only what
 * they agree on is an answer.
 */
export function matchPieces(pieces: readonly Piece[], match: (pattern: Glob) => Outcome): Outcome {
  const literal = match(toGlob(pieces, false));
  if (!pieces.some((piece) => piece.from === 'value' && /[*?]/.test(piece.text))) return literal;
  return agreed(literal, match(toGlob(pieces, true)));
}

function toGlob(pieces: readonly Piece[], wildValues: boolean): Glob {
  return pieces.flatMap(({ text, from }) =>
    from === 'policy' || (from === 'value' && wildValues) ? compileGlob(text) : codePoints(text),
  );
}
