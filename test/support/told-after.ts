import type { TransitionType } from '@podguard/core';

/** What people know of a finding. */
export type Known = 'none' | 'open' | 'exempt' | 'resolved';

/** After what each can be told. */
export const TOLD_AFTER: Readonly<Record<TransitionType, readonly Known[]>> = {
  opened: ['none'],
  reopened: ['resolved', 'open'],
  worsened: ['open'],
  eased: ['open'],
  resolved: ['none', 'open', 'exempt', 'resolved'],
  exempted: ['none', 'open', 'exempt', 'resolved'],
  'exemption-ended': ['exempt'],
};
