import { type Config, parseConfig, ServiceError } from '@podguard/core';
import configured from '../../../../podguard.config.ts';

/** Who may act in Slack, and where its secrets are. */
export function slackActionSettings(): NonNullable<Config['slackActions']> {
  const { slackActions } = parseConfig(configured, 'podguard.config.ts');
  if (slackActions !== undefined) return slackActions;
  throw new ServiceError(
    'config-invalid',
    'podguard.config.ts has no slackActions, and this function was made for them: deploy again, which removes it',
  );
}
