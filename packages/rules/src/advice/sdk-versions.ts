/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html */
export const POD_IDENTITY_SDKS =
  'Java 2.21.30 (v1: 1.12.746), Go v2 release-2023-11-14 (v1: 1.47.11), Boto3 and botocore 1.34.41, AWS CLI 2.15.0 (v1: 1.30.0), JavaScript 3.458.0 (v2: 2.1550.0), Kotlin 1.0.1, Ruby 3.188.0, Rust release-2024-03-13, C++ 1.11.263, .NET 3.7.734.0, PowerShell 4.1.502, PHP 3.287.1';

/** https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts-minimum-sdk.html */
export const IRSA_SDKS =
  'Java 2.10.11 (v1: 1.11.704), Go v2 any (v1: 1.23.13), Boto3 1.9.220, botocore 1.12.200, AWS CLI 1.16.232, JavaScript 3.27.0 (v2: 2.525.0), Ruby 3.58.0, C++ 1.7.174, .NET 3.3.659.1, PHP 3.110.7';
