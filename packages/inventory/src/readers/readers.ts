import type { Reader } from '../reader.ts';
import { accessEntry } from './access-entry.ts';
import { accessKey } from './access-key.ts';
import { association } from './association.ts';
import { cluster } from './cluster.ts';
import { instance } from './instance.ts';
import { instanceProfile } from './instance-profile.ts';
import { oidcProvider } from './oidc-provider.ts';
import { policy } from './policy.ts';
import { role } from './role.ts';
import { user } from './user.ts';

/** Every kind that is read, by its key. */
export const READERS: readonly Reader[] = [
  accessEntry,
  accessKey,
  association,
  cluster,
  instance,
  instanceProfile,
  oidcProvider,
  policy,
  role,
  user,
];
