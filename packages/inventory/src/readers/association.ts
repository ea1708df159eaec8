import { namesIn, policyText } from '../answers.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';

export const association = defineReader({
  name: 'pod-identity-association',
  kind: 'pod-identity-association',
  actions: ['eks:DescribePodIdentityAssociation'],
  target(key) {
    const found = namesIn(key, 'eks', 'podidentityassociation');
    const [clusterName, associationId, ...rest] = found?.names ?? [];
    return found && clusterName && associationId && rest.length === 0
      ? { region: found.region, clusterName, associationId }
      : undefined;
  },
  async ask({ region, clusterName, associationId }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.eks(region);
    const command = new sdk.DescribePodIdentityAssociationCommand({ clusterName, associationId });
    const answer = await orNull(client.send(command, { abortSignal }), 'ResourceNotFoundException');
    if (answer === null) return null;
    const found = must(answer.association, 'association');
    return {
      fields: {
        associationId: found.associationId,
        clusterName: found.clusterName,
        namespace: found.namespace,
        serviceAccount: found.serviceAccount,
        roleArn: found.roleArn,
        // As in records, an empty text is none.
        targetRoleArn: found.targetRoleArn || null,
        externalId: found.externalId || null,
        // Tags are on by default: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
        disableSessionTags: found.disableSessionTags ?? false,
        policy: policyText(found.policy) || null,
        ownerArn: found.ownerArn || null,
        changedBy: undefined,
      },
      sets: { tags: found.tags ?? null },
    };
  },
});
