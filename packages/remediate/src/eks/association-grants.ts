import type { GrantPlace, RemediatorGrant } from '../remediator.ts';

const associations = ({ partition, account }: GrantPlace) => [
  `arn:${partition}:eks:*:${account}:podidentityassociation/*`,
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html */
export const UPDATE_ASSOCIATION: RemediatorGrant = {
  actions: ['eks:UpdatePodIdentityAssociation'],
  resources: associations,
};

export const REPLACE_ASSOCIATION: readonly RemediatorGrant[] = [
  { actions: ['eks:DeletePodIdentityAssociation'], resources: associations },
  { undoOnly: true, actions: ['eks:TagResource'], resources: associations },
  {
    undoOnly: true,
    actions: ['eks:CreatePodIdentityAssociation'],
    resources: ({ partition, account }) => [`arn:${partition}:eks:*:${account}:cluster/*`],
  },
];

/**
 * Who gives an association a role has to be allowed to pass it: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 * Which role that was nobody knows beforehand; to whose clusters it goes the actions above say.
 */
export const PASS_ROLE: readonly RemediatorGrant[] = [
  {
    actions: ['iam:PassRole'],
    resources: ({ partition, account }) => [`arn:${partition}:iam::${account}:role/*`],
    condition: { StringEquals: { 'iam:PassedToService': 'pods.eks.amazonaws.com' } },
  },
  {
    actions: ['iam:GetRole'],
    resources: ({ partition, account }) => [`arn:${partition}:iam::${account}:role/*`],
  },
];
