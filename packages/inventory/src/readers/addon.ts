import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';
import { isInUpdate, ownedBy } from './owned-by.ts';

export const addon = defineReader({
  name: 'addon',
  kind: 'eks-addon',
  actions: ['eks:DescribeAddon'],
  target: (key) => ownedBy(key, 'addon'),
  async ask({ region, clusterName, name: addonName }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.eks(region);
    const command = new sdk.DescribeAddonCommand({ clusterName, addonName });
    const answer = await orNull(client.send(command, { abortSignal }), 'ResourceNotFoundException');
    const found = answer && must(answer.addon, 'add-on');
    if (found === null || found.status === 'DELETING') return null;
    return {
      fields: {
        arn: found.addonArn,
        addonName: found.addonName,
        clusterName: found.clusterName,
        serviceAccountRoleArn: isInUpdate(found) ? undefined : found.serviceAccountRoleArn || null,
        status: found.status,
      },
      sets: {},
    };
  },
});
