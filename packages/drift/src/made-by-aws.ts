import type { StateChange } from '@podguard/core';
import type { Standing } from '@podguard/inventory';
import { valuesOf } from './approvals.ts';

/**
 * A service-linked role: AWS makes it for a service and deletes it with that, and nobody else can change what it may do.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function isMadeByAws(told: readonly StateChange[], before: Standing | undefined): boolean {
  const arns = told.map((change) => (change.op === 'put' ? change.fields.arn : undefined));
  const known = arns.flatMap((one) => (one !== undefined && 'value' in one ? [one.value] : []));
  const recorded = before?.views.map((view) => valuesOf(view).arn) ?? [];
  return [...known, ...recorded].some(
    (arn) => typeof arn === 'string' && /^arn:[\w-]+:iam::\d{12}:role\/aws-service-role\//.test(arn),
  );
}
