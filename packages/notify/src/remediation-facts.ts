import type { Identity, Remediation } from '@podguard/core';
import { approvalWords, foreignWords, refusalWords, remediationHeadline, turnWords } from '@podguard/report';
import type { Alert } from './alert.ts';
import { inert } from './inert.ts';
import { nameOf } from './resource-words.ts';
import type { Fact } from './transition-text.ts';
import { timeWords } from './transition-text.ts';

export type RemediationAlert = Extract<Alert, { readonly kind: 'remediation' }>;

const SENTENCE = 400;
const VALUE = 200;
/** So many names are told, and how many more there are. */
const NAMES = 5;

/** What has become of it, as a headline. */
export function remediationTitle({ remediation }: Pick<RemediationAlert, 'remediation'>): string {
  return isContested(remediation) ? 'Remediation contested' : remediationHeadline(remediation);
}

/** Others want it otherwise: it is for people to talk. */
export function isContested({ status, guards }: Remediation): boolean {
  return status === 'refused' && guards.some(({ guard, ok }) => guard === 'not-contested' && !ok);
}

/** What would be done; where there is no plan, what is wrong. */
export function remediationSummary({ remediation: { plan, rule, key }, finding }: RemediationAlert): string {
  return inert(plan?.summary || finding?.summary || `${rule} on ${key}`, SENTENCE);
}

/** What is changed; where there is no plan, what the finding is about. */
export function remediationPlace({ remediation: { plan, key }, finding }: RemediationAlert): Identity {
  return plan?.target ?? finding?.resource ?? { kind: 'aws-account', key, account: '', region: '' };
}

/** The finding, what is changed, who approved it, and what comes of it; what is changed how has a place of its own. */
export function remediationFacts(alert: RemediationAlert): readonly Fact[] {
  const { remediation, finding } = alert;
  const { plan, severity, rule, mode, forced, expiresAt, status } = remediation;
  const id = inert(remediation.finding, VALUE);
  const isWaiting = status === 'proposed';
  return [
    {
      label: 'Finding',
      text:
        finding === null
          ? `${severity.toUpperCase()}: ${inert(rule, VALUE)} (${id})`
          : `${severity.toUpperCase()}: ${inert(finding.summary, SENTENCE)} (${id}, ${inert(rule, VALUE)})`,
    },
    ...(plan === null
      ? []
      : [
          { label: 'Target', text: placeWords(plan.target) },
          { label: 'Affects', text: namesWords(plan.affected.keys, plan.affected.count) },
          { label: 'Ends', text: namesWords(plan.ends, plan.ends.length) },
          { label: 'Opens', text: namesWords(plan.opens, plan.opens.length) },
        ]),
    ...(isWaiting || remediation.approvals.length > 0
      ? [{ label: 'Approved by', text: inert(approvalWords(remediation), SENTENCE) }]
      : []),
    ...(isWaiting && expiresAt !== null ? [{ label: 'Until', text: timeWords(expiresAt) }] : []),
    ...(mode === 'manual' ? [{ label: 'Asked for', text: 'by command' }] : []),
    ...(forced ? [{ label: 'Forced', text: 'somebody insisted where a guard lets people' }] : []),
    ...refusalWords(remediation).map((text) => ({ label: 'Refused by', text: inert(text, SENTENCE) })),
  ];
}

/** What is new since it was told last, in words, the newest last. */
export function remediationNews({ remediation }: Pick<RemediationAlert, 'remediation'>): readonly string[] {
  const { told, foreign } = remediation;
  return [...logOf(remediation, told.turns), ...foreignLog(foreign.slice(told.foreign))];
}

/** What became of it, from one of its turns on. */
export function logOf({ history, plan }: Remediation, from = 0): readonly string[] {
  return history.slice(from).map((turn) => inert(turnWords(turn, plan?.summary), SENTENCE));
}

export function foreignLog(changes: Remediation['foreign']): readonly string[] {
  return changes.map((one) => inert(`Foreign change: ${foreignWords(one)}`, SENTENCE));
}

/** A call of AWS, in words and by its name. */
export function callWords({
  action,
  region,
  words,
}: NonNullable<Remediation['plan']>['steps'][number]): string {
  return `${inert(words, SENTENCE)} (${inert(action, VALUE)}${region === '' ? '' : `, ${inert(region, VALUE)}`})`;
}

function placeWords({ kind, key, account, region }: Identity): string {
  return [
    `${kind} ${inert(nameOf({ resource: { kind, key, account, region } }), VALUE)}`,
    ...(account === '' ? [] : [`account ${inert(account, VALUE)}`]),
    ...(region === '' ? [] : [inert(region, VALUE)]),
  ].join(', ');
}

function namesWords(names: readonly string[], count: number): string {
  if (count === 0) return 'nothing';
  const shown = names.slice(0, NAMES).map((name) => inert(name, VALUE));
  const left = count - shown.length;
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ');
}
