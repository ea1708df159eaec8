import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { MiniStack } from '../../support/ministack/start.ts';

/** The test's own clients, which go to MiniStack directly. */
export type Clients = ReturnType<typeof clientsOf>;

export function clientsOf(miniStack: MiniStack) {
  const options = miniStack.clientOptions();
  return {
    dynamoDb: new DynamoDBClient(options),
    ec2: new EC2Client(options),
    eks: new EKSClient(options),
    events: new EventBridgeClient(options),
    iam: new IAMClient(options),
    lambda: new LambdaClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sfn: new SFNClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    ssm: new SSMClient(options),
  };
}

export function destroyAll(clients: Clients): void {
  for (const client of Object.values(clients)) client.destroy();
}
