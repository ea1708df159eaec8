import type { LaunchTemplateSpecification } from '@aws-sdk/client-eks';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';
import { isInUpdate, ownedBy } from './owned-by.ts';

export const nodegroup = defineReader({
  name: 'nodegroup',
  kind: 'eks-nodegroup',
  actions: ['eks:DescribeNodegroup'],
  target: (key) => ownedBy(key, 'nodegroup'),
  async ask({ region, clusterName, name: nodegroupName }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.eks(region);
    const command = new sdk.DescribeNodegroupCommand({ clusterName, nodegroupName });
    const answer = await orNull(client.send(command, { abortSignal }), 'ResourceNotFoundException');
    const found = answer && must(answer.nodegroup, 'node group');
    if (found === null || found.status === 'DELETING') return null;
    return {
      fields: {
        arn: found.nodegroupArn,
        nodegroupName: found.nodegroupName,
        clusterName: found.clusterName,
        nodeRole: found.nodeRole,
        ...templateOf(found.launchTemplate, isInUpdate(found)),
      },
      sets: {},
    };
  },
});

/** Without one of its own: https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html */
function templateOf(template: LaunchTemplateSpecification | undefined, inUpdate: boolean) {
  if (template === undefined) return { templateId: null, templateName: null, templateVersion: null };
  const { id, name, version = '' } = template;
  return {
    templateId: id,
    templateName: name,
    templateVersion: /^\d+$/.test(version) && !inUpdate ? version : undefined,
  };
}
