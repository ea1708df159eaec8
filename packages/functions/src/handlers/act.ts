import { createAcknowledge, createApplyExemptions, isGranted } from '@podguard/core';
import { AWS_PATIENCE } from '@podguard/notify';
import { createReview } from '@podguard/remediate/review';
import type { SQSEvent } from 'aws-lambda';
import { ACTION_RECEIVES, createAct } from '../act.ts';
import { createFindingNow } from '../finding-now.ts';
import { createPermits } from '../permits.ts';
import { createReviewWish } from '../review-wish.ts';
import { parseSettings } from '../settings.ts';
import { createShowKnown } from '../show-known.ts';
import { createShowPlan } from '../show-plan.ts';
import { createWishes } from '../wishes.ts';
import { compose } from './compose.ts';
import { failedOf, toReceived } from './compose-batch.ts';
import { composeJudging } from './compose-judging.ts';
import { logger } from './compose-observers.ts';
import { createParameter } from './compose-parameter.ts';
import { composeProceed } from './compose-proceed.ts';
import { report } from './compose-report.ts';
import { composeSlack } from './compose-slack.ts';
import { composeSlackKnown } from './compose-slack-known.ts';
import { slackActionSettings } from './compose-slack-settings.ts';

const settings = parseSettings(process.env, ['TABLE_NAME', 'ACCOUNT_ID', 'AWS_REGION', 'JUDGED_WITH']);
const judging = composeJudging(settings);
const { client, store, state, catalogue, context } = judging;
const { tokenParameter, ...actors } = slackActionSettings();
const people = composeSlack({ token: createParameter(tokenParameter, AWS_PATIENCE), timeoutMs: 4_000 });
const now = () => new Date();
const channels = composeSlackKnown(judging, `dynamodb:${settings.TABLE_NAME}@${settings.AWS_REGION}`);
const findingOf = createFindingNow({ store, catalogue, context });
const act = createAct({
  state,
  report,
  ...people,
  showKnown: createShowKnown(channels, report),
  maxReceives: ACTION_RECEIVES,
  permit: createPermits(actors, {
    now,
    membersOf: people.membersOf,
    onUnreadable: (group, error) => report({ kind: 'failed', what: `reading Slack's group ${group}`, error }),
  }),
  fulfil: createWishes({
    state,
    now,
    acknowledge: createAcknowledge({ store }),
    review: createReviewWish({
      remediations: state,
      reviews: createReview({ remediations: state, now }),
      show: createShowPlan({ remediations: state, channels, findingOf, report }),
      proceed: composeProceed(judging.config),
      serviceApplies: ({ plan }) => plan !== null && isGranted(plan.remediator, judging),
    }),
    findingOf,
    applyExemptions: createApplyExemptions({
      ...{ store, state, catalogue, now },
      exemptions: async () => (await context()).exemptions,
    }),
  }),
  onAction: ({ id, at, by, kind, finding, rule, key, remediation, outcome, note }) =>
    logger.info('somebody acted', { id, at, by, kind, finding, rule, key, remediation, outcome, note }),
});

/** For the actions queue. */
export const handler = compose(
  async (event: SQSEvent) => failedOf(event, await act(event.Records.map(toReceived))),
  [client],
);
