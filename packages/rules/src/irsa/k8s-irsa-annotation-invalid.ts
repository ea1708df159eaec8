import {
  defineRule,
  fail,
  indeterminate,
  knownAccounts,
  notApplicable,
  parseArn,
  pass,
} from '@podguard/core';
import { inCluster, nameOf, ROLE_ANNOTATION, ROLE_ARN } from '../shared/k8s.ts';
import { lines } from '../shared/mend-steps.ts';

export const k8sIrsaAnnotationInvalid = defineRule({
  id: 'k8s-irsa-annotation-invalid',
  title: 'A role annotation names no role, or one of an unknown account',
  method: 'irsa',
  resource: 'k8s-service-account',
  severity: 'medium',
  broken: true,
  family: null,
  description:
    'Reports a service account whose annotation `eks.amazonaws.com/role-arn` is no ARN of a role, or of one in an account that is not known.',
  rationale:
    'Pods with such a service account get no credentials of their own: calls fail, or fall back to the role of the node.',
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html'],
  mappings: {},
  falsePositives: ['A role of an account that the configuration does not name among `knownAccounts`.'],
  needs: {},
  covers: undefined,
  evaluate({ key, state }, { config }) {
    const { roleArn } = state;
    const name = `${nameOf(state)}${inCluster(key)}`;
    if (roleArn === undefined) return indeterminate('roleArn');
    if (roleArn === null) return notApplicable('it has no role annotation');
    const evidence = [
      { path: ROLE_ANNOTATION, value: roleArn },
      ...(state.namespace ? [{ path: 'namespace', value: state.namespace }] : []),
    ];
    if (!ROLE_ARN.test(roleArn))
      return fail(`Service account ${name} names no role: ${roleArn}`, { evidence });
    const accounts = knownAccounts(config);
    if (accounts.size === 0) return indeterminate('known accounts (--account, --known-account)');
    const account = parseArn(roleArn)?.account ?? '';
    if (accounts.has(account)) return pass;
    return fail(`Service account ${name} names a role of the unknown account ${account}`, {
      evidence,
    });
  },
  mend: {
    cli: lines(
      'kubectl annotate --overwrite serviceaccount {name} --namespace {namespace} eks.amazonaws.com/role-arn=arn:aws:iam::ACCOUNT:role/ROLE',
      '# pods that run keep what they were started with',
      'kubectl rollout restart deployment --namespace {namespace} WORKLOAD',
    ),
    terraform: lines(
      'resource "kubernetes_annotations" "role" {',
      '  api_version = "v1"',
      '  kind        = "ServiceAccount"',
      '  metadata {',
      '    name      = "{name}"',
      '    namespace = "{namespace}"',
      '  }',
      '  annotations = {',
      '    "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn',
      '  }',
      '  force = true',
      '}',
      '# pods that run keep what they were started with: restart them',
    ),
    cloudformation: lines(
      '# CloudFormation makes no service accounts: in the manifest of {namespace}/{name}',
      'metadata:',
      '  annotations:',
      '    eks.amazonaws.com/role-arn: arn:aws:iam::ACCOUNT:role/ROLE',
      '# pods that run keep what they were started with: restart them',
    ),
  },
});
