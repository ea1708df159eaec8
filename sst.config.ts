/// <reference path="./.sst/platform/config.d.ts" />

/** What exists apart from the code: how a stage ends, and what all its parts are tagged with. */
export default $config({
  app({ stage }) {
    const keepsData = /^prod/.test(stage);
    const tags = { 'podguard:app': 'podguard', 'podguard:stage': stage };
    return {
      name: 'podguard',
      home: 'aws',
      removal: keepsData ? 'retain' : 'remove',
      protect: keepsData,
      providers: {
        aws: {
          version: '7.20.0',
          defaultTags: { tags },
          // The canary sets it every day: a deploy must not take it away.
          ignoreTags: { keys: ['podguard:canary'] },
        },
      },
    };
  },
  async run() {
    const { deployService } = await import('./infra/service.ts');
    return deployService();
  },
});
