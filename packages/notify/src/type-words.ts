import type { EndedExemption, Owner, Transition, TransitionType } from '@podguard/core';

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
      return `Resolved, was ${finding.severity}`;
    case 'exempted':
      return `Exempt, is ${finding.severity}`;
    case 'exemption-ended':
      return `${grave}, no longer exempt`;
  }
}

/** Whether less is to be done than before. */
export function isGoodNews(type: TransitionType): boolean {
  return type === 'resolved' || type === 'eased' || type === 'exempted';
}

const OWNERS: Readonly<Record<Owner['from'], string>> = {
  tag: 'as its tag says',
  configuration: 'as the configuration says',
  creator: 'who made it',
};

/** What says that it is theirs. */
export function ownerWords({ from }: Owner): string {
  return OWNERS[from] ?? from;
}

const EXEMPTION_ENDS: Readonly<Record<EndedExemption['reason'], string>> = {
  expired: 'the exemption is over',
  removed: 'the exemption was taken back',
  outgrown: 'it is worse than what was accepted',
  uncovered: 'the resource lost the tags that the exemption is about',
};

/** Why an exemption holds no more. */
export function exemptionEndWords({ reason }: EndedExemption): string {
  return EXEMPTION_ENDS[reason] ?? reason;
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
