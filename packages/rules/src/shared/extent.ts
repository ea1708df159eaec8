import type { Witness } from '@podguard/core';

/** The texts that say all that a witness stands for. */
export function extentOf({ extent }: Witness): readonly string[] {
  return Array.isArray(extent) ? extent.filter((one) => typeof one === 'string') : [];
}

/** Whether all that is open now was open before. */
export function coversExtent(before: Witness, now: Witness): boolean {
  return extentOf(now).every((one) => extentOf(before).includes(one));
}
