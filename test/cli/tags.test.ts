import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleText } from '../support/custom-rule.ts';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';

let directory: string;
let minute = 0;
/** A call a minute after the one before it. */
const call = (
  service: string,
  eventName: string,
  requestParameters: object,
  responseElements: object = {},
) => {
  minute += 1;
  return record({
    eventID: `${eventName}-${minute}`,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    eventTime: `2026-01-02T03:${String(minute).padStart(2, '0')}:00Z`,
    awsRegion: service === 'iam' ? 'us-east-1' : 'eu-central-1',
    requestParameters,
    responseElements,
  });
};

async function scan(records: readonly object[], ...args: readonly string[]): Promise<readonly Finding[]> {
  const log = path.join(directory, 'log.json');
  writeFileSync(log, JSON.stringify({ Records: records }));
  const { stdout } = await runCli(['scan', log, ...args, '--format', 'ndjson', '--quiet'], { directory });
  return findingsIn(stdout);
}

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-tags-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('tags', () => {
  it('of an Auto Scaling group make its launch template one of nodes, as long as it has them', async () => {
    const tag = {
      resourceId: 'workers',
      resourceType: 'auto-scaling-group',
      key: 'kubernetes.io/cluster/prod',
    };
    const findings = await scan(
      [
        call(
          'ec2',
          'CreateLaunchTemplate',
          {
            CreateLaunchTemplateRequest: {
              LaunchTemplateName: 'workers',
              LaunchTemplateData: { MetadataOptions: { HttpTokens: 'optional' } },
            },
          },
          {
            CreateLaunchTemplateResponse: {
              launchTemplate: { launchTemplateId: 'lt-1', defaultVersionNumber: 1, latestVersionNumber: 1 },
            },
          },
        ),
        call('autoscaling', 'CreateAutoScalingGroup', {
          autoScalingGroupName: 'workers',
          launchTemplate: { launchTemplateId: 'lt-1', version: '1' },
        }),
        call('autoscaling', 'CreateOrUpdateTags', { tags: [{ ...tag, value: 'owned' }] }),
        call('autoscaling', 'DeleteTags', { tags: [tag] }),
      ],
      '--rule',
      'launch-template-imds-v1',
    );
    expect(findings).toMatchObject([
      { opened: { eventName: 'CreateOrUpdateTags' }, resolved: { eventName: 'DeleteTags' } },
    ]);
  });

  it('of an instance are unknown after a call that deletes all of them without naming any', async () => {
    const config = path.join(directory, 'nodes.ts');
    const rule = ruleText({
      resource: "'ec2-instance'",
      evaluate:
        "({ sets: { tags } }) => [...tags.members.keys()].includes('eks:cluster-name') ? ({ status: 'fail', summary: 'a node', evidence: [], witness: null }) : tags.complete ? ({ status: 'pass' }) : ({ status: 'indeterminate', missing: ['tags'] })",
    });
    writeFileSync(config, `export default { customRules: [${rule}] };\n`);
    const tags = { items: [{ key: 'eks:cluster-name', value: 'prod' }] };
    const resourcesSet = { items: [{ resourceId: 'i-1' }] };
    const findings = await scan(
      [
        call('ec2', 'CreateTags', { resourcesSet, tagSet: tags }),
        call('ec2', 'DeleteTags', { resourcesSet }),
      ],
      '--config',
      config,
      '--rule',
      'acme-every-key',
    );
    expect(findings).toMatchObject([
      { opened: { eventName: 'CreateTags' }, unverified: true, status: 'open' },
    ]);
  });

  it("of a role, a cluster and an association are what a rule of one's own can read", async () => {
    const config = path.join(directory, 'owners.ts');
    const rule = ruleText({
      resource: "['iam-role', 'eks-cluster', 'pod-identity-association']",
      evaluate:
        "({ sets: { tags } }) => { const owner = tags.members.get('podguard:owner'); return owner === undefined ? { status: 'pass' } : { status: 'fail', summary: `of ${owner}`, evidence: [], witness: null }; }",
    });
    writeFileSync(config, `export default { customRules: [${rule}] };\n`);
    const cluster = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';
    const association = 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1';
    const findings = await scan(
      [
        call('iam', 'CreateRole', { roleName: 'app', assumeRolePolicyDocument: '{}' }),
        call('iam', 'TagRole', { roleName: 'app', tags: [{ key: 'Podguard:Owner', value: 'shop' }] }),
        call('iam', 'UntagRole', { roleName: 'app', tagKeys: ['podguard:owner'] }),
        call('eks', 'CreateCluster', { name: 'prod', tags: { 'podguard:owner': 'platform' } }),
        call(
          'eks',
          'CreatePodIdentityAssociation',
          {
            name: 'prod',
            namespace: 'a',
            serviceAccount: 'b',
            roleArn: 'arn:aws:iam::111122223333:role/app',
          },
          { association: { associationArn: association, associationId: 'a-1' } },
        ),
        call('eks', 'TagResource', {
          resourceArn: encodeURIComponent(association),
          tags: { 'podguard:owner': 'cart' },
        }),
        call('eks', 'UntagResource', {
          resourceArn: encodeURIComponent(cluster),
          tagKeys: ['podguard:owner'],
        }),
      ],
      '--config',
      config,
      '--rule',
      'acme-every-key',
    );
    expect(
      findings.map(({ summary, opened, resolved }) => [summary, opened?.eventName, resolved?.eventName]),
    ).toEqual([
      ['of shop', 'TagRole', 'UntagRole'],
      ['of platform', 'CreateCluster', 'UntagResource'],
      ['of cart', 'TagResource', undefined],
    ]);
  });
});
