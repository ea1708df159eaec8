import type { JsonObject, JsonValue, RemediationStep, Resource } from '@podguard/core';
import type { PlanDraft } from '../remediator.ts';
import type { AssociationPlace } from './association-place.ts';
import { changedBy } from './changed-by.ts';
import { type Binding, bindingOf, type FormerBinding } from './former-bindings.ts';

/** All of it that is otherwise now; or why that cannot be done. */
export function bindingAgain(
  association: Resource<'pod-identity-association'>,
  place: AssociationPlace,
  { binding, stood }: FormerBinding,
  by: string | undefined,
): PlanDraft | string {
  const { region, state } = association;
  const now = bindingOf(association);
  const names = (['roleArn', 'targetRoleArn', 'policy', 'disableSessionTags'] as const).filter(
    (name) => now[name] !== binding[name],
  );
  const unknown = names.filter((name) => now[name] === undefined);
  if (unknown.length > 0) return `It is not known now: ${unknown.join(', ')}. Read the account first`;
  const step = (values: Binding): RemediationStep => {
    const changed = names.map((name) => [name, values[name] ?? null] as const);
    return {
      action: 'eks:UpdatePodIdentityAssociation',
      region,
      input: { ...place, ...inputOf(changed, values) },
      words: `Set ${changed.map(wordsOf).join(', ')}`,
    };
  };
  const changed = changedBy(state, by);
  const pods = `${state.namespace ?? '?'}/${state.serviceAccount ?? '?'} of cluster ${place.clusterName}`;
  return {
    summary: `Gives ${pods} the role ${binding.roleArn} again`,
    steps: [step(binding)],
    undo: [step(now)],
    after: { ...Object.fromEntries(names.map((name) => [name, binding[name] ?? null])), ...changed },
    facts: [`It had ${binding.roleArn} ${stood}, and is given all that it had with it.`],
    otherwise:
      'where a role that they had since has fewer rights, that would be found instead: give it back by hand and exempt the finding',
    assigned: [...Object.keys(changed), ...(names.includes('targetRoleArn') ? ['externalId'] : [])],
  };
}

type Value = readonly [name: string, value: JsonValue];

function wordsOf([name, value]: Value): string {
  if (name === 'roleArn') return `the role to ${value}`;
  if (name === 'policy') return value === null ? 'no policy' : 'the policy that is recorded';
  return `${name} to ${value ?? 'none'}`;
}

/**
 * An empty text takes a target role or a policy away: https://github.com/aws-controllers-k8s/eks-controller/pull/164
 * A policy takes disableSessionTags: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html
 */
function inputOf(changed: readonly Value[], { policy }: Binding): JsonObject {
  return {
    ...Object.fromEntries(changed.map(([name, value]) => [name, value ?? ''])),
    ...(typeof policy === 'string' ? { disableSessionTags: true } : {}),
  };
}
