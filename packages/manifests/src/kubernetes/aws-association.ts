import { parseArn } from '@podguard/core';
import { askedOf, askedText } from './aws-objects.ts';
import type { Draft, ObjectHead } from './draft.ts';
import { type Fields, fieldsOf, literalOf, truthOf } from './fields.ts';

const ROLE = ['roleArn', 'roleARN'];
const TARGET = ['targetRoleArn', 'targetRoleARN'];
const TARGET_REFERENCES = ['targetRoleRef', 'targetRoleArnRef', 'targetRoleArnSelector'];

/**
 * A PodIdentityAssociation of ACK (`eks.services.k8s.aws`) or Crossplane (`eks.aws.upbound.io`, `eks.aws.m.upbound.io`). What a
 * reference stands for is not known.
 * Shapes: https://aws-controllers-k8s.github.io/docs/api-reference/eks/v1alpha1/podidentityassociation,
 * https://marketplace.upbound.io/providers/upbound/provider-aws-eks/latest/resources/eks.aws.upbound.io/PodIdentityAssociation/v1beta1
 */
export function readAssociation(head: ObjectHead, object: Fields): Draft {
  const asked = askedOf(object);
  const text = (...names: readonly string[]) => askedText(asked, names) ?? undefined;
  const roleArn = text(...ROLE);
  const annotations = fieldsOf(fieldsOf(object.metadata).annotations);
  return {
    ...head,
    kind: 'pod-identity-association',
    // A role that pods get is of their cluster's account.
    aws: {
      account: parseArn(roleArn ?? '')?.account,
      region: text('region') ?? literalOf(annotations['services.k8s.aws/region']) ?? undefined,
    },
    fields: {
      clusterName: text('clusterName'),
      namespace: text('namespace'),
      serviceAccount: text('serviceAccount'),
      roleArn,
      targetRoleArn: askedText(asked, TARGET, TARGET_REFERENCES),
      disableSessionTags: truthOf(asked('disableSessionTags').value),
      policy: askedText(asked, ['policy']),
      // What an add-on owns it makes itself.
      ownerArn: null,
    },
    sets: {},
  };
}

/** Where a field of an association is in its object. */
export function associationPlace(object: Fields, field: string): readonly string[] {
  const names = [ROLE, TARGET].find((all) => all.includes(field)) ?? [field];
  return askedOf(object)(...names).place;
}
