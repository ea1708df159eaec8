import { isRead } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

/**
 * A service that acts with a person's session, as CloudFormation does, does what that person wants. What AWS does by itself or by a
 * service-linked role it would do again.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
/** AWS found the key in public, and asks for that: it is not what it did that is changed back. */
const ASKED_FOR_BY_AWS: readonly string[] = ['static-key-quarantined'];

export const notAService: Guard = {
  id: 'not-a-service',
  title: 'It was not AWS itself that caused it',
  check({ cause, remediation }) {
    if (ASKED_FOR_BY_AWS.includes(remediation.rule)) return yes;
    if (cause === undefined) return unanswerable('what caused the finding is not known');
    if (isRead(cause)) return yes;
    const { type, principal } = cause.actor;
    if (type === 'unknown') return unanswerable('who caused the finding is not known');
    const isLinked = /:role\/(aws-service-role\/|AWSServiceRoleFor)/.test(principal);
    return type === 'service' || isLinked ? no(`AWS did it: ${principal}`) : yes;
  },
};
