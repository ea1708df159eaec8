import { globMatches } from '../glob.ts';
import type { PolicyText, Statement } from '../policy.ts';
import { type PartExplanation, quote } from './explanation.ts';

/**
 * "The prefix and the action name are case insensitive", and both wildcards may be used.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function explainAction(statement: Statement, action: string): PartExplanation {
  const { actions, notActions, path } = statement;
  if (actions !== null) {
    const hit = firstMatch(actions, action);
    if (hit === undefined)
      return { path: `${path}.Action`, outcome: 'no', reason: `does not name ${quote(action)}` };
    return { path: hit.path, outcome: 'yes', reason: `${quote(hit.value)} names ${quote(action)}` };
  }
  return explainNotAction(notActions!, `${path}.NotAction`, action);
}

function explainNotAction(texts: readonly PolicyText[], path: string, action: string): PartExplanation {
  if (texts.length === 0)
    return { path, outcome: 'unknown', reason: 'AWS does not say what an empty NotAction means' };
  const hit = firstMatch(texts, action);
  if (hit === undefined) return { path, outcome: 'yes', reason: `does not except ${quote(action)}` };
  return { path: hit.path, outcome: 'no', reason: `${quote(hit.value)} excepts ${quote(action)}` };
}

function firstMatch(texts: readonly PolicyText[], action: string): PolicyText | undefined {
  return texts.find((text) => globMatches(text.value.toLowerCase(), action.toLowerCase()));
}
