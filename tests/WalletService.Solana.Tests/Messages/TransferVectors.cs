using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Solana.Tests.Messages;

/// <summary>
/// A transfer of 1,000,000 lamports from the first test key to the second in each format, computed by an independent script and
/// decoded and encoded again by @solana/kit 8.4.0.
/// </summary>
internal static class TransferVectors
{
    private const string Keys =
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

    private const string SystemProgramHex = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string BlockhashHex = "395bf727f9aac5e80911591073fcf9c826f428804131ca089beba3869421749a";

    public const string Legacy = "01000103" + Keys + SystemProgramHex + BlockhashHex + "01020200010c0200000040420f0000000000";

    public const string LegacySignature = "4VJzwcTeivBGXoEYVHnqvVJnrVuRaKpwjhwiNWCVSRujwX6K2vmiK5BzCzHQRLJDGg37zZrGa9M1wLWKkw5GRbYB";

    public const string V0 = "80" + Legacy + "00";

    public const string V0Signature = "3KMtvjPGAiU5ueWUBQiKujCyUgsEZSPtdVb4HWvUF9NYbCAG8ijTqvqEpmzQ2Ab7jgsnTXjKZerqYzJGxSKmD9QM";

    public const string V0WithBudget =
        "8001000204" + Keys + SystemProgramHex + "0306466fe5211732ffecadba72c39be7bc8ce5bbc5f7126b2c439b3a40000000" + BlockhashHex
        + "0303000502c2010000030009031027000000000000020200010c0200000040420f000000000000";

    public const string V0WithBudgetSignature =
        "4rdU1tZVpfvRd8PnQ3ZJ1HTNB33BDubZoBk9kLjNDwa7yerT8GCHzXQ1XcjuvuU2z9XT6xLoFtHfiJ3NhpcP8SZj";

    /// <summary>With a priority fee of 5,000 lamports, 450 compute units and 65,536 bytes of account data.</summary>
    public const string V1 =
        "810100010f000000" + BlockhashHex + "0103" + Keys + SystemProgramHex
        + "8813000000000000c20100000000010002020c0000010200000040420f0000000000";

    public const string V1Signature = "548BTsDvKuy41BZCAirkjHE9zkLToNkcK3S3uAxqL1CU5Np9u8HiziCNqr2LndBArqcuJ3ycrdjDukdYwQrZPhaP";

    /// <summary>The transaction of solana-sdk's create_sample_transaction.</summary>
    public const string SdkSample =
        "01788aa2b93bd1f19d479d4a830457361c26b4de52403e3d3e162e11cbbb883e2b0b26eb11ef52f08b82d9e3d609f28ddf5e1db86e3e2057893f8b64dd148904"
        + "050100010324649efc21a161b93e5963c3faf9bbbdab76f15af80e44dbe73e9d058e1bd275010101040506070809090909090909090909090909090909080706"
        + "05040101010202020405060708090101010101010101010101010101090807060504020202000000000000000000000000000000000000000000000000000000"
        + "0000000000010202000103010203";

    public static readonly byte[] SdkSampleSeed =
    [
        255, 101, 36, 24, 124, 23, 167, 21, 132, 204, 155, 5, 185, 58, 121, 75,
        156, 227, 116, 193, 215, 38, 142, 22, 8, 14, 229, 239, 119, 93, 5, 218,
    ];

    public static readonly Instruction Transfer = SystemProgram.Transfer(TestKeys.Address1, TestKeys.Address2, 1_000_000);
}
