namespace WalletService.Contracts.Management;

/// <summary>Takes a name out of a user's address book. Route <see cref="Routes.RemoveAddress"/>.</summary>
public sealed record RemoveAddress
{
    public required string UserId { get; init; }

    public required string Name { get; init; }
}

/// <summary>What was taken out.</summary>
public sealed record RemoveAddressReply : Reply<AddressDetails>;
