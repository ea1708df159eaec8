import { type Item, roleKeyFromArn, type Store, userKeyFromArn } from '@podguard/core';
import { standingOf } from '@podguard/inventory';
import { valuesOf } from './approvals.ts';
import type { Difference, FieldDifference } from './difference.ts';
import { normalForm } from './normal-form.ts';

const ID = /^(?:AROA|AIDA)[A-Z0-9]{12,}$/;

/**
 * Without what IAM itself did: in policies it writes the unique id of a role or user that was deleted in the place of its ARN, and no
 * call on what has the policy tells of it. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export async function withoutRewritten(
  differences: readonly Difference[],
  store: Pick<Store, 'load'>,
): Promise<readonly Difference[]> {
  const left: Difference[] = [];
  for (const one of differences) {
    const fields: FieldDifference[] = [];
    for (const field of one.fields) if (!(await isRewritten(field, store))) fields.push(field);
    if (fields.length > 0 || one.fields.length === 0) left.push({ ...one, fields });
  }
  return left;
}

async function isRewritten({ recorded, found }: FieldDifference, store: Pick<Store, 'load'>) {
  if (typeof recorded !== 'string' || typeof found !== 'string') return false;
  const [was, is] = [textsIn(recorded), textsIn(found)];
  const ids = [...is].filter((text) => ID.test(text) && !was.has(text));
  if (ids.length === 0) return false;
  const gone: string[] = [];
  for (const arn of was) {
    const key = roleKeyFromArn(arn) ?? userKeyFromArn(arn);
    if (key !== undefined && !is.has(arn) && isGone(await store.load(key), ids)) gone.push(arn);
  }
  // Each id is one of them; that one of them is left out is a change.
  return gone.length === ids.length && sameWithout(recorded, gone) === sameWithout(found, ids);
}

/** One that was made anew by its name has another id. */
function isGone(item: Item | undefined, ids: readonly string[]): boolean {
  if (item === undefined || !item.present) return true;
  const now = (standingOf(item)?.views ?? []).map((view) => valuesOf(view).roleId ?? valuesOf(view).userId);
  return now.length > 0 && now.every((id) => typeof id === 'string' && !ids.includes(id));
}

/** What stands in quotes, and has nothing in it that JSON writes otherwise. */
function textsIn(policy: string): ReadonlySet<string> {
  return new Set([...policy.matchAll(/"([^"\\]+)"/g)].map(([, text = '']) => text));
}

/** As it is compared, with one word for all that are gone. */
function sameWithout(policy: string, gone: readonly string[]): string {
  return normalForm(gone.reduce((text, one) => text.replaceAll(`"${one}"`, '"gone"'), policy));
}
