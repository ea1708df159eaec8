import type { Site } from './parts.ts';

/** Whoever may send to a queue or publish to a topic by its own policy, besides roles that are allowed to. */
export interface Sender<Arns> {
  readonly service: string;
  readonly sources: Arns;
}

/** Of a queue's one policy: nothing without TLS, and these services for these of their parts. */
export function queueStatements<Arn, Arns>(queueArn: Arn, senders: readonly Sender<Arns>[]) {
  const onlyTls = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: queueArn,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const allowed = senders.map(({ service, sources }) => ({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': sources } },
  }));
  return [onlyTls, ...allowed];
}

/** Of the policy of the bus to which other regions send. */
export function busStatements<Arn>({ account }: Pick<Site, 'account'>, busArn: Arn) {
  return [
    {
      Sid: 'Forward',
      Effect: 'Allow',
      // Which of its principals may is for their own policies to say; events of AWS's services none of them can forge.
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'events:PutEvents',
      Resource: busArn,
    },
  ];
}

/** EventBridge takes the role that forwards for rules of ours only, in any region: a trust has no room for an ARN of each. */
export function forwardTrust({ prefix, account }: Pick<Site, 'prefix' | 'account'>) {
  return [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${account}:rule/${prefix}-*` },
      },
    },
  ];
}
