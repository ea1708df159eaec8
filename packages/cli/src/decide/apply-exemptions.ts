import { type Catalogue, type Config, createApplyExemptions, createFindingContext } from '@podguard/core';
import type { OpenStore } from '../local-store/index.ts';

/** Has the service over this store tell what is exempt now, or no longer: of these resources, or of all. */
export async function applyExemptions(
  { store, state }: OpenStore,
  config: Config,
  catalogue: Catalogue,
  keys?: readonly string[],
): Promise<void> {
  const now = () => new Date();
  const context = createFindingContext({ config, state, now });
  const exemptions = async () => (await context()).exemptions;
  await createApplyExemptions({ store, state, exemptions, catalogue, now })(keys);
}
