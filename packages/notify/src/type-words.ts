import type { Transition } from '@podguard/core';

/** What happened, the severity first where it is bad news. */
export function headline({ type, severity, finding }: Transition): string {
  const grave = severity.toUpperCase();
  switch (type) {
    case 'opened':
      return grave;
    case 'reopened':
      return `${grave} again`;
    case 'worsened':
      return `${grave}, worse`;
    case 'eased':
      return `Eased to ${severity}`;
    case 'resolved':
      return `Ended, was ${finding.severity}`;
    case 'exempted':
      return `Exempt, is ${finding.severity}`;
    case 'exemption-ended':
      return `${grave}, no longer exempt`;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  fixed: 'it was mended',
  deleted: 'the resource was deleted',
  'not-applicable': 'the rule does not apply any more',
  superseded: 'another rule of its family reports it now',
  corrected: 'a record that came late shows that it never was',
};

/** Why it ended, in words. */
export function endWords({ finding: { resolved } }: Transition): string {
  const reason = resolved?.reason ?? '';
  return REASONS[reason] ?? reason;
}
