/** For reports of baseline runs: private, TLS only, older versions kept for a while. */
export function createReportBucket(): sst.aws.Bucket {
  const bucket = new sst.aws.Bucket('Reports', {
    versioning: true,
    cors: false,
    lifecycle: [{ id: 'old-reports', expiresIn: '400 days' }],
    transform: {
      bucket(bucket) {
        bucket.forceDestroy = $app.removal === 'remove';
      },
      lifecycle(lifecycle) {
        lifecycle.rules = $resolve([lifecycle.rules]).apply(([rules]) =>
          (rules ?? []).map((rule) => ({ ...rule, noncurrentVersionExpiration: { noncurrentDays: 30 } })),
        );
      },
    },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration('ReportsEncryption', {
    bucket: bucket.name,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  });
  return bucket;
}
