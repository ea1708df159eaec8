import { type Config, partitionOf, ServiceError } from '@podguard/core';
import { remoteRegions } from '@podguard/deployment';

const PARTITION = 'aws';

export interface Place {
  readonly account: string;
  /** The region of the deploy: queues, functions and the table are here. */
  readonly home: string;
  /** The other watched regions, sorted. */
  readonly remote: readonly string[];
}

/** The account and region that the deployer's credentials are for, and the regions to watch. */
export async function findPlace(config: Config): Promise<Place> {
  const [{ region: home }, { accountId: account }] = await Promise.all([
    aws.getRegion({}),
    aws.getCallerIdentity({}),
  ]);
  if (config.account !== undefined && config.account !== account) {
    const told = `podguard.config.ts says account ${config.account}, the credentials are for ${account}`;
    throw new ServiceError('config-invalid', `${told}; deploy with those of ${config.account}`);
  }
  for (const region of [home, ...config.regions]) refuseOtherPartitions(region);
  return { account, home, remote: remoteRegions(home, config.regions) };
}

/** Elsewhere the events of IAM appear in other regions, and nothing of it was ever tried there. */
function refuseOtherPartitions(region: string): void {
  const partition = partitionOf(region);
  if (partition === PARTITION) return;
  throw new ServiceError(
    'config-invalid',
    `region ${region} is in the partition ${partition}; the service can be deployed in ${PARTITION} only`,
  );
}
