namespace WalletService.KmsEmulator;

/// <summary>A request as it came in, for tests to look at.</summary>
public sealed record RecordedCall(string Operation, string HttpMethod, string Target, string? Authorization, string Body);
