import { type JsonValue, ServiceError, type ServiceState } from '@podguard/core';
import { keptParts } from './kept-parts.ts';
import type { Part } from './part.ts';

/** A message that was posted, with what it is made of. */
export interface Root {
  readonly v: 1;
  readonly channel: string;
  readonly ts: string;
  readonly parts: readonly [Part, ...Part[]];
  /** Whether the message looks as it is written here. */
  readonly shown: boolean;
}

/** The message of a remediation's plan, and how much of it people have been told. */
export interface PostedPlan {
  readonly v: 1;
  readonly channel: string;
  readonly ts: string;
  /** The finding's message, in whose thread it is; null: it is a message of the channel. */
  readonly thread: string | null;
  readonly turns: number;
  readonly foreign: number;
}

export type SlackState = Pick<ServiceState, 'loadMark' | 'saveMark' | 'replaceMark'>;

/** As long as findings are remembered that are over. */
const KEEP_SECONDS = 100 * 86_400;
const TRIES = 8;

/** What was posted to a channel, by the name it has in the configuration. */
export interface Posted {
  /** The message that a finding is in; undefined where none is known. */
  find(finding: string): Promise<Root | undefined>;
  load(ts: string): Promise<Root | undefined>;
  /** Writes down a message and then, for each of its findings, that it is the one they are in. */
  add(ts: string, parts: Root['parts']): Promise<void>;
  /** Changes what is written down of a message, where another process does at the same time after it. */
  change(ts: string, change: (root: Root) => Root): Promise<Root | undefined>;
  /** Whether the message is still written down as it is here; then it is written down as shown. */
  confirm(root: Root): Promise<boolean>;
  findPlan(remediation: string): Promise<PostedPlan | undefined>;
  /** Writes it down in the place of what was. */
  putPlan(remediation: string, plan: Omit<PostedPlan, 'v' | 'channel'>): Promise<void>;
  /** Of what is told once: digests, and reports of shadow mode. */
  hasDigest(id: string): Promise<boolean>;
  addDigest(id: string): Promise<void>;
}

export function createPosted(state: SlackState, name: string, channel: string): Posted {
  const rootName = (ts: string): string => `slack/${name}/at/${ts}`;
  const findingName = (finding: string): string => `slack/${name}/${finding}`;
  const planName = (remediation: string): string => `slack/${name}/plan/${remediation}`;
  const digestName = (id: string): string => `slack/${name}/digest/${id}`;
  const loadMark = async (ts: string): Promise<{ mark: JsonValue; root: Root } | undefined> => {
    const mark = await state.loadMark(rootName(ts));
    const root = mark as unknown as Root | undefined;
    // Who configures another channel starts anew there.
    return mark === undefined || root?.v !== 1 || root.channel !== channel ? undefined : { mark, root };
  };
  const load = async (ts: string): Promise<Root | undefined> => (await loadMark(ts))?.root;
  return {
    load,
    async find(finding) {
      const at = (await state.loadMark(findingName(finding))) as { readonly ts: string } | undefined;
      return at === undefined ? undefined : load(at.ts);
    },
    async add(ts, parts) {
      const root: Root = { v: 1, channel, ts, parts: keptParts(parts), shown: true };
      await state.saveMark(rootName(ts), toMark(root), KEEP_SECONDS);
      await Promise.all(
        parts.map(({ finding }) => state.saveMark(findingName(finding), { ts }, KEEP_SECONDS)),
      );
    },
    async change(ts, change) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const found = await loadMark(ts);
        if (found === undefined) return undefined;
        const wished = change(found.root);
        const changed = { ...wished, parts: keptParts(wished.parts) };
        if (await state.replaceMark(rootName(ts), found.mark, toMark(changed), KEEP_SECONDS)) return changed;
      }
      throw new ServiceError('store-contended', `the message ${ts} of channel ${name} changes all the time`, {
        retryable: true,
      });
    },
    confirm: (root) =>
      state.replaceMark(rootName(root.ts), toMark(root), toMark({ ...root, shown: true }), KEEP_SECONDS),
    async findPlan(remediation) {
      const plan = (await state.loadMark(planName(remediation))) as unknown as PostedPlan | undefined;
      return plan?.v === 1 && plan.channel === channel ? plan : undefined;
    },
    putPlan: (remediation, plan) =>
      state.saveMark(planName(remediation), { v: 1, channel, ...plan }, KEEP_SECONDS),
    hasDigest: async (id) => (await state.loadMark(digestName(id))) !== undefined,
    addDigest: (id) => state.saveMark(digestName(id), { v: 1 }, KEEP_SECONDS),
  };
}

function toMark(root: Root): JsonValue {
  return root as unknown as JsonValue;
}
