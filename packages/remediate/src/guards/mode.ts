import type { RemediationMode } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, yes } from './answers.ts';

/** What was begun in a mode goes on in these. */
const GOES_ON: Readonly<Record<'auto' | 'propose' | 'shadow', readonly RemediationMode[]>> = {
  auto: ['auto'],
  propose: ['propose', 'auto'],
  shadow: [],
};

export const modeAllows: Guard = {
  id: 'mode',
  title: 'The configuration still has the service apply it',
  check({ mode, settings, remediation }) {
    // Somebody asked for it by command, whatever the mode.
    if (mode === 'manual') return yes;
    const now = settings.rules[remediation.rule] ?? 'off';
    return GOES_ON[mode].includes(now)
      ? yes
      : no(`it was begun in mode ${mode}, and the rule's is ${now} now`);
  },
};
