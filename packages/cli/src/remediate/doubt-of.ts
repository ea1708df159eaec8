import type { Remediation } from '@podguard/core';

/** Nobody can tell whether who approves here is somebody else than who did in Slack. */
export function doubtOf({ approvals, approvalsNeeded }: Remediation, person: string): string | null {
  const inSlack = approvals.find(({ by }) => /\(slack [A-Z0-9]+\)$/.test(by) && by !== person);
  if (approvalsNeeded < 2 || inSlack === undefined) return null;
  return `Not approved: ${inSlack.by} did so in Slack, and whether you are somebody else cannot be told here. Somebody else has to approve it in Slack, too.`;
}
