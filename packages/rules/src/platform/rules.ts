import type { Rule } from '@podguard/core';
import { platformPipelineChanged } from './platform-pipeline-changed.ts';
import { platformRegionUncovered } from './platform-region-uncovered.ts';
import { platformRuleOff } from './platform-rule-off.ts';
import { platformTrailOff } from './platform-trail-off.ts';

export const platformRules: readonly Rule[] = [
  platformPipelineChanged,
  platformRegionUncovered,
  platformRuleOff,
  platformTrailOff,
];
