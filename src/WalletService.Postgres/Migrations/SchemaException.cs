namespace WalletService.Postgres.Migrations;

/// <summary>The database's schema is not the one that this version needs; an operator has to act as the message says.</summary>
public sealed class SchemaException(string message) : Exception(message);
