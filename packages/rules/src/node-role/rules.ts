import type { Rule } from '@podguard/core';
import { imdsV1Allowed } from './imds-v1-allowed.ts';
import { imdsWeakened } from './imds-weakened.ts';
import { nodeRoleAddonPermissions } from './node-role-addon-permissions.ts';
import { nodeRoleAppPermissions } from './node-role-app-permissions.ts';
import { nodeRoleAssumesRoles } from './node-role-assumes-roles.ts';

export const nodeRoleRules: readonly Rule[] = [
  imdsV1Allowed,
  imdsWeakened,
  nodeRoleAddonPermissions,
  nodeRoleAppPermissions,
  nodeRoleAssumesRoles,
];
