import { allPages } from '../all-pages.ts';
import { must } from '../must.ts';
import { defineReader, type ReadContext, type Told } from '../reader.ts';

type Context = Pick<ReadContext, 'clients' | 'regions' | 'signal'>;

/** A region that is switched off is none. */
export const accountRegion = defineReader({
  name: 'account-region',
  kind: 'account-region',
  actions: ['ec2:DescribeRegions', 'eks:ListClusters', 'servicequotas:ListServiceQuotas'],
  target(key) {
    const region = /^\d{12}\/region\/([a-z]+(?:-[a-z]+)+-\d+)$/.exec(key)?.[1];
    return region === undefined ? undefined : { region };
  },
  async ask({ region }, context) {
    const regions = await enabledRegions(context.iamRegion, context, region);
    return regions.includes(region) ? toldRegion(region, context) : null;
  },
});

/** Those that the account has switched on; of one alone where it is named. */
export async function enabledRegions(
  askedIn: string,
  { clients, signal: abortSignal }: Context,
  named?: string,
): Promise<readonly string[]> {
  const { sdk, client } = await clients.ec2(askedIn);
  const Filters = named === undefined ? undefined : [{ Name: 'region-name', Values: [named] }];
  const answer = await client.send(new sdk.DescribeRegionsCommand({ Filters }), { abortSignal });
  return must(answer.Regions, 'list').map(({ RegionName }) => must(RegionName, 'name'));
}

export async function toldRegion(region: string, context: Context): Promise<Told<'account-region'>> {
  const watched = context.regions.includes(region);
  return {
    fields: {
      watched,
      clusters: watched ? null : await clustersIn(region, context),
      associationsPerCluster: watched ? await quotaIn(region, context) : null,
    },
    sets: {},
  };
}

async function clustersIn(region: string, { clients, signal: abortSignal }: Context): Promise<number> {
  const { sdk, client } = await clients.eks(region);
  const pages = sdk.paginateListClusters({ client, pageSize: 100 }, {}, { abortSignal });
  return (await allPages(pages, ({ clusters }) => clusters)).length;
}

/**
 * By its name, since AWS documents no code for it, nor that Service Quotas has it everywhere.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
 */
async function quotaIn(region: string, { clients, signal: abortSignal }: Context): Promise<number | null> {
  const { sdk, client } = await clients.servicequotas(region);
  const input = { ServiceCode: 'eks' };
  const pages = sdk.paginateListServiceQuotas({ client, pageSize: 100 }, input, { abortSignal });
  for await (const { Quotas } of pages) {
    const named = Quotas?.find(({ QuotaName }) =>
      /pod identity associations per cluster/i.test(QuotaName ?? ''),
    );
    if (named?.Value !== undefined) return named.Value;
  }
  return null;
}
