using System.Numerics;
using FsCheck.Fluent;

namespace WalletService.Solana.Tests;

public sealed class Ed25519Tests
{
    private static readonly BigInteger GroupOrder = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    /// <summary>RFC 8032 §7.1, tests 1 to 3: seed, message, public key, signature.</summary>
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            string.Empty,
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "72",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "af82",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    /// <summary>Every encoding of a point whose order divides 8, reduced or not, with either sign.</summary>
    public static TheoryData<string> SmallOrderPoints => new()
    {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    };

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void Signs_and_verifies_the_vectors_of_rfc_8032(string seed, string message, string publicKey, string signature)
    {
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicKeyFromSeed(Convert.FromHexString(seed))));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(Convert.FromHexString(seed), Convert.FromHexString(message))));
        Assert.True(Ed25519.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)));
    }

    [Fact]
    public void Verifies_what_random_keys_sign_and_refuses_any_flipped_bit() =>
        FsCheck.Check.One(
            FsCheck.Config.QuickThrowOnFailure,
            Prop.ForAll<byte[], int>((message, position) =>
            {
                var (seed, publicKey) = Ed25519.GenerateKey();
                var signature = Ed25519.Sign(seed, message);
                var flipped = signature.ToArray();
                var bit = (int)((uint)position % (Ed25519.SignatureLength * 8));
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                return Ed25519.IsOnCurve(publicKey)
                    && Ed25519.Verify(publicKey, message, signature)
                    && !Ed25519.Verify(publicKey, message, flipped)
                    && !Ed25519.Verify(publicKey, [.. message, 0], signature);
            }));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void Refuses_a_signature_that_has_not_64_bytes(int length)
    {
        var signature = Ed25519.Sign(TestKeys.Seed1, "message"u8);
        Array.Resize(ref signature, length);
        Assert.False(Ed25519.Verify(TestKeys.Address1.Span, "message"u8, signature));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Refuses_a_public_key_that_has_not_32_bytes(int length)
    {
        var publicKey = TestKeys.Address1.ToBytes();
        Array.Resize(ref publicKey, length);
        Assert.False(Ed25519.Verify(publicKey, "message"u8, Ed25519.Sign(TestKeys.Seed1, "message"u8)));
    }

    [Fact]
    public void Refuses_a_scalar_that_is_not_below_the_group_order()
    {
        var signature = Ed25519.Sign(TestKeys.Seed1, "message"u8);
        var scalar = new BigInteger(signature.AsSpan(32), isUnsigned: true) + GroupOrder;
        Assert.True(scalar.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true));
        Assert.False(Ed25519.Verify(TestKeys.Address1.Span, "message"u8, signature));
    }

    [Theory]
    [MemberData(nameof(SmallOrderPoints))]
    public void Refuses_a_public_key_of_small_order(string point)
    {
        // R = the key and S = 0 satisfies the equation for many messages when the key has small order.
        var key = Convert.FromHexString(point);
        byte[] signature = [.. key, .. new byte[32]];
        Assert.True(Ed25519.IsSmallOrder(key));
        for (byte message = 0; message < 32; message++)
        {
            Assert.False(Ed25519.Verify(key, [message], signature));
        }
    }

    [Fact]
    public void Finds_no_small_order_in_ordinary_points()
    {
        Assert.False(Ed25519.IsSmallOrder(TestKeys.Address1.Span));
        Assert.False(Ed25519.IsSmallOrder(new byte[31]));
    }

    [Theory]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", true)]
    [InlineData("586Z7H2vpX9qNhN2T4e9Utugie3ogjbxzGaMtM3E6HR5", true)]
    [InlineData("11111111111111111111111111111111", true)]
    [InlineData("BwqrghZA2htAcqq8dzP1WDAhTXYTYWj7CHxF5j7TDBAe", false)]
    [InlineData("13yWmRpaTR4r5nAktwLqMpRNr28tnVUZw26rTvPSSB19", false)]
    [InlineData("2fnQrngrQT4SeLcdToJAD96phoEjNL2man2kfRLCASVk", false)]
    [InlineData("DShWnroshVbeUp28oopA3Pu7oFPDBtC1DBmPECXXAQ9n", false)]
    [InlineData("HU2S9ByyqbnCD2SVfvr9qoLtDTtyTnMZoMaw1xpr6cTb", false)]
    public void Tells_points_of_the_curve_from_program_addresses(string address, bool onCurve) =>
        Assert.Equal(onCurve, Address.Parse(address).IsOnCurve);

    [Fact]
    public void Reduces_y_before_it_looks_for_the_point()
    {
        // y = p + 1 stands for y = 1, the neutral element, and the sign of x plays no part: as curve25519-dalek decides.
        Assert.True(Ed25519.IsOnCurve(Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")));
        Assert.True(Ed25519.IsOnCurve(Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000080")));

        // y = 2 has no x.
        Assert.False(Ed25519.IsOnCurve(Convert.FromHexString("0200000000000000000000000000000000000000000000000000000000000000")));
        Assert.False(Ed25519.IsOnCurve(new byte[31]));
    }

    [Fact]
    public void Signs_only_with_a_seed_of_32_bytes()
    {
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[31], "message"u8));
        Assert.Throws<ArgumentException>(() => Ed25519.PublicKeyFromSeed(new byte[64]));
    }

    [Fact]
    public async Task Works_from_many_threads_at_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                byte[] message = [(byte)worker, (byte)i];
                var signature = Ed25519.Sign(TestKeys.Seed1, message);
                if (!Ed25519.Verify(TestKeys.Address1.Span, message, signature) || Ed25519.Verify(TestKeys.Address2.Span, message, signature))
                {
                    return false;
                }
            }

            return true;
        })));

        Assert.All(results, Assert.True);
    }
}
