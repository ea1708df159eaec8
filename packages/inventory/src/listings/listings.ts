import type { Listing } from '../listing.ts';
import { accessEntries, associations, clusters } from './eks.ts';
import { oidcProviders, policies, roles, users } from './iam.ts';

/** In the order in which they are read: what others belong to comes first. */
export const LISTINGS: readonly Listing[] = [
  clusters,
  associations,
  accessEntries,
  roles,
  policies,
  oidcProviders,
  users,
];
