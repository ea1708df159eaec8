import { defineRule, fail, notApplicable, pass } from '@podguard/core';
import type { Policy } from '@podguard/policy';
import { contextOf } from '../shared/aws-accounts.ts';
import { certificateRequests, isRolesAnywhere } from '../shared/aws-roles-anywhere.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { ask, isDenied, readTrust, undecided, whyAdmitted } from '../shared/trust.ts';

export const trustRolesAnywhereOpen = defineRule({
  id: 'trust-roles-anywhere-open',
  title: 'Any certificate of any trust anchor may assume the role',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a role that trusts rolesanywhere.amazonaws.com without an effective condition on the trust anchor (aws:SourceArn) or on the certificate (aws:PrincipalTag/x509Subject, x509Issuer, x509SAN, sts:SourceIdentity).',
  rationale:
    'Every trust anchor of the account then vouches for the role: whoever has a certificate of one, for whatever purpose, gets it from anywhere.',
  references: [
    'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-creds.html',
  ],
  mappings: {},
  falsePositives: [
    'An account with one trust anchor whose authority issues certificates for this role only.',
  ],
  needs: {},
  covers: () => true,
  evaluate(role) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    if (!isNamed(policy)) return notApplicable('IAM Roles Anywhere may not assume it');
    const asked = certificateRequests(policy, role.account).map((pair) =>
      pair.map((request) => ({ request, evaluation: ask(policy, request) })),
    );
    const open = asked.find((pair) => pair.every(({ evaluation }) => evaluation.decision === 'allow'))?.[0];
    if (open !== undefined) {
      const context = contextOf(open.request);
      return fail(`Any certificate of any trust anchor in the account may assume ${role.key}`, {
        evidence: whyAdmitted(policy, open.request),
        witness: {
          text: `A certificate with the common name ${context['aws:PrincipalTag/x509Subject/CN']} of trust anchor ${context['aws:SourceArn']} gets ${role.key}`,
          request: { action: open.request.action, principal: 'rolesanywhere.amazonaws.com', context },
        },
      });
    }
    const left = asked
      .filter((pair) => !pair.some(({ evaluation }) => isDenied(evaluation)))
      .flatMap((pair) => pair.map(({ evaluation }) => evaluation));
    return left.length > 0 ? undecided(left) : pass;
  },
  mend: {
    cli: editTrust(
      '"Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:rolesanywhere:REGION:{account}:trust-anchor/ID"}}',
    ),
    terraform:
      'condition {\n  test     = "ArnEquals"\n  variable = "aws:SourceArn"\n  values   = [aws_rolesanywhere_trust_anchor.this.arn]\n}',
    cloudformation: 'Condition:\n  ArnEquals:\n    aws:SourceArn: !GetAtt TrustAnchor.TrustAnchorArn',
  },
  remediation: 'restore-trust-policy',
});

function isNamed({ statements }: Policy): boolean {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .some(({ principals }) => (principals ?? []).some(isRolesAnywhere));
}
