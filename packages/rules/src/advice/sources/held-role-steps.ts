import { type MigrationStep, type MigrationTarget, ServiceError } from '@podguard/core';
import type { AdviceInput } from '../around.ts';
import type { HeldRole } from '../key-users.ts';
import { WHO_AM_I, whoAmI } from '../kubernetes-steps.ts';
import { type Role, step } from '../migration.ts';
import type { Pod } from '../pod.ts';

/** https://github.com/aws/amazon-eks-pod-identity-webhook: an association wins over an annotation. */
export function refuseHeld({ finding }: AdviceInput, held: HeldRole | null, to: MigrationTarget): void {
  if (held?.method !== 'pod-identity' || to === 'pod-identity') return;
  throw new ServiceError(
    'migration-impossible',
    `${finding.id} (${finding.rule}): its service account has a role by EKS Pod Identity already, and an association wins over an annotation; use --migrate-to pod-identity, which says how to take the key out`,
  );
}

export function heldNotes(
  held: HeldRole,
  { namespace, serviceAccount }: Pod,
  to: MigrationTarget,
): readonly string[] {
  const what =
    held.method === 'irsa'
      ? `the role ${held.by} by IRSA (eks.amazonaws.com/role-arn)`
      : `a role by EKS Pod Identity (${held.by})`;
  return [
    `The service account ${namespace}/${serviceAccount} has ${what} already, and the key hides it: taking the key out is all.`,
    ...(held.method === to
      ? []
      : ['--migrate-to irsa has the steps to that; these give it the same role by EKS Pod Identity.']),
  ];
}

/** The role is there, but has not been used so far: it is tried before the key goes. */
export function heldSteps(
  { method }: HeldRole,
  { name }: Role,
  pod: Pod,
  to: MigrationTarget,
): readonly MigrationStep[] {
  const lacks = method === 'irsa' ? 'the OIDC provider of the cluster' : 'the agent';
  const rights = step(
    'See what the role may do',
    ['What the workload uses and the role lacks is given to it first.'],
    {
      commands: [
        `aws iam list-attached-role-policies --role-name ${name}`,
        `aws iam list-role-policies --role-name ${name}`,
      ],
    },
  );
  if (method !== to) return [rights];
  return [
    rights,
    step(
      'See that the service account gets the role',
      [
        `A pod of it that has no key answers with an assumed role of the name ${name}. Where it is refused, or answers with another, the trust policy of the role or ${lacks} is still to be set right: do that before the key goes.`,
        WHO_AM_I.replace('The first command', 'The command'),
      ],
      { commands: [whoAmI(pod)] },
    ),
  ];
}
