import type { History } from './item.ts';
import { KINDS } from './kinds.ts';
import { presentViews } from './posture/present-views.ts';

/** The ARN of a resource of a kind whose keys leave part of it out (a role's leaves out the path), where it is known. */
export function wholeArn(history: History): string | undefined {
  const fields: readonly string[] = KINDS[history.kind].fields;
  if (!fields.includes('arn')) return undefined;
  const arns = new Set(presentViews(history).map(({ state }) => (state as { readonly arn?: unknown }).arn));
  const [arn] = arns;
  return arns.size === 1 && typeof arn === 'string' ? arn : undefined;
}
