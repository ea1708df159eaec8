import { type Resource, undecidable, type Verdict } from '@podguard/core';
import { globMatches, type ParseResult, type Policy, type PolicyText, parsePolicy } from '@podguard/policy';
import { createMemo } from './memo.ts';

const parsed = createMemo(parseOf);

/**
 * A secret's resource policy as it speaks of the secret itself: statements about other resources are left out, and of the
 * others which resource they name. A resource that holds a variable stays, and is not decided.
 */
export function readResourcePolicy(
  { key, state }: Resource<'secret'>,
  text: string,
): { readonly policy: Policy } | { readonly verdict: Verdict } {
  const result = parsed(JSON.stringify([text, state.arn ?? ownArnIn(text, key) ?? `${key}-aaaaaa`]));
  return result.ok
    ? { policy: result.policy }
    : { verdict: undecidable(`resource policy: ${result.error.path}: ${result.error.message}`) };
}

/** The six characters at the end of its ARN are random: where they are not known, a document that is attached to it and names them means it. */
function ownArnIn(text: string, key: string): string | undefined {
  const start = text.indexOf(`${key}-`);
  const arn = start < 0 ? '' : text.slice(start, start + key.length + 7);
  return /-[A-Za-z0-9]{6}$/.test(arn) ? arn : undefined;
}

/** A memo remembers by one text: it holds the document and the secret's ARN. */
function parseOf(both: string): ParseResult {
  const [text, arn] = JSON.parse(both) as [string, string];
  const result = parsePolicy(text);
  if (!result.ok) return result;
  const statements = result.policy.statements.flatMap((statement) => {
    const { resources, notResources } = statement;
    const named = resources ?? notResources ?? [];
    if (named.some(({ value }) => value.includes('$'))) return [statement];
    const speaks = resources === null ? !covers(named, arn) : covers(named, arn);
    return speaks ? [{ ...statement, resources: null, notResources: null }] : [];
  });
  return { ok: true, policy: { ...result.policy, statements } };
}

function covers(named: readonly PolicyText[], arn: string): boolean {
  return named.some(({ value }) => globMatches(value, arn));
}
