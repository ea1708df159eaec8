import type { Catalogue } from '@podguard/core';

export type { AdviceInput } from './advice/around.ts';
export { planMigration } from './advice/plan-migration.ts';
export { recommend } from './advice/recommend.ts';

import { ascpRules } from './ascp/rules.ts';
import { assumeRoleRules } from './assume-role/rules.ts';
import { clusterAccessRules } from './cluster-access/rules.ts';
import { externalSecretsRules } from './external-secrets/rules.ts';
import { families } from './families.ts';
import { irsaRules } from './irsa/rules.ts';
import { legacyRules } from './legacy/rules.ts';
import { nodeRoleRules } from './node-role/rules.ts';
import { platformRules } from './platform/rules.ts';
import { podIdentityRules } from './pod-identity/rules.ts';
import { staticKeyRules } from './static-key/rules.ts';

export { FRAMEWORKS, type Framework } from './data/frameworks.ts';
export type { PostureFact } from './posture/facts.ts';
export { postureOf } from './posture/posture.ts';
export { readPostureFact } from './posture/read-fact.ts';

/** Every rule, sorted by id. */
export const catalogue: Catalogue = {
  families,
  rules: [
    ...assumeRoleRules,
    ...clusterAccessRules,
    ...ascpRules,
    ...externalSecretsRules,
    ...irsaRules,
    ...legacyRules,
    ...nodeRoleRules,
    ...platformRules,
    ...podIdentityRules,
    ...staticKeyRules,
  ].sort((a, b) => (a.id < b.id ? -1 : 1)),
};
