namespace WalletService.Host.Composition;

/// <summary>A setting is missing or wrong; the message names it and says what it may be.</summary>
public sealed class SettingsException(string message) : Exception(message);
