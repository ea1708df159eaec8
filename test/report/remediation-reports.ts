import type { Remediation } from '@podguard/core';
import { reportRemediations } from '@podguard/report';
import { BARE } from './html-text.ts';

export const SINCE = '2025-12-12T00:00:00.000Z';
export const report = (...all: readonly Remediation[]) => ({
  ...BARE,
  remediations: reportRemediations(all, SINCE),
});
