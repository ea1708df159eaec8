import {
  type Finding,
  type FindingExemption,
  type Opening,
  SERVICE_ACTOR,
  type Transition,
} from '@podguard/core';
import { personOf } from '@podguard/report';
import { changesIn, tellingOf, textOf } from './before.ts';
import { inert, inertCommand } from './inert.ts';
import { mendLine } from './mend-line.ts';
import { clusterOf, nameOf } from './resource-words.ts';
import { endWords, exemptionEndWords, headline, ownerWords } from './type-words.ts';
import type { Wording } from './wording.ts';

const SENTENCE = 400;
const VALUE = 200;
const MEND = 1_000;

/** One thing that a message tells, with what it is. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** A transition as a person reads it on a phone: what happened first, each line a whole thought. */
export function transitionText(transition: Transition, wording: Wording): string {
  const { finding, type } = transition;
  const mend = type === 'resolved' ? undefined : mendWords(finding, wording);
  const facts = [
    ...reasonFacts(transition),
    { label: 'Who', text: whoWords(transition) },
    { label: 'When', text: whenWords(callOf(transition)) },
    { label: 'Where', text: whereWords(transition) },
    ...ownerFacts(finding),
    ...(mend === undefined ? [] : [{ label: 'Mend', text: mend }]),
    { label: 'Finding', text: `${inert(finding.id, VALUE)} (${inert(finding.rule, VALUE)})` },
  ];
  return [
    `${headline(transition)}: ${inert(finding.summary, SENTENCE)}`,
    '',
    ...facts.map(({ label, text }) => `${label}: ${text}`),
  ].join('\n');
}

/** What shows it, what was before, or why it ended; and what people decided about it. */
export function reasonFacts(transition: Transition): readonly Fact[] {
  const { type } = transition;
  const facts = type === 'resolved' ? endFacts(transition) : proofFacts(transition);
  const decisions = decisionFacts(transition);
  return type === 'exempted' || type === 'exemption-ended'
    ? [...decisions, ...facts]
    : [...facts, ...decisions];
}

function proofFacts({ type, finding }: Transition): readonly Fact[] {
  const { witness, evidence, changes, unverified, broken, reasons } = finding;
  const last = changes.at(-1);
  const before = changesIn(evidence);
  const telling = before.length === 0 ? tellingOf(evidence) : undefined;
  return [
    ...(witness === null ? [] : [{ label: 'Witness', text: inert(witness.text, SENTENCE) }]),
    ...((type === 'worsened' || type === 'eased') && last !== undefined
      ? [{ label: 'Severity', text: `was ${last.from}, now ${last.to}` }]
      : []),
    ...before.map(({ path, before: was, now }) => ({
      label: 'Changed',
      text: `${inert(path, VALUE)} was ${inert(was, VALUE)}${now === null ? '' : `, now ${inert(now, VALUE)}`}`,
    })),
    ...(telling === undefined
      ? []
      : [
          {
            label: 'Decided by',
            text: `${inert(telling.path, VALUE)} = ${inert(textOf(telling.value), VALUE)}`,
          },
        ]),
    ...(broken ? [{ label: 'Effect', text: 'it fails closed, pods lose access' }] : []),
    ...(unverified ? [{ label: 'Note', text: 'its present state cannot be judged; it stays open' }] : []),
    ...(reasons.length === 0 ? [] : [{ label: 'Same cause', text: inert(reasons.join(', '), VALUE) }]),
  ];
}

function endFacts(transition: Transition): readonly Fact[] {
  const { opened } = transition.finding;
  return [
    { label: 'Why', text: inert(endWords(transition), VALUE) },
    ...(opened === null ? [] : [{ label: 'Open since', text: timeWords(opened.at) }]),
  ];
}

/** What people decided about it. */
function decisionFacts(transition: Transition): readonly Fact[] {
  const { ended, finding } = transition;
  const { exemption, acknowledged } = finding;
  return [
    ...(ended
      ? [
          { label: 'Why', text: `${inert(exemptionEndWords(ended), VALUE)}${removerWords(transition)}` },
          { label: 'Was exempt', text: exemptionWords(ended.exemption) },
        ]
      : []),
    ...(exemption && !ended ? [{ label: 'Exempt', text: exemptionWords(exemption) }] : []),
    ...(acknowledged
      ? [
          {
            label: 'Known to',
            text: `${inert(acknowledged.by, VALUE)}, since ${timeWords(acknowledged.at)}`,
          },
        ]
      : []),
  ];
}

/** Who took it back, or changed the tags: not told where that is not known to be another than its author. */
function removerWords({ ended, cause, by }: Transition): string {
  if (ended === undefined || cause !== 'exemption') return '';
  const isPersons = ended.reason === 'removed' || ended.reason === 'uncovered';
  const isTold = isPersons && by.actor !== ended.exemption.author && by.actor !== SERVICE_ACTOR;
  return isTold ? `, by ${inert(by.actor, VALUE)}` : '';
}

function exemptionWords({ id, author, reason, until }: FindingExemption): string {
  const words = `until ${timeWords(until)}, by ${inert(author, VALUE)}`;
  return `${words}: ${inert(reason, SENTENCE)} (${inert(id, VALUE)})`;
}

export function ownerFacts({ owner }: Finding): readonly Fact[] {
  return owner ? [{ label: 'Owner', text: `${inert(owner.name, VALUE)}, ${ownerWords(owner)}` }] : [];
}

/** The person or program behind it, as what, with what and from where. */
export function whoWords(transition: Transition): string {
  if (transition.cause === 'drift') return 'not known: the account was read, and no record tells';
  const by = callOf(transition);
  const { name, as } = personOf(by);
  return [
    inert(name, VALUE),
    ...(as.length === 0 ? [] : [`(${inert(as.join(', '), VALUE)})`]),
    ...(by.tool === null ? [] : [`with ${inert(by.tool, VALUE)}`]),
    ...(by.sourceIp === null ? [] : [`from ${inert(by.sourceIp, VALUE)}`]),
  ].join(' ');
}

/** The call that made it so. What people decide about a finding is not what made it. */
export function callOf({ cause, by, finding }: Transition): Opening {
  return cause === 'exemption' ? (finding.opened ?? by) : by;
}

/** When it was called, and what. */
export function whenWords({ at, eventName }: Opening): string {
  return eventName === '' ? timeWords(at) : `${timeWords(at)}, ${inert(eventName, VALUE)}`;
}

export function timeWords(at: string): string {
  return inert(at, VALUE)
    .replace('T', ' ')
    .replace(/(?:\.\d+)?Z$/, ' UTC');
}

/** The resource, and where it is. */
export function whereWords({ finding }: Transition): string {
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

function mendWords(finding: Finding, { ruleOf }: Wording): string | undefined {
  const rule = ruleOf(finding.rule);
  return rule === undefined ? undefined : inertCommand(mendLine(rule.mend, finding), MEND);
}
