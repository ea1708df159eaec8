import { METHOD_WEIGHTS, type Posture, STANDING_FACTORS } from '@podguard/core';

/** The posture with the weights that it was counted with. */
export function postureJson(posture: Posture) {
  return { ...posture, weights: { methods: METHOD_WEIGHTS, factors: STANDING_FACTORS } };
}
