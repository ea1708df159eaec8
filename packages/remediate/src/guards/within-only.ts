import { matchesGlob } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, yes } from './answers.ts';
import { matches, namesOfTarget, ofUsers, tagOf, tagsIn, userOf } from './names.ts';

/** Without a person's word only what the configuration names is changed, where it names any; what is not known is not named. */
export const withinOnly: Guard = {
  id: 'within-only',
  title: 'It is among what may be repaired where nobody approves',
  check(input) {
    const { mode, plan, target, settings } = input;
    if (settings.only === undefined || (mode !== 'auto' && mode !== 'shadow')) return yes;
    const { resources, tags } = settings.only;
    const { kind, key } = plan.target;
    const user = userOf(input);
    const isNamed =
      resources.length === 0 ||
      namesOfTarget(input).some((name) => matches(resources, name)) ||
      (user !== undefined && matches(ofUsers(resources), user));
    if (!isNamed) return no(`remediation.only.resources does not name ${key}`);
    for (const [tag, value] of Object.entries(tags)) {
      const present = tagOf(tagsIn(target), kind, tag);
      if (typeof present !== 'string' || !matchesGlob(value, present))
        return no(`${key} is not known to have the tag ${tag}=${value} of remediation.only.tags`);
    }
    return yes;
  },
};
