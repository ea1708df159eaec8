import type { Resource } from '@podguard/core';

/** What an association is named by in calls of EKS. */
export interface AssociationPlace {
  readonly clusterName: string;
  readonly associationId: string;
}

/** Or why it cannot be changed here. */
export function associationPlace({
  key,
  present,
  state,
}: Resource<'pod-identity-association'>): AssociationPlace | string {
  const { clusterName, associationId, ownerArn } = state;
  if (!present) return `${key} is gone`;
  if (ownerArn)
    return `An EKS add-on owns it, ${ownerArn}: change the role there, by aws eks update-addon --pod-identity-associations`;
  if (ownerArn === undefined) return 'Whether an EKS add-on owns it is not known: read the account first';
  if (typeof clusterName !== 'string' || typeof associationId !== 'string')
    return 'Its cluster and id are not known: read the account first';
  return { clusterName, associationId };
}
