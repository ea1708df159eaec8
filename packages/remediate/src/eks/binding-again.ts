import type { JsonObject, JsonValue, RemediationStep, Resource } from '@podguard/core';
import type { PlanDraft } from '../remediator.ts';
import type { AssociationPlace } from './association-place.ts';
import { changedBy } from './changed-by.ts';
import type { FormerBinding } from './former-bindings.ts';

/** An empty text takes away a target role or a policy: https://github.com/aws-controllers-k8s/eks-controller/pull/164 */
export function bindingAgain(
  { region, state }: Resource<'pod-identity-association'>,
  place: AssociationPlace,
  { until, endedBy: _endedBy, ...binding }: FormerBinding,
  by: string | undefined,
): PlanDraft {
  const now = Object.fromEntries(
    Object.keys(binding).map((name) => [name, state[name as keyof typeof state] ?? null]),
  ) as JsonObject;
  const step = (values: JsonObject): RemediationStep => ({
    action: 'eks:UpdatePodIdentityAssociation',
    region,
    input: { ...place, ...emptied(values) },
    words: `Set ${Object.entries(values).map(wordsOf).join(', ')}`,
  });
  const changed = changedBy(state, by);
  const pods = `${state.namespace ?? '?'}/${state.serviceAccount ?? '?'} of cluster ${place.clusterName}`;
  return {
    summary: `Gives ${pods} the role ${binding.roleArn} again`,
    steps: [step(binding as unknown as JsonObject)],
    undo: [step(now)],
    after: { ...(binding as Readonly<Record<string, JsonValue>>), ...changed },
    facts: [`It had ${binding.roleArn} before, ${until}.`],
    assigned: [...Object.keys(changed), ...(binding.targetRoleArn === undefined ? [] : ['externalId'])],
  };
}

function wordsOf([name, value]: readonly [string, JsonValue]): string {
  if (name === 'roleArn') return `the role to ${value}`;
  if (name === 'policy') return value === null ? 'no policy' : 'the policy that is recorded';
  return `${name} to ${value ?? 'none'}`;
}

function emptied(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value ?? (name === 'disableSessionTags' ? false : ''),
    ]),
  );
}
