import { AWS_PATIENCE } from '@podguard/notify';
import { createSlackClient, createSlackKnown, createSlackPlan } from '@podguard/notify/slack';
import type { KnownChannel } from '../show-known.ts';
import type { PlanChannel } from '../show-plan.ts';
import type { Judging } from './compose-judging.ts';
import { createParameter } from './compose-parameter.ts';

/** Every configured channel of Slack; `store` names where the findings are. */
export function composeSlackKnown(
  { config, catalogue, state }: Judging,
  store: string,
): readonly (KnownChannel & PlanChannel)[] {
  const rules = new Map(catalogue.rules.map((rule) => [rule.id, rule]));
  const wording = { ruleOf: (id: string) => rules.get(id), store };
  return Object.entries(config.channels).flatMap(([name, settings]) => {
    if (settings.type !== 'slack') return [];
    const { channel } = settings;
    const token = createParameter(settings.tokenParameter, AWS_PATIENCE);
    const deps = async () => ({
      client: createSlackClient(await token()),
      ...{ name, channel, state, wording, actions: true },
    });
    return [
      {
        channel,
        show: async (known) => createSlackKnown(await deps())(known),
        showPlan: async (plan) => createSlackPlan(await deps())(plan),
      } satisfies KnownChannel & PlanChannel,
    ];
  });
}
