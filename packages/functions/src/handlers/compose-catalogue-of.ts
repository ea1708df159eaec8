import { type CatalogueOf, type Config, withCustomRules } from '@podguard/core';
import { catalogueOf, loadCatalogue } from '@podguard/rules/catalogue-of';
import { lazily } from '../lazily.ts';
import { ORIGIN } from './compose-origin.ts';

/** The rules of a kind, read when the first of it is judged; where the configuration adds rules, all of them. */
export function composeCatalogueOf({ customRules: rules }: Config, judgedWith: string): CatalogueOf {
  if (rules.length === 0) return catalogueOf;
  return lazily(async () =>
    withCustomRules(await loadCatalogue(), { rules, origin: ORIGIN, sources: judgedWith }),
  );
}
