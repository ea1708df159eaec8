import { isDeepStrictEqual } from 'node:util';
import type { Transition } from '@podguard/core';
import type { Alert, Channel } from '../alert.ts';
import { whatOf } from '../what-of.ts';
import type { Wording } from '../wording.ts';
import type { SlackContent } from './blocks.ts';
import { isGone, post, type SlackChannelDeps, type Telling } from './calls.ts';
import { digestMessage } from './digest-message.ts';
import { type Part, withTransition } from './part.ts';
import { partsOf } from './parts-of.ts';
import { createPosted, type Root } from './posted.ts';
import { replyMessage } from './reply.ts';
import { partsMessage } from './root.ts';
import { shadowMessage } from './shadow-message.ts';
import { edit, showRoot } from './show-root.ts';
import { tellRemediation } from './tell-remediation.ts';

/** What a `send` takes at most: nothing is begun after the limit, and one call takes four seconds. */
export const SLACK_SEND_MS = 27_000;
const LIMIT_MS = 20_000;

/**
 * Tells alerts in a channel of Slack: what a record opened is a message; what comes later of its findings is told in its
 * thread, and the message itself shows how things are now. Of a silent alert only the latter is done. The same alert again posts nothing that is known to have been
 * posted; only where a process dies between posting and writing that down is it posted twice.
 */
export function createSlackChannel(deps: SlackChannelDeps): Channel {
  const posted = createPosted(deps.state, deps.name, deps.channel);
  return {
    name: deps.name,
    async send(alert) {
      const telling: Telling = {
        ...deps,
        posted,
        what: `Slack's channel ${deps.channel} did not take the alert of ${whatOf(alert)}`,
        until: performance.now() + (deps.limitMs ?? LIMIT_MS),
      };
      switch (alert.kind) {
        case 'transitions':
          return tellTransitions(telling, alert);
        case 'digest':
          return tellOnce(telling, alert.digest.id, digestMessage(alert.digest, deps.wording));
        case 'remediation':
          return tellRemediation(telling, alert);
        case 'shadow-report':
          return tellOnce(telling, alert.report.id, shadowMessage(alert.report, deps.wording));
      }
    },
  };
}

async function tellOnce(telling: Telling, id: string, content: SlackContent): Promise<void> {
  const { posted } = telling;
  if (await posted.hasDigest(id)) return;
  await post(telling, content);
  await posted.addDigest(id);
}

async function tellTransitions(
  telling: Telling,
  { transitions, silent }: Extract<Alert, { readonly kind: 'transitions' }>,
): Promise<void> {
  const { fresh, later } = await sort(telling, transitions);
  if (silent) {
    for (const { root, transitions: some } of later) await showLater(telling, root, some);
    return;
  }
  for (const { root, transitions: some } of later)
    if (!(await tellLater(telling, root, some))) fresh.push(...some.filter(isNewsAlone));
  const parts = partsOf(fresh, telling.wording);
  if (parts === undefined) return;
  const ts = await post(telling, partsMessage(parts, telling));
  await telling.posted.add(ts, parts);
}

interface Later {
  readonly root: Root;
  readonly transitions: Transition[];
}

/** What is a message of its own, and what belongs to one that was posted. */
async function sort(
  { posted }: Telling,
  transitions: readonly Transition[],
): Promise<{ readonly fresh: Transition[]; readonly later: readonly Later[] }> {
  const fresh: Transition[] = [];
  const later = new Map<string, Later>();
  const roots = await Promise.all(transitions.map(({ finding }) => posted.find(finding.id)));
  for (const [at, transition] of transitions.entries()) {
    const { id } = transition.finding;
    const root = roots[at];
    const part = root?.parts.find(({ finding }) => finding === id);
    const begins = transition.type === 'opened' || transition.type === 'reopened';
    const isKnown = fresh.some(({ finding }) => finding.id === id);
    const isFresh = begins || isKnown;
    if (root === undefined || part === undefined || (isFresh && !part.told.includes(transition.id))) {
      if (isKnown || isNewsAlone(transition)) fresh.push(transition);
    } else if (!part.told.includes(transition.id) || !root.shown) {
      const known = later.get(root.ts) ?? { root, transitions: [] };
      later.set(root.ts, known);
      known.transitions.push(transition);
    }
  }
  return { fresh, later: [...later.values()] };
}

/** What people accepted is no news to whoever did not hear of it before. */
function isNewsAlone({ type, finding }: Transition): boolean {
  return type !== 'exempted' && !(type === 'resolved' && finding.exemption !== null);
}

/** Edits the message alone, if it is there still. */
async function showLater(telling: Telling, { ts }: Root, all: readonly Transition[]): Promise<void> {
  const { posted, wording } = telling;
  try {
    await posted.change(ts, (now) => ({ ...now, shown: false, parts: after(now.parts, all, wording) }));
    await showRoot(telling, ts);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/**
 * Whether the message is there still: somebody may have deleted it. An edit comes first, since only that tells: what is sent to
 * the thread of a deleted message Slack posts as a message of the channel, or where nobody looks.
 * Source: https://github.com/slack-go/slack/issues/1571
 */
async function tellLater(telling: Telling, root: Root, all: readonly Transition[]): Promise<boolean> {
  const { posted, wording } = telling;
  const [first, ...others] = all.filter((one) => !isTold(root, one));
  try {
    if (first !== undefined) {
      await edit(telling, root.ts, after(root.parts, all, wording));
      const isNews = [first, ...others].some(({ type }) => type === 'worsened' || type === 'exemption-ended');
      await post(telling, replyMessage([first, ...others]), { thread_ts: root.ts, reply_broadcast: isNews });
      const changed = await posted.change(root.ts, (now) => ({
        ...now,
        // What another process changed meanwhile is not in the edit.
        shown: root.shown && isDeepStrictEqual(now, root),
        parts: after(now.parts, all, wording),
      }));
      if (changed?.shown) return true;
    }
    await showRoot(telling, root.ts);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

function isTold({ parts }: Root, { id, finding }: Transition): boolean {
  return parts.some((part) => part.finding === finding.id && part.told.includes(id));
}

function after(parts: Root['parts'], transitions: readonly Transition[], wording: Wording): Root['parts'] {
  const changed = parts.map((part) =>
    transitions
      .filter(({ id, finding }) => finding.id === part.finding && !part.told.includes(id))
      .reduce((now: Part, one) => withTransition(now, one, wording), part),
  );
  return changed as unknown as Root['parts'];
}
