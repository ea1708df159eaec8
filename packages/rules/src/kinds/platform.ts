import type { Rule } from '@podguard/core';
import { platformPipelineChanged } from '../platform/platform-pipeline-changed.ts';
import { platformRegionUncovered } from '../platform/platform-region-uncovered.ts';
import { platformRuleOff } from '../platform/platform-rule-off.ts';
import { platformTrailOff } from '../platform/platform-trail-off.ts';

export const rules: readonly Rule[] = [
  platformPipelineChanged,
  platformRegionUncovered,
  platformRuleOff,
  platformTrailOff,
];
