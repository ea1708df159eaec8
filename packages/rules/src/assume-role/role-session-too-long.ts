import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { podReach, waysInWords } from '../shared/pods.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
const LONGEST = 43_200;

export const roleSessionTooLong = defineRule({
  id: 'role-session-too-long',
  title: 'Sessions of a role that pods get may last longer than configured',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a role that pods get whose maximum session duration is above the configured one (limits.sessionSeconds). Off until one below the twelve hours that AWS allows is configured.',
  rationale:
    "Credentials that were taken from a pod work until their session ends. The SDKs renew a pod's own in time, however short it is.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html',
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html',
  ],
  mappings: {},
  falsePositives: ['A job that cannot renew its credentials, such as a long upload with presigned URLs.'],
  needs: { associations: ['roleArn'], targetAssociations: ['targetRoleArn'] },
  covers: undefined,
  evaluate(role, { related, config }) {
    const { sessionSeconds } = config.limits;
    if (sessionSeconds >= LONGEST) return notApplicable('any session that AWS allows is allowed');
    const reach = podReach(role, related, config);
    if (reach.answer === 'no') return notApplicable('no pod gets it');
    const { maxSessionDuration } = role.state;
    if (maxSessionDuration === undefined) return indeterminate(`maximum session duration of ${role.key}`);
    // One hour where none is set.
    if (maxSessionDuration === null || maxSessionDuration <= sessionSeconds) return pass;
    if (reach.answer === 'unknown') return indeterminate(...reach.missing);
    return fail(
      `Sessions of ${role.key}, which pods get${waysInWords(reach)}, may last ${maxSessionDuration} seconds; configured are ${sessionSeconds}`,
      { evidence: [{ path: 'maxSessionDuration', value: maxSessionDuration }, ...reach.evidence] },
    );
  },
  mend: {
    cli: lines(
      '# whoever asks for a longer session is refused from then on',
      'aws iam update-role --role-name {roleName} --max-session-duration 3600',
    ),
    terraform: 'max_session_duration = 3600',
    cloudformation: 'MaxSessionDuration: 3600',
  },
});
