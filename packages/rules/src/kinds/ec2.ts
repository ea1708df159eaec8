import type { Rule } from '@podguard/core';
import { accountImdsDefaultWeak } from '../node-role/account-imds-default-weak.ts';
import { imdsHopLimit } from '../node-role/imds-hop-limit.ts';
import { imdsTagsExposed } from '../node-role/imds-tags-exposed.ts';
import { imdsV1Allowed } from '../node-role/imds-v1-allowed.ts';
import { imdsWeakened } from '../node-role/imds-weakened.ts';
import { launchTemplateHopLimit } from '../node-role/launch-template-hop-limit.ts';
import { launchTemplateImdsV1 } from '../node-role/launch-template-imds-v1.ts';
import { nodeProfileSwapped } from '../node-role/node-profile-swapped.ts';

export const rules: readonly Rule[] = [
  accountImdsDefaultWeak,
  imdsHopLimit,
  imdsTagsExposed,
  imdsV1Allowed,
  imdsWeakened,
  launchTemplateHopLimit,
  launchTemplateImdsV1,
  nodeProfileSwapped,
];
