import type { DeployOptions } from './options.ts';
import type { Place } from './place.ts';

export interface AlertTopic {
  readonly topic: aws.sns.Topic;
  readonly key: aws.kms.Key;
  readonly subscriptions: readonly aws.sns.TopicSubscription[];
}

/** One topic for alerts and alarms. Alarms can publish to an encrypted topic only by a key whose policy says so. */
export function createTopic(prefix: string, place: Place, { alertEmail }: DeployOptions): AlertTopic {
  const key = new aws.kms.Key('TopicKey', {
    description: `${prefix}: alerts`,
    enableKeyRotation: true,
    deletionWindowInDays: $app.removal === 'retain' ? 30 : 7,
    policy: JSON.stringify(keyPolicy(prefix, place)),
  });
  new aws.kms.Alias('TopicKeyAlias', { name: `alias/${prefix}-alerts`, targetKeyId: key.keyId });
  const topic = new aws.sns.Topic('AlertTopic', {
    name: `${prefix}-alerts`,
    displayName: 'Podguard',
    kmsMasterKeyId: key.arn,
  });
  new aws.sns.TopicPolicy('AlertTopicPolicy', { arn: topic.arn, policy: topicPolicy(prefix, place, topic) });
  const email = { topic: topic.arn, protocol: 'email', endpoint: alertEmail ?? '' };
  const subscriptions = alertEmail === undefined ? [] : [new aws.sns.TopicSubscription('AlertEmail', email)];
  return { topic, key, subscriptions };
}

/** Functions publish by what their roles say. */
function topicPolicy(prefix: string, place: Place, topic: aws.sns.Topic): $util.Output<string> {
  const publish = { Action: 'sns:Publish', Resource: topic.arn };
  return $jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        ...publish,
        Effect: 'Deny',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        ...publish,
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: ofOurAlarms(prefix, place),
      },
    ],
  });
}

/** Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function keyPolicy(prefix: string, place: Place) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${place.account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: ofOurAlarms(prefix, place),
      },
    ],
  };
}

function ofOurAlarms(prefix: string, { account, home }: Place) {
  return {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${home}:${account}:alarm:${prefix}-*` },
  };
}
