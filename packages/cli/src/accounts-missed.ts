import { type Catalogue, type Config, knownAccountsMissing, type Rule } from '@podguard/core';

/** The catalogue, and by id which of its rules lacked known accounts: for what is now, or for what was for a while. */
export function withAccountsMissed(
  catalogue: Catalogue,
  config: Config,
): { readonly catalogue: Catalogue; readonly missed: ReadonlySet<string> } {
  const missed = new Set<string>();
  const missing = knownAccountsMissing(config);
  const watched = (rule: Rule): Rule => ({
    ...rule,
    evaluate(resource, context) {
      // A rule of the user's own may give anything.
      const verdict = rule.evaluate(resource, context);
      const lacked = (verdict as { readonly missing?: unknown } | undefined)?.missing;
      if (Array.isArray(lacked) && lacked.includes(missing)) missed.add(rule.id);
      return verdict;
    },
  });
  return { catalogue: { ...catalogue, rules: catalogue.rules.map(watched) }, missed };
}
