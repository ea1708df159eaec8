import { type Finding, type Severity, severityRank, type Transition } from '@podguard/core';
import { cut, inert, inertCommand } from '../inert.ts';
import { mendSteps } from '../mend-line.ts';
import { nameOf } from '../resource-words.ts';
import {
  callOf,
  type Fact,
  ownerFacts,
  reasonFacts,
  timeWords,
  whenWords,
  whereWords,
  whoWords,
} from '../transition-text.ts';
import { endWords, exemptionEndWords, headline } from '../type-words.ts';
import type { Wording } from '../wording.ts';

const SENTENCE = 400;
const TITLE = 130;
const NAME = 60;
const VALUE = 200;
const MEND = 700;
const FACTS = 8;
/** So much of what came later is shown, and so many transitions are remembered. */
const LOG = 5;
const TOLD = 20;

/** A finding within a message, as it is now: what its edits are made of. */
export interface Part {
  readonly finding: string;
  readonly key: string;
  readonly rule: string;
  readonly state: 'open' | 'ended' | 'exempt';
  readonly severity: Severity;
  /** `CRITICAL`, `Resolved, was high`, ... */
  readonly headline: string;
  readonly title: string;
  readonly summary: string;
  readonly who: string;
  readonly when: string;
  readonly facts: readonly Fact[];
  readonly mend: string;
  /** A page about it. */
  readonly link: string | null;
  readonly acknowledged: boolean;
  /** What came later, in words, the newest last. */
  readonly log: readonly string[];
  /** The transitions that are in it. */
  readonly told: readonly string[];
}

/** The finding as this transition tells it. */
export function toPart(transition: Transition, wording: Wording): Part {
  const { finding } = transition;
  return {
    finding: finding.id,
    key: finding.resource.key,
    rule: finding.rule,
    ...nowOf(transition),
    title: titleOf(finding),
    who: whoWords(transition),
    when: whenWords(callOf(transition)),
    facts: factsOf(transition),
    mend: mendOf(finding, wording),
    link: linkOf(finding, wording),
    log: [],
    told: [transition.id],
  };
}

/** The part after what came later of its finding. */
export function withTransition(part: Part, transition: Transition, wording: Wording): Part {
  const isOpen = transition.finding.status === 'open';
  return {
    ...part,
    ...nowOf(transition),
    ...(isOpen ? { facts: laterFacts(transition), mend: mendOf(transition.finding, wording) } : {}),
    // Of an end, what was wrong is shown, struck out.
    summary: isOpen ? summaryOf(transition.finding) : part.summary,
    log: [...part.log, cut(laterWords(transition), SENTENCE)].slice(-LOG),
    told: [...part.told, transition.id].slice(-TOLD),
  };
}

/** The part, of which somebody knows; `id` is of that. */
export function withKnown(part: Part, id: string, line: string): Part {
  return {
    ...part,
    acknowledged: true,
    log: [...part.log, line].slice(-LOG),
    told: [...part.told, id].slice(-TOLD),
  };
}

function nowOf(
  transition: Transition,
): Pick<Part, 'state' | 'severity' | 'headline' | 'summary' | 'acknowledged'> {
  const { finding, severity } = transition;
  return {
    state: stateOf(finding),
    severity,
    headline: headline(transition),
    summary: summaryOf(finding),
    acknowledged: finding.acknowledged !== null,
  };
}

export function stateOf({ status }: Finding): Part['state'] {
  if (status === 'open') return 'open';
  return status === 'exempt' ? 'exempt' : 'ended';
}

/** What is open before what is exempt before what is over, then by severity. */
export function gravityOf({ state, severity }: Pick<Part, 'state' | 'severity'>): number {
  const ofState = { open: 20, exempt: 10, ended: 0 }[state];
  return ofState + severityRank(severity);
}

function summaryOf({ summary }: Finding): string {
  return inert(summary, SENTENCE) || 'A finding without a summary';
}

/** The rule's title, and which resource it is about. */
export function titleOf(finding: Finding): string {
  const name = inert(nameOf(finding), NAME);
  return `${inert(finding.title, TITLE - name.length - 3)} [${name}]`;
}

function factsOf(transition: Transition): readonly Fact[] {
  const facts = reasonFacts(transition).filter(({ text }) => text !== '');
  const shown = facts.slice(0, FACTS);
  const left = facts.length - shown.length;
  return [
    ...shown,
    ...(left > 0 ? [{ label: 'And', text: `${left} more, in the explanation` }] : []),
    { label: 'Where', text: whereWords(transition) },
    ...ownerFacts(transition.finding),
  ];
}

/** Without how grave it was, which the line of what came later has. */
function laterFacts(transition: Transition): readonly Fact[] {
  return factsOf(transition).filter(({ label }) => label !== 'Severity');
}

function mendOf(finding: Finding, { ruleOf }: Wording): string {
  const rule = ruleOf(finding.rule);
  if (rule === undefined) return '';
  const { lines, more } = mendSteps(rule.mend, finding);
  const text = lines.map((line) => inertCommand(line, MEND)).join('\n');
  return cut(`${text}${more ? '\n# more in the explanation' : ''}`, MEND);
}

function linkOf({ rule }: Finding, { ruleOf }: Wording): string | null {
  const found = ruleOf(rule)?.references?.find((one) => URL.canParse(one) && one.startsWith('https://'));
  return found ?? null;
}

/** What came later, on one line. */
function laterWords(transition: Transition): string {
  const { type, at, finding, ended } = transition;
  const { changes, exemption } = finding;
  const time = timeWords(at);
  const last = changes.at(-1);
  switch (type) {
    case 'resolved':
      return `Resolved ${time}: ${inert(endWords(transition), VALUE)}. By ${whoWords(transition)}`;
    case 'exempted':
      return exemption === null
        ? `Exempt since ${time}`
        : `Exempt until ${timeWords(exemption.until)}, by ${inert(exemption.author, VALUE)}: ${inert(exemption.reason, SENTENCE)}`;
    case 'exemption-ended':
      return `No longer exempt since ${time}${ended === undefined ? '' : `: ${exemptionEndWords(ended)}`}${recordWords(transition)}`;
    case 'worsened':
    case 'eased': {
      const was = last === undefined ? '' : `, was ${last.from}, is ${last.to}`;
      return `${type === 'worsened' ? 'Worse' : 'Eased'} ${time}${was}. By ${whoWords(transition)}`;
    }
    case 'opened':
    case 'reopened':
      return `Open again ${time}. By ${whoWords(transition)}`;
  }
}

/** Who made it worse, where that ended the exemption. */
function recordWords(transition: Transition): string {
  return transition.cause === 'exemption' ? '' : `. By ${whoWords(transition)}`;
}
