import type { GuardAnswer } from '@podguard/core';

export const yes: GuardAnswer = { ok: true };

/** `until`: it may be otherwise from then on; without, it stays so. */
export function no(reason: string, until?: Date): GuardAnswer {
  return until === undefined ? { ok: false, reason } : { ok: false, reason, until: until.toISOString() };
}

export function unanswerable(reason: string, until?: Date): GuardAnswer {
  const answer = { ok: false as const, reason, unanswerable: true as const };
  return until === undefined ? answer : { ...answer, until: until.toISOString() };
}

export function after(time: Date, milliseconds: number): Date {
  return new Date(time.getTime() + milliseconds);
}
