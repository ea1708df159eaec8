import type { JsonObject, Resource } from '@podguard/core';
import type { PlanDraft } from '../remediator.ts';
import type { AssociationPlace } from './association-place.ts';

/** Deletes it; or why it could not be made again. */
export function withoutAssociation(
  { region, state, sets }: Resource<'pod-identity-association'>,
  place: AssociationPlace,
): readonly PlanDraft[] | string {
  const { namespace, serviceAccount, roleArn, targetRoleArn, policy, disableSessionTags } = state;
  const known = { namespace, serviceAccount, roleArn, targetRoleArn, policy, disableSessionTags };
  const missing = Object.entries(known).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0 || !sets.tags.complete)
    return `It could not be made again: ${[...missing, ...(sets.tags.complete ? [] : ['tags'])].join(', ')} not known`;
  // Nobody but AWS sets tags whose keys begin so: https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html
  const isOfAws = (key: string) => /^aws:/i.test(key);
  const keys = [...sets.tags.members.keys()];
  const tags = [...sets.tags.members].filter(([key]) => !isOfAws(key));
  const input = {
    clusterName: place.clusterName,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value)),
    disableSessionTags: disableSessionTags === true,
    ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
    // An id is deleted once: the same call again makes no second one.
    clientRequestToken: `podguard-${place.associationId}`,
  } as unknown as JsonObject;
  const pods = `${namespace}/${serviceAccount} of cluster ${place.clusterName}`;
  return [
    {
      summary: `Deletes the association of ${pods}, which is new`,
      steps: [
        {
          action: 'eks:DeletePodIdentityAssociation',
          region,
          input: { ...place },
          words: `Delete the association ${place.associationId} of ${pods}`,
        },
      ],
      undo: [
        {
          action: 'eks:CreatePodIdentityAssociation',
          region,
          input,
          words: `Make the association of ${pods} with ${roleArn} again, with another id`,
        },
      ],
      after: 'gone',
      restoredKey: 'association.associationArn',
      assigned: ['associationId', 'externalId', ...keys.filter(isOfAws).map((key) => `tags ${key}`)],
      mayBreak: [
        `Pods of ${pods} then have no credentials of their own: their calls fail, or are made with the node's role where they reach the instance metadata.`,
        ...(targetRoleArn
          ? [
              `Made again it has another external id: the trust policy of ${targetRoleArn} may have to be changed.`,
            ]
          : []),
      ],
    },
  ];
}
