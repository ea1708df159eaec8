import {
  type AcknowledgeOutcome,
  type Acknowledging,
  type ApplyExemptions,
  createExemption,
  type Exemption,
  type Finding,
  type FindingExemption,
  findingId,
  type PersonAction,
  type ServiceState,
  severityRank,
} from '@podguard/core';
import type { ActionMessage, Seen } from './action-message.ts';

export interface WishesDeps {
  /** The finding as it is now; undefined where there is none. */
  readonly findingOf: (key: string, rule: string) => Promise<Finding | undefined>;
  readonly acknowledge: (asked: Acknowledging) => Promise<AcknowledgeOutcome>;
  readonly state: Pick<ServiceState, 'putExemption'>;
  /** Has people told of what is exempt now. */
  readonly applyExemptions: ApplyExemptions;
  readonly now: () => Date;
  /** Approves and rejects remediations. */
  readonly review: (asked: ActionMessage, by: string) => Promise<Came>;
}

/** What came of a wish. */
export type Came = Pick<PersonAction, 'outcome' | 'note'>;

const DAY_MS = 86_400_000;
const GONE: Came = { outcome: 'nothing-to-do', note: 'the finding is not open any more' };

const CHANGED: Came = {
  outcome: 'nothing-to-do',
  note: 'it opened anew or got worse since you looked: look at it, and press again',
};
/** Somebody put it aside and sent it again days later. */
const OVER: Came = {
  outcome: 'nothing-to-do',
  note: 'the time that you asked for was over before it could be done: press again',
};

const TOO_BROAD: Came = {
  outcome: 'refused',
  note: 'its key holds a *, by which an exemption would cover others, too: exempt it by podguard exempt add',
};

/** Creates what does what people ask for. A button may be old: what it is about is looked up as it is now. */
export function createWishes(deps: WishesDeps): (asked: ActionMessage, by: string) => Promise<Came> {
  return async (asked, by) => {
    const { finding: id, key, rule } = asked.about;
    if (findingId(rule, key) !== id)
      return { outcome: 'refused', note: 'the button names another finding than its rule and resource' };
    const { wish } = asked;
    if (wish.kind === 'approve' || wish.kind === 'reject') return deps.review(asked, by);
    if (wish.kind === 'exempt' && key.includes('*')) return TOO_BROAD;
    const finding = await deps.findingOf(key, rule);
    if (finding === undefined || finding.status === 'resolved') return GONE;
    return wish.kind === 'acknowledge'
      ? acknowledge(deps, asked, finding, by)
      : exempt(deps, asked, wish, finding, by);
  };
}

async function acknowledge(
  deps: WishesDeps,
  { about: { key, rule }, at }: ActionMessage,
  { acknowledged, exemption }: Finding,
  by: string,
): Promise<Came> {
  // A message that comes again finds its own.
  if (acknowledged?.at === at && acknowledged.by === by) return ACKNOWLEDGED;
  if (exemption !== null) return exemptAlready(exemption);
  switch (await deps.acknowledge({ finding: { key, rule }, by, at: new Date(at) })) {
    case 'acknowledged':
      return ACKNOWLEDGED;
    case 'already': {
      const other = (await deps.findingOf(key, rule))?.acknowledged ?? acknowledged;
      return { outcome: 'nothing-to-do', note: `${other?.by ?? 'somebody'} acknowledged it already` };
    }
    case 'changed-since':
      return CHANGED;
    case 'not-open':
    case 'not-found':
      return GONE;
  }
}

const ACKNOWLEDGED: Came = { outcome: 'done', note: 'acknowledged' };

async function exempt(
  { state, applyExemptions, now }: WishesDeps,
  { about: { key, rule }, at }: ActionMessage,
  { reason, days, seen }: Extract<ActionMessage['wish'], { kind: 'exempt' }>,
  finding: Finding,
  author: string,
): Promise<Came> {
  const until = new Date(Date.parse(at) + days * DAY_MS).toISOString();
  if (Date.parse(until) <= now().getTime()) return OVER;
  if (isOtherThan(finding, seen)) return CHANGED;
  const scope = { rules: [rule], resources: [key], accounts: [], tags: {} };
  const exemption = createExemption({ ...scope, reason, author, since: seen.at, until }, 'slack');
  const held = finding.exemption;
  if (finding.status === 'exempt' && held !== null && held.id !== exemption.id && held.until >= until)
    return exemptAlready(held);
  await state.putExemption(exemption);
  await applyExemptions([key]);
  return { outcome: 'done', note: exemptNote(exemption) };
}

/** Whether it is another, or worse, than what a person saw. */
function isOtherThan({ severity, opened, changes }: Finding, seen: Seen): boolean {
  const isLater = (time: string) => Date.parse(time) > Date.parse(seen.at);
  if (severityRank(severity) > severityRank(seen.severity)) return true;
  if (opened !== null && isLater(opened.at)) return true;
  return changes.some(({ type, at }) => type === 'worsened' && isLater(at));
}

function exemptAlready({ author, until }: FindingExemption): Came {
  return { outcome: 'nothing-to-do', note: `${author} exempted it already, until ${timeWords(until)}` };
}

function exemptNote({ id, until }: Exemption): string {
  return `exempt until ${timeWords(until)}, by ${id}`;
}

function timeWords(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
