import { members, namesIn, withoutScheme } from '../answers.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';

export const oidcProvider = defineReader({
  name: 'oidc-provider',
  kind: 'oidc-provider',
  actions: ['iam:GetOpenIDConnectProvider'],
  target(key) {
    const found = namesIn(key, 'iam', 'oidc-provider');
    return found?.names[0] ? { region: '', arn: key } : undefined;
  },
  async ask({ arn }, { clients, iamRegion, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(iamRegion);
    const command = new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
    const answer = await orNull(client.send(command, { abortSignal }), 'NoSuchEntityException');
    if (answer === null) return null;
    return {
      fields: { arn, url: withoutScheme(answer.Url) },
      sets: {
        clientIds: members(answer.ClientIDList),
        thumbprints: members(answer.ThumbprintList?.map((thumbprint) => thumbprint.toLowerCase())),
      },
    };
  },
});
