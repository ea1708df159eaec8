import type { EC2Client } from '@aws-sdk/client-ec2';
import type { EKSClient } from '@aws-sdk/client-eks';
import type { IAMClient } from '@aws-sdk/client-iam';

export interface ClientOptions {
  readonly maxAttempts: number;
  /** `adaptive` slows down before AWS has to ask for it: for whole listings. */
  readonly retryMode: 'standard' | 'adaptive';
  readonly endpoint?: string;
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
