import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { type AwsFlags, awsConfig } from '../aws-flags.ts';
import { type Client, givesUp } from './give-up.ts';

export type AwsClients = ReturnType<typeof createAwsClients>;

/** One client a service and region, made when it is first asked for. */
export function createAwsClients(flags: Omit<AwsFlags, 'region'>) {
  const common = { ...awsConfig(flags), maxAttempts: 3 };
  const made: { destroy(): void }[] = [];
  const perRegion = <C extends Client>(make: (options: typeof common & { region: string }) => C) => {
    const clients = new Map<string, C>();
    return (region: string): C => {
      const client = clients.get(region) ?? givesUp(make({ ...common, region }));
      if (!clients.has(region)) made.push(client);
      clients.set(region, client);
      return client;
    };
  };
  return {
    cloudTrail: perRegion((options) => new CloudTrailClient(options)),
    cloudWatch: perRegion((options) => new CloudWatchClient(options)),
    dynamoDb: perRegion((options) => new DynamoDBClient(options)),
    events: perRegion((options) => new EventBridgeClient(options)),
    iam: perRegion((options) => new IAMClient(options)),
    lambda: perRegion((options) => new LambdaClient(options)),
    securityHub: perRegion((options) => new SecurityHubClient(options)),
    sfn: perRegion((options) => new SFNClient(options)),
    sns: perRegion((options) => new SNSClient(options)),
    sqs: perRegion((options) => new SQSClient(options)),
    ssm: perRegion((options) => new SSMClient(options)),
    sts: perRegion((options) => new STSClient(options)),
    destroy: () => {
      for (const client of made) client.destroy();
    },
  };
}

/** The region that is asked for, else that of the environment or the profile; undefined where none says it. */
export async function regionOf({ region, profile }: AwsFlags): Promise<string | undefined> {
  if (region !== undefined) return region;
  const client = new STSClient(awsConfig({ profile }));
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
