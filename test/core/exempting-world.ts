import { anExemption, createGradedWorld, makeRole } from '../support/graded-world.ts';

/** The service with an exemption of this kind, and the role's finding as high as it is accepted. */
export async function exempt(parts: Parameters<typeof anExemption>[0] = {}, trust = 'high ab') {
  const world = createGradedWorld();
  const exemption = anExemption(parts);
  await world.state.putExemption(exemption);
  world.at(10);
  await world.deliver(makeRole(10, trust));
  return { ...world, exemption };
}
