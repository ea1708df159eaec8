import type { LabelledPolicy } from '../labelled-policy.ts';
import { awsPrincipals } from './aws-principals.ts';
import { everybodyPolicies } from './everybody.ts';
import { irsaAudiences } from './irsa-audiences.ts';
import { irsaStatements } from './irsa-statements.ts';
import { irsaSubjects } from './irsa-subjects.ts';
import { others } from './others.ts';
import { podIdentityPolicies } from './pod-identity.ts';

/** The acceptance set by topic. */
export const trustPolicies: Readonly<Record<string, readonly LabelledPolicy[]>> = {
  'IRSA: subjects': irsaSubjects,
  'IRSA: statements and providers': irsaStatements,
  'IRSA: audiences and issuers': irsaAudiences,
  'EKS Pod Identity': podIdentityPolicies,
  'AWS principals': awsPrincipals,
  Everybody: everybodyPolicies,
  'Other principals': others,
};
