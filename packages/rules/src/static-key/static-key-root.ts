import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { keyIdOf } from '../shared/key-id.ts';

export const staticKeyRoot = defineRule({
  id: 'static-key-root',
  title: 'The account root has an access key',
  method: 'static-key',
  resource: 'access-key',
  severity: 'critical',
  broken: false,
  family: 'key-origin',
  description:
    'Reports an access key of the account root; an inactive one is graded medium. What the credential report tells of a key that is known by its id, made in the same second, is not reported twice.',
  rationale: 'No policy limits the root: whoever has its key has the account.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html'],
  mappings: {
    fsbp: ['IAM.4'],
    cisAws: ['1.3'],
    nist80053: ['AC-2(1)', 'AC-3(7)', 'AC-3(15)', 'AC-6', 'AC-6(2)', 'AC-6(10)'],
  },
  falsePositives: [],
  needs: { rootKeys: ['keyId', 'createdAt'] },
  covers: undefined,
  evaluate(key, { related }) {
    const { state, account } = key;
    if (state.ofRoot === undefined) return indeterminate('ofRoot');
    if (state.ofRoot !== true) return notApplicable('a key of an IAM user');
    if (state.status === undefined) return indeterminate('status');
    if (state.status === 'Expired') return pass;
    const known = state.keyId === null ? related.rootKeys.find((other) => isSame(other, key)) : undefined;
    if (known !== undefined) return notApplicable(`it is ${keyIdOf(known)}, which is judged by itself`);
    const evidence = [
      { path: 'ofRoot', value: true },
      { path: 'status', value: state.status },
    ];
    const summary = `The root of account ${account} has the access key ${keyIdOf(key)}`;
    if (state.status === 'Active') return fail(summary, { evidence });
    return fail(summary, { evidence, graded: { severity: 'medium', because: 'the key is inactive' } });
  },
  mend: {
    cli: '# signed in as root: aws iam delete-access-key --access-key-id {keyId}',
    terraform: '# root keys are not managed by Terraform: delete it signed in as root',
    cloudformation: '# root keys are not managed by CloudFormation: delete it signed in as root',
  },
});

/** A key that is known by its id. */
function isSame({ present, state }: Resource<'access-key'>, reported: Resource<'access-key'>): boolean {
  const isById = present && typeof state.keyId === 'string';
  return isById && typeof state.createdAt === 'string' && state.createdAt === reported.state.createdAt;
}
