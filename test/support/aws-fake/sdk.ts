import { EC2 } from '@aws-sdk/client-ec2';
import { EKS } from '@aws-sdk/client-eks';
import { IAM } from '@aws-sdk/client-iam';
import { type ClientOptions, createClients } from '@podguard/inventory';

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** Whole clients, to change what the fake holds as anybody would. */
export function changingClients(endpoint: string, region = 'eu-central-1', credentials = CREDENTIALS) {
  const options = { endpoint, region, credentials };
  return { eks: new EKS(options), iam: new IAM({ ...options, region: 'us-east-1' }), ec2: new EC2(options) };
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
