import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { nameOf } from '../shared/k8s.ts';
import { inManifest } from '../shared/k8s-mend.ts';

export const k8sSecretStoreStatic = defineRule({
  id: 'k8s-secret-store-static',
  title: 'A secret store authenticates to AWS with stored keys',
  method: 'external-secrets',
  resource: 'k8s-secret-store',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a SecretStore or ClusterSecretStore of the External Secrets Operator that takes AWS keys from a Secret.',
  rationale:
    'The key that reads all secrets lies in a Secret itself, and works from anywhere until somebody deletes it.',
  references: ['https://external-secrets.io/latest/provider/aws-access/'],
  mappings: {},
  falsePositives: ['A cluster outside AWS without an issuer that AWS can reach.'],
  needs: {},
  covers: undefined,
  evaluate({ state }) {
    const { keySecret, provider, type } = state;
    if (typeof keySecret === 'string')
      return fail(
        `${type ?? 'Store'} ${nameOf(state)} authenticates with the AWS key in the Secret ${keySecret}`,
        {
          evidence: [{ path: `spec.provider.${authOf(provider)}.secretRef`, value: keySecret }],
        },
      );
    if (keySecret === undefined) return indeterminate('keySecret');
    if (provider === undefined) return indeterminate('provider');
    return provider === 'aws' || provider === 'vault' ? pass : notApplicable('its secrets are not in AWS');
  },
  mend: inManifest(
    '# in the manifest, in place of auth.secretRef:\n#   auth:\n#     jwt:\n#       serviceAccountRef:\n#         name: SERVICE_ACCOUNT\n# or no auth at all: then the operator’s own identity is used',
  ),
});

/** Vault's own login with AWS takes them elsewhere: https://external-secrets.io/latest/provider/hashicorp-vault/ */
function authOf(provider: string | null | undefined): string {
  return provider === 'vault' ? 'vault.auth.iam' : 'aws.auth';
}
