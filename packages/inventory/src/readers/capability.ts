import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';
import { isInUpdate, ownedBy } from './owned-by.ts';

export const capability = defineReader({
  name: 'capability',
  kind: 'eks-capability',
  actions: ['eks:DescribeCapability'],
  target: (key) => ownedBy(key, 'capability'),
  async ask({ region, clusterName, name: capabilityName }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.eks(region);
    const command = new sdk.DescribeCapabilityCommand({ clusterName, capabilityName });
    const answer = await orNull(client.send(command, { abortSignal }), 'ResourceNotFoundException');
    const found = answer && must(answer.capability, 'capability');
    if (found === null || found.status === 'DELETING') return null;
    return {
      fields: {
        arn: found.arn,
        capabilityName: found.capabilityName,
        clusterName: found.clusterName,
        type: found.type,
        roleArn: isInUpdate(found) ? undefined : found.roleArn,
      },
      sets: {},
    };
  },
});
