import { resourceOf } from '../../support/states.ts';

/** What feeds nodes from version 3 of a launch template: nothing yet. */
export const unused = {
  template: resourceOf('launch-template', { state: { latestVersion: 3, defaultVersion: 3 } }),
  nodegroups: [],
  autoScalingGroups: [],
  nodeRoles: [],
  profileRoles: [],
  policies: [],
};

const NODE_ROLE = 'arn:aws:iam::111122223333:role/app';

export function groupOf(templateVersion: string | undefined, gone = false) {
  return resourceOf('eks-nodegroup', { state: { nodeRole: NODE_ROLE, templateVersion }, gone });
}

export function scalingOf(templateVersion: string | null, ...tags: readonly string[]) {
  const named = tags.length > 0 ? tags : ['kubernetes.io/cluster/prod'];
  return resourceOf('auto-scaling-group', {
    state: { templateVersion },
    sets: { tags: Object.fromEntries(named.map((tag) => [tag, 'owned'])) },
  });
}
