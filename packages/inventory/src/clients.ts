import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { EKSClient } from '@aws-sdk/client-eks';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SSMClient } from '@aws-sdk/client-ssm';

export interface ClientOptions {
  readonly maxAttempts: number;
  /** `adaptive` slows down before AWS has to ask for it: for whole listings. */
  readonly retryMode: 'standard' | 'adaptive';
  readonly endpoint?: string;
  /** Of the shared configuration files. */
  readonly profile?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

interface Api<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
}

/** One client a service and region, made when it is first asked for; only then its code is loaded, too. */
export interface Clients {
  eks(region: string): Promise<Api<typeof import('./sdk/eks.ts'), EKSClient>>;
  iam(region: string): Promise<Api<typeof import('./sdk/iam.ts'), IAMClient>>;
  ec2(region: string): Promise<Api<typeof import('./sdk/ec2.ts'), EC2Client>>;
  autoscaling(region: string): Promise<Api<typeof import('./sdk/autoscaling.ts'), AutoScalingClient>>;
  secretsmanager(
    region: string,
  ): Promise<Api<typeof import('./sdk/secretsmanager.ts'), SecretsManagerClient>>;
  ssm(region: string): Promise<Api<typeof import('./sdk/ssm.ts'), SSMClient>>;
  cloudtrail(region: string): Promise<Api<typeof import('./sdk/cloudtrail.ts'), CloudTrailClient>>;
  events(region: string): Promise<Api<typeof import('./sdk/events.ts'), EventBridgeClient>>;
  servicequotas(region: string): Promise<Api<typeof import('./sdk/servicequotas.ts'), ServiceQuotasClient>>;
}

export function createClients(options: ClientOptions): Clients {
  return {
    eks: onceARegion(async (region) => {
      const sdk = await import('./sdk/eks.ts');
      return { sdk, client: new sdk.EKSClient({ ...options, region }) };
    }),
    iam: onceARegion(async (region) => {
      const sdk = await import('./sdk/iam.ts');
      return { sdk, client: new sdk.IAMClient({ ...options, region }) };
    }),
    ec2: onceARegion(async (region) => {
      const sdk = await import('./sdk/ec2.ts');
      return { sdk, client: new sdk.EC2Client({ ...options, region }) };
    }),
    autoscaling: onceARegion(async (region) => {
      const sdk = await import('./sdk/autoscaling.ts');
      return { sdk, client: new sdk.AutoScalingClient({ ...options, region }) };
    }),
    secretsmanager: onceARegion(async (region) => {
      const sdk = await import('./sdk/secretsmanager.ts');
      return { sdk, client: new sdk.SecretsManagerClient({ ...options, region }) };
    }),
    ssm: onceARegion(async (region) => {
      const sdk = await import('./sdk/ssm.ts');
      return { sdk, client: new sdk.SSMClient({ ...options, region }) };
    }),
    cloudtrail: onceARegion(async (region) => {
      const sdk = await import('./sdk/cloudtrail.ts');
      return { sdk, client: new sdk.CloudTrailClient({ ...options, region }) };
    }),
    events: onceARegion(async (region) => {
      const sdk = await import('./sdk/events.ts');
      return { sdk, client: new sdk.EventBridgeClient({ ...options, region }) };
    }),
    servicequotas: onceARegion(async (region) => {
      const sdk = await import('./sdk/servicequotas.ts');
      return { sdk, client: new sdk.ServiceQuotasClient({ ...options, region }) };
    }),
  };
}

function onceARegion<T>(make: (region: string) => Promise<T>): (region: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (region) => {
    const known = made.get(region) ?? make(region);
    made.set(region, known);
    return known;
  };
}
