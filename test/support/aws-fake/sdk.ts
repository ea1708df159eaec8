import { AutoScaling } from '@aws-sdk/client-auto-scaling';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { EC2 } from '@aws-sdk/client-ec2';
import { EKS } from '@aws-sdk/client-eks';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { type ClientOptions, createClients } from '@podguard/inventory';

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** Whole clients, to change what the fake holds as anybody would. */
export function changingClients(endpoint: string, region = 'eu-central-1', credentials = CREDENTIALS) {
  const options = { endpoint, region, credentials };
  return {
    eks: new EKS(options),
    iam: new IAM({ ...options, region: 'us-east-1' }),
    ec2: new EC2(options),
    autoscaling: new AutoScaling(options),
    cloudtrail: new CloudTrail(options),
    events: new EventBridge(options),
    secretsmanager: new SecretsManager(options),
    ssm: new SSM(options),
  };
}

/** What the readers use. */
export function readingClients(endpoint: string, options: Partial<ClientOptions> = {}) {
  return createClients({
    maxAttempts: 1,
    retryMode: 'standard',
    endpoint,
    credentials: CREDENTIALS,
    ...options,
  });
}
