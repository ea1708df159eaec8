import { METHOD_WEIGHTS, type Posture, STANDING_FACTORS } from '@podguard/core';

/** The posture with the weights that it was counted with; of grants their keys. */
export function postureJson(posture: Posture) {
  return {
    ...posture,
    identities: posture.identities.map(({ grants, ...identity }) => ({
      ...identity,
      grants: grants.map(({ key }) => key),
    })),
    weights: { methods: METHOD_WEIGHTS, factors: STANDING_FACTORS },
  };
}
