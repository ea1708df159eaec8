import type { Rule } from '@podguard/core';
import { k8sKube2iamAgent } from './k8s-kube2iam-agent.ts';
import { k8sKube2iamAnnotation } from './k8s-kube2iam-annotation.ts';
import { legacyNodeSessionAssumes } from './legacy-node-session-assumes.ts';
import { legacyPodRoleTrustsNode } from './legacy-pod-role-trusts-node.ts';

export const legacyRules: readonly Rule[] = [
  k8sKube2iamAgent,
  k8sKube2iamAnnotation,
  legacyNodeSessionAssumes,
  legacyPodRoleTrustsNode,
];
