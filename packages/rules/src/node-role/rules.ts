import type { Rule } from '@podguard/core';
import { accountImdsDefaultWeak } from './account-imds-default-weak.ts';
import { imdsHopLimit } from './imds-hop-limit.ts';
import { imdsTagsExposed } from './imds-tags-exposed.ts';
import { imdsV1Allowed } from './imds-v1-allowed.ts';
import { imdsWeakened } from './imds-weakened.ts';
import { k8sHostNetwork } from './k8s-host-network.ts';
import { k8sNoAwsIdentity } from './k8s-no-aws-identity.ts';
import { launchTemplateHopLimit } from './launch-template-hop-limit.ts';
import { launchTemplateImdsV1 } from './launch-template-imds-v1.ts';
import { nodeProfileSwapped } from './node-profile-swapped.ts';
import { nodeRoleAddonPermissions } from './node-role-addon-permissions.ts';
import { nodeRoleAppPermissions } from './node-role-app-permissions.ts';
import { nodeRoleAssumesRoles } from './node-role-assumes-roles.ts';

export const nodeRoleRules: readonly Rule[] = [
  k8sHostNetwork,
  k8sNoAwsIdentity,
  accountImdsDefaultWeak,
  imdsHopLimit,
  imdsTagsExposed,
  imdsV1Allowed,
  imdsWeakened,
  launchTemplateHopLimit,
  launchTemplateImdsV1,
  nodeProfileSwapped,
  nodeRoleAddonPermissions,
  nodeRoleAppPermissions,
  nodeRoleAssumesRoles,
];
