/** What to do where the AWS SDK finds no credentials. */
export const NO_CREDENTIALS =
  'there are no credentials: name a profile with --profile, one that `aws configure list-profiles` lists, or sign in (aws configure, aws sso login)';
