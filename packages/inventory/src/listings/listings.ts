import type { Listing } from '../listing.ts';
import { accountRegions } from './account-regions.ts';
import { autoScalingGroups } from './autoscaling.ts';
import { instances, launchTemplates, launchTemplateVersions, regionDefaults } from './ec2.ts';
import { accessEntries, associations, clusters } from './eks.ts';
import { addons, capabilities, fargateProfiles, nodegroups } from './eks-nodes.ts';
import { eventRules } from './event-rules.ts';
import { instanceProfiles, oidcProviders } from './iam.ts';
import { policies } from './policies.ts';
import { roles } from './roles.ts';
import { parameters, secrets } from './secrets.ts';
import { trails } from './trails.ts';
import { users } from './users.ts';

/** In the order in which they are read: what others belong to comes first. */
export const LISTINGS: readonly Listing[] = [
  clusters,
  associations,
  accessEntries,
  nodegroups,
  addons,
  fargateProfiles,
  capabilities,
  roles,
  policies,
  oidcProviders,
  instanceProfiles,
  users,
  accountRegions,
  secrets,
  parameters,
  trails,
  eventRules,
  launchTemplates,
  launchTemplateVersions,
  autoScalingGroups,
  regionDefaults,
  instances,
];
