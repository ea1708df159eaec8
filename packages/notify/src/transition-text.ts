import type { Opening, Transition } from '@podguard/core';
import { personOf } from '@podguard/report';
import { changesIn, tellingOf, textOf } from './before.ts';
import { inert, inertCommand } from './inert.ts';
import { mendLine } from './mend-line.ts';
import { clusterOf, nameOf } from './resource-words.ts';
import { endWords, headline } from './type-words.ts';
import type { Wording } from './wording.ts';

const SENTENCE = 400;
const VALUE = 200;
const MEND = 1_000;

/** A transition as a person reads it on a phone: what happened first, each line a whole thought. */
export function transitionText(transition: Transition, wording: Wording): string {
  const { finding } = transition;
  const isEnd = transition.type === 'resolved';
  return [
    `${headline(transition)}: ${inert(finding.summary, SENTENCE)}`,
    '',
    ...(isEnd ? endLines(transition) : proofLines(transition)),
    `Who: ${whoWords(transition)}`,
    `When: ${whenWords(transition.by)}`,
    `Where: ${whereWords(transition)}`,
    ...(isEnd ? [] : mendLines(transition, wording)),
    `Finding: ${inert(finding.id, VALUE)} (${inert(finding.rule, VALUE)})`,
  ].join('\n');
}

function proofLines({ type, finding }: Transition): readonly string[] {
  const { witness, evidence, changes, unverified, broken, reasons } = finding;
  const last = changes.at(-1);
  const before = changesIn(evidence);
  const telling = before.length === 0 ? tellingOf(evidence) : undefined;
  return [
    ...(witness === null ? [] : [`Proof: ${inert(witness.text, SENTENCE)}`]),
    ...((type === 'worsened' || type === 'eased') && last !== undefined
      ? [`Severity: was ${last.from}, now ${last.to}`]
      : []),
    ...before.map(
      ({ path, before: was, now }) =>
        `Changed: ${inert(path, VALUE)} was ${inert(was, VALUE)}${now === null ? '' : `, now ${inert(now, VALUE)}`}`,
    ),
    ...(telling === undefined
      ? []
      : [`Decided by: ${inert(telling.path, VALUE)} = ${inert(textOf(telling.value), VALUE)}`]),
    ...(broken ? ['Effect: it fails closed, pods lose access'] : []),
    ...(unverified ? ['Note: its present state cannot be judged; it stays open'] : []),
    ...(reasons.length === 0 ? [] : [`Same cause: ${inert(reasons.join(', '), VALUE)}`]),
  ];
}

function endLines(transition: Transition): readonly string[] {
  const { opened } = transition.finding;
  return [
    `Why: ${inert(endWords(transition), VALUE)}`,
    ...(opened === null ? [] : [`Open since: ${timeWords(opened.at)}`]),
  ];
}

/** The person or program behind it, as what, with what and from where. */
export function whoWords({ by, cause }: Transition): string {
  if (cause === 'drift') return 'not known: the account was read, and no record tells';
  const { name, as } = personOf(by);
  return [
    inert(name, VALUE),
    ...(as.length === 0 ? [] : [`(${inert(as.join(', '), VALUE)})`]),
    ...(by.tool === null ? [] : [`with ${inert(by.tool, VALUE)}`]),
    ...(by.sourceIp === null ? [] : [`from ${inert(by.sourceIp, VALUE)}`]),
  ].join(' ');
}

function whenWords({ at, eventName }: Opening): string {
  return eventName === '' ? timeWords(at) : `${timeWords(at)}, ${inert(eventName, VALUE)}`;
}

function timeWords(at: string): string {
  return inert(at, VALUE).replace('T', ' ').replace('Z', ' UTC');
}

function whereWords({ finding }: Transition): string {
  const { kind, account, region } = finding.resource;
  const cluster = clusterOf(finding);
  const name = nameOf(finding);
  return [
    `${kind} ${inert(name, VALUE)}`,
    ...(cluster === undefined || cluster === name ? [] : [`cluster ${cluster}`]),
    ...(account === '' ? [] : [`account ${inert(account, VALUE)}`]),
    ...(region === '' ? [] : [inert(region, VALUE)]),
  ].join(', ');
}

function mendLines({ finding }: Transition, { ruleOf }: Wording): readonly string[] {
  const rule = ruleOf(finding.rule);
  return rule === undefined ? [] : [`Mend: ${inertCommand(mendLine(rule.mend, finding), MEND)}`];
}
