import { inert } from '../inert.ts';
import { timeWords } from '../transition-text.ts';
import { isGone, type SlackChannelDeps } from './calls.ts';
import { withKnown } from './part.ts';
import { createPosted, type Root } from './posted.ts';
import { showRoot } from './show-root.ts';

const NAME = 200;
const LIMIT_MS = 8_000;

export interface Known {
  /** The finding's id. */
  readonly finding: string;
  /** Who knows of it, and since when. */
  readonly by: string;
  readonly at: string;
}

/**
 * Creates what shows, in the message that a finding is in, that somebody knows of it; it posts nothing. `not-posted`: no
 * message of that channel has it, or somebody deleted it.
 */
export function createSlackKnown(deps: SlackChannelDeps): (known: Known) => Promise<'shown' | 'not-posted'> {
  const posted = createPosted(deps.state, deps.name, deps.channel);
  return async ({ finding, by, at }) => {
    const root = await posted.find(finding);
    if (root === undefined) return 'not-posted';
    const id = `known ${at} ${by}`;
    const line = `Acknowledged ${timeWords(at)} by ${inert(by, NAME)}`;
    const what = `Slack's channel ${deps.channel} did not show that ${finding} is acknowledged`;
    const known = (now: Root): Root => ({
      ...now,
      shown: false,
      parts: now.parts.map((part) =>
        part.finding === finding && !part.told.includes(id) ? withKnown(part, id, line) : part,
      ) as unknown as Root['parts'],
    });
    try {
      await posted.change(root.ts, known);
      await showRoot(
        { ...deps, posted, what, until: performance.now() + (deps.limitMs ?? LIMIT_MS) },
        root.ts,
      );
      return 'shown';
    } catch (error) {
      if (isGone(error)) return 'not-posted';
      throw error;
    }
  };
}
