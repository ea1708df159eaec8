/**
 * For reports of the account, and what runs find until they report: private, TLS only, older versions kept for a while. Where the bucket outlives its stage, all
 * that protects it does, too.
 */
export function createReportBucket(): sst.aws.Bucket {
  const protection = { retainOnDelete: $app.removal === 'retain' };
  const protect = (_args: unknown, options: $util.CustomResourceOptions): undefined => {
    Object.assign(options, protection);
  };
  const bucket = new sst.aws.Bucket('Reports', {
    versioning: true,
    cors: false,
    lifecycle: [
      { id: 'old-reports', expiresIn: '400 days' },
      { id: 'found-by-runs', prefix: 'drift/', expiresIn: '30 days' },
    ],
    transform: {
      bucket(bucket) {
        bucket.forceDestroy = $app.removal === 'remove';
      },
      publicAccessBlock: protect,
      policy: protect,
      versioning: protect,
      lifecycle(lifecycle, options) {
        Object.assign(options, protection);
        lifecycle.rules = $resolve([lifecycle.rules]).apply(([rules]) =>
          (rules ?? []).map((rule) => ({ ...rule, noncurrentVersionExpiration: { noncurrentDays: 30 } })),
        );
      },
    },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration(
    'ReportsEncryption',
    {
      bucket: bucket.name,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    },
    protection,
  );
  return bucket;
}
