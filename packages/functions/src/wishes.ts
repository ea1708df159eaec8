import {
  type AcknowledgeOutcome,
  type Acknowledging,
  type ApplyExemptions,
  createExemption,
  type Exemption,
  type Finding,
  findingId,
  type PersonAction,
  type ServiceState,
} from '@podguard/core';
import type { ActionMessage } from './action-message.ts';

export interface WishesDeps {
  /** The finding as it is now; undefined where there is none. */
  readonly findingOf: (key: string, rule: string) => Promise<Finding | undefined>;
  readonly acknowledge: (asked: Acknowledging) => Promise<AcknowledgeOutcome>;
  readonly state: Pick<ServiceState, 'putExemption'>;
  /** Has people told of what is exempt now. */
  readonly applyExemptions: ApplyExemptions;
}

/** What came of a wish. */
export type Came = Pick<PersonAction, 'outcome' | 'note'>;

const DAY_MS = 86_400_000;
const GONE: Came = { outcome: 'nothing-to-do', note: 'the finding is not open any more' };

const TOO_BROAD: Came = {
  outcome: 'refused',
  note: 'its key holds a *, by which an exemption would cover others, too: exempt it by podguard exempt add',
};

/** Creates what acknowledges and exempts. A button may be old: what it is about is looked up as it is now. */
export function createWishes(deps: WishesDeps): (asked: ActionMessage, by: string) => Promise<Came> {
  return async (asked, by) => {
    const { finding: id, key, rule } = asked.about;
    if (findingId(rule, key) !== id)
      return { outcome: 'refused', note: 'the button names another finding than its rule and resource' };
    if (asked.wish.kind === 'exempt' && key.includes('*')) return TOO_BROAD;
    const finding = await deps.findingOf(key, rule);
    if (finding === undefined || finding.status === 'resolved') return GONE;
    return asked.wish.kind === 'acknowledge'
      ? acknowledge(deps, asked, finding, by)
      : exempt(deps, asked, asked.wish, finding, by);
  };
}

async function acknowledge(
  deps: WishesDeps,
  { about: { key, rule }, at }: ActionMessage,
  { acknowledged }: Finding,
  by: string,
): Promise<Came> {
  // A message that comes again finds its own.
  if (acknowledged?.at === at && acknowledged.by === by) return ACKNOWLEDGED;
  switch (await deps.acknowledge({ finding: { key, rule }, by, at: new Date(at) })) {
    case 'acknowledged':
      return ACKNOWLEDGED;
    case 'already': {
      const other = (await deps.findingOf(key, rule))?.acknowledged ?? acknowledged;
      return { outcome: 'nothing-to-do', note: `${other?.by ?? 'somebody'} acknowledged it already` };
    }
    case 'not-open':
    case 'not-found':
      return GONE;
  }
}

const ACKNOWLEDGED: Came = { outcome: 'done', note: 'acknowledged' };

async function exempt(
  { state, applyExemptions }: WishesDeps,
  { about: { key, rule }, at }: ActionMessage,
  { reason, days }: Extract<ActionMessage['wish'], { kind: 'exempt' }>,
  finding: Finding,
  author: string,
): Promise<Came> {
  const until = new Date(Date.parse(at) + days * DAY_MS).toISOString();
  const scope = { rules: [rule], resources: [key], accounts: [], tags: {} };
  const exemption = createExemption({ ...scope, reason, author, since: at, until }, 'slack');
  const held = finding.exemption;
  if (finding.status === 'exempt' && held !== null && held.id !== exemption.id && held.until >= until)
    return {
      outcome: 'nothing-to-do',
      note: `${held.author} exempted it already, until ${timeWords(held.until)}`,
    };
  await state.putExemption(exemption);
  await applyExemptions([key]);
  return { outcome: 'done', note: exemptNote(exemption) };
}

function exemptNote({ id, until }: Exemption): string {
  return `exempt until ${timeWords(until)}, by ${id}`;
}

function timeWords(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
