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
    'Reports an access key of the account root; an inactive one is graded medium. What the credential report tells of a key that is known by its id, or was until it was deleted after the report, is not reported twice: they are told apart by when they were made, else each place of the report stands for one of them.',
  rationale: 'No policy limits the root: whoever has its key has the account.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html'],
  mappings: {
    fsbp: ['IAM.4'],
    cisAws: ['1.3'],
    nist80053: ['AC-2(1)', 'AC-3(7)', 'AC-3(15)', 'AC-6', 'AC-6(2)', 'AC-6(10)'],
  },
  falsePositives: [],
  needs: { rootKeys: ['keyId', 'createdAt', 'readAt'] },
  covers: undefined,
  evaluate(key, { related }) {
    const { state, account } = key;
    if (state.ofRoot === undefined) return indeterminate('ofRoot');
    if (state.ofRoot !== true) return notApplicable('a key of an IAM user');
    if (state.status === undefined) return indeterminate('status');
    if (state.status === 'Expired') return pass;
    const known = state.keyId === null ? knownById(key, related.rootKeys) : undefined;
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

type Key = Resource<'access-key'>;

/**
 * The key of the report as it is known by its id. Those that an event told of are in a newer report, and were in an older one until
 * they were deleted: so each stands for one of its places. Which, when they were made says; but where a status was changed, or the
 * event that made it never came, the times are not the same.
 */
function knownById(reported: Key, rootKeys: readonly Key[]): Key | undefined {
  const { readAt } = reported.state;
  const ids = rootKeys.filter(({ state, present, goneAt }) => {
    if (typeof state.keyId !== 'string') return false;
    return present || (goneAt !== null && typeof readAt === 'string' && goneAt > readAt);
  });
  const places = rootKeys.filter(({ state, present }) => state.keyId === null && present);
  const same = ids.find((one) => isMadeWith(one, reported));
  if (same !== undefined) return same;
  const others = places.filter((place) => !ids.some((one) => isMadeWith(one, place)));
  const left = ids
    .filter((one) => !places.some((place) => isMadeWith(one, place)))
    .filter((one) => isUntil(one.state.createdAt, reported.state.createdAt ?? readAt));
  return left[others.findIndex(({ key }) => key === reported.key)];
}

function isMadeWith({ state }: Key, reported: Key): boolean {
  return typeof state.createdAt === 'string' && state.createdAt === reported.state.createdAt;
}

function isUntil(made: string | null | undefined, time: string | null | undefined): boolean {
  return typeof made !== 'string' || typeof time !== 'string' || made <= time;
}
