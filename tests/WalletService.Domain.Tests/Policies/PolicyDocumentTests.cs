using WalletService.Domain.Policies;

namespace WalletService.Domain.Tests.Policies;

public sealed class PolicyDocumentTests
{
    /// <summary>Every field once, in the canonical form.</summary>
    private const string Everything =
        """
        {"form":1,"requests":["transferSol","sign"],"perTransaction":[{"asset":"SOL","maximum":"18446744073709551615"}],
        "windows":[{"asset":"EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v","seconds":86400,"maximum":"5","count":3},{"seconds":60,"count":1}],
        "recipients":{"allow":["EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"],"deny":["11111111111111111111111111111111"],"others":"approval"},
        "newRecipients":{"delaySeconds":60,"answer":"approval"},"programs":{"deny":["EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"]},
        "mints":{"allow":["EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v","SOL"],"others":"deny"},
        "hours":{"timeZone":"Europe/Berlin","from":"08:00","to":"18:30","days":["monday","friday"],"outside":"approval"},
        "findings":{"Approve":"approval","SetAuthority":"deny"},"signals":{"burst":"approval"},"risk":{"review":"approval"},
        "declaration":"required",
        "approvals":{"approvers":["ann","bob"],"required":2,"expiresAfterSeconds":60,"above":[{"asset":"SOL","amount":"1"}]}}
        """;

    [Fact]
    public void Comes_back_as_it_was_written() => Assert.Equal(Everything.ReplaceLineEndings(string.Empty), PolicyDocumentWriter.Write(Judged.Read(Everything)));

    [Fact]
    public void Has_one_form_and_one_hash_for_what_means_the_same()
    {
        var one = Judged.Read("""{"form":1,"requests":["sign","transferSol"],"mints":{"allow":["SOL","SOL"]},"hours":{"from":"08:00","to":"09:00"}}""");
        var other = Judged.Read(
            """
            { "hours": {"to":"09:00", "from":"08:00", "timeZone":"UTC", "outside":"deny"},
              "requests": ["transferSol", "sign", "sign"], "mints": {"others":"deny", "allow":["SOL"], "deny":[]}, "form": 1 }
            """);

        Assert.Equal(PolicyDocumentWriter.Write(one), PolicyDocumentWriter.Write(other));
        Assert.Equal(PolicyDocumentWriter.HashOf(one), PolicyDocumentWriter.HashOf(other));
        Assert.NotEqual(PolicyDocumentWriter.HashOf(one), PolicyDocumentWriter.HashOf(Judged.Read("""{"form":1}""")));
    }

    [Theory]
    [InlineData("""{}""", "form")]
    [InlineData("""{"form":2}""", "form")]
    [InlineData("""[]""", "")]
    [InlineData("""{"form":1,"form":1}""", "")]
    [InlineData("""{"form":1""", "")]
    [InlineData("""{"form":1,"limit":1}""", "limit")]
    [InlineData("""{"form":1,"requests":["withdraw"]}""", "requests[0]")]
    [InlineData("""{"form":1,"perTransaction":[{"asset":"SOL","maximum":5}]}""", "perTransaction[0].maximum")]
    [InlineData("""{"form":1,"perTransaction":[{"asset":"SOL","maximum":"-1"}]}""", "perTransaction[0].maximum")]
    [InlineData("""{"form":1,"perTransaction":[{"asset":"SOL","maximum":"18446744073709551616"}]}""", "perTransaction[0].maximum")]
    [InlineData("""{"form":1,"perTransaction":[{"asset":"sol","maximum":"1"}]}""", "perTransaction[0].asset")]
    [InlineData("""{"form":1,"perTransaction":[{"maximum":"1"}]}""", "perTransaction[0].asset")]
    [InlineData("""{"form":1,"windows":[{"asset":"SOL","seconds":0,"maximum":"1"}]}""", "windows[0].seconds")]
    [InlineData("""{"form":1,"windows":[{"asset":"SOL","seconds":2678401,"maximum":"1"}]}""", "windows[0].seconds")]
    [InlineData("""{"form":1,"windows":[{"asset":"SOL","seconds":60}]}""", "windows[0]")]
    [InlineData("""{"form":1,"windows":[{"seconds":60,"maximum":"1"}]}""", "windows[0]")]
    [InlineData("""{"form":1,"windows":[{"asset":"SOL","seconds":1.5,"maximum":"1"}]}""", "windows[0].seconds")]
    [InlineData("""{"form":1,"recipients":{"allow":["nobody"]}}""", "recipients.allow[0]")]
    [InlineData("""{"form":1,"recipients":{"others":"deny"}}""", "recipients.others")]
    [InlineData("""{"form":1,"hours":{"from":"8","to":"09:00"}}""", "hours.from")]
    [InlineData("""{"form":1,"hours":{"from":"08:00","to":"24:00"}}""", "hours.to")]
    [InlineData("""{"form":1,"hours":{"from":"08:00","to":"09:00","timeZone":"Mars/Olympus"}}""", "hours.timeZone")]
    [InlineData("""{"form":1,"findings":{"SetAuthority":"maybe"}}""", "findings.SetAuthority")]
    [InlineData("""{"form":1,"findings":{"SetAuthority":"approval"}}""", "approvals")]
    [InlineData("""{"form":1,"declaration":"optional"}""", "declaration")]
    [InlineData("""{"form":1,"approvals":{"approvers":["ann"],"required":2}}""", "approvals.required")]
    [InlineData("""{"form":1,"approvals":{"approvers":[],"required":1}}""", "approvals.approvers")]
    [InlineData("""{"form":1,"approvals":{"approvers":["ann b"],"required":1}}""", "approvals.approvers[0]")]
    [InlineData("""{"form":1,"approvals":{"approvers":["ann","ann"],"required":2}}""", "approvals.required")]
    public void Is_refused_with_the_place_of_its_fault(string json, string path)
    {
        Assert.False(PolicyDocumentReader.TryRead(json, out _, out var fault));
        Assert.Equal(path, fault.Path);
    }
}
