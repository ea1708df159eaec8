import { defineRule, fail, pass } from '@podguard/core';
import { editTrust } from '../shared/mend-steps.ts';
import { readTrust } from '../shared/trust.ts';

export const trustDanglingPrincipal = defineRule({
  id: 'trust-dangling-principal',
  title: 'The role trusts an identity that was deleted',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports the id of a deleted user or role (AIDA…, AROA…) among the principals that a trust policy allows.',
  rationale:
    'IAM puts the id there when the identity is deleted. Whoever needed the role has lost it; and whoever puts an ARN in place of the id may let in somebody else of the same name.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  ],
  mappings: {},
  falsePositives: ['A policy that was written with the id of an identity that still exists.'],
  needs: {},
  covers: undefined,
  evaluate(role) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const dangling = trust.policy.statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ principals }) => principals ?? [])
      .filter(({ type, value }) => type === 'AWS' && UNIQUE_ID.test(value));
    if (dangling.length === 0) return pass;
    const ids = dangling.map(({ value }) => value).join(', ');
    return fail(`${role.key} trusts ${ids}, which is what is left of a deleted identity`, {
      evidence: dangling.map(({ path, value }) => ({ path, value })),
    });
  },
  mend: {
    cli: editTrust('take the id out, or name the new identity by its ARN'),
    terraform: '# remove the id from identifiers, or name the new role by its ARN',
    cloudformation: '# remove the id from Principal, or name the new role by its ARN',
  },
});

const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]+$/;
