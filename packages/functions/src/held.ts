import type { ServiceState, Transition, TransitionType } from '@podguard/core';
import * as z from 'zod/mini';

/** Why a channel is told something later: its quiet hours, or more of it than can be told one by one. */
export type HeldFor = 'quiet-hours' | 'burst';

const held = z.object({ since: z.iso.datetime(), at: z.string(), by: z.string() });
type Held = z.output<typeof held>;

/** The box of what a channel is told together. */
export function boxOf(channel: string, why: HeldFor): string {
  return `${why}/${channel}`;
}

/** The mark that says whether there may be something in a box: one read, where to look into it takes eight. */
export function heldMark(box: string): string {
  return `held/${box}`;
}

/** What is written in its place once the box was told. */
export const NOTHING_HELD = {};

/** What a box's mark says; undefined where nothing is held. */
export function readHeld(mark: unknown): Held | undefined {
  return held.safeParse(mark).data;
}

/**
 * Puts transitions into a channel's box. The mark comes after them, and is another one each time: whoever told the box takes it
 * back only where nothing was put in meanwhile.
 */
export async function hold(
  state: Pick<ServiceState, 'noteQuiet' | 'saveMark'>,
  box: string,
  transitions: readonly Transition[],
  { since, now }: { readonly since: string | undefined; readonly now: Date },
): Promise<void> {
  const last = transitions.at(-1);
  if (last === undefined) return;
  for (const transition of transitions) await state.noteQuiet(transition, box);
  const at = now.toISOString();
  await state.saveMark(heldMark(box), { since: since ?? at, at, by: last.id });
}

/** The mark that says when a burst was told last: what does not calm goes on. */
export function toldMark(box: string): string {
  return `told/${box}`;
}

/** What is counted apart: nobody hides what is critical behind the rest. */
export type Lane = 'critical' | 'other';
export const LANES: readonly Lane[] = ['critical', 'other'];

export function laneOf({ type, severity }: Transition): Lane {
  return severity === 'critical' && OPENINGS.has(type) ? 'critical' : 'other';
}

/** Counts what a channel was to be told in a minute. */
export function countName(channel: string, lane: Lane, at: Date): string {
  const name = lane === 'other' ? channel : `${channel}/${lane}`;
  return `burst/${name}/${at.toISOString().slice(0, 16)}`;
}

/** Longer than anybody asks for a minute's count. */
export const COUNT_SECONDS = 3_600;

const OPENINGS: ReadonlySet<TransitionType> = new Set(['opened', 'reopened', 'worsened', 'exemption-ended']);
