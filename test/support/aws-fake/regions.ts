import { jsonPage } from './json-pages.ts';
import { AwsError, listOf, type Operation, textOf } from './operation.ts';

/** The regions that are switched on, and their quotas. */
export const REGIONS: readonly Operation[] = [
  {
    service: 'ec2',
    name: 'DescribeRegions',
    writes: false,
    run(input, { account }) {
      const filters = listOf(input, 'Filter');
      const wanted = filters.flatMap((filter) => listOf<string>(filter, 'Value'));
      const found = account.regions.filter((name) => filters.length === 0 || wanted.includes(name));
      const told = (name: string) => ({
        regionName: name,
        regionEndpoint: `ec2.${name}.amazonaws.com`,
        optInStatus: 'opt-in-not-required',
      });
      return { regionInfo: found.map(told) };
    },
  },
  {
    service: 'servicequotas',
    name: 'ListServiceQuotas',
    writes: false,
    run(input, { account, region }) {
      if (textOf(input, 'ServiceCode') !== 'eks')
        throw new AwsError(
          'NoSuchResourceException',
          400,
          'The request failed because the specified service does not exist.',
        );
      const all = Object.entries(account.quotas).flatMap(([place, Value]) => {
        const [here, QuotaName] = place.split('/');
        return here === region ? [{ ServiceCode: 'eks', QuotaName, Value }] : [];
      });
      return jsonPage(
        'Quotas',
        [{ ServiceCode: 'eks', QuotaName: 'Clusters', Value: 100 }, ...all],
        input,
        100,
      );
    },
  },
];
