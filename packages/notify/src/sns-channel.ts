import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { reasonOf, ServiceError } from '@podguard/core';
import type { Alert, Channel } from './alert.ts';
import { toSnsMessage } from './sns-message.ts';
import { whatOf } from './what-of.ts';
import type { Wording } from './wording.ts';

export interface SnsChannelDeps {
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly wording: Wording;
}

/** Publishes alerts to a topic: whoever subscribes gets the form that fits the protocol. */
export function createSnsChannel({ client, topicArn, wording }: SnsChannelDeps): Channel {
  return {
    name: 'sns',
    async send(alert) {
      const message = toSnsMessage(alert, wording);
      try {
        await client.send(new PublishCommand({ TopicArn: topicArn, ...message }));
      } catch (error) {
        throw asFailure(error, topicArn, alert);
      }
    },
  };
}

/**
 * What is wrong with the message itself stays wrong; a topic that is missing, a key or a right can be mended meanwhile.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
 */
const OF_THE_MESSAGE = new Set([
  'InvalidParameterException',
  'InvalidParameterValueException',
  'ParameterValueInvalid',
  'ValidationException',
  'ValidationError',
]);

function asFailure(error: unknown, topicArn: string, alert: Alert): ServiceError {
  const refused = error instanceof Error && OF_THE_MESSAGE.has(error.name);
  const what = whatOf(alert);
  return refused
    ? new ServiceError(
        'alert-refused',
        `${topicArn} refuses the alert of ${what}: ${reasonOf(error)}; it goes to the dead-letter queue`,
        { cause: error },
      )
    : new ServiceError(
        'channel-unreachable',
        `${topicArn} did not take the alert of ${what}: ${reasonOf(error)}; it is sent again`,
        { cause: error, retryable: true },
      );
}
