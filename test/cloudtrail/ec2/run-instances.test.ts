import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = (id: string) => `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/${id}`;
const profileArn = `arn:aws:iam::${ACCOUNT}:instance-profile/node`;
const metadataOptions = {
  state: 'pending',
  httpTokens: 'optional',
  httpPutResponseHopLimit: 1,
  httpEndpoint: 'enabled',
  httpProtocolIpv4: 'enabled',
  httpProtocolIpv6: 'disabled',
  instanceMetadataTags: 'disabled',
};
const item = {
  instanceId: 'i-1',
  imageId: 'ami-0d1f7c9b2ea64305f',
  instanceState: { code: 0, name: 'pending' },
  launchTime: 1773300604000,
  tagSet: { items: [{ key: 'kubernetes.io/cluster/prod', value: 'owned' }] },
  iamInstanceProfile: { arn: profileArn, id: 'AIPANODE0001EXAMPLE' },
  metadataOptions,
};
const request = {
  instancesSet: { items: [{ imageId: 'ami-0d1f7c9b2ea64305f', minCount: 1, maxCount: 1 }] },
  instanceType: 't3.micro',
  iamInstanceProfile: { name: 'node' },
  tagSpecificationSet: {
    items: [{ resourceType: 'instance', tags: [{ key: 'kubernetes.io/cluster/prod', value: 'owned' }] }],
  },
};
const { iamInstanceProfile: _profile, tagSpecificationSet: _tags, ...bare } = request;
const { iamInstanceProfile: _p, tagSet: _t, metadataOptions: _m, ...bareItem } = item;
const launched = (...items: readonly object[]) =>
  ({ ownerId: ACCOUNT, groupSet: {}, instancesSet: { items } }) as never;
const fields = {
  httpTokens: 'optional',
  httpEndpoint: 'enabled',
  hopLimit: 1,
  httpProtocolIpv6: 'disabled',
  metadataTags: 'disabled',
  profileArn,
};
const tags = { 'kubernetes.io/cluster/prod': 'owned' };
const put = { op: 'put', creates: true, key: key('i-1'), fields, sets: { tags } } as const;
const unsaid = {
  httpTokens: '?',
  httpEndpoint: '?',
  hopLimit: '?',
  httpProtocolIpv6: '?',
  metadataTags: '?',
};
const template = { launchTemplateId: 'lt-1', version: '4' };

describeEvent('RunInstances', {
  record: record('ec2', 'RunInstances', request, launched(item)),
  gives: [put],
  withoutRequest: [put],
  omitted: [put],
  cases: [
    {
      name: 'one change an instance',
      but: { responseElements: launched(item, { ...item, instanceId: 'i-2' }) },
      gives: [put, { ...put, key: key('i-2') }],
    },
    {
      name: 'a record older than the options, of an instance with neither profile nor tags',
      but: { requestParameters: bare, responseElements: launched(bareItem) },
      gives: [{ ...put, fields: { ...unsaid, profileArn: null }, sets: { tags: {} } }],
    },
    {
      name: 'options that only the request names',
      but: {
        requestParameters: {
          ...bare,
          metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: '2' },
        },
        responseElements: launched(bareItem),
      },
      gives: [
        {
          ...put,
          fields: { ...unsaid, httpTokens: 'required', hopLimit: 2, profileArn: null },
          sets: { tags: {} },
        },
      ],
    },
    {
      name: 'a launch template may have set what the answer does not show',
      but: { requestParameters: { ...bare, launchTemplate: template }, responseElements: launched(bareItem) },
      gives: [{ ...put, fields: { ...unsaid, profileArn: '?' }, sets: { tags: null } }],
    },
    {
      name: 'a service may tag afterwards',
      but: {
        userIdentity: { type: 'Root', accountId: ACCOUNT, invokedBy: 'autoscaling.amazonaws.com' },
        requestParameters: bare,
        responseElements: launched(bareItem),
      },
      gives: [{ ...put, fields: { ...unsaid, profileArn: null }, sets: { tags: null } }],
    },
    {
      name: 'a profile by name, whose ARN the answer does not show',
      but: {
        requestParameters: { ...bare, iamInstanceProfile: { name: 'node' } },
        responseElements: launched(bareItem),
      },
      gives: [{ ...put, fields: { ...unsaid, profileArn }, sets: { tags: {} } }],
    },
    {
      name: 'a profile that a redactor covered',
      but: {
        requestParameters: { ...bare, iamInstanceProfile: { name: '***' } },
        responseElements: launched(bareItem),
      },
      gives: [{ ...put, fields: { ...unsaid, profileArn: '?' }, sets: { tags: {} } }],
    },
    {
      name: 'a tag value of another type is text',
      but: {
        responseElements: launched({ ...item, tagSet: { items: [{ key: 'a', value: true }, { key: 'b' }] } }),
      },
      gives: [{ ...put, sets: { tags: { a: 'true', b: '' } } }],
    },
    { name: 'Spot capacity that gave none', but: { responseElements: launched() }, gives: [] },
    { name: 'no answer', but: { responseElements: null }, gives: names('RunInstances', 'instance') },
    {
      name: 'an instance without its id',
      but: { responseElements: launched(item, { imageId: 'ami-1' }) },
      gives: names('RunInstances', 'instance'),
    },
    { name: 'a dry run', but: { errorCode: 'Client.DryRunOperation' }, gives: 'failed-call' },
  ],
});
