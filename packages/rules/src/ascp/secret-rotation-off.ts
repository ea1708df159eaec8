import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { nodeUsers } from '../shared/instance-users.ts';
import { daysBetween } from '../shared/key-age.ts';
import { lines } from '../shared/mend-steps.ts';

/** What a service manages it also rotates: `rds!db-...`. */
const MANAGED = /:secret:[A-Za-z0-9-]+!/;

export const secretRotationOff = defineRule({
  id: 'secret-rotation-off',
  title: 'A secret that pods read is not rotated',
  method: 'ascp',
  resource: 'secret',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a secret that was seen read by pods, or with the credentials of nodes, and that has no automatic rotation. Medium where the rotation was cancelled, or where a read of the account finds that the secret was not changed for as long as configured. It takes the group of events `secret-reads`.',
  rationale:
    'A secret that was copied out of a pod works until it is changed. Pods that read it at run time take a new value without a deployment.',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/integrating_ascp_csi.html',
  ],
  mappings: { fsbp: ['SecretsManager.1'], nist80053: ['AC-2(1)', 'AC-3(15)'], pciDss: ['8.3.9', '8.6.3'] },
  falsePositives: ['A value that somebody else issues and that only they can change, such as an API key.'],
  needs: {
    instanceReaders: ['trust', 'policies'],
    readerNodegroups: ['nodeRole'],
  },
  covers: undefined,
  evaluate(secret, { config, related }) {
    const { state, key } = secret;
    if (key.includes(':ssm:')) return notApplicable('parameters have no rotation');
    if (MANAGED.test(key)) return notApplicable('the service that manages it rotates it');
    if (state.rotation === undefined) return indeterminate('rotation');
    if (state.rotation === 'enabled') return pass;
    const around = { roles: related.instanceReaders, nodegroups: related.readerNodegroups };
    const nodes = nodeUsers(secret, 'node', around, config);
    const read = secret.activity.pod ?? nodes.found[0]?.use;
    if (read === undefined) {
      if (nodes.open.length > 0) return indeterminate(...nodes.open);
      return config.events.includes('secret-reads')
        ? notApplicable('no pod was seen reading it')
        : indeterminate('whether pods read it: the events `secret-reads` are not judged');
    }
    const worse = whyWorse(secret, config.limits.secretAgeDays);
    return fail(`${key}, which pods read, is not rotated${worse === null ? '' : `: ${worse}`}`, {
      evidence: [
        { path: 'rotation', value: state.rotation },
        { path: 'activity', value: `read since ${read.first.stamp.time}` },
      ],
      ...(worse === null ? {} : { graded: { severity: 'medium' as const, because: worse } }),
    });
  },
  mend: {
    cli: lines(
      '# who keeps the value where a pod starts, in its environment for one, fails once it changes: let pods read it again first',
      'aws secretsmanager rotate-secret --secret-id {secretName} --region {region} --rotation-lambda-arn FUNCTION_ARN --rotation-rules AutomaticallyAfterDays=30 --no-rotate-immediately',
    ),
    terraform: lines(
      '# who keeps the value where a pod starts, in its environment for one, fails once it changes: let pods read it again first',
      'resource "aws_secretsmanager_secret_rotation" "this" {',
      '  secret_id           = aws_secretsmanager_secret.this.id',
      '  rotation_lambda_arn = aws_lambda_function.rotate.arn',
      '  rotate_immediately  = false',
      '  rotation_rules {',
      '    automatically_after_days = 30',
      '  }',
      '}',
    ),
    cloudformation: lines(
      '# who keeps the value where a pod starts, in its environment for one, fails once it changes: let pods read it again first',
      'Type: AWS::SecretsManager::RotationSchedule',
      'Properties:',
      '  SecretId: !Ref Secret',
      '  RotationLambdaARN: !GetAtt Rotate.Arn',
      '  RotateImmediatelyOnUpdate: false',
      '  RotationRules:',
      '    AutomaticallyAfterDays: 30',
    ),
  },
});

function whyWorse({ state, former }: Resource<'secret'>, limit: number): string | null {
  const before = former.rotation?.find(({ value }) => value === 'enabled');
  if (before !== undefined) return 'its rotation was cancelled';
  const changed = state.rotatedAt === null ? state.createdAt : state.rotatedAt;
  const age = daysBetween(changed, state.readAt);
  return age !== undefined && age > limit ? `it was not changed for ${age} days` : null;
}
