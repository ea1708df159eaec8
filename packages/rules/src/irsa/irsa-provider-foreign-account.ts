import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { listProviders } from '@podguard/policy';
import { nameProvider, PRINCIPAL } from '../shared/irsa-mend.ts';
import { lookAtClusters } from '../shared/irsa-trusts.ts';
import { issuerEvidence } from '../shared/irsa-witness.ts';

export const irsaProviderForeignAccount = defineRule({
  id: 'irsa-provider-foreign-account',
  title: 'The role trusts an OIDC provider of another account',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: 'irsa-reach',
  description:
    "Reports a role whose trust policy names a cluster's OIDC provider by the ARN of another account.",
  rationale:
    "STS takes the tokens of a cluster by the provider in the role's own account. A provider of another account is somebody else's to change, and the pods that the statement was written for do not get in by it.",
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html', PRINCIPAL],
  mappings: {},
  falsePositives: [],
  needs: {},
  covers: undefined,
  evaluate(role, { config }) {
    const looked = lookAtClusters(role, config, (trust) => {
      if (!trust.named) return notApplicable('it names no provider');
      if (role.account === '') return indeterminate('account of the role');
      return trust.account === role.account ? pass : { found: trust };
    });
    if ('verdict' in looked) return looked.verdict;
    const { found, policy } = looked;
    const accounts = [...new Set(found.map(({ account }) => account))].join(', ');
    const providers = new Set(found.map(({ provider }) => provider));
    const principals = listProviders(policy).filter(({ provider }) => providers.has(provider));
    return fail(`${role.key} trusts an OIDC provider of account ${accounts}`, {
      evidence: [
        ...principals.flatMap(({ paths, provider }) => paths.map((path) => ({ path, value: provider }))),
        ...issuerEvidence(found),
      ],
    });
  },
  mend: nameProvider,
  remediation: 'restore-trust-policy',
});
