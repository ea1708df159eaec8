import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { changerOf, missingChanger, notOwn, partName } from '../shared/own-parts.ts';

export const platformPipelineChanged = defineRule({
  id: 'platform-pipeline-changed',
  title: 'Somebody else changed or stopped one of Podguard’s own parts',
  method: 'platform',
  resource: 'platform-part',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports a function, queue, table or topic whose name begins as `ownParts` says, where the newest change of a kind was by nobody of `deployers`. While there are no deployers, only what no deployment does: a queue purged, a function without concurrency, a mapping switched off.',
  rationale:
    'Podguard’s parts can be silenced without a trace in what they watch. Whoever changes them can also make them say what is not so.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
    'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html',
  ],
  mappings: {},
  falsePositives: [
    'A deployer that the configuration does not name.',
    'Maintenance by hand: deploy again afterwards.',
  ],
  needs: {},
  covers: undefined,
  evaluate(part, { config }) {
    const name = partName(part.key);
    const unjudged = notOwn(name, config);
    if (unjudged !== null) return notApplicable(unjudged);
    const changes = [...part.sets.changes.members].map(([call, text]) => {
      const [who = '', ...detail] = String(text).split(' ');
      return { call, who, detail: detail.join(' '), changer: changerOf(who, config) };
    });
    const others = changes.filter(
      ({ call, detail, changer }) => changer === 'other' || (changer === 'unknown' && isStop(call, detail)),
    );
    if (others.length > 0) {
      const words = others.map(
        ({ call, who, detail }) => `${call}${detail === '' ? '' : ` (${detail})`} by ${who}`,
      );
      return fail(`Somebody else changed ${name}: ${words.join('; ')}`, {
        evidence: others.map(({ call, who, detail }) => ({
          path: `changes.${call}`,
          value: detail === '' ? who : `${who}: ${detail}`,
        })),
      });
    }
    if (changes.length === 0) return indeterminate('changes');
    return changes.some(({ changer }) => changer === 'unknown')
      ? indeterminate(missingChanger(config))
      : pass;
  },
  mend: {
    cli: '# look up the call in CloudTrail and what else its principal did, then deploy Podguard again',
    terraform: '# deploy Podguard again: the part is its own',
    cloudformation: '# deploy Podguard again: the part is its own',
  },
});

/** No deployment does so. */
function isStop(call: string, detail: string): boolean {
  if (call === 'PutFunctionConcurrency') return detail === 'reserved concurrency 0';
  if (call === 'UpdateEventSourceMapping') return /\benabled false\b/.test(detail);
  return call === 'PurgeQueue';
}
