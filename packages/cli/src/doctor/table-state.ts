import { type Connection, connect } from '@podguard/store';
import { awsConfig } from '../aws-flags.ts';
import type { World } from './world.ts';

/** A client of the deployed table, with the flags of the command. */
export function documentClient({
  site,
  endpoint,
  profile,
}: Pick<World, 'site' | 'endpoint' | 'profile'>): Connection {
  return connect(awsConfig({ region: site.home, profile, endpointUrl: endpoint }));
}
