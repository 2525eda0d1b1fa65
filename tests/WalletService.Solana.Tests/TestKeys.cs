namespace WalletService.Solana.Tests;

/// <summary>The first three key pairs of RFC 8032 §7.1, and what is derived from them.</summary>
internal static class TestKeys
{
    public static readonly byte[] Seed1 = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    public static readonly byte[] Seed2 = Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    public static readonly byte[] Seed3 = Convert.FromHexString("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");

    public static readonly Address Address1 = Address.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");
    public static readonly Address Address2 = Address.Parse("586Z7H2vpX9qNhN2T4e9Utugie3ogjbxzGaMtM3E6HR5");
    public static readonly Address Address3 = Address.Parse("Hyx62wPQGyvXCoihZq1BrbUjBRh2LuNxWiiqMkfAuSZr");

    /// <summary>SHA-256 of the text "blockhash".</summary>
    public static readonly Blockhash Blockhash = Blockhash.Parse("4ruaGCyaofHWGxPFXFVjuEJCdfBGZ2wCtEx6LzdzVqtV");
}
