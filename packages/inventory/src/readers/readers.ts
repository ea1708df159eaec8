import type { Reader } from '../reader.ts';
import { accessEntry } from './access-entry.ts';
import { accessKey } from './access-key.ts';
import { accountDefaults } from './account-defaults.ts';
import { accountRegion } from './account-region.ts';
import { addon } from './addon.ts';
import { association } from './association.ts';
import { autoScalingGroup } from './auto-scaling-group.ts';
import { capability } from './capability.ts';
import { cluster } from './cluster.ts';
import { eventRule } from './event-rule.ts';
import { fargateProfile } from './fargate-profile.ts';
import { instance } from './instance.ts';
import { instanceProfile } from './instance-profile.ts';
import { launchTemplate } from './launch-template.ts';
import { launchTemplateVersion } from './launch-template-version.ts';
import { nodegroup } from './nodegroup.ts';
import { oidcProvider } from './oidc-provider.ts';
import { parameter } from './parameter.ts';
import { policy } from './policy.ts';
import { role } from './role.ts';
import { rootAccessKey } from './root-access-key.ts';
import { secret } from './secret.ts';
import { trail } from './trail.ts';
import { user } from './user.ts';

/** Every kind that is read, by its key. */
export const READERS: readonly Reader[] = [
  accessEntry,
  accessKey,
  accountDefaults,
  accountRegion,
  addon,
  association,
  autoScalingGroup,
  capability,
  cluster,
  eventRule,
  fargateProfile,
  instance,
  instanceProfile,
  launchTemplate,
  launchTemplateVersion,
  nodegroup,
  oidcProvider,
  parameter,
  policy,
  role,
  rootAccessKey,
  secret,
  trail,
  user,
];
