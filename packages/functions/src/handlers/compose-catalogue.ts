import { type Catalogue, type Config, withCustomRules } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { ORIGIN } from './compose-origin.ts';

/** The whole catalogue, with the rules that the configuration adds. */
export function composeCatalogue({ customRules: rules }: Config, judgedWith: string): Catalogue {
  return withCustomRules(catalogue, { rules, origin: ORIGIN, sources: judgedWith });
}
