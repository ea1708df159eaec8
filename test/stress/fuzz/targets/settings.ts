import {
  createExemption,
  defineRule,
  exemptionSetting,
  parseConfig,
  pass,
  withCustomRules,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import everything from '../../../fixtures/synth/everything.config.ts';
import people from '../../../fixtures/synth/people.config.ts';
import most from '../../../fixtures/synth/remediation-most.config.ts';
import { mutate } from '../mutate.ts';
import { defineTarget } from '../target.ts';

const EXEMPTION = {
  rules: ['irsa-*'],
  resources: ['arn:aws:iam::111122223333:role/*'],
  accounts: ['111122223333'],
  tags: { team: 'shop' },
  severity: 'high',
  reason: 'known',
  author: 'ada',
  since: '2026-01-01T00:00:00Z',
  until: '2026-06-01',
};
const RULE = defineRule({
  id: 'own-rule',
  title: 'A role of ours',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: null,
  description: 'Reports roles.',
  rationale: 'It is ours.',
  references: [],
  mappings: {},
  falsePositives: [],
  needs: {},
  covers: undefined,
  evaluate: () => pass,
  mend: { cli: 'a', terraform: 'b', cloudformation: 'c' },
});

/** Configurations with routes, channels, exemptions and rules of somebody's own, as a file exports them. */
export const settings = defineTarget<unknown>('settings', 250_000, async () => {
  const seeds = [everything, people, most, { exemptions: [EXEMPTION], customRules: [RULE] }];
  return {
    make: (random) =>
      mutate(
        random.percent(30) ? { ...random.pick(seeds), exemptions: [EXEMPTION] } : random.pick(seeds),
        random,
        seeds,
      ),
    feed(value) {
      const config = parseConfig(value, 'podguard.config.ts');
      const exemptions = config.exemptions.map((one) => createExemption(one, 'configuration'));
      const rules = config.customRules ?? [];
      const all = withCustomRules(catalogue, { rules, origin: 'podguard.config.ts', sources: 'a' });
      return { outcome: [config, exemptions, all.rules.length] };
    },
  };
});

/** One exemption, as a command or a dialog gives it. */
export const exemptions = defineTarget<unknown>('exemptions', 700_000, async () => ({
  make: (random) => mutate(EXEMPTION, random),
  feed(value) {
    const parsed = exemptionSetting.safeParse(value);
    if (!parsed.success)
      return { outcome: parsed.error.issues.map(({ path, code }) => [path.map(String), code]) };
    const exemption = createExemption(parsed.data, 'cli');
    return { outcome: exemption };
  },
}));
