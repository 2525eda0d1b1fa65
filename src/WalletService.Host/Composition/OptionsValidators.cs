using Microsoft.Extensions.Options;
using WalletService.Domain.Auditing;
using WalletService.Domain.Balances;
using WalletService.Domain.Deposits;
using WalletService.Domain.Keys;
using WalletService.Domain.Transactions;

namespace WalletService.Host.Composition;

[OptionsValidator]
public sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;

[OptionsValidator]
public sealed partial class TransferOptionsValidator : IValidateOptions<TransferOptions>;

[OptionsValidator]
public sealed partial class TokenOptionsValidator : IValidateOptions<TokenOptions>;

[OptionsValidator]
public sealed partial class BalanceOptionsValidator : IValidateOptions<BalanceOptions>;

[OptionsValidator]
public sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;

[OptionsValidator]
public sealed partial class DepositOptionsValidator : IValidateOptions<DepositOptions>;

[OptionsValidator]
public sealed partial class KeyPoolOptionsValidator : IValidateOptions<KeyPoolOptions>;
